//! A text on its way into tokens, told one by one to whoever wants them.

use super::masks::Masks;
use super::normalise::{Normalised, normalise};
use super::token::{Kind, Span};

/// Elongation keeps this many equal characters: `soooo` and `sooooooo` become one form, which is not `so`.
const LONGEST_RUN: usize = 3;

/// Whoever takes tokens, in reading order. What it does not ask for is not found out.
pub(crate) trait Sink {
    /// Whether it asks where clauses end and how words are written. Otherwise any word is a [`Kind::Word`], and nothing
    /// is shouted.
    const DETAILS: bool;
    /// A token whose form is the text itself in small letters; `lower` is all of it, and at least 64 bytes more.
    fn stretch(&mut self, kind: Kind, span: Span, shouted: bool, lower: &[u8]);
    /// A token of another form.
    fn form(&mut self, kind: Kind, span: Span, shouted: bool, form: &str);
    /// A clause ends here.
    fn end_clause(&mut self) {}
}

/// The buffers that one text after the other is cut in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reading {
    masks: Masks,
    form: String,
}

impl Reading {
    /// Looks at a text and normalises it if need be. Nothing is left in it then that [`Reading::cut`] would not expect.
    pub fn normal<'a>(&mut self, raw: &'a str) -> Normalised<'a> {
        self.masks.read(raw);
        if !self.masks.seen().odd {
            return Normalised::verbatim(raw);
        }
        let normal = normalise(raw);
        if !normal.is_verbatim() {
            self.masks.read(normal.text());
        }
        normal
    }

    /// Cuts the text looked at last into tokens, whose spans are in the normalised text.
    #[inline(always)]
    pub fn cut<S: Sink>(&mut self, normal: &Normalised<'_>, sink: &mut S) {
        let Self { masks, form } = self;
        let text = normal.text();
        let (elongated, links) = (masks.seen().repeats, masks.seen().links);
        let mut cutter = Cutter { text, masks, form, elongated, links, sink };
        if normal.is_ascii() {
            cutter.ascii(Span::new(0, text.len()));
        } else {
            cutter.mixed();
        }
    }
}

impl Reading {
    /// The text looked at last in small letters. At least 64 bytes more can be read behind its end.
    pub fn lower(&self) -> &[u8] {
        self.masks.lower()
    }
}

/// A text that is being cut.
pub(super) struct Cutter<'a, S> {
    pub text: &'a str,
    pub masks: &'a Masks,
    /// Room for forms that are no stretch of the text.
    form: &'a mut String,
    /// Whether more equal signs or letters than are kept may stand side by side.
    pub elongated: bool,
    /// Whether addresses may begin somewhere.
    pub links: bool,
    pub sink: &'a mut S,
}

impl<S: Sink> Cutter<'_, S> {
    /// A token over `span` whose form is the lower-cased, squeezed text.
    pub fn push(&mut self, kind: Kind, span: Span) {
        let raw = &self.text[span.range()];
        let shouted = kind == Kind::Word && is_upper(raw);
        if raw.is_ascii() {
            self.push_ascii(kind, span, shouted);
            return;
        }
        self.form.clear();
        let (mut last, mut run) = ('\0', 0);
        for c in raw.chars().flat_map(char::to_lowercase) {
            run = if c == last { run + 1 } else { 1 };
            last = c;
            if run <= LONGEST_RUN {
                self.form.push(c);
            }
        }
        self.sink.form(kind, span, shouted, self.form);
    }

    /// The same for a span of ASCII of which it is known whether it is shouted.
    #[inline(always)]
    pub fn push_ascii(&mut self, kind: Kind, span: Span, shouted: bool) {
        if self.elongated && has_run(&self.text.as_bytes()[span.range()]) {
            self.squeeze(kind, span, shouted);
        } else {
            self.sink.stretch(kind, span, shouted, self.masks.lower());
        }
    }

    /// A token whose form is without what is too much of one letter; digits are never too many.
    #[cold]
    #[inline(never)]
    fn squeeze(&mut self, kind: Kind, span: Span, shouted: bool) {
        self.form.clear();
        let (mut last, mut run) = (0, 0);
        for byte in self.text.as_bytes()[span.range()].iter().map(u8::to_ascii_lowercase) {
            run = if byte == last { run + 1 } else { 1 };
            last = byte;
            if run <= LONGEST_RUN || byte.is_ascii_digit() {
                self.form.push(byte as char);
            }
        }
        self.sink.form(kind, span, shouted, self.form);
    }

    /// Cuts a text that is not all ASCII, one stretch without white space after the other.
    #[inline(never)]
    fn mixed(&mut self) {
        for chunk in chunks(self.text) {
            if self.text[chunk.range()].is_ascii() {
                self.ascii_apart(chunk);
            } else {
                self.unicode(chunk);
            }
        }
    }
}

/// Stretches between white space; a line break is a chunk of its own because it ends a clause.
fn chunks(text: &str) -> impl Iterator<Item = Span> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let tail = &text[rest..];
        let start = rest + tail.find(|c: char| c == '\n' || !c.is_whitespace())?;
        let end = match text[start..].find(char::is_whitespace) {
            Some(0) => start + 1,
            Some(length) => start + length,
            None => text.len(),
        };
        rest = end;
        Some(Span::new(start, end))
    })
}

/// Whether more than [`LONGEST_RUN`] equal letters stand side by side, whatever their case.
#[inline(never)]
fn has_run(bytes: &[u8]) -> bool {
    let same = |w: &[u8]| w[1..].iter().all(|b| b.eq_ignore_ascii_case(&w[0]));
    bytes.windows(LONGEST_RUN + 1).any(same)
}

fn is_upper(raw: &str) -> bool {
    raw.chars().any(char::is_uppercase)
        && !raw.chars().any(char::is_lowercase)
        && raw.chars().filter(|c| c.is_alphabetic()).count() >= 2
}
