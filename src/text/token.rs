//! Tokens, their spans, and the buffer that tokenisers write to.

use std::ops::Range;

/// A stretch of bytes, start inclusive, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    pub(super) fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    /// As a range for indexing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether the other span lies inside this one.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// What sort of thing a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Letters, possibly with digits and apostrophes; or a run of a script that writes no spaces.
    Word,
    /// Digits with their separators.
    Number,
    /// `#` and what follows.
    Hashtag,
    /// `@name`: whom a comment speaks to or of often says what it will say.
    Mention,
    /// An address; its form is `<url>`.
    Url,
    /// An emoji or an emoticon.
    Emoji,
    /// `!` and `?` runs, ellipses, double quotes.
    Mark,
}

impl Kind {
    /// Words, numbers and hashtags: what a reader would call a word.
    #[must_use]
    pub fn is_word(self) -> bool {
        matches!(self, Self::Word | Self::Number | Self::Hashtag)
    }
}

/// One token. Its form is asked from the [`super::Analysis`] that holds it.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// Where it stands in the text as written.
    pub span: Span,
    pub(super) form: Span,
    /// What it is.
    pub kind: Kind,
    /// Number of the clause, counted from 0; punctuation and line breaks end a clause.
    pub clause: u32,
    /// Inside a quoted passage.
    pub quoted: bool,
    /// A word of at least two letters, all capitals.
    pub shouted: bool,
}
