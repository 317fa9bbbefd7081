//! By what a word is found, and which words of a source a comment can contain.

use crate::features::token_print;
use crate::text::{Analysis, Kind};

/// The form of every address; some sources have a vector for it.
const URL: &str = "<url>";

/// The fingerprint by which a token's vector is found, given the token's form. A hashtag means what its word means.
#[must_use]
pub fn key(form: &str) -> u64 {
    token_print(form.trim_start_matches('#'))
}

/// The [`key`] of the token that a word of a source is in a comment, if it is exactly one.
///
/// Nothing for what the tokeniser cuts (`co-authored`), drops (`,`) or shortens (`mr.`); nor for a quotation mark,
/// which is no unit, and an address, which would speak for all addresses.
pub(super) fn key_of(word: &str, read: &mut Analysis) -> Option<u64> {
    if word == URL {
        return Some(key(word));
    }
    read.read(word);
    let [token] = read.tokens() else { return None };
    let whole = token.span.range() == (0..word.len());
    let form = read.form(token);
    (whole && form != "\"" && !matches!(token.kind, Kind::Url | Kind::Mention)).then(|| key(form))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_tokens_or_nothing() {
        let read = &mut Analysis::default();
        for word in ["rebels", "Rebels", "n't", "don’t", "naïve", "!", "...", "10,000", "#tcot", ":)", "<url>", "武器"]
        {
            assert!(key_of(word, read).is_some(), "{word}");
        }
        for word in
            ["", " ", ",", "\"", "mr.", "co-authored", "'s", "a b", "http://x.org/abc", "@mike", "<b>", "\u{a0}"]
        {
            assert!(key_of(word, read).is_none(), "{word}");
        }
        assert_eq!(key_of("Rebels", read), Some(key("#rebels")));
    }
}
