//! The tokeniser for stretches of plain ASCII, which is most of what English readers type.

use super::token::{Kind, Sink, Span};

/// Emoticons that stand alone or behind a word, longest first.
const EMOTICONS: [&str; 18] = [
    ":'-(", ":'(", ":-)", ":-(", ";-)", ":-D", ":-P", ":-/", ":)", ":(", ";)", ":D", ":P", ":/", "<3", "XD", "=)", ":|",
];

/// Cuts one stretch without white space (or a single line break) into tokens.
pub(super) fn cut(sink: &mut Sink<'_>, chunk: Span) {
    let text = sink.text;
    let (bytes, end) = (text.as_bytes(), chunk.end as usize);
    let mut at = chunk.start as usize;
    while at < end {
        let length = match bytes[at] {
            b'@' => name_length(&bytes[at + 1..end]).map(|n| (Kind::Mention, n + 1)),
            b'#' => name_length(&bytes[at + 1..end]).map(|n| (Kind::Hashtag, n + 1)),
            b'h' | b'H' | b'w' | b'W' if is_url(&text[at..end]) => Some((Kind::Url, url_length(&text[at..end]))),
            byte if byte.is_ascii_alphanumeric() => Some(word_length(&bytes[at..end])),
            b'!' | b'?' => Some((Kind::Mark, run(&bytes[at..end], |b| matches!(b, b'!' | b'?')))),
            b'.' if bytes[at..end].starts_with(b"..") => Some((Kind::Mark, run(&bytes[at..end], |b| b == b'.'))),
            b'"' => Some((Kind::Mark, 1)),
            _ => emoticon(&text[at..end]).map(|n| (Kind::Emoji, n)),
        };
        let Some((kind, length)) = length else {
            if ends_clause(bytes, at, end) {
                sink.end_clause();
            }
            at += 1;
            continue;
        };
        let span = Span::new(at, at + length);
        match kind {
            Kind::Mention => sink.push_class(kind, span, "<user>"),
            Kind::Url => sink.push_class(kind, span, "<url>"),
            _ => sink.push(kind, span),
        }
        if kind == Kind::Mark && bytes[at] != b'"' {
            sink.end_clause();
        }
        at += length;
    }
}

/// Whether an address starts here.
pub(super) fn is_url(text: &str) -> bool {
    let starts = |prefix: &str| text.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
    (starts("http://") || starts("https://") || starts("www.")) && text.len() > 9
}

/// The length of an address without the punctuation of the sentence around it.
pub(super) fn url_length(text: &str) -> usize {
    let end = text.find(['<', '>', '"']).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'']).len()
}

fn name_length(bytes: &[u8]) -> Option<usize> {
    let length = run(bytes, |b| b.is_ascii_alphanumeric() || b == b'_');
    (length > 0).then_some(length)
}

fn run(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|b| wanted(**b)).count()
}

/// A word or a number: alphanumerics, joined by an apostrophe before a letter or a separator before a digit.
fn word_length(bytes: &[u8]) -> (Kind, usize) {
    let mut length = 0;
    let mut letters = false;
    while let Some(&byte) = bytes.get(length) {
        let next = bytes.get(length + 1).copied().unwrap_or(b' ');
        let joins = match byte {
            b'\'' => next.is_ascii_alphabetic(),
            b'.' | b',' => !letters && next.is_ascii_digit(),
            _ => byte.is_ascii_alphanumeric(),
        };
        if !joins {
            break;
        }
        letters |= byte.is_ascii_alphabetic();
        length += 1;
    }
    (if letters { Kind::Word } else { Kind::Number }, length)
}

fn emoticon(text: &str) -> Option<usize> {
    EMOTICONS.iter().find(|e| text.starts_with(**e)).map(|e| e.len())
}

fn ends_clause(bytes: &[u8], at: usize, end: usize) -> bool {
    match bytes[at] {
        b'\n' | b',' | b';' | b':' | b'(' | b')' | b'.' => true,
        b'-' => at + 1 == end || bytes[at + 1] == b'-',
        _ => false,
    }
}
