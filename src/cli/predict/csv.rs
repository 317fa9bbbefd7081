//! Predictions as a CSV table.

use super::fixed;
use super::line::{Columns, Format, Line};

/// Comma-separated rows, quoted where needed.
pub struct Csv {
    columns: Columns,
    /// The labels' names with a comma in front, quoted if need be.
    labels: Vec<Vec<u8>>,
    rules: csv_core::Writer,
}

impl Csv {
    pub fn new(columns: Columns) -> Self {
        let rules = csv_core::Writer::new();
        let quoted = |label: &String| {
            let mut out = vec![b','];
            cell(&rules, label, &mut out);
            out
        };
        Self { labels: columns.labels.iter().map(quoted).collect(), columns, rules }
    }
}

impl Format for Csv {
    fn header(&self) -> std::io::Result<Vec<u8>> {
        let mut out = Vec::new();
        for name in self.columns.kept.iter().chain(&self.columns.own) {
            cell(&self.rules, name, &mut out);
            out.push(b',');
        }
        out.pop();
        out.push(b'\n');
        Ok(out)
    }

    fn push(&self, line: &Line<'_>, out: &mut Vec<u8>) -> std::io::Result<()> {
        if !self.columns.kept.is_empty() {
            for kept in line.row.cells() {
                cell(&self.rules, kept, out);
                out.push(b',');
            }
        }
        let said = line.prediction;
        cell(&self.rules, line.row.id(), out);
        out.push(b',');
        cell(&self.rules, line.target, out);
        out.extend_from_slice(&self.labels[said.label]);
        fixed::push_all(out, std::iter::once(said.confidence).chain(said.probabilities.iter().copied()));
        truth(said.unsure, out);
        if self.columns.by_target {
            truth(said.unseen_target, out);
        }
        if let Some(acts) = line.acts {
            out.push(b',');
            cell(&self.rules, &self.columns.present(&acts.tags), out);
            fixed::push_all(out, acts.tags.iter().map(|tag| tag.probability));
            truth(acts.quote, out);
            truth(acts.mention, out);
        }
        if let Some(reasons) = line.reasons {
            out.push(b',');
            cell(&self.rules, reasons, out);
        }
        out.push(b'\n');
        Ok(())
    }
}

/// Appends a comma and whether something holds, without a branch that would often be guessed wrongly.
fn truth(holds: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(if holds { b",true " } else { b",false" });
    out.truncate(out.len() - usize::from(holds));
}

/// Appends a cell, in quotation marks where `csv-core` asks for them.
fn cell(rules: &csv_core::Writer, cell: &str, out: &mut Vec<u8>) {
    let cell = cell.as_bytes();
    if is_plain(cell) || !rules.should_quote(cell) {
        out.extend_from_slice(cell);
        return;
    }
    let quote = rules.get_quote();
    out.push(quote);
    let start = out.len();
    out.resize(start + 2 * cell.len(), 0); // every byte may be a quotation mark
    let (_, _, wrote) = csv_core::quote(cell, &mut out[start..], quote, rules.get_escape(), true);
    out.truncate(start + wrote);
    out.push(quote);
}

/// Whether there is no sign in a cell for which `csv-core` might quote it: none up to the comma, as in most ids. Eight
/// bytes at a time: of a word with no byte below n, `word - n…n & !word` has no high bit.
fn is_plain(cell: &[u8]) -> bool {
    const ONES: u64 = u64::MAX / 255;
    let plain = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        word.wrapping_sub(ONES * (u64::from(b',') + 1)) & !word & (ONES << 7) == 0
    };
    match cell.last_chunk() {
        Some(last) => plain(last) && cell.as_chunks().0.iter().all(plain),
        None => cell.iter().all(|byte| *byte > b','),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_as_the_csv_crate_quotes_them() {
        let cells = [
            "",
            "plain",
            "a,b",
            "\"",
            "\"\"x\"",
            "two\nlines",
            "\r",
            " space ",
            "é\u{1F44D}",
            "'",
            "#",
            "a;b\t|",
            "movies-2015-04-21",
            "a-long-id,",
            ",a-long-id",
            "a-long\"id",
            "tweet_1\r",
        ];
        let mut theirs = csv::Writer::from_writer(Vec::new());
        theirs.write_record(cells).unwrap();
        let mut ours = Vec::new();
        for (i, text) in cells.iter().enumerate() {
            if i > 0 {
                ours.push(b',');
            }
            cell(&csv_core::Writer::new(), text, &mut ours);
        }
        ours.push(b'\n');
        assert_eq!(String::from_utf8(ours), String::from_utf8(theirs.into_inner().unwrap()));
    }
}
