//! Whether the parts of a model fit together.

use super::manifest::Head;
use crate::classifier::{Placed, context_width};
use crate::decision::{Decision, Rule};
use crate::lexical::Scorer;

/// Scores that the experts on stances give.
pub(super) fn stances(head: &Head) -> usize {
    (head.own.iter().filter(|own| **own).count() + 1) * head.layout.scores()
}

/// Whether the parts of a stance head fit each other and its experts.
pub(super) fn check(head: &Head, scorer: &Scorer) -> std::result::Result<(), String> {
    let labels = head.labels.len();
    if labels < 2 || head.layout.labels != head.labels.names() || head.layout.targets.is_empty() {
        return Err("its labels or targets do not fit together".into());
    }
    let accord = head.placed.as_ref().is_some_and(Placed::reads_accord);
    if scorer.width() != stances(head) + usize::from(accord) {
        return Err("its experts do not fit its labels".into());
    }
    let decisions = std::iter::once(&head.decision).chain(head.open.iter().map(|(decision, _)| decision));
    let placed = head.placed.iter().map(|placed| (&placed.decision, context_width(labels)));
    for (decision, width) in decisions.map(|decision| (decision, head.layout.width())).chain(placed) {
        fits(decision, labels, width)?;
    }
    std::iter::once(&head.rule)
        .chain(head.placed.iter().map(|placed| &placed.rule))
        .try_for_each(|r| obeyable(r, labels))
}

/// Whether a decision over so many columns can be asked for so many labels.
pub(super) fn fits(decision: &Decision, labels: usize, width: usize) -> std::result::Result<(), String> {
    let n = decision.columns.len();
    let shapes = decision.mean.len() == n && decision.deviation.len() == n && decision.weights.len() == n;
    let rows = decision.weights.iter().all(|row| row.len() == labels) && decision.intercept.len() == labels;
    let numbers = decision.weights.iter().flatten().chain(&decision.mean).chain(&decision.intercept);
    let scales = decision.deviation.iter().all(|d| d.is_finite() && *d > 0.0);
    let columns = decision.columns.iter().all(|c| *c < width);
    let fits = shapes && rows && scales && columns && numbers.into_iter().all(|v| v.is_finite());
    if fits { Ok(()) } else { Err("its decision layer does not fit its columns".into()) }
}

/// Whether a rule can be applied to so many labels.
pub(super) fn obeyable(rule: &Rule, labels: usize) -> std::result::Result<(), String> {
    let factors = rule.factors();
    let fits = factors.is_empty() || factors.len() == labels;
    if fits && factors.iter().all(|factor| factor.is_finite() && *factor > 0.0) {
        Ok(())
    } else {
        Err("its rule does not fit its labels".into())
    }
}
