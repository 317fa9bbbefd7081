//! A thread as lists and headings show it.

use askama::Template;

use super::shown;
use crate::store::{ThreadId, ThreadRow};

/// What is said of a thread wherever it is named.
pub(super) struct Known {
    pub id: ThreadId,
    pub title: String,
    pub target: Option<String>,
    pub source: String,
    pub size: String,
    pub corrected: String,
    pub added_at: String,
    pub added: String,
    pub added_by: String,
}

impl From<&ThreadRow> for Known {
    fn from(row: &ThreadRow) -> Self {
        let title = row.title.trim();
        Self {
            id: row.id,
            title: if title.is_empty() { format!("Thread {}", row.id) } else { title.to_owned() },
            target: row.target.clone().filter(|target| !target.trim().is_empty()),
            source: row.source.clone(),
            size: shown::count(row.comments, "comment", "comments"),
            corrected: format!("{} labelled by people", row.corrected),
            added_at: row.added_at.clone(),
            added: shown::moment(&row.added_at),
            added_by: row.added_by.clone(),
        }
    }
}

/// The head of every page about one thread.
#[derive(Template)]
#[template(path = "head.html")]
pub(super) struct Heading {
    thread: Known,
    here: &'static str,
}

impl Heading {
    /// `here` is the tab that is open.
    pub fn new(row: &ThreadRow, here: &'static str) -> Self {
        Self { thread: row.into(), here }
    }

    /// The thread's title.
    pub fn title(&self) -> &str {
        &self.thread.title
    }
}
