//! The records of a table, one after the other, each within its limits.

use csv_core::ReadRecordResult;

use super::input::Input;
use super::whole;
use crate::error::{Error, Place, Result};

/// Splits an input into records and cells. Built on `csv-core`, not `csv`, so that a cell is
/// refused while it grows and a quotation mark left open at the end is seen.
pub(super) struct Records {
    pub input: Input,
    /// The columns' names, for messages.
    pub headers: Vec<String>,
    core: csv_core::Reader,
    delimiter: u8,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// How much of `bytes` and of `ends` the record takes.
    filled: usize,
    cells: usize,
    row: u64,
}

impl Records {
    pub fn new(input: Input, delimiter: u8) -> Self {
        let core = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
        let (bytes, ends) = (vec![0; 1 << 12], vec![0; 64]);
        Self { input, headers: Vec::new(), core, delimiter, bytes, ends, filled: 0, cells: 0, row: 0 }
    }

    /// The number of the record last read; the header is row 1.
    pub fn number(&self) -> u64 {
        self.row
    }

    /// Whether the record last read has a NUL in it.
    pub fn has_nul(&self) -> bool {
        memchr::memchr(0, &self.bytes[..self.filled]).is_some()
    }

    /// The record last read: its cells one behind the other, and where each ends.
    pub fn record(&self) -> Result<(&str, &[usize])> {
        // The input is UTF-8 and cells are cut at ASCII bytes, so this cannot fail.
        let text = std::str::from_utf8(&self.bytes[..self.filled])
            .map_err(|_| Error::input(self.here(), "it is not UTF-8", "Convert the input to UTF-8."))?;
        Ok((text, &self.ends[..self.cells]))
    }

    /// The cells of the record last read.
    pub fn cells(&self) -> Result<impl ExactSizeIterator<Item = &str>> {
        let (text, ends) = self.record()?;
        let mut start = 0;
        Ok(ends.iter().map(move |&end| {
            let cell = &text[start..end];
            start = end;
            cell
        }))
    }

    /// Cuts the next record straight into `cells` and their `ends`, if it stands whole in what was read, has `width`
    /// cells, and there is nothing in it to look at more closely. Otherwise nothing has happened.
    pub fn cut(&mut self, width: usize, cells: &mut String, ends: &mut Vec<usize>) -> Result<bool> {
        let (start, before) = (cells.len(), ends.len());
        let most = self.input.limits().cell_bytes;
        let used = whole::cut(self.delimiter, self.input.fill_text()?, cells, ends);
        match used {
            Some(used)
                if ends.len() - before == width
                    && (cells.len() - start) as u64 <= most
                    && !self.input.may_hold_nul() =>
            {
                self.input.consume(used);
                self.row += 1;
                Ok(true)
            }
            _ => {
                cells.truncate(start);
                ends.truncate(before);
                Ok(false)
            }
        }
    }

    /// Reads the next record by the parser; false at the end.
    pub fn next(&mut self) -> Result<bool> {
        (self.filled, self.cells) = (0, 0);
        loop {
            let chunk = self.input.fill()?;
            let at_end = chunk.is_empty();
            // A line end behind the last byte changes nothing, unless a quotation mark is still
            // open: then it lands inside the cell, and shows.
            let feed = if at_end { b"\n" } else { chunk };
            let (result, used, wrote, ended) =
                self.core.read_record(feed, &mut self.bytes[self.filled..], &mut self.ends[self.cells..]);
            self.filled += wrote;
            self.cells += ended;
            if !at_end {
                self.input.consume(used);
            }
            match result {
                ReadRecordResult::Record => return self.checked().map(|()| true),
                ReadRecordResult::End => return Ok(false),
                ReadRecordResult::InputEmpty if at_end && wrote > 0 => return Err(self.left_open()),
                ReadRecordResult::InputEmpty if at_end && self.filled == 0 && self.cells == 0 => return Ok(false),
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.grow()?,
                ReadRecordResult::OutputEndsFull => self.grow_ends()?,
            }
        }
    }

    fn checked(&mut self) -> Result<()> {
        self.row += 1;
        let limits = self.input.limits();
        if self.cells as u64 > limits.columns {
            return Err(limits.exceeded("columns", self.here(), format!("a row of {} cells", self.cells)));
        }
        let mut start = 0;
        for (column, &end) in self.ends[..self.cells].iter().enumerate() {
            if (end - start) as u64 > limits.cell_bytes {
                return Err(self.too_long(column, end - start));
            }
            start = end;
        }
        Ok(())
    }

