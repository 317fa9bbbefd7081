//! The rows of a table: its records, made as wide as its header.

use std::borrow::Cow;

use super::batch::Batch;
use super::columns::clip;
use super::input::Input;
use super::read::Row;
use super::records::Records;
use super::report::{Problem, Reason, Tally};
use super::sources::{Layout, Rows};
use crate::error::Result;

/// A table with its header read.
pub(super) struct Table {
    records: Records,
    layout: Layout,
    nuls: Tally,
    /// Holds a row that is asked for by itself.
    single: Batch,
}

impl Table {
    /// Reads the header; `layout` finds out what serves what.
    pub fn new(input: Input, delimiter: u8, layout: impl FnOnce(Vec<String>) -> Result<Layout>) -> Result<Self> {
        let mut records = Records::new(input, delimiter);
        let (mut headers, mut nuls) = (Vec::new(), Tally::default());
        if records.next()? {
            each(&records, &mut nuls, |cell| headers.push(cell.trim().to_owned()))?;
        }
        records.headers.clone_from(&headers);
        Ok(Self { records, layout: layout(headers)?, nuls, single: Batch::default() })
    }

    /// Appends the next row to `batch`; false at the end.
    fn append(&mut self, batch: &mut Batch) -> Result<bool> {
        let (width, mut count, mut over) = (self.layout.headers.len(), 0, Vec::new());
        let (cells, ends) = batch.open();
        if self.records.cut(width, cells, ends)? {
            count = width;
        } else {
            if !self.records.next()? {
                return Ok(false);
            }
            each(&self.records, &mut self.nuls, |cell| {
                count += 1;
                if count <= width { batch.cell(&cell) } else { over.push(cell.into_owned()) }
            })?;
            (count..width).for_each(|_| batch.cell(""));
        }
        batch.end_row(self.records.number());
        let ragged = (count != width).then(|| ragged(count, width, &over));
        if let Some(problem) = batch.last().and_then(|row| self.layout.problem(|column| row.cell(column), ragged)) {
            batch.blame(problem);
        }
        Ok(true)
    }
}

/// Hands the cells of the record last read to `take`, with U+FFFD for NUL.
fn each<'a>(records: &'a Records, nuls: &mut Tally, mut take: impl FnMut(Cow<'a, str>)) -> Result<()> {
    if records.has_nul() {
        nuls.add(records.number());
        records.cells()?.for_each(|cell| take(cell.replace('\0', "\u{FFFD}").into()));
    } else {
        records.cells()?.for_each(|cell| take(cell.into()));
    }
    Ok(())
}

/// The problem of a row that is not as wide as the header.
fn ragged(count: usize, width: usize, over: &[String]) -> Problem {
    let mut detail = format!("{count} cells where the header has {width}");
    if !over.is_empty() {
        detail = format!("{detail}; left over: `{}`", clip(&over.join("`, `"), 60));
    }
    Problem::new(Reason::Ragged, detail)
}

impl Rows for Table {
    fn layout(&self) -> Layout {
        self.layout.clone()
    }

    fn next_row(&mut self) -> Option<Result<Row>> {
        let mut single = std::mem::take(&mut self.single);
        single.begin(&self.layout);
        let more = self.append(&mut single);
        let row = single.last().map(|record| Row {
            number: record.number(),
            comment: self.layout.columns.comment(|column| record.cell(column)),
            cells: record.cells().map(str::to_owned).collect(),
            problem: record.problem().cloned(),
        });
        self.single = single;
        more.map(|_| row).transpose()
    }

    fn fill(&mut self, batch: &mut Batch) -> Result<()> {
        while !batch.is_full() && self.append(batch)? {}
        Ok(())
    }

    fn notes(&self) -> Vec<String> {
        let nuls = (self.nuls.count > 0).then(|| format!("{} held NUL characters, now U+FFFD (\u{FFFD})", self.nuls));
        nuls.into_iter().collect()
    }

    fn input(&self) -> &Input {
        &self.records.input
    }
}
