//! What may be labelled: every comment of some threads that readers could see and nobody has labelled yet, once.

use super::Known;
use crate::thread::{Comment, Status};

/// Why comments are not in a pool, and how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Deleted, spam or pending.
    pub hidden: usize,
    /// Without a text.
    pub empty: usize,
    /// With a stance, or among what was labelled elsewhere.
    pub labelled: usize,
    /// Of a text that an earlier comment of the pool has, or an id that it has.
    pub copies: usize,
}

/// Comments that may be labelled, by their places in a list.
#[derive(Debug, Clone)]
pub struct Pool<'a> {
    /// All comments that were read.
    pub comments: &'a [Comment],
    /// Places of those that may be labelled, ascending.
    pub eligible: Vec<usize>,
    /// What is not among them.
    pub left_out: LeftOut,
}

impl<'a> Pool<'a> {
    /// Finds what may be labelled, given what `labelled` has met.
    #[must_use]
    pub fn of(comments: &'a [Comment], labelled: &Known) -> Self {
        let (mut left_out, mut eligible, mut met) = (LeftOut::default(), Vec::new(), Known::default());
        let has_stance = |c: &Comment| c.stance.as_deref().is_some_and(|stance| !stance.trim().is_empty());
        // What stands labelled in the pool itself is known before any of its copies is met.
        let here: Known = comments.iter().filter(|comment| has_stance(comment)).collect();
        for (at, comment) in comments.iter().enumerate() {
            let reason = if comment.text.trim().is_empty() {
                &mut left_out.empty
            } else if comment.status != Status::Visible {
                &mut left_out.hidden
            } else if labelled.has(comment) || here.has(comment) {
                &mut left_out.labelled
            } else if met.has(comment) {
                &mut left_out.copies
            } else {
                met.add(comment);
                eligible.push(at);
                continue;
            };
            *reason += 1;
        }
        Self { comments, eligible, left_out }
    }

    /// How many may be labelled.
    #[must_use]
    pub fn len(&self) -> usize {
        self.eligible.len()
    }

    /// Whether nothing is left to label.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.eligible.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_comment_is_in_it_once_or_counted() {
        let comment = |id: &str, text: &str| Comment { id: id.into(), text: text.into(), ..Comment::default() };
        let comments = [
            comment("1", "Send help"),
            comment("2", "send HELP"),
            comment("3", " "),
            Comment { status: Status::Spam, ..comment("4", "buy") },
            Comment { stance: Some("favor".into()), ..comment("5", "done") },
            comment("6", "Done"),
            comment("7", "elsewhere"),
            comment("1", "the same id"),
            comment("8", "new"),
        ];
        let labelled: Known = [comment("7", "")].iter().collect();
        let pool = Pool::of(&comments, &labelled);
        assert_eq!(pool.eligible, [0, 8]);
        assert_eq!(pool.left_out, LeftOut { hidden: 1, empty: 1, labelled: 3, copies: 2 });
    }
}
