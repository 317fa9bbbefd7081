//! Who answers whom on a page without threads: a comment that opens with another one's words, or
//! with the name of its author, answers it.

use super::cues::handle;
use super::layout::Paragraph;
use super::quote;

/// How far back an answered comment is looked for.
const LOOK_BACK: usize = 200;

/// For every comment, the earlier one that it answers and how sure that is.
pub(super) fn parents(comments: &[&[Paragraph]]) -> Vec<Option<(usize, f32)>> {
    (0..comments.len()).map(|i| parent(comments, i)).collect()
}

fn parent(comments: &[&[Paragraph]], i: usize) -> Option<(usize, f32)> {
    let earlier = i.saturating_sub(LOOK_BACK)..i;
    let quoted = comments[i].iter().find_map(|paragraph| {
        let words = &paragraph.opening.as_ref().filter(|opening| quote::telling(&opening.words))?.words;
        earlier.clone().rev().find_map(|at| Some((at, copied(comments[at], words)?)))
    });
    let named = || {
        let name = handle(&comments[i].first()?.text)?.to_lowercase();
        let by = |at: &usize| {
            comments[*at][0].author.as_ref().is_some_and(|author| author.to_lowercase().starts_with(&name))
        };
        earlier.clone().rev().find(by).map(|at| (at, 0.8))
    };
    quoted.or_else(named)
}

/// How sure it is that `words` were taken from this comment. Words that it only quotes itself may
/// come from the same third place.
fn copied(comment: &[Paragraph], words: &str) -> Option<f32> {
    let stands_in = |text: &str| memchr::memmem::find(text.as_bytes(), words.as_bytes()).is_some();
    let paragraph = comment.iter().find(|paragraph| stands_in(&paragraph.folded))?;
    let quoted = paragraph.opening.as_ref().is_some_and(|opening| stands_in(&opening.words));
    Some(match words.split(' ').count() {
        _ if quoted => 0.4,
        0..4 => 0.7,
        _ => 0.9,
    })
}
