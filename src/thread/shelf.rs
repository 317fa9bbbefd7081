//! Comments of an export on their way to become rows, and what is to be told about them.

use std::collections::VecDeque;
use std::sync::Arc;

use super::columns::{ColumnNames, Columns};
use super::comment::{Comment, Status};
use super::defuse;
use super::input::Input;
use super::limits::count;
use super::read::Row;
use super::sources::{Layout, Rows, empty};
use super::write;
use crate::error::{Error, Result};

/// The comments read and not handed on yet.
#[derive(Default)]
pub(super) struct Shelf {
    comments: VecDeque<(u64, Comment)>,
    last: u64,
    met: u64,
    facts: Vec<(&'static str, u64)>,
    remarks: Vec<String>,
    hidden: [u64; 3],
}

impl Shelf {
    /// Puts the next comment down. Rows are numbered from 1 in the order of the export.
    pub fn put(&mut self, comment: Comment) {
        self.put_at(self.next(), comment);
    }

    /// The number of the row behind the last.
    pub fn next(&self) -> u64 {
        self.last + 1
    }

    /// Puts the next comment down, with the number that the export itself gives its row.
    pub fn put_at(&mut self, number: u64, mut comment: Comment) {
        defuse::comment(&mut comment);
        self.last = number;
        self.met += 1;
        match comment.status {
            Status::Visible => {}
            Status::Deleted => self.hidden[0] += 1,
            Status::Spam => self.hidden[1] += 1,
            Status::Pending => self.hidden[2] += 1,
        }
        self.comments.push_back((self.last, comment));
    }

    /// Counts something that the report tells as `what: N`.
    pub fn tell(&mut self, what: &'static str, times: u64) {
        if times == 0 {
            return;
        }
        match self.facts.iter_mut().find(|(known, _)| *known == what) {
            Some((_, count)) => *count += times,
            None => self.facts.push((what, times)),
        }
    }

    /// Notes a sentence for the report.
    pub fn remark(&mut self, sentence: String) {
        self.remarks.push(sentence);
    }

    /// Notes that the export ends too early, and why.
    pub fn cut(&mut self, cause: &str) {
        let met = count(self.met);
        self.remark(format!("the export is cut or broken here ({cause}); the {met} comments up to there are kept"));
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = self.remarks.clone();
        notes.extend(self.facts.iter().map(|(what, times)| format!("{what}: {}", count(*times))));
        let named = ["deleted or removed", "spam", "waiting for a moderator"];
        let hidden = named.iter().zip(self.hidden).filter(|(_, times)| *times > 0);
        let hidden: Vec<String> = hidden.map(|(what, times)| format!("{} {what}", count(times))).collect();
        if !hidden.is_empty() {
            notes.push(format!("not visible when exported, marked in `status`: {}", hidden.join(", ")));
        }
        notes
    }
}

/// An export that hands over its comments piece by piece.
pub(super) trait Feed: Send {
    /// Reads on and puts what it finds on the shelf; false at the end.
    ///
    /// # Errors
    /// Whatever ends the reading; what is on the shelf is still handed on.
    fn read_on(&mut self, shelf: &mut Shelf) -> Result<bool>;

    /// The input that is read from.
    fn input(&self) -> &Input;
}

/// The rows of an export, with the canonical columns.
pub(super) struct Export<F> {
    feed: F,
    shelf: Shelf,
    done: bool,
    failed: Option<Error>,
    /// Whether the format has no place for the comment that one answers.
    flat: bool,
}

impl<F: Feed> Export<F> {
    pub fn new(feed: F) -> Self {
        Self { feed, shelf: Shelf::default(), done: false, failed: None, flat: false }
    }

    /// The same, of a format that has no place for the comment that one answers.
    pub fn flat(feed: F) -> Self {
        Self { flat: true, ..Self::new(feed) }
    }
}

impl<F: Feed> Rows for Export<F> {
    fn layout(&self) -> Layout {
        let headers: Vec<String> = write::HEADER.iter().map(ToString::to_string).collect();
        let columns = Columns::find(&headers, &ColumnNames::default(), &self.input().place()).unwrap_or_default();
        Layout { headers, columns: Arc::new(columns), delimiter: None }
    }

    fn next_row(&mut self) -> Option<Result<Row>> {
        while self.shelf.comments.is_empty() && !self.done {
            match self.feed.read_on(&mut self.shelf) {
                Ok(more) => self.done = !more,
                Err(error) => {
                    self.done = true;
                    self.failed = Some(error);
                }
            }
        }
        let Some((number, comment)) = self.shelf.comments.pop_front() else {
            return self.failed.take().map(Err);
        };
        Some(Ok(Row { number, cells: write::cells(&comment).to_vec(), problem: empty(&comment.text), comment }))
    }

    fn notes(&self) -> Vec<String> {
        self.shelf.notes()
    }

    fn input(&self) -> &Input {
        self.feed.input()
    }

    fn names_replies(&self) -> bool {
        !self.flat
    }
}
