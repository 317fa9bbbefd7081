//! The rows of a table, one after the other, each within its limits.

use csv_core::ReadRecordResult;

use super::columns::clip;
use super::input::Input;
use super::read::Row;
use super::report::{Problem, Reason, Tally};
use super::sources::{Layout, Rows};
use crate::error::{Error, Place, Result};

/// A table read a row at a time. Built on `csv-core`, not `csv`, so that a cell is refused while
/// it grows and a quotation mark left open at the end is seen.
pub(super) struct Table {
    pub input: Input,
    core: csv_core::Reader,
    pub layout: Layout,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// The number of the row last read; the header is row 1.
    row: u64,
    nuls: Tally,
}

impl Table {
    pub fn new(input: Input, delimiter: u8) -> Self {
        let core = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
        let (bytes, ends) = (vec![0; 1 << 12], vec![0; 64]);
        Self { input, core, layout: Layout::default(), bytes, ends, row: 0, nuls: Tally::default() }
    }

    pub fn header(&mut self) -> Result<Vec<String>> {
        let cells = self.record()?.unwrap_or_default();
        Ok(cells.into_iter().map(|cell| cell.trim().to_owned()).collect())
    }

    /// The cells of the next record.
    fn record(&mut self) -> Result<Option<Vec<String>>> {
        let (mut filled, mut cells) = (0, 0);
        loop {
            let chunk = self.input.fill()?;
            let at_end = chunk.is_empty();
            // A line end behind the last byte changes nothing, unless a quotation mark is still
            // open: then it lands inside the cell, and shows.
            let feed = if at_end { b"\n" } else { chunk };
            let (result, used, wrote, ended) =
                self.core.read_record(feed, &mut self.bytes[filled..], &mut self.ends[cells..]);
            (filled, cells) = (filled + wrote, cells + ended);
            if !at_end {
                self.input.consume(used);
            }
            match result {
                ReadRecordResult::Record => return self.cells(cells).map(Some),
                ReadRecordResult::End => return Ok(None),
                ReadRecordResult::InputEmpty if at_end && wrote > 0 => return Err(self.left_open(cells)),
                ReadRecordResult::InputEmpty if at_end && filled == 0 && cells == 0 => return Ok(None),
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.grow(filled, cells)?,
                ReadRecordResult::OutputEndsFull => self.grow_ends(cells)?,
            }
        }
    }

    fn cells(&mut self, count: usize) -> Result<Vec<String>> {
        self.row += 1;
        let limits = self.input.limits();
        if count as u64 > limits.columns {
            return Err(limits.exceeded("columns", self.here(), format!("a row of {count} cells")));
        }
        let (mut cells, mut start, mut nul) = (Vec::with_capacity(count), 0, false);
        for (i, &end) in self.ends[..count].iter().enumerate() {
            let cell = &self.bytes[start..end];
            if cell.len() as u64 > limits.cell_bytes {
                return Err(self.too_long(i, cell.len()));
            }
            let mut cell = String::from_utf8_lossy(cell).into_owned();
            if memchr::memchr(0, cell.as_bytes()).is_some() {
                cell = cell.replace('\0', "\u{FFFD}");
                nul = true;
            }
            cells.push(cell);
            start = end;
        }
        if nul {
            self.nuls.add(self.row);
        }
        Ok(cells)
    }

    /// Makes room for a longer row, unless a limit is met.
    fn grow(&mut self, filled: usize, cells: usize) -> Result<()> {
        let limits = self.input.limits();
        let cell = filled - if cells > 0 { self.ends[cells - 1] } else { 0 };
        if cell as u64 > limits.cell_bytes {
            self.row += 1;
            return Err(self.too_long(cells, cell));
        }
        if filled as u64 > limits.row_bytes {
            self.row += 1;
            return Err(limits.exceeded("row", self.here(), format!("a row of {filled} bytes or more")));
        }
        self.bytes.resize(self.bytes.len() * 2, 0);
        Ok(())
    }

    fn grow_ends(&mut self, cells: usize) -> Result<()> {
        let limits = self.input.limits();
        if cells as u64 > limits.columns {
            self.row += 1;
            return Err(limits.exceeded("columns", self.here(), format!("a row of {cells} cells or more")));
        }
        self.ends.resize(self.ends.len() * 2, 0);
        Ok(())
    }

    fn here(&self) -> Place {
        self.input.place().row(self.row)
    }

    fn column(&self, index: usize) -> String {
        self.layout.headers.get(index).filter(|name| !name.is_empty()).cloned().unwrap_or(format!("{}", index + 1))
    }

    fn too_long(&self, column: usize, bytes: usize) -> Error {
        let place = self.here().column(self.column(column));
        let mut error = self.input.limits().exceeded("cell", place, format!("a cell of {bytes} bytes or more"));
        if let Error::Limit { cure, .. } = &mut error {
            cure.push_str(" If no cell is that long, look for a quotation mark that is never closed.");
        }
        error
    }

    fn left_open(&mut self, column: usize) -> Error {
        self.row += 1;
        let place = self.here().column(self.column(column));
        let cause = "the quotation mark that opens this cell is never closed, so the rest of the input fell into it";
        Error::input(place, cause, "Close it here, or write it twice (\"\") if it belongs to the text.")
    }

    /// Makes a row as wide as the header, and says so.
    fn fit(&self, cells: &mut Vec<String>) -> Option<Problem> {
        let width = self.layout.headers.len();
        if cells.len() == width {
            return None;
        }
        let mut detail = format!("{} cells where the header has {width}", cells.len());
        if cells.len() > width {
            detail = format!("{detail}; left over: `{}`", clip(&cells[width..].join("`, `"), 60));
        }
        cells.resize(width, String::new());
        Some(Problem::new(Reason::Ragged, detail))
    }
}

impl Rows for Table {
    fn layout(&self) -> Layout {
        self.layout.clone()
    }

    fn next_row(&mut self) -> Option<Result<Row>> {
        let mut cells = match self.record().transpose()? {
            Ok(cells) => cells,
            Err(error) => return Some(Err(error)),
        };
        let ragged = self.fit(&mut cells);
        Some(Ok(self.layout.row(self.row, cells, ragged)))
    }

    fn notes(&self) -> Vec<String> {
        let nuls = (self.nuls.count > 0).then(|| format!("{} held NUL characters, now U+FFFD (\u{FFFD})", self.nuls));
        nuls.into_iter().collect()
    }

    fn input(&self) -> &Input {
        &self.input
    }
}
