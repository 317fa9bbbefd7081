//! Many rows side by side in one piece of memory, so that reading a row allocates nothing.

use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use prefetch_index::prefetch_index;

use super::columns::Columns;
use super::comment::{Comment, Status};
use super::fields;
use super::ids;
use super::read::Row;
use super::report::Problem;
use super::roles::Role;
use super::sources::Layout;

/// A batch takes no more rows once its text has this many bytes …
const TEXT: usize = 1 << 18;
/// … or once it has this many rows.
const ROWS: usize = 1 << 12;

/// Bytes that come from memory together, and how many such lines of a row are asked for ahead.
const LINE: usize = 64;
const AHEAD: usize = 16;

/// Consecutive rows of an input. Made once, filled again and again by
/// [`Reader::read_batch`](super::Reader::read_batch).
#[derive(Debug, Default)]
pub struct Batch {
    /// The cells of all rows, one after the other. Behind a row's cells stands its id.
    cells: String,
    /// Where each of them ends.
    ends: Vec<usize>,
    numbers: Vec<u64>,
    /// The fingerprints of the ids.
    prints: Vec<u64>,
    /// What is wrong, by the row's place in the batch; rarely anything.
    problems: Vec<(usize, Problem)>,
    width: usize,
    /// What its columns serve as.
    columns: Arc<Columns>,
    id: Option<usize>,
    target: Option<usize>,
    text: Option<usize>,
    thread: Option<usize>,
    parent: Option<usize>,
    confidence: Option<usize>,
    parent_text: Option<usize>,
    author: Option<usize>,
}

impl Batch {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The rows, in the input's order.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> + Clone {
        (0..self.len()).map(|at| {
            self.prefetch(at + 1);
            Record { batch: self, at }
        })
    }

    /// Has the cells of a row come near while the one before it is worked on: another processor may have written them.
    #[inline]
    fn prefetch(&self, row: usize) {
        let cells = self.width + 1;
        if let (Some(start), Some(end)) = (self.ends.get(row * cells - 1), self.ends.get(row * cells + self.width)) {
            (*start..*end).step_by(LINE).take(AHEAD).for_each(|at| prefetch_index(&self.cells, at));
        }
    }

    /// Empties the batch for rows of a layout.
    pub(super) fn begin(&mut self, layout: &Layout) {
        self.cells.clear();
        self.cells.shrink_to(TEXT * 4); // a giant row is not to be paid for until the end
        self.ends.clear();
        self.numbers.clear();
        self.prints.clear();
        self.problems.clear();
        self.width = layout.headers.len();
        self.columns = Arc::clone(&layout.columns);
        let at = |role| layout.columns.at(role);
        [self.id, self.target, self.text] = [Role::Id, Role::Target, Role::Text].map(at);
        [self.thread, self.parent, self.confidence] = [Role::Thread, Role::Parent, Role::Confidence].map(at);
        [self.parent_text, self.author] = [Role::ParentText, Role::Author].map(at);
    }

    /// Whether these rows are better worked on before more are read.
    pub(super) fn is_full(&self) -> bool {
        self.cells.len() >= TEXT || self.len() >= ROWS
    }

    /// Appends the next cell of the row that is being put together.
    pub(super) fn cell(&mut self, cell: &str) {
        self.cells.push_str(cell);
        self.ends.push(self.cells.len());
    }

    /// Where the cells of the next row are to be appended, and the end of each.
    pub(super) fn open(&mut self) -> (&mut String, &mut Vec<usize>) {
        (&mut self.cells, &mut self.ends)
    }

    /// Ends the row, which has as many cells as there are headers, and finds it an id.
    pub(super) fn end_row(&mut self, number: u64) {
        self.numbers.push(number);
        let start = self.cells.len();
        if let Some(own) = self.own_id(self.len() - 1) {
            self.cells.extend_from_within(own);
        } else {
            let _ = write!(self.cells, "row-{number}"); // writing to a string cannot fail
        }
        self.ends.push(self.cells.len());
        self.prints.push(ids::print(&self.cells[start..]));
    }

    /// Where the id stands that a row brings itself.
    fn own_id(&self, row: usize) -> Option<Range<usize>> {
        let cell = self.span(row, self.id?);
        let id = self.cells[cell.clone()].trim_start();
        let start = cell.end - id.len();
        let length = id.trim_end().len();
        (length > 0).then(|| start..start + length)
    }

    /// Where a cell stands, or the id that counts as the cell behind the last.
    fn span(&self, row: usize, column: usize) -> Range<usize> {
        let at = row * (self.width + 1) + column;
        at.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[at]
    }

    /// The number of every row and the fingerprint of its id.
    pub(super) fn prints(&self) -> impl Iterator<Item = (u64, u64)> {
        self.numbers.iter().copied().zip(self.prints.iter().copied())
    }

    /// The rows with which something is wrong, by number.
    pub(super) fn problems(&self) -> impl Iterator<Item = (u64, &Problem)> {
        self.problems.iter().map(|(at, problem)| (self.numbers[*at], problem))
    }

    /// Says what is wrong with the row that ended last.
    pub(super) fn blame(&mut self, problem: Problem) {
        self.problems.push((self.len() - 1, problem));
    }

    /// Appends a row that was read by itself.
    pub(super) fn push(&mut self, row: Row) {
        row.cells.iter().for_each(|cell| self.cell(cell));
        self.end_row(row.number);
        if let Some(problem) = row.problem {
            self.blame(problem);
        }
    }

    /// The row that ended last.
    pub(super) fn last(&self) -> Option<Record<'_>> {
        Some(Record { batch: self, at: self.len().checked_sub(1)? })
    }
}

