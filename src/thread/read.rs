//! The reader that every command uses: one row out for every row in.

use std::collections::HashSet;
use std::io::Read;

use xxhash_rust::xxh3::xxh3_64;

use super::comment::Comment;
use super::input::Input;
use super::limits::count;
use super::open::{self, ReadOptions};
use super::report::{Problem, Report, Tally};
use super::sources::{self, Layout, Rows};
use crate::error::{Error, Result};

/// One row of the input.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its number as the input's own program shows it: in a table the header is row 1; of JSON
    /// lines and of a page it is the line, of a JSON array the element.
    pub number: u64,
    /// Its cells as read, as many as [`Reader::headers`].
    pub cells: Vec<String>,
    /// What they hold. The id is never empty.
    pub comment: Comment,
    /// Why it cannot be used, or only with care.
    pub problem: Option<Problem>,
}

/// Reads the rows of any input in constant memory (a pasted page is held whole).
///
/// After an error it yields nothing more.
pub struct Reader {
    rows: Box<dyn Rows>,
    layout: Layout,
    report: Report,
    first: Option<Row>,
    ids: HashSet<u64>,
    most_ids: usize,
    again: Tally,
    done: bool,
}

impl Reader {
    /// Opens a file, or standard input for `-`, and reads as far as its first row.
    ///
    /// # Errors
    /// If it cannot be read, is of no known format, has no text column, or holds no rows.
    pub fn open(path: &str, options: &ReadOptions) -> Result<Self> {
        Self::new(open::open(path, options.limits)?, options)
    }

    /// The same for anything that can be read; `name` stands in messages and its ending counts.
    ///
    /// # Errors
    /// As [`Reader::open`].
    pub fn from_read(name: &str, read: Box<dyn Read + Send>, options: &ReadOptions) -> Result<Self> {
        Self::new(open::unpack(name, read, options.limits)?, options)
    }

    fn new(input: Input, options: &ReadOptions) -> Result<Self> {
        let place = input.place();
        if input.head().trim().is_empty() && input.ends_here() {
            return Err(Error::input(
                place,
                "it is empty",
                "Give a table with a header and rows, or a page of comments.",
            ));
        }
        let source = sources::choose(&input, options)?;
        let report = Report {
            input: input.name().to_owned(),
            source: source.name(),
            compression: input.compression(),
            ..Report::default()
        };
        let most_ids = usize::try_from(options.limits.ids).unwrap_or(usize::MAX);
        let mut rows = source.read(input, options)?;
        let Some(first) = rows.next_row().transpose()? else {
            let cure = "Give a table with a row below its header, or a page with its comments unfolded.";
            return Err(Error::input(place, "there are no rows in it", cure));
        };
        let layout = rows.layout();
        let mut reader = Self {
            rows,
            layout,
            report,
            first: Some(first),
            ids: HashSet::new(),
            most_ids,
            again: Tally::default(),
            done: false,
        };
        reader.tell();
        Ok(reader)
    }

    /// The names of the columns, in the order of [`Row::cells`].
    #[must_use]
    pub fn headers(&self) -> &[String] {
        &self.layout.headers
    }

    /// What is known so far; complete once the last row is read.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Brings the report up to date with what the parts below have learnt.
    fn tell(&mut self) {
        let input = self.rows.input();
        self.report.encoding = input.encoding();
        self.report.delimiter = self.layout.delimiter;
        self.report.columns = self.layout.columns.named(&self.layout.headers);
        let mut notes = input.notes();
        notes.extend_from_slice(self.layout.columns.notes());
        notes.extend(self.rows.notes());
        if self.again.count > 0 {
            notes.push(format!("{} repeat an id that an earlier row has; all are kept", self.again));
        }
        if self.ids.len() >= self.most_ids {
            notes.push(format!("duplicate ids were looked for among the first {} ids", count(self.ids.len() as u64)));
        }
        self.report.notes = notes;
    }

    fn take_in(&mut self, mut row: Row) -> Row {
        if row.comment.id.is_empty() {
            row.comment.id = format!("row-{}", row.number);
        }
        let id = xxh3_64(row.comment.id.as_bytes());
        if self.ids.contains(&id) {
            self.again.add(row.number);
        } else if self.ids.len() < self.most_ids {
            self.ids.insert(id);
        }
        self.report.count(row.number, row.problem.as_ref());
        row
    }
}

impl Iterator for Reader {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let next = self.first.take().map(Ok).or_else(|| self.rows.next_row());
        match next {
            Some(Ok(row)) => return Some(Ok(self.take_in(row))),
            Some(Err(error)) => {
                self.done = true;
                self.tell();
                return Some(Err(error));
            }
            None => {}
        }
        self.done = true;
        self.tell();
        None
    }
}

/// Reads all rows of a file, or of standard input for `-`, with the complete report.
///
/// # Errors
/// As [`Reader::open`], and whatever stops reading on the way.
pub fn read_all(path: &str, options: &ReadOptions) -> Result<(Vec<Row>, Report)> {
    let mut reader = Reader::open(path, options)?;
    let rows = reader.by_ref().collect::<Result<Vec<_>>>()?;
    Ok((rows, reader.report))
}
