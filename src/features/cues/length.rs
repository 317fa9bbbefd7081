//! How long a comment is.

use super::{CueFamily, View, share};
use crate::text::Stemmer;

/// Log length in words, mean word length, share of distinct words.
pub(super) struct Length;

impl CueFamily for Length {
    fn name(&self) -> &'static str {
        "length"
    }

    fn columns(&self) -> &'static [&'static str] {
        &["log words", "mean word length", "distinct words"]
    }

    fn measure(&self, view: &View<'_>, _: &Stemmer, out: &mut dyn FnMut(f64)) {
        let mut forms: Vec<&str> = view.read.words().map(|(_, form)| form).collect();
        let (words, letters) = (forms.len(), forms.iter().map(|f| f.len()).sum::<usize>());
        forms.sort_unstable();
        forms.dedup();
        out((words as f64).ln_1p());
        out(share(letters, words).min(20.0));
        out(share(forms.len(), words));
    }
}
