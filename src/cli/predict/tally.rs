//! What to say when all rows are out.

use hustings::Place;
use hustings::classifier::{Classifier, Prediction};

use super::super::args::Predict;
use super::super::exit::warn;

/// Rows out, and how many of them need a remark.
#[derive(Default)]
pub struct Tally {
    rows: u64,
    unsure: u64,
    unseen: u64,
}

impl Tally {
    /// Counts one row.
    pub fn add(&mut self, prediction: &Prediction) {
        self.rows += 1;
        self.unsure += u64::from(prediction.unsure);
        self.unseen += u64::from(prediction.unseen_target);
    }

    /// Counts what another one did.
    pub fn join(&mut self, other: &Self) {
        self.rows += other.rows;
        self.unsure += other.unsure;
        self.unseen += other.unseen;
    }

    /// Makes the remarks.
    pub fn tell(&self, classifier: &Classifier, args: &Predict) {
        if self.unsure > 0 {
            warn(format!("{} of {} rows are unsure", self.unsure, self.rows));
        }
        if let Some(precision) = args.precision.filter(|p| classifier.threshold(Some(*p), true).is_infinite()) {
            warn(format!(
                "precision {precision} was never reached out of fold on at least 30 comments, so every row is unsure"
            ));
        }
        if self.unseen > 0 {
            let place = Place::file(&args.input);
            warn(format!(
                "{place}: {} rows are about a target that the model was not trained on; they are scored without its own words. Its targets are {}",
                self.unseen,
                classifier.layout.targets.join(", ")
            ));
        }
    }
}
