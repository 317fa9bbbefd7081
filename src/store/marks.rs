//! What people say of comments: every word of it stays, with who said it and when.

use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};

use super::audit::note;
use super::threads::{body, touch};
use super::{Actor, CommentId, Store, ThreadId, now};
use crate::error::Result;
use crate::thread::Comment;

/// Names a mark of a store.
pub type MarkId = i64;

/// In what setting something was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Beside the model's own answer, on the page of a thread.
    Correction,
    /// From the queue of comments to label.
    Label,
    /// By a program that asked for scores and suggests another.
    Suggestion,
}

impl Kind {
    /// Its name in the store.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Correction => "correction",
            Self::Label => "label",
            Self::Suggestion => "suggestion",
        }
    }

    fn of(name: &str) -> Self {
        [Self::Correction, Self::Suggestion].into_iter().find(|kind| kind.name() == name).unwrap_or(Self::Label)
    }
}

/// What somebody says of a comment.
#[derive(Debug, Clone)]
pub struct NewMark {
    /// The comment.
    pub comment: CommentId,
    /// The label; nothing if the comment is passed over.
    pub label: Option<String>,
    /// In what setting.
    pub kind: Kind,
    /// A remark.
    pub note: String,
}

/// What somebody said of a comment.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MarkRow {
    /// Its number, which grows.
    pub id: MarkId,
    /// The comment.
    pub comment: CommentId,
    /// The comment's thread.
    pub thread: ThreadId,
    /// Who said it.
    pub who: String,
    /// When, in UTC.
    pub at: String,
    /// In what setting.
    pub kind: Kind,
    /// The label; nothing if the comment was passed over.
    pub label: Option<String>,
    /// A remark.
    pub note: String,
    /// Whether it was taken back.
    pub taken_back: bool,
}

const ROW: &str = "SELECT mark.id, mark.comment, comment.thread, mark.who, mark.at, mark.kind, mark.label, mark.note,
    taken_back.mark IS NOT NULL
    FROM mark JOIN comment ON comment.id = mark.comment LEFT JOIN taken_back ON taken_back.mark = mark.id";
/// Of what a person said of a comment, the last word that was not taken back.
const STANDS: &str = "mark.id IN (SELECT max(id) FROM mark WHERE id NOT IN (SELECT mark FROM taken_back)
    GROUP BY comment, who)";

impl Store {
    /// Writes down what somebody says of a comment.
    ///
    /// # Errors
    /// [`crate::Error::Store`], also if there is no such comment.
    pub fn mark(&self, by: &Actor, new: &NewMark) -> Result<MarkId> {
        self.change(|t| {
            t.prepare_cached("INSERT INTO mark (comment, who, at, kind, label, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
                .execute(params![new.comment, by.name, now(), new.kind.name(), new.label, new.note])?;
            let id = t.last_insert_rowid();
            touch_of(t, new.comment)?;
            let detail = format!("{}: {}", new.kind.name(), new.label.as_deref().unwrap_or("passed over"));
            note(t, by, "comment.mark", &format!("comment {}", new.comment), &detail)?;
            Ok(id)
        })
    }

    /// Takes back the last thing that somebody said and has not taken back, in one thread if one is named; says which it
    /// was, or nothing.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn undo(&self, by: &Actor, thread: Option<ThreadId>) -> Result<Option<MarkRow>> {
        self.change(|t| {
            let last = t
                .prepare_cached(&format!(
                    "{ROW} WHERE mark.who = ?1 AND taken_back.mark IS NULL AND (?2 IS NULL OR comment.thread = ?2)
                     ORDER BY mark.id DESC LIMIT 1"
                ))?
                .query_row(params![by.name, thread], said)
                .optional()?;
            let Some(last) = last else { return Ok(None) };
            t.prepare_cached("INSERT INTO taken_back (mark, at) VALUES (?1, ?2)")?.execute(params![last.id, now()])?;
            touch_of(t, last.comment)?;
            note(t, by, "comment.undo", &format!("comment {}", last.comment), &format!("mark {}", last.id))?;
            Ok(Some(MarkRow { taken_back: true, ..last }))
        })
    }

    /// What stands of a thread's comments: each person's last word about each, in the order in which it was said.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn marks(&self, thread: ThreadId) -> Result<Vec<MarkRow>> {
        let of_thread = "mark.id IN (SELECT max(mark.id) FROM comment JOIN mark ON mark.comment = comment.id
            WHERE comment.thread = ?1 AND mark.id NOT IN (SELECT mark FROM taken_back)
            GROUP BY mark.comment, mark.who)";
        self.listed(&format!("{ROW} WHERE {of_thread} ORDER BY mark.id"), &[&thread])
    }

    /// All that was ever said of a comment, also what was taken back.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn history(&self, comment: CommentId) -> Result<Vec<MarkRow>> {
        self.listed(&format!("{ROW} WHERE mark.comment = ?1 ORDER BY mark.id"), &[&comment])
    }

    /// Every label that stands, each as a row to train on: with its annotator, its thread's title and target, and a
    /// thread that no other of the store is called. Beside it, whether the comment was drawn at random, to measure by.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn labelled(&self) -> Result<Vec<(Comment, bool)>> {
        self.read(|c| {
            let mut rows = c.prepare_cached(&format!(
                "SELECT comment.body, mark.who, mark.label, thread.id, thread.title, thread.target,
                        coalesce(queue.why = 'audit', FALSE)
                 FROM mark JOIN comment ON comment.id = mark.comment JOIN thread ON thread.id = comment.thread
                 LEFT JOIN queue ON queue.comment = comment.id
                 WHERE mark.label IS NOT NULL AND {STANDS} ORDER BY thread.id, comment.position, mark.id"
            ))?;
            rows.query_map([], |row| Ok((to_train_on(row)?, row.get(6)?)))?.collect()
        })
    }

    fn listed(&self, sql: &str, parameters: &[&dyn ToSql]) -> Result<Vec<MarkRow>> {
        self.read(|c| c.prepare_cached(sql)?.query_map(parameters, said)?.collect())
    }
}

fn touch_of(t: &Connection, comment: CommentId) -> rusqlite::Result<()> {
    let thread: ThreadId =
        t.prepare_cached("SELECT thread FROM comment WHERE id = ?1")?.query_row([comment], |row| row.get(0))?;
    touch(t, thread)
}

fn to_train_on(row: &Row<'_>) -> rusqlite::Result<Comment> {
    let comment = body(row, 0)?;
    let (thread, title): (ThreadId, String) = (row.get(3)?, row.get(4)?);
    let within = comment.thread_id.as_deref().unwrap_or_default();
    Ok(Comment {
        // An upload may hold several threads, and two uploads may number theirs alike.
        thread_id: Some(format!("{thread}/{within}")),
        title: comment.title.or(Some(title)),
        target: comment.target.or(row.get(5)?),
        stance: row.get(2)?,
        annotator: row.get(1)?,
        ..comment
    })
}

fn said(row: &Row<'_>) -> rusqlite::Result<MarkRow> {
    Ok(MarkRow {
        id: row.get(0)?,
        comment: row.get(1)?,
        thread: row.get(2)?,
        who: row.get(3)?,
        at: row.get(4)?,
        kind: Kind::of(&row.get::<_, String>(5)?),
        label: row.get(6)?,
        note: row.get(7)?,
        taken_back: row.get(8)?,
    })
}
