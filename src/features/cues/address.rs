//! Whom a comment speaks to and of: itself, its readers, another commenter.

use super::{CueFamily, View, joined, phrases, share};
use crate::text::{Kind, Stemmer};

/// Persons addressed, agreement and disagreement with another commenter.
pub(super) struct Address;

const AGREE: [&str; 12] = [
    " agree ",
    " agreed ",
    " exactly ",
    " well said ",
    " good point ",
    " you're right ",
    " you are right ",
    " spot on ",
    " this ! ",
    " amen ",
    " thank you ",
    " +1 ",
];
const DISAGREE: [&str; 12] = [
    " disagree ",
    " wrong ",
    " nonsense ",
    " bs ",
    " bullshit ",
    " you're wrong ",
    " really ? ",
    " not true ",
    " rubbish ",
    " ridiculous ",
    " idiot ",
    " you people ",
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

    fn measure(&self, view: &View<'_>, _: &Stemmer, out: &mut dyn FnMut(f64)) {
        let words: Vec<&str> = view.read.words().filter(|(t, _)| !t.quoted).map(|(_, form)| form).collect();
        let count = |list: &[&str]| share(words.iter().filter(|w| list.contains(w)).count(), words.len());
        let joined = joined(view);
        out(count(&["i", "me", "my", "i'm", "i've", "i'd", "i'll", "mine", "myself"]));
        out(count(&["we", "us", "our", "we're", "we've", "we'd", "we'll", "ours"]));
        out(count(&["you", "your", "you're", "you've", "you'd", "you'll", "yours", "u", "ur"]));
        out(count(&["they", "them", "their", "they're", "they've", "they'd", "they'll", "theirs"]));
        out(f64::from(u8::from(view.read.tokens().first().is_some_and(|t| t.kind == Kind::Mention))));
        out((phrases(&joined, &AGREE) as f64).ln_1p());
        out((phrases(&joined, &DISAGREE) as f64).ln_1p());
    }
}
