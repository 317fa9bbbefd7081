//! Tables: comma, tab, semicolon or pipe between cells, quoted as RFC 4180 says.

use std::sync::Arc;

use super::{Layout, Rows, Source};
use crate::error::{Error, Result};
use crate::thread::columns::Columns;
use crate::thread::delimiter::sniff;
use crate::thread::guard::Unguarded;
use crate::thread::input::Input;
use crate::thread::open::ReadOptions;
use crate::thread::table::Table;

/// A table of comments: CSV, TSV, or with semicolons or pipes.
pub struct Csv;

impl Source for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn describe(&self) -> &'static str {
        "a table with a header: CSV, TSV, semicolons or pipes; from any spreadsheet or database"
    }

    fn recognise(&self, head: &str, name: &str) -> bool {
        let name = name.to_lowercase();
        let stem = name.trim_end_matches(".gz").trim_end_matches(".zst");
        if [".csv", ".tsv", ".tab", ".psv"].iter().any(|ending| stem.ends_with(ending)) {
            return true;
        }
        if separator(head).is_some() {
            return true;
        }
        let guess = sniff(head);
        // Prose has a first line, too: one column is one only by the plainest names.
        let first = head.lines().next().unwrap_or_default().trim().to_lowercase();
        let lone = ["text", "comment", "body", "tweet", "content", "message"].contains(&first.as_str());
        let told = guess.known > 1 || (guess.known > 0 && guess.even >= 0.5) || (guess.rows > 2 && guess.even >= 1.0);
        if guess.width == 1 { lone } else { told }
    }

    fn has_columns(&self) -> bool {
        true
    }

    fn read(&self, mut input: Input, options: &ReadOptions) -> Result<Box<dyn Rows>> {
        if let Some(odd) = options.delimiter.filter(|byte| !byte.is_ascii() || b"\"\r\n\0".contains(byte)) {
            let cause = format!("{:?} cannot stand between cells", char::from(odd));
            return Err(Error::recipe("delimiter", cause, "Use a comma, a tab, a semicolon or another ASCII sign."));
        }
        let said = separator(input.head());
        input.consume(said.map_or(0, |(_, length)| length));
        let said = said.map(|(delimiter, _)| delimiter);
        let delimiter = options.delimiter.or(said).unwrap_or_else(|| sniff(input.head()).delimiter);
        let place = input.place();
        let table = Table::new(input, delimiter, |headers| {
            let columns = Columns::find(&headers, &options.columns, &place)?;
            Ok(Layout { headers, columns: Arc::new(columns), delimiter: Some(delimiter) })
        })?;
        Ok(Unguarded::of(Box::new(table)))
    }
}

/// What stands between cells, if a table says so in a line above its header, as Excel reads and writes it (`sep=;`), and
/// how long that line is.
fn separator(head: &str) -> Option<(u8, usize)> {
    let (line, _) = head.split_once('\n')?;
    match line.trim_end_matches('\r').as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter @ (b';' | b',' | b'\t' | b'|')] => {
            Some((*delimiter, line.len() + 1))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_no_table() {
        assert!(!Csv.recognise("A title, with a comma\nFirst, this.\nSecond, that; and more\n3 Comments\nHm.\n", "-"));
        assert!(Csv.recognise("id,text\n1,a\n", "standard input"));
        assert!(Csv.recognise("anything", "comments.TSV.gz"));
        assert_eq!(separator("sep=;\r\nid;text\r\n"), Some((b';', 7)));
        assert_eq!(separator("sep=x\nid;text\n"), None);
    }
}
