//! Pairs of neighbouring tokens.

use super::PhraseFamily;
use crate::text::Analysis;

/// Two tokens in a row within a clause, as `arm them`.
pub(super) struct Bigrams;

impl PhraseFamily for Bigrams {
    fn name(&self) -> &'static str {
        "bigrams"
    }

    fn push(&self, read: &Analysis, out: &mut dyn FnMut(&str, usize)) {
        let mut pair = String::new();
        for (at, window) in read.tokens().windows(2).enumerate() {
            if window[0].clause == window[1].clause {
                pair.clear();
                pair.push_str(read.form(&window[0]));
                pair.push(' ');
                pair.push_str(read.form(&window[1]));
                out(&pair, at);
            }
        }
    }
}
