//! What is asked of a comment: its side on which target, and from which confidence on.

use std::ops::Range;

use super::Classifier;
use super::targets::target_key;
use crate::features::Target;

/// A question as a classifier understands it. Asked of many comments, it is looked up once.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// The number of the target, if the model was trained on it.
    pub seen: Option<usize>,
    /// Words of a target that the model was not trained on.
    pub(super) unknown: Option<Target>,
    /// Confidence below which a prediction is unsure.
    pub(super) threshold: f64,
    /// Which of the scorer's scores are the columns of layer 1, one stretch after the other.
    pub(super) slots: Vec<Range<usize>>,
}

impl Classifier {
    /// The question of a target's sides. `precision` is what should have been reached out of fold where the answer is
    /// sure.
    #[must_use]
    pub fn question(&self, target: Option<&str>, precision: Option<f64>) -> Question {
        let seen = self.target(target);
        Question {
            seen,
            unknown: target.filter(|_| seen.is_none()).map(|name| Target::new(name, &self.stemmer)),
            threshold: self.threshold(precision, seen.is_some()),
            slots: self.slots(seen),
        }
    }

    /// The words of a question's target.
    pub(super) fn words<'a>(&'a self, question: &'a Question) -> Option<&'a Target> {
        question.seen.map(|target| &self.targets[target].1).or(question.unknown.as_ref())
    }

    /// The number of a target that the model was trained on. With a single target every comment that names none is
    /// about that one.
    #[must_use]
    pub fn target(&self, name: Option<&str>) -> Option<usize> {
        if let Some(key) = name.map(|name| target_key(self.recipe.unaliased(name))).filter(|n| !n.is_empty()) {
            self.targets.iter().position(|(k, _)| *k == key)
        } else {
            let default = self.recipe.default_target.as_deref().map(target_key);
            let single = (self.targets.len() == 1).then_some(0);
            default.and_then(|key| self.targets.iter().position(|(k, _)| *k == key)).or(single)
        }
    }

    /// Which of the scorer's scores serve the columns of layer 1 for a target: those of its own expert and of the pool
    /// for the text, then the same for word vectors.
    pub(super) fn slots(&self, seen: Option<usize>) -> Vec<Range<usize>> {
        let mut slots = self.lexical_slots(seen);
        if self.layout.vectors {
            let width = self.scorer.width();
            let meant: Vec<_> = slots.iter().map(|own| own.start + width..own.end + width).collect();
            slots.extend(meant);
        }
        slots
    }

    fn lexical_slots(&self, seen: Option<usize>) -> Vec<Range<usize>> {
        let width = self.layout.scores();
        let experts = self.own.iter().filter(|own| **own).count();
        let pool = experts * width..(experts + 1) * width;
        if !self.layout.by_target() {
            return vec![pool];
        }
        let own = match seen.filter(|t| self.own.get(*t) == Some(&true)) {
            Some(target) => {
                let before = self.own[..target].iter().filter(|own| **own).count();
                before * width..(before + 1) * width
            }
            None => pool.clone(),
        };
        vec![own, pool]
    }
}
