//! The books: who did what, when. No comment's text stands in them.

use rusqlite::{Connection, Row, params};

use super::{Actor, Store, now};
use crate::error::Result;

/// One line of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct AuditRow {
    /// Its number, which grows.
    pub id: i64,
    /// When, in UTC.
    pub at: String,
    /// Who.
    pub who: String,
    /// What was done, e.g. `thread.add`.
    pub action: String,
    /// To what, e.g. `thread 7`.
    pub subject: String,
    /// What else there is to say.
    pub detail: String,
}

impl Store {
    /// Writes a line into the audit log.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn note(&self, by: &Actor, action: &str, subject: &str, detail: &str) -> Result<()> {
        self.change(|t| note(t, by, action, subject, detail))
    }

    /// Lines of the audit log, the last one first, only those before a line if one is named.
    ///
    /// # Errors
    /// [`crate::Error::Store`]
    pub fn audit(&self, before: Option<i64>, limit: u32) -> Result<Vec<AuditRow>> {
        self.read(|c| {
            let mut rows = c.prepare_cached(
                "SELECT id, at, who, action, subject, detail FROM audit WHERE id < ?1 ORDER BY id DESC LIMIT ?2",
            )?;
            rows.query_map(params![before.unwrap_or(i64::MAX), limit], line)?.collect()
        })
    }
}

fn line(row: &Row<'_>) -> rusqlite::Result<AuditRow> {
    Ok(AuditRow {
        id: row.get(0)?,
        at: row.get(1)?,
        who: row.get(2)?,
        action: row.get(3)?,
        subject: row.get(4)?,
        detail: row.get(5)?,
    })
}

/// The same within a change.
pub(super) fn note(t: &Connection, by: &Actor, action: &str, subject: &str, detail: &str) -> rusqlite::Result<()> {
    t.prepare_cached("INSERT INTO audit (at, who, action, subject, detail) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![now(), by.name, action, subject, detail])
        .map(|_| ())
}
