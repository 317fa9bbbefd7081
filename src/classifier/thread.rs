//! Predicting the comments of a conversation, each in the light of those around it.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Classifier, Conversation, Place, Prediction, context, placed};
use crate::lexical::Memory;
use crate::thread::Comment;

/// Comments scored by one task.
const CHUNK: usize = 256;

impl Classifier {
    /// Predicts comments in the order given, each on its own words and then in its thread, where the model has learnt
    /// what those around a comment tell. The result does not depend on the order.
    #[must_use]
    pub fn predict_all<'a>(
        &self,
        comments: impl IntoIterator<Item = &'a Comment>,
        precision: Option<f64>,
    ) -> Vec<Prediction> {
        let comments: Vec<&Comment> = comments.into_iter().collect();
        let commons = Arc::default();
        let score = |chunk: &[&Comment]| {
            let mut memory = Memory::sharing(&commons);
            let one = |c: &&Comment| self.predict(&c.text, c.target.as_deref(), precision, &mut memory);
            chunk.iter().map(one).collect::<Vec<_>>()
        };
        let mut predictions: Vec<Prediction> = comments.par_chunks(CHUNK).flat_map_iter(score).collect();
        self.place(&Conversation::of(comments.iter().map(|c| Place::of(c))), precision, &mut predictions);
        predictions
    }

    /// Puts predictions of comments on their own words into their thread: the predictions of exactly the comments that
    /// the conversation is of, in its order.
    pub fn place(&self, all: &Conversation, precision: Option<f64>, predictions: &mut [Prediction]) {
        let Some(decision) = self.placed.as_ref().filter(|_| !all.is_empty()) else { return };
        let odds: Vec<Option<Vec<f64>>> =
            predictions.iter().map(|p| Some(context::log_odds(&p.probabilities))).collect();
        let threshold = self.threshold_placed(precision);
        for (at, prediction) in predictions.iter_mut().enumerate().filter(|(_, p)| !p.unseen_target) {
            if let Some(probabilities) = placed::decide(&decision.decision, all, &odds, at as u32) {
                prediction.label = decision.rule.label(&probabilities);
                prediction.confidence = probabilities[prediction.label];
                prediction.unsure = prediction.confidence < threshold;
                prediction.probabilities = probabilities;
                prediction.placed = true;
            }
        }
    }
}
