//! What training will need, told before it starts.

use super::{Corpus, Recipe};
use crate::lexical::scores_for;
use crate::sparse::{BUNDLE, LANES};

/// Bytes that a comment takes beside its text and its scores: its places in lists, its cues, its neighbours.
const PER_ROW: usize = 190;
/// Bytes of text for each distinct token of a comment, on average.
const TEXT_PER_TOKEN: f64 = 6.2;
/// Bytes of a distinct token of a comment: in the corpus, and in the solver's two parts of it and the turned one.
const PER_TOKEN: f64 = 17.6;
/// Numbers that the solver keeps for each score of a comment, and for each score of a feature.
const PER_SCORE: usize = 5;
const PER_WEIGHT: usize = 10;
/// Features at most: on a million comments those that stand twice are no more than these.
const FEATURES: usize = 300_000;
/// What the program takes by itself.
const PROGRAM: usize = 50 << 20;
/// What lies unused between what is used.
const GAPS: f64 = 1.2;

impl Corpus {
    /// About how many bytes of memory training on it takes at its peak; what was measured is within a third of it.
    #[must_use]
    pub fn memory(&self, recipe: &Recipe) -> usize {
        let text = self.examples.iter().map(|example| example.text.len()).sum();
        memory(self.examples.len(), text, self.labels.len(), recipe)
    }
}

/// The same of so many comments with so many bytes of text.
fn memory(rows: usize, text: usize, labels: usize, recipe: &Recipe) -> usize {
    // Folds are solved side by side, as far as there are lanes.
    let parts = if rows > recipe.large_rows { 1 } else { recipe.folds.max(1) };
    let lanes = (scores_for(labels) * parts).next_multiple_of(BUNDLE).min(LANES);
    let tokens = text as f64 / TEXT_PER_TOKEN;
    let numbers = lanes * size_of::<f32>() * (PER_SCORE * rows + PER_WEIGHT * FEATURES.min(rows));
    PROGRAM + (GAPS * ((rows * PER_ROW + text + numbers) as f64 + tokens * PER_TOKEN)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Peaks of single fits and of default ones, as the system counted them, on comments of a forum with 14 labels.
    #[test]
    fn what_was_measured_is_within_a_third() {
        for (rows, text, folds, peak) in [
            (278_758, 52_012_589, 0, 637_800_000),
            (278_758, 52_012_589, 10, 686_600_000),
            (1_000_000, 186_902_129, 10, 1_800_000_000),
        ] {
            let told = memory(rows, text, 14, &Recipe { folds, ..Recipe::default() }) as f64;
            assert!((0.75..1.33).contains(&(told / f64::from(peak))), "{rows} rows: {told} for {peak}");
        }
    }
}
