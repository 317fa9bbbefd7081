//! What the words at a paragraph's edges say about whether a new comment begins there.

use super::layout::{Page, Paragraph};
use crate::thread::quote;

/// How far back a quotation is looked for, in paragraphs.
const LOOK_BACK: usize = 400;

/// How many paragraphs a comment that opened with a name is expected to go on.
const REPLY_SPAN: usize = 3;

/// Openings that carry on a thought.
const CONTINUING: [&str; 16] = [
    "and",
    "but",
    "so",
    "also",
    "then",
    "or",
    "because",
    "therefore",
    "moreover",
    "besides",
    "thus",
    "hence",
    "furthermore",
    "additionally",
    "secondly",
    "finally",
];

/// Openings that point at what was just said. (Not `it`: "It is time to …" points nowhere.)
const POINTING: [&str; 5] = ["this", "that", "these", "those", "which"];

/// Openings that turn to somebody.
const GREETING: [&str; 14] = [
    "hi", "hello", "dear", "agreed", "exactly", "well", "sorry", "yes", "no", "lol", "really", "nope", "wow", "thanks",
];

/// The place between two paragraphs.
pub(super) struct Gap<'a> {
    before: &'a Paragraph,
    after: &'a Paragraph,
    /// Whether a comment that opened with a name began shortly before.
    reply_open: bool,
    /// Whether `after` opens with words that stand in an earlier paragraph.
    echoes: bool,
    /// Whether `after` opens with words of the article.
    quotes_article: bool,
}

/// One cue: how much it adds to the log-odds that a comment begins, where it holds.
struct Cue {
    weight: f64,
    holds: fn(&Gap<'_>) -> bool,
}

/// The cues. Weights were set by hand from how people write, not fitted: there is no corpus of
/// pasted pages to fit them on.
const CUES: &[Cue] = &[
    // A name alone, or a quotation alone, is the first line of a comment and never its last.
    Cue { weight: -6.0, holds: |gap| is_handle(&gap.before.text) },
    Cue { weight: -4.0, holds: |gap| quoted_alone(gap.before) },
    Cue { weight: 4.0, holds: |gap| is_handle(&gap.after.text) },
    Cue { weight: 3.0, holds: |gap| opens_with_handle(&gap.after.text) && !is_handle(&gap.after.text) },
    Cue { weight: 2.5, holds: |gap| opens_with_name(&gap.after.text) },
    // Quoting piece by piece is how one reply goes on; without a reply, it is how one begins.
    Cue { weight: -3.5, holds: |gap| gap.echoes && gap.reply_open },
    Cue { weight: 2.0, holds: |gap| gap.echoes && !gap.reply_open },
    Cue { weight: 1.0, holds: |gap| gap.after.opening.is_some() && !gap.echoes && !gap.reply_open },
    Cue { weight: 1.0, holds: |gap| gap.quotes_article },
    Cue { weight: -0.8, holds: |gap| first_word_in(&gap.after.text, &CONTINUING) },
    Cue { weight: -0.7, holds: |gap| first_word_in(&gap.after.text, &POINTING) },
    Cue { weight: 0.7, holds: |gap| first_word_in(&gap.after.text, &GREETING) },
    Cue { weight: -0.6, holds: |gap| gap.after.text.starts_with(char::is_lowercase) },
    Cue { weight: -3.0, holds: |gap| is_list_item(&gap.after.text) },
    Cue { weight: -3.0, holds: |gap| gap.before.text.ends_with([':', ',', ';']) },
    Cue { weight: 0.4, holds: |gap| !gap.before.text.ends_with(['.', '!', '?', ':', ',', ';']) },
    // Half a line is often a sigh or a heading to what follows.
    Cue { weight: -0.6, holds: |gap| gap.before.words <= 6 },
    Cue { weight: -0.3, holds: |gap| gap.before.words <= 20 && gap.after.words <= 20 },
    Cue { weight: 0.4, holds: |gap| gap.before.words >= 40 },
    Cue { weight: 0.3, holds: |gap| gap.after.words >= 40 },
];

/// The log-odds that a paragraph taken at random begins a comment.
const BASE: f64 = 1.0;

/// For every gap of a page, the log-odds that a comment begins behind it.
pub(super) fn scores(page: &Page) -> Vec<f64> {
    let paragraphs = &page.paragraphs;
    let score = |i: usize| {
        let gap = gap(page, i);
        BASE + CUES.iter().filter(|cue| (cue.holds)(&gap)).map(|cue| cue.weight).sum::<f64>()
    };
    (1..paragraphs.len()).map(score).collect()
}

fn gap(page: &Page, i: usize) -> Gap<'_> {
    let paragraphs = &page.paragraphs;
    let after = &paragraphs[i];
    let words = after.opening.as_ref().map(|opening| opening.words.as_str()).filter(|words| quote::telling(words));
    let stands_in = |text: &str, words: &str| memchr::memmem::find(text.as_bytes(), words.as_bytes()).is_some();
    let earlier = &paragraphs[i.saturating_sub(LOOK_BACK)..i];
    Gap {
        before: &paragraphs[i - 1],
        after,
        reply_open: paragraphs[i.saturating_sub(REPLY_SPAN)..i].iter().any(|p| opens_with_handle(&p.text)),
        echoes: words.is_some_and(|words| earlier.iter().any(|p| stands_in(&p.folded, words))),
        quotes_article: words.is_some_and(|words| stands_in(&page.article, words)),
    }
}

/// The name that a text opens with, as in `@ann thanks`.
pub(super) fn handle(text: &str) -> Option<&str> {
    let name = text.strip_prefix('@')?.split(|c: char| c.is_whitespace() || ",:;".contains(c)).next()?;
    (!name.is_empty() && name.chars().count() <= 40).then_some(name)
}

fn opens_with_handle(text: &str) -> bool {
    handle(text).is_some()
}

/// `@ann`, `@Ann Lee:` and nothing else.
fn is_handle(text: &str) -> bool {
    opens_with_handle(text) && text.split_whitespace().count() <= 3 && !text.ends_with(['.', '!', '?'])
}

fn quoted_alone(paragraph: &Paragraph) -> bool {
    paragraph.opening.as_ref().is_some_and(|opening| opening.alone)
}

/// `Ann Lee: …`, up to three capitalised words and a colon.
fn opens_with_name(text: &str) -> bool {
    let Some((name, rest)) = text.split_once(':') else { return false };
    let words: Vec<&str> = name.split(' ').collect();
    let capital = |word: &&str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphanumeric() || "'.-_\u{2019}".contains(c))
    };
    let label = ["Note", "Edit", "Update", "PS", "P.S.", "Example", "Source", "TL", "Fact", "Question", "Answer"];
    words.len() <= 3 && name.len() <= 40 && words.iter().all(capital) && rest.starts_with(' ') && !label.contains(&name)
}

fn first_word_in(text: &str, list: &[&str]) -> bool {
    let word = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    list.contains(&word.as_str())
}

fn is_list_item(text: &str) -> bool {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < text.len() && text.len() - digits.len() <= 2 && digits.starts_with([')', '.']);
    (numbered && digits[1..].starts_with(' '))
        || ["- ", "* ", "\u{2022} ", "\u{2013} "].iter().any(|mark| text.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_lists_at_the_beginning() {
        assert!(is_handle("@ann") && is_handle("@Ann Lee:") && !is_handle("@ann you are right about it"));
        assert!(opens_with_name("Ann Lee: no.") && !opens_with_name("One thing: no.") && !opens_with_name("Note: no."));
        assert!(is_list_item("2) more") && is_list_item("- more") && !is_list_item("1990 was worse"));
    }
}
