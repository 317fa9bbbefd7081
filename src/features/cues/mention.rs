//! Whether and where a comment names its target.

use super::{CueFamily, View, share};
use crate::text::Stemmer;

/// Target words: how many, how early.
pub(super) struct Mention;

impl CueFamily for Mention {
    fn name(&self) -> &'static str {
        "mention"
    }

    fn columns(&self) -> &'static [&'static str] {
        &["names the target", "target words", "target stands late"]
    }

    fn measure(&self, view: &View<'_>, stemmer: &Stemmer, out: &mut dyn FnMut(f64)) {
        let Some(target) = view.target else {
            (0..3).for_each(|_| out(0.0));
            return;
        };
        let words = view.read.words().count();
        let at: Vec<usize> = view
            .read
            .words()
            .enumerate()
            .filter(|(_, (_, form))| target.names(form, stemmer))
            .map(|(i, _)| i)
            .collect();
        out(f64::from(u8::from(!at.is_empty())));
        out((at.len() as f64).ln_1p());
        out(at.first().map_or(1.0, |first| share(*first, words)));
    }
}
