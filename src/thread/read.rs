//! The reader that every command uses: one row out for every row in.

use std::fmt::Write as _;
use std::io::Read;

use super::batch::Batch;
use super::comment::Comment;
use super::ids::{self, Ids};
use super::input::Input;
use super::limits::count;
use super::open::{self, ReadOptions};
use super::report::{Problem, Report, Tally};
use super::sources::{self, Layout, Rows};
use super::whole_threads::Threads;
use crate::error::{Error, Result};

/// How many ids ahead the slot of one is asked for.
const AHEAD: usize = 16;

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
    pub(super) rows: Box<dyn Rows>,
    pub(super) layout: Layout,
    report: Report,
    pub(super) first: Option<Row>,
    /// What stopped a batch that had rows to hand over first.
    pub(super) failed: Option<Error>,
    ids: Ids,
    again: Tally,
    pub(super) threads: Threads,
    pub(super) done: bool,
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
        let mut rows = source.read(input, options)?;
        let Some(first) = rows.next_row().transpose()? else {
            let mut cure = "Give a table with a row below its header, or a page with its comments unfolded.".to_owned();
            let notes = rows.notes();
            if !notes.is_empty() {
                let _ = write!(cure, " What was found instead: {}.", notes.join("; ")); // a string takes all
            }
            return Err(Error::input(place, "there are no rows in it", cure));
        };
        let layout = rows.layout();
        let mut reader = Self {
            rows,
            layout,
            report,
            first: Some(first),
            failed: None,
            ids: Ids::new(options.limits.ids),
            again: Tally::default(),
            threads: Threads::new(options.limits),
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

    /// Whether the format says which comment one answers; where it cannot, [`Replies`](super::Replies) can look for it.
    #[must_use]
    pub fn names_replies(&self) -> bool {
        self.rows.names_replies()
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
        notes.extend(self.threads.notes());
        if self.ids.is_full() {
            notes.push(format!("duplicate ids were looked for among the first {} ids", count(self.ids.len())));
        }
        self.report.notes = notes;
    }

    /// Reads the next rows into `batch`, in place of what is there; false once there are no more.
    ///
    /// Every rule of the rows that this iterates over holds for them. The rows before an error are
    /// handed over first.
    ///
    /// # Errors
    /// Whatever stops reading, once.
    pub fn read_batch(&mut self, batch: &mut Batch) -> Result<bool> {
        batch.begin(&self.layout);
        if self.done {
            return Ok(false);
        }
        self.first.take().into_iter().for_each(|row| batch.push(row));
        self.failed = self.failed.take().map_or_else(|| self.rows.fill(batch), Err).err();
        self.hand_over(batch)
    }

    /// Counts the rows of a batch, and says whether there are any. An error comes after the rows before it.
    pub(super) fn hand_over(&mut self, batch: &Batch) -> Result<bool> {
        let mut ahead = batch.prints().skip(AHEAD);
        for (number, print) in batch.prints() {
            if let Some((_, print)) = ahead.next() {
                self.ids.prefetch(print);
            }
            self.take_in(number, print);
        }
        batch.problems().for_each(|(number, problem)| self.report.blame(number, problem.reason));
        if batch.is_empty() {
            self.done = true;
            self.tell();
            return self.failed.take().map_or(Ok(false), Err);
        }
        Ok(true)
    }

    /// Counts a row by its number and its id's fingerprint.
    fn take_in(&mut self, number: u64, print: u64) {
        self.report.rows += 1;
        if self.ids.again(print) {
            self.again.add(number);
        }
    }
}

impl Iterator for Reader {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let next = self.first.take().map(Ok).or_else(|| self.failed.take().map(Err));
        match next.or_else(|| self.rows.next_row()) {
            Some(Ok(mut row)) => {
                if row.comment.id.is_empty() {
                    row.comment.id = format!("row-{}", row.number);
                }
                self.take_in(row.number, ids::print(&row.comment.id));
                if let Some(problem) = &row.problem {
                    self.report.blame(row.number, problem.reason);
                }
                return Some(Ok(row));
            }
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
