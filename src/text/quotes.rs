//! Passages in which a comment repeats somebody's words.

use super::normalise::Normalised;
use super::token::{Span, Token};

/// Marks around fewer words than this are scare quotes ("moderates"), not a quotation.
pub const MIN_QUOTE_WORDS: u32 = 4;

/// A quoted passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote {
    /// What is quoted, without the marks, in the text as written.
    pub span: Span,
    /// How many words it has. Below [`MIN_QUOTE_WORDS`] the marks keep a distance rather than quote.
    pub words: u32,
}

/// Appends all quoted passages of a normalised text, in order, none inside another.
pub(super) fn find(normal: &Normalised<'_>, quotes: &mut Vec<Quote>) {
    let text = normal.text();
    let mut spans = normal.blocks().to_vec();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let shown = line.trim_start();
        if shown.starts_with('>') && !shown.starts_with(">_") && !shown.starts_with(">.") {
            let skip = line.len() - line.trim_start_matches(['>', ' ', '\t']).len();
            spans.push(Span::new(start + skip, start + line.trim_end().len().max(skip)));
        } else {
            marks(line, start, &mut spans);
        }
        start += line.len();
    }
    spans.sort_by_key(|s| (s.start, std::cmp::Reverse(s.end)));
    let mut end = 0;
    for span in spans {
        if span.start >= end && span.end > span.start {
            end = span.end;
            quotes.push(Quote { span, words: 0 });
        }
    }
}

/// Counts the words of each quote and marks the tokens inside real quotations.
pub(super) fn mark(tokens: &mut [Token], quotes: &mut [Quote]) {
    for quote in quotes {
        let first = tokens.partition_point(|t| t.span.start < quote.span.start);
        let inside = tokens[first..].iter_mut().take_while(|t| t.span.end <= quote.span.end);
        let inside: Vec<&mut Token> = inside.collect();
        quote.words = inside.iter().filter(|t| t.kind.is_word()).count() as u32;
        if quote.words >= MIN_QUOTE_WORDS {
            for token in inside {
                token.quoted = true;
            }
        }
    }
}

/// Pairs of double quotation marks within a line. People close with a single mark too: then the line's end decides.
fn marks(line: &str, base: usize, spans: &mut Vec<Span>) {
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'"', &bytes[at..]).map(|i| i + at) {
        at = open + 1;
        let opens =
            open == 0 || bytes[open - 1].is_ascii_whitespace() || matches!(bytes[open - 1], b'(' | b'[' | b'-' | b':');
        if !opens {
            continue;
        }
        let close = memchr::memchr(b'"', &bytes[at..]).map(|i| i + at).or_else(|| single_close(bytes, at));
        if let Some(close) = close {
            spans.push(Span::new(base + at, base + close));
            at = close + 1;
        }
    }
}

fn single_close(bytes: &[u8], from: usize) -> Option<usize> {
    (from + 1..bytes.len()).find(|&i| {
        let bounded = bytes.get(i + 1).is_none_or(u8::is_ascii_whitespace);
        bytes[i] == b'\'' && bounded && matches!(bytes[i - 1], b'.' | b'!' | b'?' | b',')
    })
}

#[cfg(test)]
mod tests {
    use crate::text::analyse;

    fn quoted(text: &str) -> Vec<&str> {
        analyse(text).quotes().iter().map(|q| &text[q.span.range()]).collect()
    }

    #[test]
    fn marks_lines_and_blocks() {
        assert_eq!(quoted("You said \u{201c}send them guns\u{201d} and left"), ["send them guns"]);
        assert_eq!(quoted("> send them guns now\nNo."), ["send them guns now"]);
        assert_eq!(quoted("&gt; send them\nNo."), ["send them"]);
        assert_eq!(quoted("<blockquote>send them</blockquote>No."), ["send them"]);
        assert_eq!(quoted("\u{201c}Give them all they want!!!\u{2019} Why not."), ["Give them all they want!!!"]);
    }

    #[test]
    fn scare_quotes_do_not_mark_tokens() {
        let read = analyse("our \"moderate\" friends said \"we will join them soon\"");
        let quoted = read.tokens().iter().filter(|t| t.quoted).count();
        assert_eq!(quoted, 5);
    }
}
