//! Polis: `comments.csv` of a conversation's report.

use std::sync::Arc;

use super::{Layout, Rows, Source};
use crate::error::Result;
use crate::thread::columns::{ColumnNames, Columns};
use crate::thread::comment::{Comment, Status};
use crate::thread::input::Input;
use crate::thread::open::ReadOptions;
use crate::thread::read::Row;
use crate::thread::shelf::{Export, Feed, Shelf};
use crate::thread::table::Table;
use crate::thread::{beside, moment};

/// A Polis export.
pub struct Polis;

impl Source for Polis {
    fn name(&self) -> &'static str {
        "polis"
    }

    fn describe(&self) -> &'static str {
        "Polis comments.csv, or the folder of a report (summary.csv beside it gives the topic)"
    }

    fn main_file(&self) -> Option<&'static str> {
        Some("comments.csv")
    }

    fn recognise(&self, head: &str, _name: &str) -> bool {
        let header = head.lines().next().unwrap_or_default();
        ["comment-id", "comment-body", "agrees"].iter().all(|column| header.contains(column))
    }

    fn read(&self, input: Input, _options: &ReadOptions) -> Result<Box<dyn Rows>> {
        let topic = beside::open(&input, "summary.csv").map(topic).transpose()?.flatten();
        let table = table(input, true)?;
        let moderated = table.layout().headers.iter().position(|header| header == "moderated");
        Ok(Box::new(Export::flat(Statements { table, moderated, topic })))
    }
}

/// The rows of a table with commas; without a header its columns are not looked at.
fn table(input: Input, header: bool) -> Result<Table> {
    let place = input.place();
    Table::new(input, b',', |headers| {
        let columns =
            if header { Columns::find(&headers, &ColumnNames::default(), &place)? } else { Columns::default() };
        Ok(Layout { headers, columns: Arc::new(columns), delimiter: Some(b',') })
    })
}

/// The conversation's topic: `summary.csv` holds a key and a value in each row, the topic in the first.
fn topic(input: Input) -> Result<Option<String>> {
    let headers = table(input, false)?.layout().headers;
    let topic = headers.get(1).filter(|_| headers[0] == "topic").filter(|topic| !topic.is_empty());
    Ok(topic.cloned())
}

struct Statements {
    table: Table,
    /// The column that says what a moderator decided.
    moderated: Option<usize>,
    topic: Option<String>,
}

impl Feed for Statements {
    fn read_on(&mut self, shelf: &mut Shelf) -> Result<bool> {
        let Some(row) = self.table.next_row().transpose()? else { return Ok(false) };
        let Row { cells, comment, .. } = row;
        let decided = self.moderated.and_then(|column| cells.get(column)).map_or("", |cell| cell.trim());
        shelf.put(Comment {
            thread_id: self.topic.as_ref().map(|_| "polis".to_owned()),
            title: self.topic.clone(),
            created_at: comment.created_at.as_deref().and_then(moment::rfc3339),
            // 0 is undecided: unless a conversation asks for strict moderation, people see and vote on it.
            status: if decided == "-1" { Status::Deleted } else { Status::Visible },
            ..comment
        });
        Ok(true)
    }

    fn input(&self) -> &Input {
        self.table.input()
    }
}
