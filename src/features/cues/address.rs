//! Whom a comment speaks to and of: itself, its readers, another commenter.

use super::{CueFamily, View, log, share};
use crate::text::Kind;

/// Persons addressed, agreement and disagreement with another commenter.
pub(super) struct Address;

const I: &[&str] = &["i", "me", "my", "i'm", "i've", "i'd", "i'll", "mine", "myself"];
const WE: &[&str] = &["we", "us", "our", "we're", "we've", "we'd", "we'll", "ours"];
const YOU: &[&str] = &["you", "your", "you're", "you've", "you'd", "you'll", "yours", "u", "ur"];
const THEY: &[&str] = &["they", "them", "their", "they're", "they've", "they'd", "they'll", "theirs"];
const AGREE: &[&str] = &[
    "agree",
    "agreed",
    "exactly",
    "well said",
    "good point",
    "you're right",
    "you are right",
    "spot on",
    "this !",
    "amen",
    "thank you",
];
const DISAGREE: &[&str] = &[
    "disagree",
    "wrong",
    "nonsense",
    "bs",
    "bullshit",
    "you're wrong",
    "really ?",
    "not true",
    "rubbish",
    "ridiculous",
    "idiot",
    "you people",
];

impl CueFamily for Address {
    fn name(&self) -> &'static str {
        "address"
    }

    fn columns(&self) -> &'static [&'static str] {
        &[
            "first person",
            "plural first person",
            "second person",
            "third person plural",
            "opens with a name",
            "agreement words",
            "disagreement words",
        ]
    }

    fn phrases(&self) -> &'static [&'static [&'static str]] {
        &[I, WE, YOU, THEY, AGREE, DISAGREE]
    }

    fn measure(&self, view: &View<'_>, found: &[u32], out: &mut dyn FnMut(f64)) {
        let words = view.words().filter(|(token, _)| !token.quoted).count();
        let (persons, attitudes) = found.split_at(4);
        for count in persons {
            out(share(*count as usize, words));
        }
        out(f64::from(u8::from(view.read.tokens().first().is_some_and(|t| t.kind == Kind::Mention))));
        for count in attitudes {
            out(log(*count as usize));
        }
    }
}
