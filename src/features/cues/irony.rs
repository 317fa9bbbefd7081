//! Openings and phrases with which English readers say the opposite of what they mean.

use super::{CueFamily, View, joined, phrases};
use crate::text::Stemmer;

/// Mock praise, mock assent, open laughter, an explicit tag.
pub(super) struct Irony;

const PRAISE: [&str; 22] = [
    " great idea ",
    " good idea ",
    " brilliant ",
    " genius ",
    " great plan ",
    " good plan ",
    " wonderful ",
    " fantastic ",
    " bravo ",
    " well done ",
    " nice job ",
    " good luck with ",
    " worked so well ",
    " worked out so well ",
    " worked well ",
    " worked out great ",
    " what could go wrong ",
    " what could possibly go wrong ",
    " because that ",
    " cause that ",
    " makes sense ",
    " no doubt ",
];
const ASSENT: [&str; 16] = [
    " sure ",
    " yeah right ",
    " oh yeah ",
    " oh yes ",
    " of course ",
    " yeah ",
    " right ... ",
    " yep ",
    " obviously ",
    " clearly ",
    " surely ",
    " oh ",
    " gee ",
    " wow ",
    " ah ",
    " thank god ",
];
const LAUGHTER: [&str; 9] = [" lol ", " haha ", " hahaha ", " lmao ", " smh ", " rofl ", " ha ", " heh ", " ftfy "];

impl CueFamily for Irony {
    fn name(&self) -> &'static str {
        "irony"
    }

    fn columns(&self) -> &'static [&'static str] {
        &["mock praise", "mock assent", "laughter", "sarcasm tag"]
    }

    fn measure(&self, view: &View<'_>, _: &Stemmer, out: &mut dyn FnMut(f64)) {
        let joined = joined(view);
        let tagged = view
            .raw
            .split_whitespace()
            .any(|word| matches!(word, "/s" | "/sarc" | "/sarcasm" | "</sarcasm>" | "(sarcasm)"));
        out((phrases(&joined, &PRAISE) as f64).ln_1p());
        out((phrases(&joined, &ASSENT) as f64).ln_1p());
        out((phrases(&joined, &LAUGHTER) as f64).ln_1p());
        out(f64::from(u8::from(tagged)));
    }
}
