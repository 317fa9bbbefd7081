//! The queue of comments to label, drawn once for a thread and worked through by each annotator.

use rusqlite::{OptionalExtension, Row, params};

use super::audit::note;
use super::threads::touch;
use super::{Actor, CommentId, Store, ThreadId};
use crate::annotate::Queued;
use crate::error::Result;

/// How far one annotator is with a thread's queue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueState {
    /// What is next, and why it is in the queue; nothing once all is done.
    pub next: Option<(CommentId, Queued)>,
    /// How many the annotator has labelled or passed over.
    pub done: u64,
    /// How many there are.
    pub of: u64,
}

/// A mark of the annotator `?2` about the queued comment that stands.
const MARKED: &str = "EXISTS (SELECT 1 FROM mark WHERE mark.comment = queue.comment AND mark.who = ?2
    AND mark.id NOT IN (SELECT mark FROM taken_back))";

impl Store {
    /// Adds comments to a thread's queue, in this order; those that are in it already stay as they are.
    ///
    /// # Errors
    /// [`crate::Error::Store`], also if a comment does not exist.
    pub fn draw(&self, by: &Actor, thread: ThreadId, items: &[(CommentId, Queued)]) -> Result<()> {
        self.change(|t| {
            let mut insert = t.prepare_cached(
                "INSERT INTO queue (comment, thread, position, why, inclusion, weight, parent_text)
                 VALUES (?1, ?2, (SELECT coalesce(max(position) + 1, 0) FROM queue WHERE thread = ?2), ?3, ?4, ?5, ?6)
                 ON CONFLICT (comment) DO NOTHING",
            )?;
            let mut drawn = 0;
            for (comment, queued) in items {
                let Queued { why, inclusion, weight, parent } = queued;
                drawn += insert.execute(params![comment, thread, why, inclusion, weight, parent])?;
            }
            touch(t, thread)?;
            note(t, by, "queue.draw", &format!("thread {thread}"), &format!("{drawn} comments"))
        })
    }

    /// How far an annotator is with a thread's queue.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn queue(&self, thread: ThreadId, who: &str) -> Result<QueueState> {
        self.read(|c| {
            let (of, done) = c
                .prepare_cached(&format!(
                    "SELECT count(*), count(*) FILTER (WHERE {MARKED}) FROM queue WHERE thread = ?1"
                ))?
                .query_row(params![thread, who], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let next = c
                .prepare_cached(&format!(
                    "SELECT comment, why, inclusion, weight, parent_text FROM queue
                     WHERE thread = ?1 AND NOT {MARKED} ORDER BY position LIMIT 1"
                ))?
                .query_row(params![thread, who], queued)
                .optional()?;
            Ok(QueueState { next, done, of })
        })
    }

    /// A thread's whole queue, in order.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn queued(&self, thread: ThreadId) -> Result<Vec<(CommentId, Queued)>> {
        self.read(|c| {
            let mut rows = c.prepare_cached(
                "SELECT comment, why, inclusion, weight, parent_text FROM queue WHERE thread = ?1 ORDER BY position",
            )?;
            rows.query_map([thread], queued)?.collect()
        })
    }
}

fn queued(row: &Row<'_>) -> rusqlite::Result<(CommentId, Queued)> {
    let queued = Queued { why: row.get(1)?, inclusion: row.get(2)?, weight: row.get(3)?, parent: row.get(4)? };
    Ok((row.get(0)?, queued))
}
