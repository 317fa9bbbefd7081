//! Cells that a spreadsheet would take for a formula, made text, and made what they were again.
//!
//! A cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe in front, and so does one
//! that begins with an apostrophe, so that taking one off gives every cell back as it was. Numbers stay. A table whose
//! cells are guarded says so in its last column, [`GUARDED`], and the reader takes the guard off.

use std::borrow::Cow;

use super::input::Input;
use super::read::Row;
use super::sources::{Layout, Rows};
use crate::error::Result;

/// The column that says whether the cells of a row are guarded.
pub(super) const GUARDED: &str = "guarded";
/// What stands in it then.
pub(super) const YES: &str = "yes";
/// What stands before a guarded cell.
const MARK: char = '\'';

fn acts(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | MARK)
}

/// Digits, a sign, a point, an exponent: nothing that a spreadsheet would compute.
fn is_number(cell: &str) -> bool {
    cell.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte)) && cell.parse::<f64>().is_ok()
}

/// A cell as a spreadsheet may be given it.
#[must_use]
pub fn guard(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(acts) && !is_number(cell) { Cow::Owned(format!("{MARK}{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell that was guarded.
#[must_use]
pub fn unguard(cell: &str) -> &str {
    cell.strip_prefix(MARK).filter(|rest| rest.starts_with(acts)).unwrap_or(cell)
}

/// Rows of a table whose cells are guarded, as they were before.
pub(super) struct Unguarded {
    rows: Box<dyn Rows>,
    layout: Layout,
    at: usize,
}

impl Unguarded {
    /// Takes the guard off, if the table's last column says that there is one.
    pub fn of(rows: Box<dyn Rows>) -> Box<dyn Rows> {
        let layout = rows.layout();
        match layout.headers.last() {
            Some(last) if last == GUARDED => Box::new(Self { at: layout.headers.len() - 1, rows, layout }),
            _ => rows,
        }
    }

    fn bare(&self, row: Row) -> Row {
        if row.cells.get(self.at).is_none_or(|cell| cell != YES) {
            return row;
        }
        let cells = row.cells.iter().map(|cell| unguard(cell).to_owned()).collect();
        self.layout.row(row.number, cells, row.problem)
    }
}

impl Rows for Unguarded {
    fn layout(&self) -> Layout {
        self.layout.clone()
    }

    fn next_row(&mut self) -> Option<Result<Row>> {
        let row = self.rows.next_row()?;
        Some(row.map(|row| self.bare(row)))
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = self.rows.notes();
        notes.push(format!("cells are guarded against formulas (column `{GUARDED}`); the guard is taken off"));
        notes
    }

    fn input(&self) -> &Input {
        self.rows.input()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_comes_back_and_none_is_a_formula() {
        for cell in ["", "plain", "=1+1", "+49 30", "-1+cmd", "@sum", "\tx", "\rx", "'quoted'", "''", "'=", "-inf", "'"]
        {
            let guarded = guard(cell);
            assert!(!guarded.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?} became {guarded:?}");
            assert_eq!(unguard(&guarded), cell);
        }
        for number in ["-1", "+0.5", "-1e-9"] {
            assert_eq!((guard(number).as_ref(), unguard(number)), (number, number));
        }
    }
}
