//! Comment text made safe and short for eyes.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

/// A text as a reader would have seen it: character references resolved, control characters shown as symbols,
/// invisible characters that reorder or hide text removed.
///
/// The result still holds `<`, `&` and quotes: escaping is the renderer's work.
pub(super) fn clean(raw: &str) -> Cow<'_, str> {
    let plain = htmlize::unescape(raw);
    if plain.chars().all(|c| c == '\n' || shown(c) == Some(c)) {
        return plain;
    }
    let unix = plain.replace("\r\n", "\n");
    Cow::Owned(unix.chars().filter_map(shown).collect())
}

/// [`clean`] on one line: white space of any kind becomes one space.
pub(super) fn line(raw: &str) -> String {
    clean(raw).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn shown(c: char) -> Option<char> {
    match c {
        '\t' => Some(' '),
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32),
        '\u{7f}' => Some('\u{2421}'),
        // C1 controls and what is no character.
        '\u{80}'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}' | '\u{fffe}' | '\u{ffff}' => Some('\u{fffd}'),
        // Bidi marks, embeddings, overrides and isolates; invisible spaces and operators; tags.
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => None,
        _ => Some(c),
    }
}

/// At most `most` graphemes, cut at a word's end with an ellipsis.
pub(super) fn shorten(text: &str, most: usize) -> Cow<'_, str> {
    let Some((end, _)) = text.grapheme_indices(true).nth(most) else {
        return Cow::Borrowed(text);
    };
    let head = &text[..end];
    let cut = match head.rfind(char::is_whitespace) {
        Some(space) if !text[end..].starts_with(char::is_whitespace) && space > end / 2 => &head[..space],
        _ => head,
    };
    Cow::Owned(format!("{}…", cut.trim_end_matches(|c: char| c.is_whitespace() || c == ',' || c == ';')))
}

/// A fraction as whole per cent.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

/// An interval of fractions, e.g. `52–68%`.
pub(super) fn interval(low: f64, high: f64) -> String {
    let (low, high) = (percent(low), percent(high));
    if low == high { low } else { format!("{}–{high}", low.trim_end_matches('%')) }
}

/// What is said of each, one after the other.
pub(super) fn each<T>(items: impl IntoIterator<Item = T>, said: impl Fn(T) -> String) -> String {
    items.into_iter().map(said).collect()
}

/// A count with its noun.
pub(super) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Four decimals: what is measured here has no more.
pub(super) fn round(x: f64) -> f64 {
    (x * 1e4).round() / 1e4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_shown_and_bidi_is_gone() {
        assert_eq!(clean("a\u{1b}[31mb\u{202e}c\u{200b}\r\nd"), "a\u{241b}[31mbc\nd");
        assert_eq!(clean("don&#39;t &lt;b&gt;"), "don't <b>");
        assert_eq!(line(" a\n\tb "), "a b");
    }

    #[test]
    fn shortened_at_a_word() {
        assert_eq!(shorten("one two three four", 9), "one two…");
        assert_eq!(shorten("one two", 9), "one two");
        assert_eq!(shorten("武器を渡すな", 3), "武器を…");
    }
}
