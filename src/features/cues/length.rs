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
        for (token, noted) in view.words() {
            words += 1;
            letters += view.read.form(token).len();
            distinct += usize::from(noted.first);
        }
        out(log(words));
        out(share(letters, words).min(20.0));
        out(share(distinct, words));
    }
}
