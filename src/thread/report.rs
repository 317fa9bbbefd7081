//! What reading found out: about the input as a whole, and about rows that cannot be used.

use std::collections::BTreeMap;
use std::fmt;

use super::limits::count;

/// How many row numbers a [`Tally`] names.
const NAMED: usize = 5;

/// Why a row cannot be used, or not in full.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// There is nothing in its text.
    EmptyText,
    /// The line is no JSON object.
    NotJson,
    /// It has more or fewer cells than the header.
    Ragged,
    /// A cell does not hold what its column should.
    BadCell,
    /// A JSON object names a key twice.
    DuplicateKey,
}

impl Reason {
    /// Whether the row has no text to work on; other rows are only flawed.
    #[must_use]
    pub fn loses_row(self) -> bool {
        matches!(self, Self::EmptyText | Self::NotJson)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmptyText => "empty text",
            Self::NotJson => "not a JSON object",
            Self::Ragged => "another number of cells than the header",
            Self::BadCell => "a cell that does not fit its column",
            Self::DuplicateKey => "a key that occurs twice",
        })
    }
}

/// What is wrong with one row. The row itself is there all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind of problem.
    pub reason: Reason,
    /// The column, where it is one column's problem.
    pub column: Option<String>,
    /// What exactly, without a full stop.
    pub detail: String,
}

impl Problem {
    /// A problem of a row.
    pub fn new(reason: Reason, detail: impl Into<String>) -> Self {
        Self { reason, column: None, detail: detail.into() }
    }

    /// The same problem, narrowed to a column.
    #[must_use]
    pub fn column(mut self, name: &str) -> Self {
        self.column = Some(name.to_owned());
        self
    }

    /// The graver of two: one that loses the row, else the first.
    #[must_use]
    #[inline] // asked of every row, where nearly always there is neither
    pub fn graver(first: Option<Self>, second: Option<Self>) -> Option<Self> {
        match (first, second) {
            (Some(a), Some(b)) if b.reason.loses_row() && !a.reason.loses_row() => Some(b),
            (a, b) => a.or(b),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.column {
            Some(column) => write!(f, "column `{column}`: {}", self.detail),
            None => f.write_str(&self.detail),
        }
    }
}

/// How many rows something happened in, and the first few of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub count: u64,
    /// The numbers of the first few.
    pub first: Vec<u64>,
}

impl Tally {
    /// Counts one more row.
    pub fn add(&mut self, row: u64) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(row);
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named: Vec<String> = self.first.iter().map(u64::to_string).collect();
        let more = if self.count > self.first.len() as u64 { ", …" } else { "" };
        let rows = if self.count == 1 { "row" } else { "rows" };
        write!(f, "{} {rows} ({}{more})", count(self.count), named.join(", "))
    }
}

/// What reading found out. Complete once the rows are read to the end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The input's name.
    pub input: String,
    /// The source format's name.
    pub source: &'static str,
    /// `none`, `gzip` or `zstd`.
    pub compression: &'static str,
    /// The encoding's name.
    pub encoding: &'static str,
    /// The byte between cells, where there are any.
    pub delimiter: Option<u8>,
    /// Which column serves what: the canonical name, then the column's own.
    pub columns: Vec<(&'static str, String)>,
    /// What else a careful person would want to know, one sentence each.
    pub notes: Vec<String>,
    /// Rows read, without the header.
    pub rows: u64,
    /// Rows without a text to work on, by reason.
    pub unusable: BTreeMap<Reason, Tally>,
    /// Rows that are used although something is wrong with them, by reason.
    pub flawed: BTreeMap<Reason, Tally>,
}

impl Report {
    /// How many rows cannot be used.
    #[must_use]
    pub fn unusable_rows(&self) -> u64 {
        self.unusable.values().map(|tally| tally.count).sum()
    }

    pub(super) fn blame(&mut self, row: u64, reason: Reason) {
        let tallies = if reason.loses_row() { &mut self.unusable } else { &mut self.flawed };
        tallies.entry(reason).or_default().add(row);
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = if self.rows == 1 { "row" } else { "rows" };
        write!(f, "{}: {} {rows}, {}, {}", self.input, count(self.rows), self.source, self.encoding)?;
        if self.compression != "none" {
            write!(f, ", {}", self.compression)?;
        }
        if let Some(delimiter) = self.delimiter.filter(|d| *d != b',') {
            write!(f, ", cells end at {:?}", char::from(delimiter))?;
        }
        for (role, column) in self.columns.iter().filter(|(role, column)| role != column) {
            write!(f, "\n  {role} is column `{column}`")?;
        }
        for (reason, tally) in &self.unusable {
            write!(f, "\n  cannot be used: {tally}: {reason}")?;
        }
        for (reason, tally) in &self.flawed {
            write!(f, "\n  used with care: {tally}: {reason}")?;
        }
        self.notes.iter().try_for_each(|note| write!(f, "\n  {note}"))
    }
}
