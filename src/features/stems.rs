//! The stem of a token, so that forms of a word share a weight.

use super::TokenFamily;
use crate::text::Stemmer;

/// Stems longer than this are cut.
const LONGEST: usize = 64;

/// The Snowball stem in the recipe's language; marks, emoji and classes are their own stem.
pub(super) struct Stems;

impl TokenFamily for Stems {
    fn name(&self) -> &'static str {
        "stems"
    }

    fn push(&self, form: &str, stemmer: &Stemmer, out: &mut dyn FnMut(&str)) {
        let form = match form.char_indices().nth(LONGEST) {
            Some((end, _)) => &form[..end],
            None => form,
        };
        out(&stemmer.stem(form));
    }
}
