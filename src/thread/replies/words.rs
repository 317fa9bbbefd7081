//! What a comment says and what it quotes, in a form in which copies are found.

use std::collections::HashSet;

use xxhash_rust::xxh3::xxh3_64;

use crate::text::{MIN_QUOTE_WORDS, analyse};
use crate::thread::quote::{fold, opening, telling};

/// A quotation that is not word for word needs this many words, and this share of its pairs of neighbours in the source.
const FUZZY_WORDS: usize = 6;
const FUZZY_SHARE: f64 = 0.5;

/// How much of a comment is compared, in bytes: a source is sought, not a text archive.
const MOST: usize = 1 << 14;

/// A quotation.
#[derive(Debug)]
pub(super) struct Passage {
    folded: String,
    words: usize,
    pairs: HashSet<u64>,
}

/// A comment's words.
#[derive(Debug)]
pub(super) struct Words {
    /// All of them, folded.
    folded: String,
    pairs: HashSet<u64>,
    passages: Vec<Passage>,
}

impl Words {
    pub fn of(text: &str) -> Self {
        let text = &text[..text.floor_char_boundary(MOST)];
        let read = analyse(text);
        let spans = read.quotes().iter().filter(|quote| quote.words >= MIN_QUOTE_WORDS);
        let mut passages: Vec<Passage> = spans.filter_map(|quote| Passage::of(&text[quote.span.range()])).collect();
        // Each line may open with a quotation, closed by whatever mark.
        for line in text.lines() {
            let opening = opening(line.trim()).filter(|opening| telling(&opening.words));
            passages.extend(opening.and_then(|opening| Passage::of(&opening.words)));
        }
        Self { folded: fold(text), pairs: pairs(text), passages }
    }

    /// What the comment quotes.
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// How sure it is that a quotation was taken from here, and whether from this comment's own words.
    pub fn holds(&self, passage: &Passage) -> Option<(f32, bool)> {
        let quoted = self.passages.iter().any(|own| own.folded.contains(&passage.folded));
        if memchr::memmem::find(self.folded.as_bytes(), passage.folded.as_bytes()).is_some() {
            return Some(match passage.words {
                _ if quoted => (0.4, false),
                0..4 => (0.7, true),
                _ => (0.9, true),
            });
        }
        if passage.words < FUZZY_WORDS || passage.pairs.is_empty() {
            return None;
        }
        let shared = passage.pairs.intersection(&self.pairs).count() as f64 / passage.pairs.len() as f64;
        (shared >= FUZZY_SHARE).then_some(((0.8 * shared) as f32, true))
    }
}

impl Passage {
    fn of(text: &str) -> Option<Self> {
        let folded = fold(text).trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        let words = folded.split(' ').count();
        telling(&folded).then(|| Self { pairs: pairs(&folded), folded, words })
    }
}

/// Fingerprints of every two neighbouring words.
fn pairs(text: &str) -> HashSet<u64> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    words.windows(2).map(|pair| xxh3_64(pair.join(" ").as_bytes())).collect()
}