    /// Makes room for a longer row, unless a limit is met.
    fn grow(&mut self) -> Result<()> {
        let limits = self.input.limits();
        let cell = self.filled - if self.cells > 0 { self.ends[self.cells - 1] } else { 0 };
        if cell as u64 > limits.cell_bytes {
            self.row += 1;
            return Err(self.too_long(self.cells, cell));
        }
        if self.filled as u64 > limits.row_bytes {
            self.row += 1;
            let what = format!("a row of {} bytes or more", self.filled);
            return Err(limits.exceeded("row", self.here(), what));
        }
        self.bytes.resize(self.bytes.len() * 2, 0);
        Ok(())
    }

    fn grow_ends(&mut self) -> Result<()> {
        let limits = self.input.limits();
        if self.cells as u64 > limits.columns {
            self.row += 1;
            let what = format!("a row of {} cells or more", self.cells);
            return Err(limits.exceeded("columns", self.here(), what));
        }
        self.ends.resize(self.ends.len() * 2, 0);
        Ok(())
    }

    fn here(&self) -> Place {
        self.input.place().row(self.row)
    }

    fn column(&self, index: usize) -> String {
        self.headers.get(index).filter(|name| !name.is_empty()).cloned().unwrap_or(format!("{}", index + 1))
    }

    fn too_long(&self, column: usize, bytes: usize) -> Error {
        let place = self.here().column(self.column(column));
        let mut error = self.input.limits().exceeded("cell", place, format!("a cell of {bytes} bytes or more"));
        if let Error::Limit { cure, .. } = &mut error {
            cure.push_str(" If no cell is that long, look for a quotation mark that is never closed.");
        }
        error
    }

    fn left_open(&mut self) -> Error {
        self.row += 1;
        let place = self.here().column(self.column(self.cells));
        let cause = "the quotation mark that opens this cell is never closed, so the rest of the input fell into it";
        Error::input(place, cause, "Close it here, or write it twice (\"\") if it belongs to the text.")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::thread::Limits;

    fn ours(text: &str, delimiter: u8) -> (Vec<Vec<String>>, bool) {
        let read = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
        let mut records = Records::new(Input::new("a.csv", "none", read, Limits::default()).unwrap(), delimiter);
        let mut found = Vec::new();
        loop {
            let (mut cells, mut ends) = (String::new(), Vec::new());
            let by_cutting = |width| records.row > 0 && records.cut(width, &mut cells, &mut ends).unwrap();
            if (1..200).any(by_cutting) {
                let starts = std::iter::once(0).chain(ends.iter().copied());
                found.push(starts.zip(&ends).map(|(start, end)| cells[start..*end].to_owned()).collect());
                continue;
            }
            match records.next() {
                Ok(true) => found.push(records.cells().unwrap().map(str::to_owned).collect()),
                Ok(false) => return (found, true),
                Err(_) => return (found, false),
            }
        }
    }

    /// What the parser finds when it sees every byte.
    fn plain(text: &str, delimiter: u8) -> Vec<Vec<String>> {
        let mut core = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
        let (mut bytes, mut ends) = (vec![0; text.len() + 1], vec![0; text.len() + 2]);
        let (mut at, mut found) = (0, Vec::new());
        loop {
            let (mut filled, mut cells) = (0, 0);
            loop {
                let (result, used, wrote, ended) =
                    core.read_record(&text.as_bytes()[at..], &mut bytes[filled..], &mut ends[cells..]);
                (at, filled, cells) = (at + used, filled + wrote, cells + ended);
                match result {
                    ReadRecordResult::Record => break,
                    ReadRecordResult::End => return found,
                    _ => {}
                }
            }
            let starts = std::iter::once(0).chain(ends.iter().copied());
            let cell = |(start, end): (usize, &usize)| String::from_utf8(bytes[start..*end].to_vec()).unwrap();
            found.push(starts.zip(&ends[..cells]).map(cell).collect());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn cutting_finds_what_the_parser_finds(
            parts in proptest::collection::vec(
                prop_oneof!["[,;\"\r\n]{1,4}", "[a-z é]{0,12}", Just(",\"".to_owned()), Just("\",".to_owned()), Just("\"\"".to_owned())],
                0..60,
            ),
            delimiter in prop_oneof![Just(b','), Just(b';')],
            times in prop_oneof![4 => Just(1usize), 1 => Just(3000usize)],
        ) {
            let text = format!("head,er\n{}", parts.concat().repeat(times));
            let (found, closed) = ours(&text, delimiter);
            let expected = plain(&text, delimiter);
            // A quotation mark left open is refused; the parser takes the rest of the input for a cell.
            prop_assert_eq!(&found[..], &expected[..if closed { expected.len() } else { expected.len() - 1 }]);
        }
    }
}
