//! The text that a comment answers, as the cue families compare it.

use super::glossary::stem_print;
use crate::text::{Stemmer, analyse};

/// What a comment can take up of the text that it answers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parent {
    /// Stems of the words that carry its content, ascending.
    stems: Vec<u32>,
    /// Whether it ends with a question mark.
    pub asks: bool,
}

/// Words that say nothing of what a text is about, ascending; those of one or two letters are left out anyway.
const FUNCTION: [&str; 92] = [
    "about", "all", "also", "and", "any", "are", "because", "been", "being", "but", "can", "could", "did", "didn't",
    "does", "doesn't", "don't", "even", "for", "from", "get", "had", "has", "have", "he's", "her", "here", "him",
    "his", "how", "i'd", "i'll", "i'm", "i've", "into", "isn't", "it's", "its", "just", "like", "more", "most", "much",
    "not", "now", "off", "one", "only", "other", "our", "out", "over", "really", "she", "should", "some", "such",
    "than", "that", "that's", "the", "their", "them", "then", "there", "these", "they", "they're", "this", "those",
    "too", "very", "was", "we're", "well", "were", "what", "when", "where", "which", "who", "why", "will", "with",
    "won't", "would", "yes", "yet", "you", "you're", "your", "yours",
];

/// Whether a word says what a text is about.
#[must_use]
pub fn carries_content(form: &str) -> bool {
    form.len() > 2 && FUNCTION.binary_search(&form).is_err()
}

impl Parent {
    /// Reads the text that is answered; nothing where there is no word in it.
    #[must_use]
    pub fn of(text: &str, stemmer: &Stemmer) -> Option<Self> {
        let read = analyse(text);
        read.words().next()?;
        let content = read.words().filter(|(_, form)| carries_content(form));
        let mut stems: Vec<u32> = content.map(|(_, form)| stem_print(form, stemmer)).collect();
        stems.sort_unstable();
        stems.dedup();
        Some(Self { stems, asks: text.trim_end().ends_with('?') })
    }

    /// Whether a stem is one of its words'.
    #[must_use]
    pub fn says(&self, stem: u32) -> bool {
        self.stems.binary_search(&stem).is_ok()
    }

    /// How many different words carry its content.
    #[must_use]
    pub fn content(&self) -> usize {
        self.stems.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_function_words_can_be_searched() {
        assert!(FUNCTION.is_sorted());
        assert!(!carries_content("the") && !carries_content("of") && carries_content("rebels"));
    }

    #[test]
    fn a_parent_is_its_content_and_how_it_asks() {
        let stemmer = Stemmer::new("english").expect("a stemmer");
        let parent = Parent::of("Who would arm these rebels? Arming rebels! Why? ", &stemmer).expect("words");
        assert_eq!(parent.content(), 2);
        assert!(parent.asks && parent.says(stem_print("rebel", &stemmer)));
        assert_eq!(Parent::of("?!", &stemmer), None);
    }
}
