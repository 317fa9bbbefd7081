//! A thread with what a model says of it.

use std::path::Path;

use hustings::artifact;
use hustings::check::{Examined, Visible, examine};
use hustings::classifier::{Classifier, Prediction};
use hustings::thread::Comment;

use super::args::Reading;
use super::input;

/// A thread with what a model says of each of its comments.
pub struct Judged {
    pub classifier: Classifier,
    comments: Vec<Comment>,
    predictions: Vec<Prediction>,
}

impl Judged {
    /// Loads the model, reads the thread, says what was found on the way, and predicts.
    pub fn open(model: &Path, thread: &str, reading: &Reading) -> anyhow::Result<Self> {
        let classifier = artifact::load(model)?;
        let (rows, report) = input::thread(thread, reading)?;
        input::tell(&report);
        let comments: Vec<Comment> = rows.into_iter().map(|row| row.comment).collect();
        let predictions = classifier.predict_all(&comments, None);
        Ok(Self { classifier, comments, predictions })
    }

    pub fn comments(&self) -> Vec<&Comment> {
        self.comments.iter().collect()
    }

    fn predictions(&self) -> Vec<&Prediction> {
        self.predictions.iter().collect()
    }

    /// How the thread is divided, and whether the model fits it.
    pub fn examine(&self, seed: u64) -> Examined {
        examine(&self.classifier, &self.comments(), &self.predictions(), seed)
    }

    /// The comments that readers can see.
    pub fn visible(&self) -> Visible<'_> {
        Visible::of(&self.comments, &self.predictions)
    }
}
