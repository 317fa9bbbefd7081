//! Exclamation, question, ellipsis, shouting, elongation.

use super::{CueFamily, View, share};
use crate::text::{Kind, Stemmer};

/// How loud and how open a comment is.
pub(super) struct Punctuation;

impl CueFamily for Punctuation {
    fn name(&self) -> &'static str {
        "punctuation"
    }

    fn columns(&self) -> &'static [&'static str] {
        &[
            "exclamations",
            "questions",
            "ends in a question",
            "ellipses",
            "shouted words",
            "elongated words",
            "emoji",
            "hashtags",
            "links",
        ]
    }

    fn measure(&self, view: &View<'_>, _: &Stemmer, out: &mut dyn FnMut(f64)) {
        let read = view.read;
        let own = || read.tokens().iter().filter(|t| !t.quoted);
        let marks = |c: char| own().filter(|t| t.kind == Kind::Mark && read.form(t).contains(c)).count();
        let kind = |kind: Kind| own().filter(|t| t.kind == kind).count();
        let words = read.words().count();
        let elongated = read.words().filter(|(t, form)| t.kind == Kind::Word && is_elongated(form)).count();
        out((marks('!') as f64).ln_1p());
        out((marks('?') as f64).ln_1p());
        out(f64::from(u8::from(view.raw.trim_end().ends_with('?'))));
        out((own().filter(|t| t.kind == Kind::Mark && read.form(t).starts_with("..")).count() as f64).ln_1p());
        out(share(own().filter(|t| t.shouted).count(), words));
        out((elongated as f64).ln_1p());
        out((kind(Kind::Emoji) as f64).ln_1p());
        out((kind(Kind::Hashtag) as f64).ln_1p());
        out((kind(Kind::Url) as f64).ln_1p());
    }
}

fn is_elongated(form: &str) -> bool {
    form.as_bytes().windows(3).any(|w| w[0].is_ascii_alphabetic() && w[0] == w[1] && w[1] == w[2] && form != "www")
}
