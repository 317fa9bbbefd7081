//! One-vs-rest logistic models over a part of a corpus.

use std::sync::Arc;

use rayon::prelude::*;

use super::{UnitMatrix, Weighting};
use crate::sparse::{Convergence, Csr, Factored, Options, Problem, Solution, solve};

/// A linear scorer: one score a class. With two classes one score serves both, and it speaks for the second.
#[derive(Debug, Clone)]
pub struct Expert {
    /// The features that its training rows have, ascending.
    pub features: Vec<u32>,
    /// One row a feature of `features`, scores interleaved.
    pub weights: Vec<f32>,
    /// One intercept a score.
    pub bias: Vec<f64>,
    /// How the solver ended, one a score.
    pub convergence: Vec<Convergence>,
}

/// How many scores an expert gives for this many classes.
#[must_use]
pub fn scores_for(classes: usize) -> usize {
    if classes == 2 { 1 } else { classes }
}

/// What all experts of a corpus are fitted with.
#[derive(Clone, Copy)]
pub struct Task<'a> {
    /// The corpus.
    pub matrix: &'a UnitMatrix,
    /// The label of every row of the corpus.
    pub labels: &'a [usize],
    /// How many labels there are.
    pub classes: usize,
    /// The values of C to fit for, ascending.
    pub cs: &'a [f64],
    /// When the solver stops.
    pub options: &'a Options,
}

/// What one expert is fitted on.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    /// Its rows, ascending.
    pub rows: &'a [u32],
    /// How they are weighed.
    pub weighting: &'a Weighting,
    /// Experts for the same Cs that it leans on: it is theirs plus a penalised difference, so that where a target says
    /// little of its own, the pool speaks.
    pub pool: Option<&'a [Expert]>,
}

/// Fits an expert on every part for each C, every fit starting from the one before; `[part][C]`.
///
/// Parts are fitted together, as problems over one matrix: folds share nearly all of their rows.
#[must_use]
pub fn fit_path(task: &Task<'_>, parts: &[Part<'_>]) -> Vec<Vec<Expert>> {
    let shared = Shared::of(task.matrix, parts);
    let gold: Vec<usize> = shared.rows.iter().map(|row| task.labels[*row as usize]).collect();
    let scores = scores_for(task.classes);
    let mut paths: Vec<Vec<Expert>> = parts.iter().map(|_| Vec::with_capacity(task.cs.len())).collect();
    let mut last: Option<Vec<Solution<f32>>> = None;
    for (at, c) in task.cs.iter().enumerate() {
        let problems: Vec<Problem> =
            (0..parts.len()).flat_map(|part| shared.problems(task, parts, part, &gold, at, *c)).collect();
        // Offsets differ from one C to the next, so a start from the last difference would be no start at all.
        let leaning = parts.iter().any(|part| part.pool.is_some());
        let solutions = solve(&shared.design, &problems, task.options, last.as_deref().filter(|_| !leaning));
        for (part, solutions) in solutions.chunks(scores).enumerate() {
            let own = shared.expert(solutions, &parts[part]);
            paths[part].push(match parts[part].pool {
                Some(pool) => own.added_to(&pool[at], task.matrix.features.len()),
                None => own,
            });
        }
        last = Some(solutions);
    }
    paths
}

/// The matrix that some parts share.
struct Shared {
    /// Rows of any part, ascending.
    rows: Vec<u32>,
    /// Features that these rows have and any part knows, ascending.
    features: Vec<u32>,
    design: Factored,
    /// For each part and row, whether the row is the part's.
    inside: Vec<Vec<bool>>,
    /// For each part, scales of the rows and variances of the features; nothing if they are written into the matrix.
    weights: Option<Vec<Weights>>,
}

/// Scales of the rows and variances of the features.
type Weights = (Arc<Vec<f32>>, Arc<Vec<f32>>);