/// One row of a [`Batch`].
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    batch: &'a Batch,
    at: usize,
}

impl<'a> Record<'a> {
    /// Its number, as [`Row::number`].
    #[must_use]
    pub fn number(self) -> u64 {
        self.batch.numbers[self.at]
    }

    /// Its cells as read, as many as [`Reader::headers`](super::Reader::headers).
    pub fn cells(self) -> impl Iterator<Item = &'a str> {
        (0..self.batch.width).map(move |column| self.cell(column))
    }

    /// What it holds, as iterating over the reader gives it.
    #[must_use]
    pub fn comment(self) -> Comment {
        let mut comment = self.batch.columns.comment(|column| self.cell(column));
        self.id().clone_into(&mut comment.id);
        comment
    }

    /// Its id, which is never empty.
    #[must_use]
    pub fn id(self) -> &'a str {
        self.cell(self.batch.width)
    }

    /// The question whose sides are asked for, where the row names one.
    #[must_use]
    pub fn target(self) -> Option<&'a str> {
        fields::target(self.cell(self.batch.target?))
    }

    /// The comment itself, as written.
    #[must_use]
    pub fn text(self) -> &'a str {
        self.batch.text.map_or("", |column| self.cell(column))
    }

    /// The thread that it stands in, where the row names one.
    #[must_use]
    pub fn thread(self) -> Option<&'a str> {
        self.named(self.batch.thread)
    }

    /// The id of the comment that it answers, where the row names one.
    #[must_use]
    pub fn parent(self) -> Option<&'a str> {
        fields::parent(self.cell(self.batch.parent?), self.id())
    }

    /// How sure that is, 0 to 1; nothing where the row does not say, or says no number.
    #[must_use]
    pub fn reply_confidence(self) -> Option<f32> {
        self.named(self.batch.confidence).and_then(|cell| cell.trim().parse().ok())
    }

    /// The text of the comment that it answers, where the row holds that.
    #[must_use]
    pub fn parent_text(self) -> Option<&'a str> {
        self.named(self.batch.parent_text)
    }

    /// Its author's name, where the row has one.
    #[must_use]
    pub fn author(self) -> Option<&'a str> {
        self.named(self.batch.author).filter(|name| *name != "[deleted]")
    }

    /// Whether readers could see it. A status that is not known counts as visible.
    #[must_use]
    pub fn status(self) -> Status {
        self.batch.columns.status(|column| self.cell(column))
    }

    fn named(self, column: Option<usize>) -> Option<&'a str> {
        fields::given(self.cell(column?))
    }

    /// Why it cannot be used, or only with care.
    #[must_use]
    pub fn problem(self) -> Option<&'a Problem> {
        let problems = &self.batch.problems;
        problems.binary_search_by_key(&self.at, |(at, _)| *at).ok().map(|found| &problems[found].1)
    }

    /// Its cell in the column of this number, of those that the headers name.
    #[must_use]
    pub fn cell(self, column: usize) -> &'a str {
        &self.batch.cells[self.batch.span(self.at, column)]
    }
}
