//! The tokeniser for stretches of plain ASCII, which is most of what English readers type.

use super::token::{Kind, Sink, Span};

/// Emoticons that stand alone or behind a word, longest first.
const EMOTICONS: [&str; 17] =
    [":'-(", ":'(", ":-)", ":-(", ";-)", ":-D", ":-P", ":-/", ":)", ":(", ";)", ":D", ":P", ":/", "<3", "=)", ":|"];

const LOWER: u8 = 1;
const UPPER: u8 = 2;
const DIGIT: u8 = 4;
const SPACE: u8 = 8;
const LETTER: u8 = LOWER | UPPER;
const WORD: u8 = LETTER | DIGIT;

/// What each byte is.
static CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0u8;
    while byte < 128 {
        class[byte as usize] = match byte {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            b'\t'..=b'\r' | b' ' => SPACE,
            _ => 0,
        };
        byte += 1;
    }
    class
};

fn class(byte: u8) -> u8 {
    CLASS[byte as usize]
}

/// Cuts a stretch of ASCII, with whatever white space is in it, into tokens.
pub(super) fn cut(sink: &mut Sink<'_>, stretch: Span) {
    let text = &sink.text[..stretch.end as usize];
    let bytes = text.as_bytes();
    let mut at = stretch.start as usize;
    while let Some(&byte) = bytes.get(at) {
        let is = class(byte);
        at = if is & WORD != 0 {
            word(sink, text, at)
        } else if is & SPACE != 0 {
            if byte == b'\n' {
                sink.end_clause();
            }
            at + 1
        } else {
            sign(sink, text, at)
        };
    }
}

/// A word, a number or an address; returns where it ends.
fn word(sink: &mut Sink<'_>, text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    if matches!(bytes[at], b'h' | b'H' | b'w' | b'W') && is_url(&text[at..]) {
        let end = (at..bytes.len()).find(|i| class(bytes[*i]) & SPACE != 0).unwrap_or(bytes.len());
        let length = url_length(&text[at..end]);
        if end - at > SHORTEST_URL && length > 0 {
            sink.push_class(Kind::Url, Span::new(at, at + length), "<url>");
            return at + length;
        }
    }
    let (mut end, mut met) = (at, 0);
    loop {
        while let Some(&byte) = bytes.get(end)
            && class(byte) & WORD != 0
        {
            met |= class(byte);
            end += 1;
        }
        // An apostrophe before a letter and a separator before a digit do not end it.
        let next = bytes.get(end + 1).map_or(0, |b| class(*b));
        match bytes.get(end) {
            Some(b'\'') if next & LETTER != 0 => end += 1,
            Some(b'.' | b',') if met & LETTER == 0 && next & DIGIT != 0 => end += 1,
            _ => break,
        }
    }
    let kind = if met & LETTER == 0 { Kind::Number } else { Kind::Word };
    let letters = || bytes[at..end].iter().filter(|b| class(**b) & LETTER != 0).count();
    let shouted = met & LETTER == UPPER && letters() >= 2;
    sink.push_ascii(kind, Span::new(at, end), shouted);
    end
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
        b'-' => next == b'-' || class(next) & SPACE != 0,
        _ => false,
    };
    if ends {
        sink.end_clause();
    }
    at + length.max(1)
}

/// An address is longer than its beginning.
const SHORTEST_URL: usize = 9;

/// Whether an address starts here.
pub(super) fn is_url(text: &str) -> bool {
    let starts = |prefix: &str| {
        text.as_bytes().get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix.as_bytes()))
    };
    (starts("http://") || starts("https://") || starts("www.")) && text.len() > SHORTEST_URL
}

/// The length of an address without the punctuation of the sentence around it.
pub(super) fn url_length(text: &str) -> usize {
    let end = text.find(['<', '>', '"']).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'']).len()
}

/// Bytes of the name behind a sigil.
fn name_length(bytes: &[u8]) -> usize {
    run(bytes, |b| class(b) & WORD != 0 || b == b'_')
}

fn run(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|b| wanted(**b)).count()
}

fn emoticon(text: &str) -> usize {
    EMOTICONS.iter().find(|e| text.starts_with(**e)).map_or(0, |e| e.len())
}
