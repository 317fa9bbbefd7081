//! Normalisation that remembers where everything came from.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::token::Span;

/// Tags that comment systems leave in a text. Others, such as `<sarcasm>`, are the author's own words and stay.
const TAGS: [&str; 18] = [
    "a",
    "b",
    "i",
    "u",
    "p",
    "br",
    "em",
    "strong",
    "blockquote",
    "q",
    "span",
    "div",
    "cite",
    "del",
    "strike",
    "code",
    "li",
    "ul",
];
/// Longest tag that is still read as one, in bytes: a link's address may be long, a forgotten `<` must not eat a comment.
const LONGEST_TAG: usize = 512;
/// Longest character reference, `&CounterClockwiseContourIntegral;` with its marks.
const LONGEST_REFERENCE: usize = 33;

/// A normalised text with the way back to the text as written.
#[derive(Debug, Clone)]
pub struct Normalised<'a> {
    text: Cow<'a, str>,
    points: Vec<Point>,
    blocks: Vec<Span>,
    ascii: bool,
}

/// A place where both texts are known to correspond, and whether what follows was copied as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Point {
    normal: u32,
    raw: u32,
    verbatim: bool,
}

/// The way back for spans that are asked for in order.
pub(super) struct Way<'a> {
    normal: &'a Normalised<'a>,
    at: usize,
}

impl Way<'_> {
    /// As [`Normalised::to_raw`], for a span that starts no earlier than the one before.
    pub fn to_raw(&mut self, span: Span) -> Span {
        let points = &self.normal.points;
        let passed = |at: u32, from: usize| from + points[from..].iter().take_while(|p| p.normal <= at).count();
        self.at = passed(span.start, self.at);
        let end = passed(span.end, self.at);
        Span { start: self.normal.raw(span.start, self.at, false), end: self.normal.raw(span.end, end, true) }
    }
}

impl<'a> Normalised<'a> {
    /// Of a text in which there is nothing to normalise.
    pub(super) fn verbatim(raw: &'a str) -> Self {
        Self { text: Cow::Borrowed(raw), points: Vec::new(), blocks: Vec::new(), ascii: true }
    }

    /// The way back of spans that come in order, of a text that is not verbatim.
    pub(super) fn way(&self) -> Way<'_> {
        Way { normal: self, at: 0 }
    }

    /// The normalised text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the normalised text is all ASCII.
    pub(super) fn is_ascii(&self) -> bool {
        self.ascii
    }

    /// Whether every span means the same in the text as written.
    pub(super) fn is_verbatim(&self) -> bool {
        self.points.is_empty()
    }

    /// What stood inside `<blockquote>` or `<q>`, as spans of the normalised text.
    pub(super) fn blocks(&self) -> &[Span] {
        &self.blocks
    }

    /// The span of the text as written that a span of the normalised text came from.
    #[must_use]
    pub fn to_raw(&self, span: Span) -> Span {
        if self.is_verbatim() {
            return span;
        }
        // A span may end inside a replacement of several characters: then it ends with the whole of what was replaced.
        let passed = |at: u32| self.points.partition_point(|point| point.normal <= at);
        Span { start: self.raw(span.start, passed(span.start), false), end: self.raw(span.end, passed(span.end), true) }
    }

    /// `next` is the number of points that are passed.
    fn raw(&self, at: u32, next: usize, is_end: bool) -> u32 {
        let point = self.points[next - 1];
        if point.verbatim || at == point.normal {
            return point.raw + (at - point.normal);
        }
        self.points.get(next).filter(|_| is_end).map_or(point.raw, |after| after.raw)
    }
}

/// Decodes character references, drops known tags, composes (NFC), straightens quotes and spells out ellipses.
///
/// Letter case is kept: tokens lower it in their forms, and shouting is a cue.
#[must_use]
pub fn normalise(raw: &str) -> Normalised<'_> {
    let ascii = raw.is_ascii();
    if ascii && memchr::memchr3(b'&', b'<', 0, raw.as_bytes()).is_none() {
        return Normalised::verbatim(raw);
    }
    let mut writer = Writer {
        raw,
        ascii,
        text: String::with_capacity(raw.len()),
        points: vec![Point { normal: 0, raw: 0, verbatim: true }],
        blocks: Vec::new(),
        open: None,
    };
    let mut at = 0;
    while at < raw.len() {
        at += writer.step(at);
    }
    let ascii = writer.text.is_ascii();
    Normalised { text: Cow::Owned(writer.text), points: writer.points, blocks: writer.blocks, ascii }
}

struct Writer<'a> {
    raw: &'a str,
    ascii: bool,
    text: String,
    points: Vec<Point>,
    blocks: Vec<Span>,
    open: Option<u32>,
}

