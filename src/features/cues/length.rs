//! How long a comment is.

use super::{ByCounts, Counts, CueFamily, View, log, share};

/// Log length in words, mean word length, share of distinct words.
pub(super) struct Length;

impl CueFamily for Length {
    fn name(&self) -> &'static str {
        "length"
    }

    fn columns(&self) -> &'static [&'static str] {
        &["log words", "mean word length", "distinct words"]
    }

    fn measure(&self, view: &View<'_>, _: &[u32], out: &mut dyn FnMut(f64)) {
        let mut counts = Counts::default();
        // Without a branch, which would often be guessed wrongly where a sentence ends.
        for (token, noted) in view.tokens() {
            let word = usize::from(token.kind.is_word());
            counts.words += word;
            counts.letters += word * view.read.form_range(token).len();
            counts.distinct += word & usize::from(noted.first);
        }
        columns(&counts).into_iter().for_each(out);
    }

    fn by_counts(&self) -> Option<ByCounts> {
        Some(|counts, row| row[..3].copy_from_slice(&columns(counts)))
    }
}

fn columns(counts: &Counts) -> [f64; 3] {
    let Counts { words, letters, distinct } = *counts;
    [log(words), share(letters, words).min(20.0), share(distinct, words)]
}
