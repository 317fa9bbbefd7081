//! Predicting the comments of a conversation, each in the light of those around it.

use std::sync::Arc;

use rayon::prelude::*;

use super::context::Heard;
use super::{Classifier, Conversation, Place, Prediction, placed};
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
        let all = Conversation::of(&comments.iter().map(|c| Place::of(c)).collect::<Vec<_>>());
        let at: Vec<u32> = (0..comments.len() as u32).collect();
        let commons = Arc::default();
        let score = |chunk: &[u32]| {
            let mut memory = Memory::sharing(&commons);
            let one = |at: &u32| {
                let said = all.said(*at, |at| comments[at as usize].into());
                self.predict(said, comments[*at as usize].target.as_deref(), precision, &mut memory)
            };
            chunk.iter().map(one).collect::<Vec<_>>()
        };
        let mut predictions: Vec<Prediction> = at.par_chunks(CHUNK).flat_map_iter(score).collect();
        self.place(&all, precision, &mut predictions);
        predictions
    }

    /// Puts predictions of comments on their own words into their thread: the predictions of exactly the comments that
    /// the conversation is of, in its order.
    pub fn place(&self, all: &Conversation, precision: Option<f64>, predictions: &mut [Prediction]) {
        let Some(decision) = self.placed.as_ref().filter(|_| !all.is_empty()) else { return };
        let heard: Vec<Option<Heard>> =
            predictions.iter().map(|p| Some(Heard::of(&p.probabilities, p.accord))).collect();
        let threshold = self.threshold_placed(precision);
        for (at, prediction) in predictions.iter_mut().enumerate().filter(|(_, p)| !p.unseen_target) {
            if let Some(probabilities) = placed::decide(&decision.decision, all, &heard, at as u32) {
                prediction.label = decision.rule.label(&probabilities);
                prediction.confidence = probabilities[prediction.label];
                prediction.unsure = prediction.confidence < threshold;
                prediction.probabilities = probabilities;
                prediction.placed = true;
            }
        }
    }
}
