//! What training on a large corpus will need, told before it starts.

use super::{Corpus, Recipe};
use crate::lexical::scores_for;
use crate::sparse::BUNDLE;

/// Bytes that a comment takes beside its text and its scores: its places in lists, its cues, its neighbours.
const PER_ROW: usize = 190;
/// Bytes of text for each distinct token of a comment, on average.
const TEXT_PER_TOKEN: f64 = 6.2;
/// Bytes of a distinct token of a comment: in the corpus, and in the solver's two parts of it and the turned one.
const PER_TOKEN: f64 = 17.6;
/// Numbers that the solver keeps for each score of a comment, and for each score of a feature.
const PER_SCORE: usize = 5;
const PER_WEIGHT: usize = 10;
/// Features of a corpus of a million comments; smaller ones have nearly as many, larger ones few more.
const FEATURES: usize = 300_000;
/// What the program takes by itself.
const PROGRAM: usize = 50 << 20;
/// What lies unused between what is used.
const GAPS: f64 = 1.2;

impl Corpus {
    /// About how many bytes of memory training on it takes at its peak, by a default recipe or a single fit, if it has more
    /// rows than `large_rows`: what was measured, on a quarter of a million to three million comments of one forum, was
    /// within a third of it. Nothing for fewer rows.
    #[must_use]
    pub fn memory(&self, recipe: &Recipe) -> Option<usize> {
        let rows = self.examples.len();
        let text = self.examples.iter().map(|example| example.text.len()).sum();
        (rows > recipe.large_rows).then(|| memory(rows, text, self.labels.len()))
    }
}

/// The same of so many comments with so many bytes of text and so many labels.
fn memory(rows: usize, text: usize, labels: usize) -> usize {
    let lanes = scores_for(labels).next_multiple_of(BUNDLE);
    let numbers = lanes * size_of::<f32>() * (PER_SCORE * rows + PER_WEIGHT * FEATURES);
    let tokens = text as f64 / TEXT_PER_TOKEN * PER_TOKEN;
    PROGRAM + (GAPS * ((rows * PER_ROW + text + numbers) as f64 + tokens)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Peaks as the system counted them, on comments of a forum with 14 labels.
    #[test]
    fn what_was_measured_is_within_a_third() {
        for (rows, text, peak) in [
            (278_758, 52_012_589, 686_600_000),
            (1_000_000, 186_902_129, 1_800_000_000),
            (3_000_000, 560_000_000, 5_146_000_000_u64),
        ] {
            let told = memory(rows, text, 14) as f64;
            let ratio = told / peak as f64;
            assert!((0.75..1.33).contains(&ratio), "{rows} rows: {told} for {peak}");
        }
    }
}
