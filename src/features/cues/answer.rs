//! What a comment takes up of the text that it answers.

use super::{CueFamily, View, log, share};
use crate::features::parent::carries_content;

/// Shared words, and whether the parent asks. How the parent is written otherwise (its length, its marks) is left out:
/// it tells of the place that comments were collected from rather than of the comment.
pub(super) struct Answer;

/// Words at a comment's beginning in which it names what it answers.
const OPENING: usize = 5;

impl CueFamily for Answer {
    fn name(&self) -> &'static str {
        "answer"
    }

    fn columns(&self) -> &'static [&'static str] {
        &[
            "answers a known text",
            "own words taken up",
            "parent's words taken up",
            "overlap",
            "log words taken up",
            "taken up at once",
            "parent asks",
        ]
    }

    fn measure(&self, view: &View<'_>, _: &[u32], out: &mut dyn FnMut(f64)) {
        let Some(parent) = view.parent else { return self.columns().iter().for_each(|_| out(0.0)) };
        let (mut words, mut content, mut shared, mut opening) = (0, 0, 0, 0);
        for (token, noted) in view.words() {
            words += 1;
            if noted.first && carries_content(view.read.form(token)) {
                content += 1;
                let taken = usize::from(parent.says(noted.facts.stem));
                shared += taken;
                opening += if words <= OPENING { taken } else { 0 };
            }
        }
        out(1.0);
        out(share(shared, content));
        out(share(shared, parent.content()));
        out(shared as f64 / ((content * parent.content()).max(1) as f64).sqrt());
        out(log(shared));
        out(log(opening));
        out(f64::from(u8::from(parent.asks)));
    }

    fn reads_parent(&self) -> bool {
        true
    }
}
