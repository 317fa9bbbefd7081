//! The tokeniser for stretches of plain ASCII, which is most of what English readers type.

use super::masks::Masks;
use super::token::{Kind, Sink, Span};

/// Emoticons that stand alone or behind a word, longest first.
const EMOTICONS: [&str; 17] =
    [":'-(", ":'(", ":-)", ":-(", ";-)", ":-D", ":-P", ":-/", ":)", ":(", ";)", ":D", ":P", ":/", "<3", "=)", ":|"];

/// Cuts a stretch of ASCII, with whatever white space is in it, into tokens. `masks` are of the text up to its end.
pub(super) fn cut(sink: &mut Sink<'_>, masks: &Masks, stretch: Span) {
    let text = &sink.text[..stretch.end as usize];
    let mut at = stretch.start as usize;
    while let Some((start, is_word)) = masks.next(at)
        && start < text.len()
    {
        at = if is_word { word(sink, masks, text, start) } else { sign(sink, text, start) };
    }
}

/// A word, a number or an address; returns where it ends.
fn word(sink: &mut Sink<'_>, masks: &Masks, text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    if let Some(length) = address(text, at) {
        sink.push_class(Kind::Url, Span::new(at, at + length), "<url>");
        return at + length;
    }
    let mut end = masks.word_end(at).min(bytes.len());
    // An apostrophe before a letter and a separator before a digit do not end it.
    while let Some(sign) = bytes.get(end) {
        let next = bytes.get(end + 1).copied().unwrap_or(b' ');
        let joins = match sign {
            b'\'' => next.is_ascii_alphabetic(),
            b'.' | b',' => next.is_ascii_digit() && is_number(&bytes[at..end]),
            _ => false,
        };
        if !joins {
            break;
        }
        end = masks.word_end(end + 1).min(bytes.len());
    }
    let word = &bytes[at..end];
    let kind = if word[0].is_ascii_digit() && is_number(word) { Kind::Number } else { Kind::Word };
    sink.push_ascii(kind, Span::new(at, end), kind == Kind::Word && is_shouted(word));
    end
}

fn is_number(word: &[u8]) -> bool {
    !word.iter().any(u8::is_ascii_alphabetic)
}

/// Whether a word has two letters at least and no small one.
fn is_shouted(word: &[u8]) -> bool {
    !word[0].is_ascii_lowercase()
        && !word.iter().any(u8::is_ascii_lowercase)
        && word.iter().filter(|b| b.is_ascii_uppercase()).count() >= 2
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
        b'!' | b'?' | b'\n' => true,
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
