//! The sentences of a comment, as places in its characters.

use unicode_segmentation::UnicodeSegmentation;

/// Sentences that are scored by themselves, at most.
pub const MOST_SPANS: usize = 200;

/// A sentence: where it begins and ends, in characters, and what it says.
#[derive(Debug, PartialEq, Eq)]
pub struct Sentence<'a> {
    /// Characters before it.
    pub begin: usize,
    /// Characters up to its end.
    pub end: usize,
    /// What it says.
    pub text: &'a str,
}

/// The first sentences of a text, without the space around them.
pub fn sentences(text: &str) -> Vec<Sentence<'_>> {
    let mut found = Vec::new();
    let mut begin = 0;
    for part in text.split_sentence_bounds() {
        let said = part.trim();
        let before = part.chars().take_while(|c| c.is_whitespace()).count();
        if !said.is_empty() {
            let from = begin + before;
            found.push(Sentence { begin: from, end: from + said.chars().count(), text: said });
        }
        if found.len() == MOST_SPANS {
            break;
        }
        begin += part.chars().count();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_characters() {
        let text = "  Où est-il ? Là-bas.  He said so! ";
        let found = sentences(text);
        let characters: Vec<char> = text.chars().collect();
        for sentence in &found {
            let cut: String = characters[sentence.begin..sentence.end].iter().collect();
            assert_eq!(cut, sentence.text);
        }
        assert_eq!(found.iter().map(|s| s.text).collect::<Vec<_>>(), ["Où est-il ?", "Là-bas.", "He said so!"]);
        assert!(sentences(" \n ").is_empty());
        assert_eq!(sentences(&"No. ".repeat(500)).len(), MOST_SPANS);
    }
}
