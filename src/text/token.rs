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

/// Elongation keeps this many equal characters: `soooo` and `sooooooo` become one form, which is not `so`.
const LONGEST_RUN: usize = 3;

/// Where the tokenisers put what they find.
///
/// The forms begin with the whole text in lower case, so that nearly every token's form is a slice of it; only what
/// must be squeezed or named by its class is written behind it.
pub(super) struct Sink<'a> {
    pub text: &'a str,
    tokens: &'a mut Vec<Token>,
    forms: &'a mut String,
    clause: u32,
    elongated: bool,
}

impl<'a> Sink<'a> {
    /// `elongated` tells whether more equal signs or letters than are kept may stand side by side.
    pub fn new(text: &'a str, elongated: bool, tokens: &'a mut Vec<Token>, forms: &'a mut String) -> Self {
        tokens.clear();
        tokens.reserve(text.len() / 2 + 1);
        forms.clear();
        forms.push_str(text);
        forms.make_ascii_lowercase();
        Self { text, tokens, forms, clause: 0, elongated }
    }

    /// A token over `span` whose form is the lower-cased, squeezed text.
    pub fn push(&mut self, kind: Kind, span: Span) {
        let raw = &self.text[span.range()];
        if raw.is_ascii() {
            self.push_ascii(kind, span, kind == Kind::Word && is_upper(raw));
            return;
        }
        let start = self.forms.len();
        let (mut last, mut run) = ('\0', 0);
        for c in raw.chars().flat_map(char::to_lowercase) {
            run = if c == last { run + 1 } else { 1 };
            last = c;
            if run <= LONGEST_RUN {
                self.forms.push(c);
            }
        }
        let form = Span::new(start, self.forms.len());
        self.add(kind, span, form, kind == Kind::Word && is_upper(raw));
    }

    /// The same for a span of ASCII of which it is known whether it is shouted.
    #[inline]
    pub fn push_ascii(&mut self, kind: Kind, span: Span, shouted: bool) {
        let form = if self.elongated { self.squeeze(span) } else { span };
        self.add(kind, span, form, shouted);
    }

    /// A token whose form is the name of its class.
    pub fn push_class(&mut self, kind: Kind, span: Span, class: &str) {
        let start = self.forms.len();
        self.forms.push_str(class);
        self.add(kind, span, Span::new(start, self.forms.len()), false);
    }

    /// Ends the clause.
    pub fn end_clause(&mut self) {
        self.clause += 1;
    }

    fn add(&mut self, kind: Kind, span: Span, form: Span, shouted: bool) {
        self.tokens.push(Token { span, form, kind, clause: self.clause, quoted: false, shouted });
    }

    /// Writes a form without what is too much of one letter; digits are never too many.
    #[cold]
    fn squeeze(&mut self, span: Span) -> Span {
        if !has_run(&self.text.as_bytes()[span.range()]) {
            return span;
        }
        let start = self.forms.len();
        let (mut last, mut run) = (0, 0);
        for byte in self.text.as_bytes()[span.range()].iter().map(u8::to_ascii_lowercase) {
            run = if byte == last { run + 1 } else { 1 };
            last = byte;
            if run <= LONGEST_RUN || byte.is_ascii_digit() {
                self.forms.push(byte as char);
            }
        }
        Span::new(start, self.forms.len())
    }
}

/// Whether more than [`LONGEST_RUN`] equal letters stand side by side, whatever their case.
fn has_run(bytes: &[u8]) -> bool {
    let same = |w: &[u8]| w[1..].iter().all(|b| b.eq_ignore_ascii_case(&w[0]));
    bytes.windows(LONGEST_RUN + 1).any(same)
}

fn is_upper(raw: &str) -> bool {
    raw.chars().any(char::is_uppercase)
        && !raw.chars().any(char::is_lowercase)
        && raw.chars().filter(|c| c.is_alphabetic()).count() >= 2
}
