//! The mean word vectors of a corpus, and the experts that are fitted on them.

use std::sync::Arc;

use rayon::prelude::*;

use super::scores_for;
use crate::sparse::{Csr, Factored, Options, Problem, Solution, solve};
use crate::text::analyse;
use crate::vectors::{Readout, Vectors, key, mean};

/// The solver's relative tolerance: columns are not centred, so that most of the first gradient is the intercept's.
const TOLERANCE: f64 = 1e-3;

/// The mean word vectors of a corpus.
#[derive(Debug, Clone)]
pub struct Means {
    /// The table that they were read from.
    pub vectors: Arc<Vectors>,
    /// Rows × dimensions.
    values: Vec<f32>,
}

impl Means {
    /// Reads the comments.
    #[must_use]
    pub fn of(vectors: Arc<Vectors>, texts: &[&str]) -> Self {
        let one = |text: &&str| {
            let read = analyse(text);
            let mut sum = vec![0.0; vectors.dimensions()];
            mean(&vectors, read.tokens().iter().map(|token| (key(read.form(token)), 1)), &mut sum);
            sum.into_iter().map(|v| v as f32).collect::<Vec<f32>>()
        };
        let rows: Vec<Vec<f32>> = texts.par_iter().map(one).collect();
        Self { values: rows.concat(), vectors }
    }

    /// A comment's mean vector.
    #[must_use]
    pub fn row(&self, row: usize) -> &[f32] {
        let dimensions = self.vectors.dimensions();
        &self.values[row * dimensions..(row + 1) * dimensions]
    }

    /// Fits one-vs-rest logistic models on each of some parts of the rows, with penalty 1/C on standardised columns.
    ///
    /// Classes are not balanced here, as they are for text: what a hundred columns can say of a rare class is little,
    /// and says more where it need not also undo a shifted prior.
    #[must_use]
    pub fn fit(&self, labels: &[usize], classes: usize, parts: &[&[u32]], c: f64) -> Vec<Readout> {
        let mut rows: Vec<u32> = parts.iter().flat_map(|part| part.iter().copied()).collect();
        rows.sort_unstable();
        rows.dedup();
        let gold: Vec<usize> = rows.iter().map(|row| labels[*row as usize]).collect();
        let scores = scores_for(classes);
        let of = |part: &&[u32]| -> Vec<Problem> {
            let mut inside = vec![false; rows.len()];
            part.iter().filter_map(|row| rows.binary_search(row).ok()).for_each(|at| inside[at] = true);
            // A weight that may go as far as 1/deviation is a weight of the standardised column.
            let variance = Arc::new(self.variances(part).into_iter().map(|v| 1.0 / v).collect::<Vec<f32>>());
            let one = |k: usize| {
                let class = if classes == 2 { 1 } else { k };
                let problem = Problem::within(&gold, class, c, false, |row| inside[row]);
                Problem { variance: Some(variance.clone()), ..problem }
            };
            (0..scores).map(one).collect()
        };
        let options = Options { tolerance: TOLERANCE, ..Options::default() };
        let problems: Vec<Problem> = parts.iter().flat_map(of).collect();
        let solutions: Vec<Solution<f32>> = solve(&self.design(&rows), &problems, &options, None);
        solutions.chunks(scores).map(readout).collect()
    }

    fn design(&self, rows: &[u32]) -> Factored {
        let dimensions = self.vectors.dimensions();
        let mut documents = Csr::with_room(dimensions, rows.len(), rows.len() * dimensions);
        for row in rows {
            documents.push_row((0u32..).zip(self.row(*row as usize).iter().copied()));
        }
        let mut same = Csr::with_room(dimensions, dimensions, dimensions);
        (0..dimensions as u32).for_each(|d| same.push_row([(d, 1.0)]));
        Factored::new(documents, same)
    }

    /// The variance of each dimension over some rows; 1 for a constant one.
    fn variances(&self, rows: &[u32]) -> Vec<f32> {
        let (n, dimensions) = (rows.len().max(1) as f64, self.vectors.dimensions());
        let (mut sums, mut squares) = (vec![0f64; dimensions], vec![0f64; dimensions]);
        for row in rows {
            for ((value, sum), square) in self.row(*row as usize).iter().zip(&mut sums).zip(&mut squares) {
                *sum += f64::from(*value);
                *square += f64::from(*value).powi(2);
            }
        }
        let variance = |(sum, square): (&f64, &f64)| square / n - (sum / n).powi(2);
        sums.iter().zip(&squares).map(variance).map(|v| if v > 1e-9 { v as f32 } else { 1.0 }).collect()
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
