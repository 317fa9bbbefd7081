//! Character n-grams inside a token, with its bounds marked.

use super::fingerprint::{BLOCK, fingerprint, fingerprint_within};
use super::{TokenFamily, is_class};
use crate::text::is_unspaced;

/// The longest n-gram in characters, bounds included.
const LONGEST_GRAM: usize = 5;
/// The shortest one: pairs of letters stand in every other word, and say nothing that longer n-grams do not say.
const SHORTEST_GRAM: usize = 3;
/// The shortest one in a script that writes no spaces, where two characters are a word.
const SHORTEST_UNSPACED: usize = 2;
/// Characters of a token that are looked at: a ten-megabyte "word" must not own forty million features.
const LONGEST: usize = 64;

/// N-grams of 3 to 5 characters: `_ar`, `arm`, `rms_` …
pub(super) struct Chars;

impl TokenFamily for Chars {
    fn name(&self) -> &'static str {
        "chars"
    }

    fn push(&self, form: &str, _: &str, out: &mut dyn FnMut(&str)) {
        if is_class(form) {
            return;
        }
        let mut marked = String::with_capacity(form.len().min(LONGEST * 4) + 2);
        marked.push('_');
        marked.push_str(form.char_indices().nth(LONGEST).map_or(form, |(end, _)| &form[..end]));
        marked.push('_');
        if marked.is_ascii() {
            for length in SHORTEST_GRAM..=LONGEST_GRAM.min(marked.len()) {
                (0..=marked.len() - length).for_each(|start| out(&marked[start..start + length]));
            }
            return;
        }
        let starts: Vec<usize> = marked.char_indices().map(|(i, _)| i).chain([marked.len()]).collect();
        let shortest = if marked.chars().any(is_unspaced) { SHORTEST_UNSPACED } else { SHORTEST_GRAM };
        for length in shortest..=LONGEST_GRAM {
            for window in starts.windows(length + 1) {
                out(&marked[window[0]..window[length]]);
            }
        }
    }

    fn prints(&self, form: &str, stem: &str, prints: &mut Vec<u64>) {
        // Nearly every form is so short, and ASCII: its n-grams are slices of a buffer with room behind the last.
        let mut marked = [0; LONGEST + 2 + BLOCK];
        if form.len() > LONGEST || !form.is_ascii() {
            return self.push(form, stem, &mut |feature| prints.push(fingerprint(self.name(), feature)));
        }
        if is_class(form) {
            return;
        }
        let end = form.len() + 2;
        marked[0] = b'_';
        marked[1..end - 1].copy_from_slice(form.as_bytes());
        marked[end - 1] = b'_';
        for length in SHORTEST_GRAM..=LONGEST_GRAM.min(end) {
            let of = |start| fingerprint_within(self.name(), &marked, start..start + length);
            prints.extend((0..=end - length).map(of));
        }
    }
}