impl Shared {
    fn of(matrix: &UnitMatrix, parts: &[Part<'_>]) -> Self {
        let all: Vec<u32> = parts.iter().flat_map(|part| part.rows.iter().copied()).collect();
        let (rows, row_at) = used(matrix.documents.rows(), all.iter());
        let mut inside = vec![vec![false; rows.len()]; parts.len()];
        for (inside, part) in inside.iter_mut().zip(parts) {
            part.rows.iter().for_each(|row| inside[row_at[*row as usize] as usize] = true);
        }
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
        Self { rows, features, design, inside, weights }
    }

    /// A part's problems, one a score.
    fn problems(
        &self,
        task: &Task<'_>,
        parts: &[Part<'_>],
        part: usize,
        gold: &[usize],
        at: usize,
        c: f64,
    ) -> Vec<Problem> {
        let scores = scores_for(task.classes);
        let offsets = parts[part].pool.map(|pool| score(task.matrix, parts[part].weighting, &pool[at], &self.rows));
        let one = |k: usize| {
            let class = if task.classes == 2 { 1 } else { k };
            let mut problem = Problem::within(gold, class, c, true, |row| self.inside[part][row]);
            if let Some(offsets) = &offsets {
                problem.offset = offsets.iter().skip(k).step_by(scores).copied().collect();
            }
            if let Some(weights) = &self.weights {
                let (scale, variance) = weights[part].clone();
                (problem.scale, problem.variance) = (Some(scale), Some(variance));
            }
            problem
        };
        (0..scores).map(one).collect()
    }

    fn expert(&self, solutions: &[Solution<f32>], part: &Part<'_>) -> Expert {
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

impl Expert {
    fn of(solutions: &[Solution<f32>], features: &[u32]) -> Self {
        let width = solutions.len();
        let mut weights = vec![0f32; features.len() * width];
        for (k, solution) in solutions.iter().enumerate() {
            weights.iter_mut().skip(k).step_by(width).zip(&solution.weights).for_each(|(slot, w)| *slot = *w);
        }
        let bias = solutions.iter().map(|s| s.bias).collect();
        Self {
            features: features.to_vec(),
            weights,
            bias,
            convergence: solutions.iter().map(|s| s.convergence).collect(),
        }
    }

    /// This expert's weights as differences from another's.
    fn added_to(mut self, pool: &Self, count: usize) -> Self {
        let mut dense = pool.spread(count, |_| 1.0);
        let own = self.spread(count, |_| 1.0);
        dense.iter_mut().zip(own).for_each(|(sum, w)| *sum += w);
        let width = self.bias.len();
        self.weights = pool
            .features
            .iter()
            .flat_map(|f| dense[*f as usize * width..(*f as usize + 1) * width].iter().copied())
            .collect();
        self.features.clone_from(&pool.features);
        self.bias.iter_mut().zip(&pool.bias).for_each(|(b, p)| *b += p);
        self
    }

    /// The weights over all `count` features of a corpus, each times `scale` of its feature.
    #[must_use]
    pub fn spread(&self, count: usize, scale: impl Fn(usize) -> f32) -> Vec<f32> {
        let width = self.bias.len();
        let mut dense = vec![0f32; count * width];
        for (feature, weights) in self.features.iter().zip(self.weights.chunks_exact(width)) {
            let at = *feature as usize;
            dense[at * width..(at + 1) * width].iter_mut().zip(weights).for_each(|(slot, w)| *slot = w * scale(at));
        }
        dense
    }

    /// The mean of experts fitted on parts of a corpus, as one expert under the `whole` corpus's weighting.
    ///
    /// A part's weight is for its own idf; the mean is taken of weight times idf, which is what multiplies a count.
    #[must_use]
    pub fn mean(parts: &[(&Self, &Weighting)], whole: &Weighting) -> Self {
        let (count, width) = (whole.idf.len(), parts[0].0.bias.len());
        let share = 1.0 / parts.len() as f32;
        let mut dense = vec![0f32; count * width];
        let mut bias = vec![0f64; width];
        for (expert, weighting) in parts {
            let spread = expert
                .spread(count, |f| if whole.idf[f] > 0.0 { share * weighting.idf[f] / whole.idf[f] } else { 0.0 });
            dense.iter_mut().zip(spread).for_each(|(sum, w)| *sum += w);
            bias.iter_mut().zip(&expert.bias).for_each(|(sum, b)| *sum += b / parts.len() as f64);
        }
        let features: Vec<u32> = (0..count as u32)
            .filter(|f| dense[*f as usize * width..(*f as usize + 1) * width].iter().any(|w| *w != 0.0))
            .collect();
        let weights = features
            .iter()
            .flat_map(|f| dense[*f as usize * width..(*f as usize + 1) * width].iter().copied())
            .collect();
        let convergence = parts.iter().flat_map(|(expert, _)| expert.convergence.iter().copied()).collect();
        Self { features, weights, bias, convergence }
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
    let mut documents = Csr::with_room(units.len(), rows.len(), matrix.documents.count(rows));
    for row in rows {
        let scale = weighting.map_or(1.0, |w| w.row_scale[*row as usize]);
        documents.push_row(matrix.documents.entries(*row as usize).map(|(unit, tf)| (unit_at[unit], tf * scale)));
    }
    let mut tokens = Csr::with_room(features.len(), units.len(), matrix.owned.count(&units));
    for unit in &units {
        let entries = matrix.owned.entries(*unit as usize).filter(|(feature, _)| feature_at[*feature] != u32::MAX);
        tokens.push_row(
            entries.map(|(feature, count)| (feature_at[feature], count * weighting.map_or(1.0, |w| w.idf[feature]))),
        );
    }
    (Factored::new(documents, tokens), features)
}

/// The distinct indices in ascending order, and where each stands among them.
fn used<'a>(all: usize, indices: impl Iterator<Item = &'a u32>) -> (Vec<u32>, Vec<u32>) {
    let mut place = vec![u32::MAX; all];
    indices.for_each(|i| place[*i as usize] = 0);
    let list: Vec<u32> = (0..all as u32).filter(|i| place[*i as usize] == 0).collect();
    list.iter().enumerate().for_each(|(at, i)| place[*i as usize] = at as u32);
    (list, place)
}

/// The expert's scores for `rows`, interleaved.
#[must_use]
pub fn score(matrix: &UnitMatrix, weighting: &Weighting, expert: &Expert, rows: &[u32]) -> Vec<f64> {
    let width = expert.bias.len();
    let (units, at) = used(matrix.documents.cols(), rows.iter().flat_map(|row| matrix.documents.row(*row as usize).0));
    let dense = expert.spread(matrix.features.len(), |feature| weighting.idf[feature]);
    let mut sums = vec![0f64; units.len() * width];
    sums.par_chunks_mut(width).zip(&units).for_each(|(sums, unit)| {
        for (feature, count) in matrix.owned.entries(*unit as usize) {
            let value = f64::from(count);
            sums.iter_mut().zip(&dense[feature * width..]).for_each(|(sum, w)| *sum += value * f64::from(*w));
        }
    });
    let mut scores = vec![0f64; rows.len() * width];
    scores.par_chunks_mut(width).zip(rows).for_each(|(scores, row)| {
        scores.copy_from_slice(&expert.bias);
        let scale = f64::from(weighting.row_scale[*row as usize]);
        for (unit, tf) in matrix.documents.entries(*row as usize) {
            let value = f64::from(tf) * scale;
            let from = at[unit] as usize * width;
            scores.iter_mut().zip(&sums[from..from + width]).for_each(|(score, sum)| *score += value * sum);
        }
    });
    scores
}
