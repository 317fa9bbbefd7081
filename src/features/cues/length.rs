//! How long a comment is.

use super::{CueFamily, View, log, share};

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
        let (mut words, mut letters, mut distinct) = (0, 0, 0);
        // Without a branch, which would often be guessed wrongly where a sentence ends.
        for (token, noted) in view.tokens() {
            let word = usize::from(token.kind.is_word());
            words += word;
            letters += word * view.read.form_range(token).len();
            distinct += word & usize::from(noted.first);
        }
        out(log(words));
        out(share(letters, words).min(20.0));
        out(share(distinct, words));
    }
}
