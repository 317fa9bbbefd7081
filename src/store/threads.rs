//! Threads and their comments.

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::audit::note;
use super::{Actor, Store, now};
use crate::error::Result;
use crate::thread::Comment;

/// Names a thread of a store.
pub type ThreadId = i64;
/// Names a comment of a store; unlike the export's own id, no two comments have the same.
pub type CommentId = i64;

/// A thread to be added.
#[derive(Debug, Clone, Default)]
pub struct NewThread {
    /// What it is called, e.g. the article's title.
    pub title: String,
    /// The question whose sides are asked for; the model's own if none is given.
    pub target: Option<String>,
    /// What it was read from, e.g. `wxr`.
    pub source: String,
    /// Its comments, in order.
    pub comments: Vec<Comment>,
}

/// What is known of a thread beside its comments.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ThreadRow {
    /// Its number.
    pub id: ThreadId,
    /// What it is called.
    pub title: String,
    /// The question whose sides are asked for.
    pub target: Option<String>,
    /// What it was read from.
    pub source: String,
    /// When it was added, in UTC.
    pub added_at: String,
    /// Who added it.
    pub added_by: String,
    /// How many comments it has.
    pub comments: u64,
    /// How many of them somebody has labelled or corrected.
    pub corrected: u64,
}

/// A comment with its number in the store.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// Its number.
    pub key: CommentId,
    /// The comment; its stance is what the export said, not what people said here.
    pub comment: Comment,
}

/// The columns of a [`ThreadRow`].
const ROW: &str = "SELECT id, title, target, source, added_at, added_by,
    (SELECT count(*) FROM comment WHERE thread = thread.id),
    (SELECT count(DISTINCT mark.comment) FROM comment JOIN mark ON mark.comment = comment.id
     WHERE comment.thread = thread.id AND mark.label IS NOT NULL AND mark.id NOT IN (SELECT mark FROM taken_back))
    FROM thread";

impl Store {
    /// Adds a thread with all its comments.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn add_thread(&self, by: &Actor, new: &NewThread) -> Result<ThreadId> {
        self.change(|t| {
            t.prepare_cached(
                "INSERT INTO thread (title, target, source, added_at, added_by) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![new.title, new.target, new.source, now(), by.name])?;
            let id = t.last_insert_rowid();
            for (position, comment) in new.comments.iter().enumerate() {
                insert(t, id, position, comment)?;
            }
            let detail = format!("{} comments from {}", new.comments.len(), new.source);
            note(t, by, "thread.add", &subject(id), &detail)?;
            Ok(id)
        })
    }

    /// Adds one comment behind those of a thread.
    ///
    /// # Errors
    /// [`crate::Error::Store`], also if there is no such thread.
    pub fn add_comment(&self, thread: ThreadId, comment: &Comment) -> Result<CommentId> {
        self.change(|t| append(t, thread, comment))
    }

    /// All threads, the newest first.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn threads(&self) -> Result<Vec<ThreadRow>> {
        self.read(|c| c.prepare_cached(&format!("{ROW} ORDER BY id DESC"))?.query_map([], described)?.collect())
    }

    /// One thread, if there is one of this number.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn thread(&self, id: ThreadId) -> Result<Option<ThreadRow>> {
        self.read(|c| c.prepare_cached(&format!("{ROW} WHERE id = ?1"))?.query_row([id], described).optional())
    }

    /// The comments of a thread, in order.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn comments(&self, thread: ThreadId) -> Result<Vec<Stored>> {
        self.read(|c| {
            let mut rows = c.prepare_cached("SELECT id, body FROM comment WHERE thread = ?1 ORDER BY position")?;
            rows.query_map([thread], |row| Ok(Stored { key: row.get(0)?, comment: body(row, 1)? }))?.collect()
        })
    }

    /// One comment and the thread that it stands in.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn comment(&self, key: CommentId) -> Result<Option<(ThreadId, Comment)>> {
        self.read(|c| {
            c.prepare_cached("SELECT thread, body FROM comment WHERE id = ?1")?
                .query_row([key], |row| Ok((row.get(0)?, body(row, 1)?)))
                .optional()
        })
    }

    /// The first comment of a thread that has this id in the export.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn find_comment(&self, thread: ThreadId, id: &str) -> Result<Option<CommentId>> {
        self.read(|c| {
            c.prepare_cached("SELECT id FROM comment WHERE thread = ?1 AND export_id = ?2 ORDER BY position LIMIT 1")?
                .query_row(params![thread, id], |row| row.get(0))
                .optional()
        })
    }

    /// Deletes a thread with its comments, marks and queue; false if there is none of this number.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn delete_thread(&self, by: &Actor, id: ThreadId) -> Result<bool> {
        self.change(|t| {
            let there = t.execute("DELETE FROM thread WHERE id = ?1", [id])? > 0;
            if there {
                note(t, by, "thread.delete", &subject(id), "")?;
            }
            Ok(there)
        })
    }

    /// Deletes all threads that were added before a time in RFC 3339, and says how many.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn expire(&self, before: &str) -> Result<usize> {
        self.change(|t| {
            let gone = t.execute("DELETE FROM thread WHERE added_at < ?1", [before])?;
            if gone > 0 {
                let by = Actor::new("retention");
                note(t, &by, "thread.expire", &format!("{gone} threads"), &format!("added before {before}"))?;
            }
            Ok(gone)
        })
    }

    /// A number that grows with every change of a thread, its comments and its marks; nothing if there is no such thread.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn revision(&self, thread: ThreadId) -> Result<Option<i64>> {
        self.read(|c| {
            c.prepare_cached("SELECT revision FROM thread WHERE id = ?1")?
                .query_row([thread], |row| row.get(0))
                .optional()
        })
    }
}

/// Says that a thread has changed.
pub(super) fn touch(t: &Connection, thread: ThreadId) -> rusqlite::Result<()> {
    t.prepare_cached("UPDATE thread SET revision = revision + 1 WHERE id = ?1")?.execute([thread]).map(|_| ())
}

/// A comment from the column of its canonical row.
pub(super) fn body(row: &Row<'_>, at: usize) -> rusqlite::Result<Comment> {
    let json: String = row.get(at)?;
    serde_json::from_str(&json)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(at, Type::Text, Box::new(error)))
}

/// Puts a comment behind those of a thread.
pub(super) fn append(t: &Connection, thread: ThreadId, comment: &Comment) -> rusqlite::Result<CommentId> {
    let position = t
        .prepare_cached("SELECT coalesce(max(position) + 1, 0) FROM comment WHERE thread = ?1")?
        .query_row([thread], |row| row.get::<_, usize>(0))?;
    let key = insert(t, thread, position, comment)?;
    touch(t, thread)?;
    Ok(key)
}

fn insert(t: &Connection, thread: ThreadId, position: usize, comment: &Comment) -> rusqlite::Result<CommentId> {
    let json = serde_json::to_string(comment).map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))?;
    t.prepare_cached("INSERT INTO comment (thread, position, export_id, body) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![thread, position, comment.id, json])?;
    Ok(t.last_insert_rowid())
}

fn described(row: &Row<'_>) -> rusqlite::Result<ThreadRow> {
    Ok(ThreadRow {
        id: row.get(0)?,
        title: row.get(1)?,
        target: row.get(2)?,
        source: row.get(3)?,
        added_at: row.get(4)?,
        added_by: row.get(5)?,
        comments: row.get(6)?,
        corrected: row.get(7)?,
    })
}

fn subject(id: ThreadId) -> String {
    format!("thread {id}")
}
