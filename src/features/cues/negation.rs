//! How much a comment negates, and whether it negates the target.

use super::{CueFamily, View, share};
use crate::text::Stemmer;

/// Negated share, negated target words, modal verbs of duty.
pub(super) struct Negation;

const DUTY: [&str; 9] =
    [" should ", " must ", " ought to ", " need to ", " needs to ", " have to ", " time to ", " let's ", " it's time "];
const BAN: [&str; 10] = [
    " shouldn't ",
    " should not ",
    " must not ",
    " mustn't ",
    " stop ",
    " never ",
    " don't ",
    " no more ",
    " can't ",
    " stay out ",
];

impl CueFamily for Negation {
    fn name(&self) -> &'static str {
        "negation"
    }

    fn columns(&self) -> &'static [&'static str] {
        &["negated words", "negated target", "words of duty", "words of refusal"]
    }

    fn measure(&self, view: &View<'_>, stemmer: &Stemmer, out: &mut dyn FnMut(f64)) {
        let negated: Vec<&str> = view.read.words().filter(|(t, _)| t.negated).map(|(_, form)| form).collect();
        let on_target =
            view.target.map_or(0, |target| negated.iter().filter(|form| target.names(form, stemmer)).count());
        let joined = super::joined(view);
        out(share(negated.len(), view.read.words().count()));
        out((on_target as f64).ln_1p());
        out((super::phrases(&joined, &DUTY) as f64).ln_1p());
        out((super::phrases(&joined, &BAN) as f64).ln_1p());
    }
}
