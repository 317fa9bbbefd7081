//! The tokeniser for stretches of plain ASCII, which is most of what English readers type.

use super::cut::{Cutter, Sink};
use super::lanes::BLOCK;
use super::token::{Kind, Span};

/// Emoticons that stand alone or behind a word, longest first.
const EMOTICONS: [&str; 17] =
    [":'-(", ":'(", ":-)", ":-(", ";-)", ":-D", ":-P", ":-/", ":)", ":(", ";)", ":D", ":P", ":/", "<3", "=)", ":|"];
/// The form of every address.
pub(super) const URL: &str = "<url>";

/// The bits of a block that begins at `base` which stand for a place or one behind it.
#[inline(always)]
fn from(base: usize, at: usize) -> u64 {
    (!0u64).checked_shl(at.saturating_sub(base) as u32).unwrap_or(0)
}

impl<S: Sink> Cutter<'_, S> {
    /// Cuts a stretch of ASCII, with whatever white space is in it, into tokens.
    #[inline(always)]
    pub fn ascii(&mut self, stretch: Span) {
        let (mut next, end) = (stretch.start as usize, stretch.end as usize);
        // Whether a word is a token as it stands.
        let plain = !S::DETAILS && !self.links && !self.elongated;
        // Where the word begins that the block before has ended in.
        let mut begun = None;
        for block in next / BLOCK..end.div_ceil(BLOCK) {
            let base = block * BLOCK;
            if next >= base + BLOCK {
                continue;
            }
            let marks = self.masks.block(block);
            let inside = from(base, next) & (!0 >> (BLOCK - (end - base).min(BLOCK)));
            let mut words = marks.words & inside;
            // What stands between words and may be more than the end of one.
            let mut signs = if S::DETAILS { marks.others } else { marks.signs } & inside;
            // A set bit where a word begins or has just ended.
            let mut edges = words ^ (words << 1 | u64::from(begun.is_some()));
            if plain && signs == 0 {
                begun = self.words(base, edges, begun);
                continue;
            }
            while edges != 0 {
                let first = edges.trailing_zeros() as usize;
                if begun.is_none() && signs & !(!0 << first) != 0 {
                    next = self.signs(base + signs.trailing_zeros() as usize, base + first, end);
                    signs &= from(base, next);
                    // A name or a smiley may have taken the word's beginning, and left what joined it.
                    if next > base + first {
                        next = self.resumed(next);
                        (words, signs) = (words & from(base, next), signs & from(base, next));
                        edges = words ^ words << 1;
                        continue;
                    }
                }
                let others = edges & (edges - 1);
                let (start, last, after) = match begun {
                    Some(start) => (start, first, others),
                    None if others == 0 => {
                        begun = Some(base + first);
                        break;
                    }
                    None => (base + first, others.trailing_zeros() as usize, others & (others - 1)),
                };
                (begun, edges) = (None, after);
                if let Some(stop) = self.word(start, base + last, end) {
                    next = self.resumed(stop);
                    (words, signs) = (words & from(base, next), signs & from(base, next));
                    edges = words ^ words << 1;
                }
            }
            if signs != 0 && begun.is_none() {
                let stop = self.signs(base + signs.trailing_zeros() as usize, end.min(base + BLOCK), end);
                next = self.resumed(stop);
            }
        }
        if let Some(start) = begun {
            self.word(start, end, end);
        }
    }

    /// The same for one stretch among others: not worth being written out where it is called.
    #[inline(never)]
    pub fn ascii_apart(&mut self, stretch: Span) {
        self.ascii(stretch);
    }

    /// A word, a number or an address. Where an address ends, if it was one.
    #[inline(always)]
    fn word(&mut self, start: usize, end: usize, stretch: usize) -> Option<usize> {
        let (kind, shouted) = if !S::DETAILS || self.text.as_bytes()[start].is_ascii_lowercase() {
            (Kind::Word, false)
        } else {
            self.written(start, end)
        };
        if self.links
            && matches!(self.masks.four(start), HTTP | WWW)
            && let Some(stop) = self.address(start, stretch)
        {
            return Some(stop);
        }
        self.push_ascii(kind, Span::new(start, end), shouted);
        None
    }

    /// What a word is that does not begin with a small letter, and whether it is shouted.
    fn written(&self, start: usize, end: usize) -> (Kind, bool) {
        let parts = (start..end).step_by(BLOCK).map(|from| self.masks.letters(from, end.min(from + BLOCK)));
        let (small, capitals) =
            parts.fold((false, 0), |(small, capitals), [s, c]| (small || s != 0, capitals + c.count_ones()));
        let kind = if small || capitals > 0 { Kind::Word } else { Kind::Number };
        (kind, !small && capitals > 1)
    }

    /// An address, if one begins here; returns where it ends.
    #[cold]
    #[inline(never)]
    fn address(&mut self, start: usize, stretch: usize) -> Option<usize> {
        let rest = &self.text[start..stretch];
        let rest = &rest[..rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len())];
        let length = if is_url(rest) { url_length(rest) } else { 0 };
        if length == 0 {
            return None;
        }
        self.sink.form(Kind::Url, Span::new(start, start + length), false, URL);
        Some(start + length)
    }

    /// Where cutting goes on behind a token that may have ended within a word: not with what joined the two.
    fn resumed(&self, at: usize) -> usize {
        let joins = |byte: &u8| !byte.is_ascii_alphanumeric() && self.masks.is_word(at);
        at + usize::from(self.text.as_bytes().get(at).is_some_and(joins))
    }

    /// Whatever stands from `at` to `end` and is no word; returns where it ends, which may be later, but not behind the
    /// stretch.
    #[inline(never)]
    pub fn signs(&mut self, mut at: usize, end: usize, stretch: usize) -> usize {
        while at < end {
            match self.text.as_bytes()[at] {
                b'\n' => {
                    self.sink.end_clause();
                    at += 1;
                }
                0..=b' ' => at += 1,
                _ => at = self.sign(at, stretch),
            }
        }
        at
    }

    /// Whatever begins with a sign; returns where it ends.
    fn sign(&mut self, at: usize, stretch: usize) -> usize {
        let rest = &self.text.as_bytes()[at..stretch];
        let (kind, length) = match rest[0] {
            b'@' if name_length(&rest[1..]) > 0 => (Kind::Mention, 1 + name_length(&rest[1..])),
            b'#' if name_length(&rest[1..]) > 0 => (Kind::Hashtag, 1 + name_length(&rest[1..])),
            b'!' | b'?' => (Kind::Mark, run(rest, |b| matches!(b, b'!' | b'?'))),
            b'.' if rest.starts_with(b"..") => (Kind::Mark, run(rest, |b| b == b'.')),
            b'"' => (Kind::Mark, 1),
            b':' | b';' | b'<' | b'=' => (Kind::Emoji, emoticon(rest)),
            _ => (Kind::Mark, 0),
        };
        let next = rest.get(1).copied().unwrap_or(b' ');
        let ends = match rest[0] {
            b'!' | b'?' => true,
            b',' | b';' | b':' | b'(' | b')' | b'.' => length == 0 || kind == Kind::Mark,
            b'-' => next == b'-' || next <= b' ',
            _ => false,
        };
        if length > 0 {
            self.push_ascii(kind, Span::new(at, at + length), false);
        }
        if ends {
            self.sink.end_clause();
        }
        at + length.max(1)
    }
}

/// The first four letters of an address, of `http…` and `www.`.
const HTTP: u32 = u32::from_le_bytes(*b"http");
const WWW: u32 = u32::from_le_bytes(*b"www.");

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

fn emoticon(bytes: &[u8]) -> usize {
    EMOTICONS.iter().find(|e| bytes.starts_with(e.as_bytes())).map_or(0, |e| e.len())
}
