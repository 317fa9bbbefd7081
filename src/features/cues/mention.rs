//! Whether and where a comment names its target.

use super::{CueFamily, View, log, share};

/// Target words: how many, how early.
pub(super) struct Mention;

impl CueFamily for Mention {
    fn name(&self) -> &'static str {
        "mention"
    }

    fn columns(&self) -> &'static [&'static str] {
        &["names the target", "target words", "target stands late"]
    }

    fn measure(&self, view: &View<'_>, _: &[u32], out: &mut dyn FnMut(f64)) {
        let (mut words, mut named, mut first) = (0, 0, None);
        for (_, noted) in view.words() {
            if view.target.is_some_and(|target| target.names(&noted.facts)) {
                named += 1;
                first.get_or_insert(words);
            }
            words += 1;
        }
        out(f64::from(u8::from(named > 0)));
        out(log(named));
        out(first.map_or(if view.target.is_some() { 1.0 } else { 0.0 }, |first| share(first, words)));
    }
}
