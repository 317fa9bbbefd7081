//! The JSON objects of an input, one after the other, in constant memory.

use super::input::Input;
use super::json::{self, Object, Refusal};
use super::mend;
use super::pieces::{Pieces, Rule};
use crate::error::Result;

/// One row's object, or why there is none.
pub(super) struct Found {
    /// The line, or the element of the array, from 1.
    pub number: u64,
    /// The object, or what is wrong with the row.
    pub object: Result<Object, String>,
    /// Whether raw NUL bytes stood in it.
    pub nul: bool,
}

/// Reads objects from lines or from an array, whichever the input holds.
pub(super) struct Objects {
    pieces: Pieces,
}

impl Objects {
    pub fn new(input: Input) -> Self {
        let rule = Rule { limit: "row", bytes: input.limits().row_bytes, keep_cut: false };
        Self { pieces: Pieces::new(input, rule) }
    }

    /// Whether the input ended within an array.
    pub fn left_open(&self) -> bool {
        self.pieces.left_open
    }

    pub fn input(&self) -> &Input {
        &self.pieces.input
    }

    /// The next object; nothing at the end.
    pub fn next(&mut self) -> Result<Option<Found>> {
        if !self.pieces.next()? {
            return Ok(None);
        }
        let Pieces { input, number, bytes, .. } = &mut self.pieces;
        let nul = memchr::memchr(0, bytes).is_some();
        if nul {
            *bytes = String::from_utf8_lossy(bytes).replace('\0', "\u{FFFD}").into_bytes();
        }
        let read = |bytes: &[u8]| json::object(bytes, &input.limits(), &input.place().row(*number));
        // Python writes `NaN` where there is no number.
        let again = |refusal| mend::no_numbers(bytes).map_or(Err(refusal), |mended| read(&mended));
        let object = match read(bytes)
            .or_else(|refusal| if matches!(refusal, Refusal::Malformed(_)) { again(refusal) } else { Err(refusal) })
        {
            Ok(object) => Ok(object),
            Err(Refusal::Malformed(cause)) => Err(cause),
            Err(Refusal::Limit(error)) => return Err(error),
        };
        Ok(Some(Found { number: *number, object, nul }))
    }
}
