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
    /// `@name`; its form is `<user>`.
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
    /// Inside the scope of a negation.
    pub negated: bool,
    /// Inside a quoted passage.
    pub quoted: bool,
    /// A word of at least two letters, all capitals.
    pub shouted: bool,
}

/// Elongation keeps this many equal characters: `soooo` and `sooooooo` become one form, which is not `so`.
const LONGEST_RUN: usize = 3;

/// Where the tokenisers put what they find.
pub(super) struct Sink<'a> {
    pub text: &'a str,
    tokens: Vec<Token>,
    forms: String,
    clause: u32,
}

impl<'a> Sink<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, tokens: Vec::with_capacity(text.len() / 5), forms: String::with_capacity(text.len()), clause: 0 }
    }

    /// A token over `span` whose form is the lower-cased, squeezed text.
    pub fn push(&mut self, kind: Kind, span: Span) {
        let raw = &self.text[span.range()];
        let start = self.forms.len();
        if raw.is_ascii() {
            self.push_ascii(raw);
        } else {
            self.push_unicode(raw);
        }
        let shouted = kind == Kind::Word && raw.len() >= 2 && is_upper(raw);
        self.add(kind, span, start, shouted);
    }

    /// A token whose form is the name of its class.
    pub fn push_class(&mut self, kind: Kind, span: Span, class: &str) {
        let start = self.forms.len();
        self.forms.push_str(class);
        self.add(kind, span, start, false);
    }

    /// Ends the clause.
    pub fn end_clause(&mut self) {
        self.clause += 1;
    }

    pub fn finish(self) -> (Vec<Token>, String) {
        (self.tokens, self.forms)
    }

    fn add(&mut self, kind: Kind, span: Span, form_start: usize, shouted: bool) {
        let form = Span::new(form_start, self.forms.len());
        self.tokens.push(Token { span, form, kind, clause: self.clause, negated: false, quoted: false, shouted });
    }

    fn push_ascii(&mut self, raw: &str) {
        let (mut last, mut run) = (0, 0);
        for byte in raw.bytes().map(|b| b.to_ascii_lowercase()) {
            run = if byte == last { run + 1 } else { 1 };
            last = byte;
            if run <= LONGEST_RUN || byte.is_ascii_digit() {
                self.forms.push(byte as char);
            }
        }
    }

    fn push_unicode(&mut self, raw: &str) {
        let (mut last, mut run) = ('\0', 0);
        for c in raw.chars().flat_map(char::to_lowercase) {
            run = if c == last { run + 1 } else { 1 };
            last = c;
            if run <= LONGEST_RUN {
                self.forms.push(c);
            }
        }
    }
}

fn is_upper(raw: &str) -> bool {
    raw.chars().any(char::is_uppercase)
        && !raw.chars().any(char::is_lowercase)
        && raw.chars().filter(|c| c.is_alphabetic()).count() >= 2
}