impl Writer<'_> {
    /// Handles what starts at `at` and returns how many raw bytes that was.
    fn step(&mut self, at: usize) -> usize {
        let rest = &self.raw[at..];
        let odd = memchr::memchr3(b'&', b'<', 0, rest.as_bytes()).unwrap_or(rest.len());
        let plain = if self.ascii { odd } else { rest.bytes().take(odd).take_while(u8::is_ascii).count() };
        // A letter before a combining mark belongs to what follows.
        let plain =
            if rest.len() > plain && !rest.as_bytes()[plain].is_ascii() { plain.saturating_sub(1) } else { plain };
        if plain > 0 {
            self.text.push_str(&rest[..plain]);
            return plain;
        }
        if rest.starts_with('&')
            && let Some((decoded, length)) = reference(rest)
        {
            let decoded: String = decoded.chars().map(|c| plain_char(c).map_or(c.to_string(), str::to_owned)).collect();
            return self.replace(at, length, &decoded);
        }
        if rest.starts_with('<')
            && let Some((name, closing, length)) = tag(rest)
        {
            if closing {
                self.close_block(&name);
            }
            let gap = if matches!(name.as_str(), "p" | "br" | "div" | "blockquote" | "li") { "\n" } else { " " };
            let length = self.replace(at, length, gap);
            if !closing && is_block(&name) {
                self.open.get_or_insert(self.text.len() as u32);
            }
            return length;
        }
        self.cluster(at)
    }

    /// One character with the combining marks behind it.
    fn cluster(&mut self, at: usize) -> usize {
        let rest = &self.raw[at..];
        let mut chars = rest.char_indices();
        let first = chars.next().map_or('\0', |(_, c)| c);
        let length =
            chars.find(|(_, c)| !unicode_normalization::char::is_combining_mark(*c)).map_or(rest.len(), |(i, _)| i);
        let cluster = &rest[..length];
        if let Some(plain) = plain_char(first).filter(|_| length == first.len_utf8()) {
            return self.replace(at, length, plain);
        }
        if is_nfc_quick(cluster.chars()) == IsNormalized::Yes {
            self.text.push_str(cluster);
            return length;
        }
        let composed: String = cluster.nfc().collect();
        self.replace(at, length, &composed)
    }

    fn replace(&mut self, at: usize, length: usize, with: &str) -> usize {
        self.point(at, false);
        self.text.push_str(with);
        self.point(at + length, true);
        length
    }

    /// A later point at the same normalised place replaces the earlier one: what was dropped before it has no text.
    fn point(&mut self, raw: usize, verbatim: bool) {
        let point = Point { normal: self.text.len() as u32, raw: raw as u32, verbatim };
        match self.points.last_mut() {
            Some(last) if last.normal == point.normal => *last = point,
            _ => self.points.push(point),
        }
    }

    fn close_block(&mut self, name: &str) {
        if let Some(start) = self.open.take_if(|_| is_block(name)) {
            self.blocks.push(Span { start, end: self.text.len() as u32 });
        }
    }
}

fn is_block(name: &str) -> bool {
    matches!(name, "blockquote" | "q")
}

fn reference(rest: &str) -> Option<(Cow<'_, str>, usize)> {
    let end = rest.bytes().take(LONGEST_REFERENCE).position(|b| b == b';')? + 1;
    let name = &rest[..end];
    let decoded = htmlize::unescape(name);
    (decoded != name).then_some((decoded, end))
}

fn tag(rest: &str) -> Option<(String, bool, usize)> {
    let end = rest.bytes().take(LONGEST_TAG).position(|b| b == b'>')? + 1;
    let inner = rest[1..end - 1].trim_start();
    let closing = inner.starts_with('/');
    let inner = inner.trim_start_matches('/');
    let name: String = inner.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let bounded = inner[name.len()..].chars().next().is_none_or(|c| c == '/' || c.is_whitespace());
    (bounded && TAGS.contains(&name.as_str())).then_some((name, closing, end))
}

/// The plain spelling of a character that is only typography.
fn plain_char(c: char) -> Option<&'static str> {
    Some(match c {
        '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' | '`' | '´' => "'",
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => "\"",
        '…' => "...",
        '–' | '—' | '―' => "--",
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' | '\0' => " ",
        '\u{200b}' | '\u{200c}' | '\u{ad}' | '\u{feff}' | '\u{2060}' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_is_exact() {
        let raw = "He said &#8220;don\u{2019}t\u{2026}\u{201d} <b>twice</b>";
        let normal = normalise(raw);
        assert_eq!(normal.text(), "He said \"don't...\"  twice ");
        let at = normal.text().find("don't").unwrap();
        assert_eq!(&raw[normal.to_raw(Span::new(at, at + 5)).range()], "don\u{2019}t");
        let dots = normal.text().find("...").unwrap();
        assert_eq!(&raw[normal.to_raw(Span::new(dots, dots + 2)).range()], "\u{2026}");
    }

    #[test]
    fn a_forgotten_bracket_eats_nothing() {
        assert_eq!(normalise("if a <b and then nothing closes é").text(), "if a <b and then nothing closes é");
        assert_eq!(normalise("<sarcasm>sure</sarcasm> é").text(), "<sarcasm>sure</sarcasm> é");
    }
}
