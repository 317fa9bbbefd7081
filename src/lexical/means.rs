//! The vectors of a corpus's comments, and the experts that are fitted on them.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::shares::Weighed;
use super::{Shares, scores_for};
use crate::sparse::{Csr, Factored, Options, Problem, Solution, solve};
use crate::text::analyse;
use crate::vectors::{Readout, Vectors, key, mean};

/// The solver's relative tolerance: columns are not centred, so that most of the first gradient is the intercept's.
const TOLERANCE: f64 = 1e-3;

/// The vectors of a corpus's comments, each the mean of its words' vectors, centred and scaled.
#[derive(Debug, Clone)]
pub struct Means {
    /// The table that they are read from.
    pub vectors: Arc<Vectors>,
    /// Each comment's, once it was asked for: of a large corpus few are.
    rows: Vec<OnceLock<Box<[f32]>>>,
}

impl Means {
    /// Of so many comments, none of them read yet.
    #[must_use]
    pub fn of(vectors: Arc<Vectors>, comments: usize) -> Self {
        Self { vectors, rows: (0..comments).map(|_| OnceLock::new()).collect() }
    }

    /// Reads some comments in parallel; those that were read before cost nothing.
    pub fn read(&self, texts: &[String], rows: &[u32]) {
        rows.par_iter().for_each(|row| {
            let _ = self.row(texts, *row);
        });
    }

    /// A comment's vector.
    #[must_use]
    pub fn row(&self, texts: &[String], row: u32) -> &[f32] {
        self.rows[row as usize].get_or_init(|| {
            let read = analyse(&texts[row as usize]);
            let mut sum = vec![0.0; self.vectors.dimensions()];
            mean(&self.vectors, read.tokens().iter().map(|token| (key(read.form(token)), 1)), &mut sum);
            sum.into_iter().map(|v| v as f32).collect()
        })
    }

    /// Fits one-vs-rest logistic models on each of some parts of the rows, with penalty 1/C.
    ///
    /// Classes are not balanced here, as they are for text: what a hundred columns can say of a rare class is little,
    /// and says more where it need not also undo a shifted prior.
    #[must_use]
    pub fn fit(
        &self,
        texts: &[String],
        labels: &[usize],
        shares: &Shares,
        classes: usize,
        parts: &[&[u32]],
        c: f64,
    ) -> Vec<Readout> {
        let mut rows: Vec<u32> = parts.iter().flat_map(|part| part.iter().copied()).collect();
        rows.sort_unstable();
        rows.dedup();
        self.read(texts, &rows);
        let Weighed { at, gold, weight } = shares.weigh(&rows, labels);
        let scores = scores_for(classes);
        let of = |part: &&[u32]| -> Vec<Problem> {
            let mut inside = vec![false; rows.len()];
            part.iter().filter_map(|row| rows.binary_search(row).ok()).for_each(|at| inside[at] = true);
            let weighs = |(at, weight): (&usize, &f64)| if inside[*at] { *weight } else { 0.0 };
            let weight: Arc<Vec<f64>> = Arc::new(at.iter().zip(&weight).map(weighs).collect());
            let one = |k: usize| {
                let class = if classes == 2 { 1 } else { k };
                Problem::weighed(&gold, class, c, false, Arc::clone(&weight))
            };
            (0..scores).map(one).collect()
        };
        let options = Options { tolerance: TOLERANCE, ..Options::default() };
        let problems: Vec<Problem> = parts.iter().flat_map(of).collect();
        let solutions: Vec<Solution<f32>> =
            solve(&self.design(texts, at.iter().map(|at| rows[*at])), &problems, &options, None);
        solutions.chunks(scores).map(readout).collect()
    }

    fn design(&self, texts: &[String], rows: impl ExactSizeIterator<Item = u32>) -> Factored {
        let dimensions = self.vectors.dimensions();
        let mut documents = Csr::with_room(dimensions, rows.len(), rows.len() * dimensions);
        for row in rows {
            documents.push_row((0u32..).zip(self.row(texts, row).iter().copied()));
        }
        let mut same = Csr::with_room(dimensions, dimensions, dimensions);
        (0..dimensions as u32).for_each(|d| same.push_row([(d, 1.0)]));
        Factored::new(documents, &same)
    }
}

/// One class's weights beside the other's.
fn readout(solutions: &[Solution<f32>]) -> Readout {
    let dimensions = solutions[0].weights.len();
    Readout {
        weights: (0..dimensions).flat_map(|d| solutions.iter().map(move |s| s.weights[d])).collect(),
        bias: solutions.iter().map(|s| s.bias).collect(),
    }
}
