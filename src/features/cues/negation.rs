//! How much a comment negates, and whether it negates the target.

use super::{CueFamily, View, log, share};
use crate::text::Scope;

/// Negated share, negated target words, modal verbs of duty.
pub(super) struct Negation;

const DUTY: &[&str] =
    &["should", "must", "ought to", "need to", "needs to", "have to", "time to", "let's", "it's time"];
const BAN: &[&str] =
    &["shouldn't", "should not", "must not", "mustn't", "stop", "never", "don't", "no more", "can't", "stay out"];

impl CueFamily for Negation {
    fn name(&self) -> &'static str {
        "negation"
    }

    fn columns(&self) -> &'static [&'static str] {
        &["negated words", "negated target", "words of duty", "words of refusal"]
    }

    fn phrases(&self) -> &'static [&'static [&'static str]] {
        &[DUTY, BAN]
    }

    fn measure(&self, view: &View<'_>, found: &[u32], out: &mut dyn FnMut(f64)) {
        let (mut words, mut negated, mut on_target) = (0, 0, 0);
        let mut scope = Scope::default();
        for (token, noted) in view.words() {
            words += 1;
            if scope.covers(token, noted.facts.turn) {
                negated += 1;
                on_target += usize::from(view.target.is_some_and(|target| target.names(&noted.facts)));
            }
        }
        out(share(negated, words));
        out(log(on_target));
        for count in found {
            out(log(*count as usize));
        }
    }
}
