//! The tokeniser for stretches of plain ASCII, which is most of what English readers type.

use super::lanes::BLOCK;
use super::masks::Masks;
use super::token::{Kind, Sink, Span};

/// Emoticons that stand alone or behind a word, longest first.
const EMOTICONS: [&str; 17] =
    [":'-(", ":'(", ":-)", ":-(", ";-)", ":-D", ":-P", ":-/", ":)", ":(", ";)", ":D", ":P", ":/", "<3", "=)", ":|"];

/// Cuts a stretch of ASCII, with whatever white space is in it, into tokens. `masks` are of the whole text.
pub(super) fn cut(sink: &mut Sink<'_>, masks: &Masks, stretch: Span) {
    let (start, end) = (stretch.start as usize, stretch.end as usize);
    let mut cutter = Cutter { text: &sink.text[..end], masks, at: start, sink };
    let (mut open, mut carry) = (end, 0);
    for block in start / BLOCK..end.div_ceil(BLOCK) {
        let base = block * BLOCK;
        let mut words = masks.words(block);
        if base < start {
            words &= !0 << (start - base);
        }
        if end - base < BLOCK {
            words &= !(!0 << (end - base));
        }
        // A set bit where a word begins or has just ended.
        let mut edges = words ^ (words << 1 | carry);
        carry = words >> (BLOCK - 1);
        while edges != 0 {
            if open == end {
                open = base + edges.trailing_zeros() as usize;
                edges &= edges - 1;
            }
            if edges != 0 {
                cutter.word(open, base + edges.trailing_zeros() as usize);
                edges &= edges - 1;
                open = end;
            }
        }
    }
    if open < end {
        cutter.word(open, end);
    }
    cutter.signs(end);
}

/// Cuts a stretch of ASCII without letters or digits.
pub(super) fn cut_signs(sink: &mut Sink<'_>, stretch: Span) {
    let text = &sink.text[..stretch.end as usize];
    signs(sink, text, stretch.start as usize, stretch.end as usize);
}

/// A text that is cut up to `at`.
struct Cutter<'s, 'a> {
    text: &'a str,
    masks: &'s Masks,
    at: usize,
    sink: &'s mut Sink<'a>,
}

impl Cutter<'_, '_> {
    /// A word, a number or an address, and the signs before it.
    #[inline(always)]
    fn word(&mut self, start: usize, end: usize) {
        let bytes = self.text.as_bytes();
        // One space is all that stands between most words.
        if start != self.at + 1 || bytes[self.at] != b' ' {
            self.signs(start);
        }
        let first = bytes[start];
        // Addresses begin with `ht` or `ww`, and hardly a word does.
        let address = matches!(first, b'h' | b'w') && matches!(bytes.get(start + 1), Some(b't' | b'w' | b'T' | b'W'));
        if first.is_ascii_lowercase() && !address && self.at <= start {
            self.sink.push_ascii(Kind::Word, Span::new(start, end), false);
            self.at = end;
        } else {
            self.other(start, end);
        }
    }

    /// A word that may be something else, or shouted, or begin later.
    #[inline(never)]
    fn other(&mut self, start: usize, end: usize) {
        let bytes = self.text.as_bytes();
        // A name, a smiley or an address may have taken the word's beginning, and left what joined it.
        let mut start = start.max(self.at);
        while start < end && !bytes[start].is_ascii_alphanumeric() {
            start += 1;
        }
        if start >= end {
            return;
        }
        if let Some(length) = address(self.text, start) {
            self.at = start + length;
            self.sink.push_class(Kind::Url, Span::new(start, self.at), "<url>");
            return;
        }
        let (small, capitals) = self.letters(start, end);
        let kind = if small || capitals > 0 { Kind::Word } else { Kind::Number };
        self.sink.push_ascii(kind, Span::new(start, end), !small && capitals > 1);
        self.at = end;
    }

