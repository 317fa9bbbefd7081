//! A scored thread examined: how it is divided, and whether the model fits it.

use super::Fit;
use crate::classifier::{Classifier, Prediction};
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
