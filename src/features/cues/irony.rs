//! Openings and phrases with which English readers say the opposite of what they mean.

use super::{CueFamily, View, log};

/// Mock praise, mock assent, open laughter, an explicit tag.
pub(super) struct Irony;

const PRAISE: &[&str] = &[
    "great idea",
    "good idea",
    "brilliant",
    "genius",
    "great plan",
    "good plan",
    "wonderful",
    "fantastic",
    "bravo",
    "well done",
    "nice job",
    "good luck with",
    "worked so well",
    "worked out so well",
    "worked well",
    "worked out great",
    "what could go wrong",
    "what could possibly go wrong",
    "because that",
    "cause that",
    "makes sense",
    "no doubt",
];
const ASSENT: &[&str] = &[
    "sure",
    "yeah right",
    "oh yeah",
    "oh yes",
    "of course",
    "yeah",
    "right ...",
    "yep",
    "obviously",
    "clearly",
    "surely",
    "oh",
    "gee",
    "wow",
    "ah",
    "thank god",
];
const LAUGHTER: &[&str] = &["lol", "haha", "hahaha", "lmao", "smh", "rofl", "ha", "heh", "ftfy"];

impl CueFamily for Irony {
    fn name(&self) -> &'static str {
        "irony"
    }

    fn columns(&self) -> &'static [&'static str] {
        &["mock praise", "mock assent", "laughter", "sarcasm tag"]
    }

    fn phrases(&self) -> &'static [&'static [&'static str]] {
        &[PRAISE, ASSENT, LAUGHTER]
    }

    fn measure(&self, view: &View<'_>, found: &[u32], out: &mut dyn FnMut(f64)) {
        for count in found {
            out(log(*count as usize));
        }
        out(f64::from(u8::from(is_tagged(view.raw))));
    }
}

/// Whether the author says that it was not meant: `/s` and its kin as a word of its own.
fn is_tagged(raw: &str) -> bool {
    let tag = |word: &str| matches!(word, "/s" | "/sarc" | "/sarcasm" | "</sarcasm>" | "(sarcasm)");
    memchr::memchr2(b'/', b'(', raw.as_bytes()).is_some() && raw.split_whitespace().any(tag)
}
