//! How much of a comment is somebody else's words.

use super::{CueFamily, View, log, share};
use crate::text::MIN_QUOTE_WORDS;

/// Quoted share, opening with a quote, scare quotes.
pub(super) struct Quotation;

impl CueFamily for Quotation {
    fn name(&self) -> &'static str {
        "quotation"
    }

    fn columns(&self) -> &'static [&'static str] {
        &["quoted words", "opens with a quote", "scare quotes"]
    }

    fn measure(&self, view: &View<'_>, _: &[u32], out: &mut dyn FnMut(f64)) {
        let (mut words, mut quoted, mut opens) = (0, 0, false);
        for (token, _) in view.words() {
            opens |= words == 0 && token.quoted;
            words += 1;
            quoted += usize::from(token.quoted);
        }
        let scare = view.read.quotes().iter().filter(|q| (1..MIN_QUOTE_WORDS).contains(&q.words)).count();
        out(share(quoted, words));
        out(f64::from(u8::from(opens)));
        out(log(scare));
    }
}
