//! Quotations that open a paragraph, and a form of text in which copies are equal.

/// Marks that can open a quotation and what can close each, the proper one first.
const PAIRS: [(char, &[char]); 6] = [
    ('\u{201C}', &['\u{201D}', '"', '\u{2019}']),
    ('\u{2018}', &['\u{2019}', '\'', '\u{201D}']),
    ('"', &['"', '\u{201D}']),
    ('\'', &['\'', '\u{2019}']),
    ('\u{201E}', &['\u{201C}', '\u{201D}']),
    ('\u{AB}', &['\u{BB}']),
];

/// A quotation at the beginning of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opening {
    /// What is quoted, in folded form and without its outer punctuation.
    pub words: String,
    /// Whether nothing follows it.
    pub alone: bool,
}

/// The quotation that opens a text, if one does. A wrong closing mark (`“so!’`) is forgiven.
pub(super) fn opening(text: &str) -> Option<Opening> {
    let first = text.chars().next()?;
    if first == '>' {
        let line = text.lines().next().unwrap_or_default().trim_start_matches(['>', ' ']);
        return made(line, text.lines().count() == 1);
    }
    let (_, closers) = PAIRS.iter().find(|(open, _)| *open == first)?;
    let body = &text[first.len_utf8()..];
    let (end, closer) = closers.iter().find_map(|closer| closing(body, *closer).map(|at| (at, *closer)))?;
    let rest = body[end + closer.len_utf8()..].trim_matches(|c: char| !c.is_alphanumeric());
    made(&body[..end], rest.is_empty())
}

fn made(words: &str, alone: bool) -> Option<Opening> {
    let words = fold(words).trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    (!words.is_empty()).then_some(Opening { words, alone })
}

/// Where `closer` closes: behind a character that is no space, before one that is no letter (in
/// `don’t` it closes nothing).
fn closing(body: &str, closer: char) -> Option<usize> {
    body.match_indices(closer).map(|(at, _)| at).find(|&at| {
        let before = body[..at].chars().next_back();
        let after = body[at + closer.len_utf8()..].chars().next();
        before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(|c| !c.is_alphanumeric())
    })
}

/// Lower case, straight quotes, single spaces: copies of a text are equal in this form.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{2018}' | '\u{2019}' => folded.push('\''),
            '\u{201C}' | '\u{201D}' => folded.push('"'),
            c if c.is_whitespace() => {
                if !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            c => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

/// Whether a quotation is long enough for its copy to be no accident.
pub(super) fn telling(words: &str) -> bool {
    words.split(' ').count() >= 3 && words.len() >= 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opening_quotations() {
        for (text, words, alone) in [
            ("\u{201C}We won\u{2019}t pay!!!\u{2019}", "we won't pay", true),
            ("\u{201C}We won\u{2019}t,\u{201D} he says", "we won't", false),
            ("\"Never again.\" Really?", "never again", false),
            ("> an old line\nand mine", "an old line", false),
        ] {
            assert_eq!(opening(text), Some(Opening { words: words.into(), alone }), "{text}");
        }
        assert_eq!(opening("It\u{2019}s not"), None);
        assert_eq!(opening("'tis the season"), None);
    }
}
