//! The tokens of a text, and nothing of them but where their forms stand.

use super::cut::Sink;
use super::token::{Kind, Span};

/// A token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    /// Where its form begins: in the text in small letters, or behind it in [`Pieces::form`].
    pub start: u32,
    /// Twice the length of its form, and one more if it is a word.
    length: u32,
}

impl Piece {
    #[inline(always)]
    fn new(kind: Kind, start: usize, length: usize) -> Self {
        Self { start: start as u32, length: (length as u32) << 1 | u32::from(kind.is_word()) }
    }

    /// The length of its form in bytes.
    #[inline(always)]
    pub fn len(self) -> usize {
        (self.length >> 1) as usize
    }

    /// Whether a reader would call it a word.
    #[inline(always)]
    pub fn is_word(self) -> bool {
        self.length & 1 == 1
    }
}

/// All tokens of a text in reading order.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    list: Vec<Piece>,
    /// Forms that are no stretch of the text, one behind the other.
    forms: String,
    /// Where they would begin in the text.
    base: usize,
}

impl Pieces {
    /// Empties the list for a text of so many bytes in small letters.
    pub fn begin(&mut self, lower: usize) {
        self.list.clear();
        self.forms.clear();
        self.base = lower;
    }

    pub fn list(&self) -> &[Piece] {
        &self.list
    }

    /// How many of them are words, and the bytes of their forms.
    #[inline(always)]
    pub fn words(&self) -> (usize, usize) {
        // Sums of this width are taken many at once.
        let words: u32 = self.list.iter().map(|piece| piece.length & 1).sum();
        let letters: u32 = self.list.iter().map(|piece| (piece.length >> 1) * (piece.length & 1)).sum();
        (words as usize, letters as usize)
    }

    /// The form of a piece, given the text in small letters.
    pub fn form<'a>(&'a self, piece: Piece, lower: &'a [u8]) -> &'a str {
        let start = piece.start as usize;
        match start.checked_sub(self.base) {
            // A token begins and ends where characters do.
            None => std::str::from_utf8(&lower[start..start + piece.len()]).unwrap_or_default(),
            Some(start) => &self.forms[start..start + piece.len()],
        }
    }
}

impl Sink for Pieces {
    const DETAILS: bool = false;

    #[inline(always)]
    fn stretch(&mut self, kind: Kind, span: Span, _: bool) {
        self.list.push(Piece::new(kind, span.start as usize, (span.end - span.start) as usize));
    }

    #[inline(never)]
    fn form(&mut self, kind: Kind, _: Span, _: bool, form: &str) {
        self.list.push(Piece::new(kind, self.base + self.forms.len(), form.len()));
        self.forms.push_str(form);
    }
}
