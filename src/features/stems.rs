//! The stem of a token, so that forms of a word share a weight.

use super::TokenFamily;

/// The Snowball stem in the recipe's language; marks, emoji and classes are their own stem.
pub(super) struct Stems;

impl TokenFamily for Stems {
    fn name(&self) -> &'static str {
        "stems"
    }

    fn push(&self, _: &str, stem: &str, out: &mut dyn FnMut(&str)) {
        out(stem);
    }
}
