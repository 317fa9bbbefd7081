//! The one matrix over which several experts are fitted.

use std::sync::Arc;

use rayon::prelude::*;

use super::score::{score, used};
use super::shares::Weighed;
use super::{Expert, Part, Task, UnitMatrix, Weighting, scores_for};
use crate::sparse::{Csr, Factored, Problem, Solution};

/// The matrix that some parts share.
pub(super) struct Shared {
    /// Rows of any part, ascending; one with several labels once for each.
    pub rows: Vec<u32>,
    /// The label of each.
    pub gold: Vec<usize>,
    /// Features that these rows have and any part knows, ascending.
    pub features: Vec<u32>,
    pub design: Factored,
    /// For each part and row, what it weighs there: 0 if it is not the part's.
    inside: Vec<Arc<Vec<f64>>>,
    /// For each part, scales of the rows and variances of the features; nothing if they are written into the matrix.
    weights: Option<Vec<Weights>>,
}

/// Scales of the rows and variances of the features.
type Weights = (Arc<Vec<f32>>, Arc<Vec<f32>>);

impl Shared {
    pub fn of(task: &Task<'_>, parts: &[Part<'_>]) -> Self {
        let matrix = task.matrix;
        let all: Vec<u32> = parts.iter().flat_map(|part| part.rows.iter().copied()).collect();
        let (distinct, row_at) = used(matrix.documents.rows(), all.iter());
        let Weighed { at, gold, weight } = task.shares.weigh(&distinct, task.labels);
        let within = |part: &Part<'_>| {
            let mut inside = vec![false; distinct.len()];
            part.rows.iter().for_each(|row| inside[row_at[*row as usize] as usize] = true);
            Arc::new(at.iter().zip(&weight).map(|(at, weight)| if inside[*at] { *weight } else { 0.0 }).collect())
        };
        let inside = parts.iter().map(within).collect();
        let rows: Vec<u32> = at.iter().map(|at| distinct[*at]).collect();
        let alone = if let [only] = parts { Some(only.weighting) } else { None };
        let known = |feature: u32| parts.iter().any(|part| part.weighting.idf[feature as usize] > 0.0);
        let (design, features) = design(matrix, &rows, known, alone);
        let weights = alone.is_none().then(|| {
            let of = |part: &Part<'_>| {
                let scale = rows.iter().map(|row| part.weighting.row_scale[*row as usize]).collect();
                let variance = features.iter().map(|f| part.weighting.idf[*f as usize].powi(2)).collect();
                (Arc::new(scale), Arc::new(variance))
            };
            parts.iter().map(of).collect()
        });
        Self { rows, gold, features, design, inside, weights }
    }

    /// A part's problems, one a score.
    pub fn problems(&self, task: &Task<'_>, parts: &[Part<'_>], part: usize, at: usize, c: f64) -> Vec<Problem> {
        let scores = scores_for(task.classes);
        let offsets = parts[part].pool.map(|pool| score(task.matrix, parts[part].weighting, &pool[at], &self.rows));
        let one = |k: usize| {
            let class = if task.classes == 2 { 1 } else { k };
            let mut problem = Problem::weighed(&self.gold, class, c, true, Arc::clone(&self.inside[part]));
            if let Some(offsets) = &offsets {
                problem.offset = offsets.iter().skip(k).step_by(scores).copied().collect();
            }
            if let Some(weights) = &self.weights {
                let (scale, variance) = weights[part].clone();
                (problem.scale, problem.variance) = (Some(scale), Some(variance));
            }
            problem
        };
        (0..scores).into_par_iter().map(one).collect()
    }

    pub fn expert(&self, solutions: &[Solution<f32>], part: &Part<'_>) -> Expert {
        let mut expert = Expert::of(solutions, &self.features);
        if self.weights.is_some() {
            let width = solutions.len();
            for (weights, feature) in expert.weights.chunks_exact_mut(width).zip(&self.features) {
                let idf = part.weighting.idf[*feature as usize];
                let inverse = if idf > 0.0 { 1.0 / idf } else { 0.0 };
                for w in weights {
                    *w *= inverse;
                }
            }
        }
        expert
    }
}

/// Rows as a factored matrix over the features that they have and that are `known`, and which features those are.
/// With a weighting, it is written into the matrix.
fn design(
    matrix: &UnitMatrix,
    rows: &[u32],
    known: impl Fn(u32) -> bool,
    weighting: Option<&Weighting>,
) -> (Factored, Vec<u32>) {
    let (units, unit_at) =
        used(matrix.documents.cols(), rows.iter().flat_map(|row| matrix.documents.row(*row as usize).0));
    let (features, feature_at) = used(
        matrix.owned.cols(),
        units.iter().flat_map(|unit| matrix.owned.row(*unit as usize).0).filter(|feature| known(**feature)),
    );
    let documents = matrix.documents.picked_as(rows, units.len(), |row, (unit, tf)| {
        (unit_at[unit as usize], tf * weighting.map_or(1.0, |w| w.row_scale[row as usize]))
    });
    let mut tokens = Csr::with_room(features.len(), units.len(), matrix.owned.count(&units));
    for unit in &units {
        let entries = matrix.owned.entries(*unit as usize).filter(|(feature, _)| feature_at[*feature] != u32::MAX);
        tokens.push_row(
            entries.map(|(feature, count)| (feature_at[feature], count * weighting.map_or(1.0, |w| w.idf[feature]))),
        );
    }
    (Factored::new(documents, &tokens), features)
}
