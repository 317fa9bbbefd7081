//! Exclamation, question, ellipsis, shouting, elongation.

use super::{CueFamily, View, log, share};
use crate::text::Kind;

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

    fn measure(&self, view: &View<'_>, _: &[u32], out: &mut dyn FnMut(f64)) {
        let (mut words, mut shouted, mut elongated) = (0, 0, 0);
        let (mut exclaimed, mut asked, mut trailing) = (0, 0, 0);
        let (mut emoji, mut hashtags, mut links) = (0, 0, 0);
        for (token, noted) in view.tokens() {
            words += usize::from(token.kind.is_word());
            elongated += usize::from(token.kind == Kind::Word && noted.facts.elongated);
            if token.quoted {
                continue;
            }
            shouted += usize::from(token.shouted);
            match token.kind {
                Kind::Mark => {
                    let form = view.read.form(token);
                    exclaimed += usize::from(form.contains('!'));
                    asked += usize::from(form.contains('?'));
                    trailing += usize::from(form.starts_with(".."));
                }
                Kind::Emoji => emoji += 1,
                Kind::Hashtag => hashtags += 1,
                Kind::Url => links += 1,
                _ => {}
            }
        }
        out(log(exclaimed));
        out(log(asked));
        out(f64::from(u8::from(view.raw.trim_end().ends_with('?'))));
        out(log(trailing));
        out(share(shouted, words));
        for count in [elongated, emoji, hashtags, links] {
            out(log(count));
        }
    }
}
