//! What the classifier says of one comment.

use serde::Serialize;

/// The probabilities of each label for one comment, and whether to act on them.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Prediction {
    /// Index of the label: the most probable one, unless the recipe counts every label alike.
    pub label: usize,
    /// One probability a label, in the label set's order; they sum to 1 within 1e-9.
    pub probabilities: Vec<f64>,
    /// The probability of `label`.
    pub confidence: f64,
    /// Below the confidence at which the asked precision was reached out of fold.
    pub unsure: bool,
    /// The model was not trained on this comment's target.
    pub unseen_target: bool,
    /// The comments around this one in its thread were read with it.
    pub placed: bool,
    /// How far its words agree with the comment that it answers, from -1 to 1; 0 where the model has not learnt that.
    #[serde(skip)]
    pub accord: f64,
}
