//! Words in the scope of a negation.

use super::PhraseFamily;
use crate::text::{Analysis, Scope, Turn};

/// A negated word as a unit of its own, so that `not arm` is more than `arm`.
pub(super) struct Negated;

impl PhraseFamily for Negated {
    fn name(&self) -> &'static str {
        "negated"
    }

    fn push(&self, read: &Analysis, out: &mut dyn FnMut(&str, usize)) {
        let mut scope = Scope::default();
        for (at, token) in read.tokens().iter().enumerate() {
            let form = read.form(token);
            if scope.covers(token, Turn::of(form)) {
                out(form, at);
            }
        }
    }
}
