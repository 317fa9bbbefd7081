//! Threads that programs add to, one comment after the other.

use rusqlite::{OptionalExtension, params};

use super::audit::note;
use super::threads::append;
use super::{Actor, CommentId, Store, ThreadId, now};
use crate::error::Result;
use crate::thread::Comment;

impl Store {
    /// The newest thread of this source and title; an empty one is begun if there is none.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn thread_called(&self, by: &Actor, source: &str, title: &str) -> Result<ThreadId> {
        let known = "SELECT id FROM thread WHERE source = ?1 AND title = ?2 ORDER BY id DESC LIMIT 1";
        let find = |c: &rusqlite::Connection| {
            c.prepare_cached(known)?.query_row([source, title], |row| row.get::<_, ThreadId>(0)).optional()
        };
        if let Some(id) = self.read(find)? {
            return Ok(id);
        }
        self.change(|t| {
            // Somebody else may have begun it in the meantime.
            if let Some(id) = find(t)? {
                return Ok(id);
            }
            t.execute(
                "INSERT INTO thread (title, source, added_at, added_by) VALUES (?1, ?2, ?3, ?4)",
                params![title, source, now(), by.name],
            )?;
            let id = t.last_insert_rowid();
            note(t, by, "thread.add", &format!("thread {id}"), &format!("begun for comments from {source}"))?;
            Ok(id)
        })
    }

    /// Adds a comment behind those of a thread unless the thread has its id already, and tells its number. Nothing is
    /// added and nothing told if the thread has `most` comments.
    ///
    /// # Errors
    /// [`crate::Error::Store`], also if there is no such thread.
    pub fn add_once(&self, thread: ThreadId, comment: &Comment, most: usize) -> Result<Option<CommentId>> {
        self.change(|t| {
            let known = t
                .prepare_cached(
                    "SELECT id FROM comment WHERE export_id = ?1 AND thread = ?2 ORDER BY position LIMIT 1",
                )?
                .query_row(params![comment.id, thread], |row| row.get(0))
                .optional()?;
            let size = || {
                t.prepare_cached("SELECT count(*) FROM comment WHERE thread = ?1")?
                    .query_row([thread], |row| row.get::<_, usize>(0))
            };
            match known {
                Some(known) => Ok(Some(known)),
                None if size()? >= most => Ok(None),
                None => append(t, thread, comment).map(Some),
            }
        })
    }

    /// What the newest comment with this id in its export says, in whatever thread it stands.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn text_of(&self, id: &str) -> Result<Option<String>> {
        let comment: Option<Comment> = self.read(|c| {
            c.prepare_cached("SELECT body FROM comment WHERE export_id = ?1 ORDER BY id DESC LIMIT 1")?
                .query_row([id], |row| super::threads::body(row, 0))
                .optional()
        })?;
        Ok(comment.map(|comment| comment.text))
    }
}
