//! A scored thread examined: how it is divided, and whether the model fits it.

use super::Fit;
use crate::classifier::{Classifier, Prediction};
use crate::metrics::Interval;
use crate::prevalence::{Headline, Prevalence};
use crate::thread::{Comment, Status};

/// What is known of a thread beside its comments' labels.
#[derive(Debug, Clone)]
pub struct Examined {
    /// The model's record, to be asked of any part of the thread.
    pub prevalence: Prevalence,
    /// The shares of all visible comments.
    pub headline: Headline,
    /// Whether the model fits.
    pub fit: Fit,
}

/// Fewer comments that nobody labelled are not estimated: any side may have them all.
const FEWEST: usize = 5;

impl Examined {
    /// The shares of comments some of which people labelled: what people said (`given`) counts as it is, and the `rows`
    /// that nobody labelled are estimated. `stream` sets the draws apart from those of other comments.
    ///
    /// Whether the model fits is judged by what it said of all of them, so labels can only make shares surer.
    #[must_use]
    pub fn with_labels(&self, given: &[usize], rows: &[&[f64]], told: &[usize], stream: u64) -> Headline {
        let estimated = self.prevalence.headline(rows, told, stream).unless(self.fit.objection().as_deref());
        if given.is_empty() {
            return estimated;
        }
        let all = (given.len() + rows.len()).max(1) as f64;
        let part_of =
            |labels: &[usize], side: usize| labels.iter().filter(|label| **label == side).count() as f64 / all;
        let open = rows.len() as f64 / all;
        let sides = 0..estimated.shares.len();
        if rows.len() < FEWEST {
            let share = |side: usize| {
                let certain = part_of(given, side);
                let high = (certain + open).min(1.0);
                Interval { value: certain + part_of(told, side), low: certain, high }
            };
            let reason = match rows.len() {
                0 => "All of them were labelled by people.".to_owned(),
                few => format!("Nobody labelled {few} of them; they may take any side."),
            };
            return Headline { shares: sides.map(share).collect(), quotable: true, reason, ..estimated };
        }
        let share = |side: usize| {
            let whole = |part: f64| (part_of(given, side) + open * part).clamp(0.0, 1.0);
            let part = estimated.shares[side];
            Interval { value: whole(part.value), low: whole(part.low), high: whole(part.high) }
        };
        // What people said only adds to what is known, though fewer comments are left to estimate.
        let best = if estimated.quotable { &estimated } else { &self.headline };
        let (quotable, reason) = (best.quotable, best.reason.clone());
        Headline { shares: sides.map(share).collect(), quotable, reason, ..estimated }
    }
}

/// The visible comments of a thread as estimators see them.
#[derive(Debug, Clone, Default)]
pub struct Visible<'a> {
    /// Probabilities.
    pub rows: Vec<&'a [f64]>,
    /// Told labels.
    pub told: Vec<usize>,
}

impl<'a> Visible<'a> {
    /// Those of comments with their predictions.
    #[must_use]
    pub fn of(
        comments: impl IntoIterator<Item = &'a Comment>,
        predictions: impl IntoIterator<Item = &'a Prediction>,
    ) -> Self {
        let both = comments.into_iter().zip(predictions).filter(|(comment, _)| comment.status == Status::Visible);
        let (rows, told) = both.map(|(_, p)| (p.probabilities.as_slice(), p.label)).unzip();
        Self { rows, told }
    }
}

/// Examines a thread by a model's predictions of its comments, which are as many. The seed drives all draws.
#[must_use]
pub fn examine(classifier: &Classifier, comments: &[&Comment], predictions: &[&Prediction], seed: u64) -> Examined {
    let visible = |at: &usize| comments[*at].status == Status::Visible;
    let shown: Vec<usize> = (0..comments.len().min(predictions.len())).filter(visible).collect();
    let targets: Vec<Option<usize>> =
        shown.iter().map(|at| classifier.target(comments[*at].target.as_deref())).collect();
    let placed = shown.iter().any(|at| predictions[*at].placed);
    let reference = classifier.reference(&targets, placed);
    let prevalence = Prevalence::of(reference.as_ref(), classifier.labels.len(), seed);
    let Visible { rows, told } = Visible::of(comments.iter().copied(), predictions.iter().copied());
    let headline = prevalence.headline(&rows, &told, 0);
    let fit = Fit::of(classifier, comments.iter().copied(), &headline);
    let headline = headline.unless(fit.objection().as_deref());
    Examined { prevalence, headline, fit }
}
