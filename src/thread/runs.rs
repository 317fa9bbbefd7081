//! Stretches of a table that its parser would copy byte for byte: nothing in them can end a cell.
//!
//! `csv-core` alone decides what is a cell. But inside a cell it stays where it is until it meets
//! one of four bytes, or inside quotation marks one. From what it was fed last and what it made
//! of that one can tell that it is inside a cell, and copy up to that byte without asking it.

/// The bytes between cells, which are all that matters of a table's dialect here.
#[derive(Clone, Copy)]
pub(super) struct Runs {
    pub delimiter: u8,
}

impl Runs {
    /// How many bytes to feed so that the last one tells most: the special ones up to the first
    /// ordinary one, or to a quotation mark at the start of a cell.
    pub fn feed(self, bytes: &[u8]) -> usize {
        let mut before = 0;
        for (at, &byte) in bytes.iter().enumerate() {
            if self.is_ordinary(byte) || (byte == b'"' && before == self.delimiter) {
                return at + 1;
            }
            before = byte;
        }
        bytes.len()
    }

    /// How many bytes of `rest` would be copied, after the parser was `fed`, wrote `wrote` bytes
    /// of that, and is at the start of a cell if `fresh`.
    pub fn copied(self, fed: &[u8], wrote: usize, fresh: bool, rest: &[u8]) -> usize {
        match *fed {
            // Had the delimiter stood inside quotation marks, it would have been written.
            [.., before, b'"'] if before == self.delimiter && fresh => to_quote(rest),
            // Written, so inside quotation marks.
            [special, last]
                if wrote == 2 && special != b'"' && !self.is_ordinary(special) && self.is_ordinary(last) =>
            {
                to_quote(rest)
            }
            [.., last] if self.is_ordinary(last) => self.to_special(rest),
            _ => 0,
        }
    }

    fn is_ordinary(self, byte: u8) -> bool {
        byte != self.delimiter && !matches!(byte, b'"' | b'\r' | b'\n')
    }

    /// Eight bytes at a time: of a word without a zero byte, `word - 1…1 & !word` has no high bit.
    fn to_special(self, bytes: &[u8]) -> usize {
        const ONES: u64 = u64::MAX / 255;
        let special = [self.delimiter, b'"', b'\r', b'\n'].map(|byte| u64::from(byte) * ONES);
        let (words, tail) = bytes.as_chunks::<8>();
        for (at, word) in words.iter().enumerate() {
            let word = u64::from_le_bytes(*word);
            let zeros = |byte: u64| (word ^ byte).wrapping_sub(ONES) & !(word ^ byte);
            let found = (zeros(special[0]) | zeros(special[1]) | zeros(special[2]) | zeros(special[3])) & (ONES << 7);
            if found != 0 {
                return at * 8 + (found.trailing_zeros() / 8) as usize;
            }
        }
        let end = tail.iter().position(|byte| !self.is_ordinary(*byte)).unwrap_or(tail.len());
        words.len() * 8 + end
    }
}

fn to_quote(bytes: &[u8]) -> usize {
    memchr::memchr(b'"', bytes).unwrap_or(bytes.len())
}