    /// Whether a word has small letters, and how many capitals.
    fn letters(&self, start: usize, end: usize) -> (bool, u32) {
        let parts = (start..end).step_by(BLOCK).map(|from| self.masks.letters(from, end.min(from + BLOCK)));
        parts.fold((false, 0), |(small, capitals), [s, c]| (small || s != 0, capitals + c.count_ones()))
    }

    /// Whatever stands before `end` and is no word.
    #[inline]
    fn signs(&mut self, end: usize) {
        let between = &self.text.as_bytes()[self.at..];
        // Most clauses end with one of these.
        if end == self.at + 2 && matches!(between, [b',' | b'.', b' ', ..]) {
            self.sink.end_clause();
            self.at = end;
        } else if self.at < end {
            self.at = signs(self.sink, self.text, self.at, end);
        }
    }
}

/// Whatever stands from `at` to `end` and is no word; returns where it ends, which may be later.
#[inline(never)]
fn signs(sink: &mut Sink<'_>, text: &str, mut at: usize, end: usize) -> usize {
    while at < end {
        match text.as_bytes()[at] {
            b'\n' => {
                sink.end_clause();
                at += 1;
            }
            0..=b' ' => at += 1,
            _ => at = sign(sink, text, at),
        }
    }
    at
}

/// The length of the address that begins at a word's first letter.
fn address(text: &str, at: usize) -> Option<usize> {
    let head: [u8; 4] = text.as_bytes().get(at..at + 4)?.try_into().ok()?;
    let head = u32::from_le_bytes(head) | u32::from_le_bytes([0x20; 4]);
    if head != u32::from_le_bytes(*b"http") && head != u32::from_le_bytes(*b"www.") {
        return None;
    }
    let rest = &text[at..];
    let rest = &rest[..rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len())];
    is_url(rest).then(|| url_length(rest)).filter(|length| *length > 0)
}

/// Whatever begins with a sign; returns where it ends.
fn sign(sink: &mut Sink<'_>, text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let rest = &bytes[at..];
    let (kind, length) = match rest[0] {
        b'@' if name_length(&rest[1..]) > 0 => {
            let length = 1 + name_length(&rest[1..]);
            sink.push_class(Kind::Mention, Span::new(at, at + length), "<user>");
            return at + length;
        }
        b'#' if name_length(&rest[1..]) > 0 => (Kind::Hashtag, 1 + name_length(&rest[1..])),
        b'!' | b'?' => (Kind::Mark, run(rest, |b| matches!(b, b'!' | b'?'))),
        b'.' if rest.starts_with(b"..") => (Kind::Mark, run(rest, |b| b == b'.')),
        b'"' => (Kind::Mark, 1),
        b':' | b';' | b'<' | b'=' => (Kind::Emoji, emoticon(&text[at..])),
        _ => (Kind::Mark, 0),
    };
    if length > 0 {
        sink.push_ascii(kind, Span::new(at, at + length), false);
    }
    let next = rest.get(1).copied().unwrap_or(b' ');
    let ends = match rest[0] {
        b'!' | b'?' => true,
        b',' | b';' | b':' | b'(' | b')' | b'.' => length == 0 || kind == Kind::Mark,
        b'-' => next == b'-' || next <= b' ',
        _ => false,
    };
    if ends {
        sink.end_clause();
    }
    at + length.max(1)
}

/// Whether an address starts here.
pub(super) fn is_url(text: &str) -> bool {
    let starts = |prefix: &str| {
        text.as_bytes().get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix.as_bytes()))
    };
    (starts("http://") || starts("https://") || starts("www.")) && text.len() > 9
}

/// The length of an address without the punctuation of the sentence around it.
pub(super) fn url_length(text: &str) -> usize {
    let end = text.find(['<', '>', '"']).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'']).len()
}

/// Bytes of the name behind a sigil.
fn name_length(bytes: &[u8]) -> usize {
    run(bytes, |b| b.is_ascii_alphanumeric() || b == b'_')
}

fn run(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|b| wanted(**b)).count()
}

fn emoticon(text: &str) -> usize {
    EMOTICONS.iter().find(|e| text.starts_with(**e)).map_or(0, |e| e.len())
}
