//! How much of a comment is somebody else's words.

use super::{CueFamily, View, share};
use crate::text::{MIN_QUOTE_WORDS, Stemmer};

/// Quoted share, opening with a quote, scare quotes.
pub(super) struct Quotation;

impl CueFamily for Quotation {
    fn name(&self) -> &'static str {
        "quotation"
    }

    fn columns(&self) -> &'static [&'static str] {
        &["quoted words", "opens with a quote", "scare quotes"]
    }

    fn measure(&self, view: &View<'_>, _: &Stemmer, out: &mut dyn FnMut(f64)) {
        let read = view.read;
        let quoted = read.words().filter(|(t, _)| t.quoted).count();
        let scare = read.quotes().iter().filter(|q| (1..MIN_QUOTE_WORDS).contains(&q.words)).count();
        out(share(quoted, read.words().count()));
        out(f64::from(u8::from(read.tokens().iter().find(|t| t.kind.is_word()).is_some_and(|t| t.quoted))));
        out((scare as f64).ln_1p());
    }
}
