//! One-vs-rest logistic models over a part of a corpus.

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

/// Fits an expert on `rows` for each C in ascending order, every fit starting from the one before.
///
/// With a `pool`, fitted for the same Cs, each expert is the pool's plus a penalised difference: where a target says
/// little of its own, the pool speaks.
#[must_use]
pub fn fit_path(task: &Task<'_>, rows: &[u32], cs: &[f64], pool: Option<&[Expert]>) -> Vec<Expert> {
    let Task { matrix, weighting, labels, classes, options } = *task;
    let (design, features) = part(matrix, weighting, rows);
    let gold: Vec<usize> = rows.iter().map(|row| labels[*row as usize]).collect();
    let speaks_for = |score: usize| if classes == 2 { 1 } else { score };
    let scores = scores_for(classes);
    let mut path: Vec<Expert> = Vec::with_capacity(cs.len());
    let mut last: Option<Vec<Solution>> = None;
    for (at, c) in cs.iter().enumerate() {
        let mut problems: Vec<Problem> =
            (0..scores).map(|k| Problem::one_vs_rest(&gold, speaks_for(k), *c, true)).collect();
        let pool = pool.map(|path| &path[at]);
        if let Some(pool) = pool {
            let offsets = score(matrix, weighting, pool, rows);
            problems
                .iter_mut()
                .enumerate()
                .for_each(|(k, p)| p.offset = offsets.iter().skip(k).step_by(scores).copied().collect());
        }
        // Offsets differ from one C to the next, so a start from the last difference would be no start at all.
        let solutions = solve(&design, &problems, options, last.as_deref().filter(|_| pool.is_none()));
        let own = Expert::of(&solutions, &features);
        path.push(match pool {
            Some(pool) => own.added_to(pool, matrix.features.len()),
            None => own,
        });
        last = Some(solutions);
    }
    path
}

/// What all experts of a fold are fitted with.
#[derive(Clone, Copy)]
pub struct Task<'a> {
    /// The corpus.
    pub matrix: &'a UnitMatrix,
    /// The fold's weighting.
    pub weighting: &'a Weighting,
    /// The label of every row of the corpus.
    pub labels: &'a [usize],
    /// How many labels there are.
    pub classes: usize,
    /// When the solver stops.
    pub options: &'a Options,
}

impl Expert {
    fn of(solutions: &[Solution], features: &[u32]) -> Self {
        let width = solutions.len();
        let mut weights = vec![0f32; features.len() * width];
        for (k, solution) in solutions.iter().enumerate() {
            weights.iter_mut().skip(k).step_by(width).zip(&solution.weights).for_each(|(slot, w)| *slot = *w as f32);
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

/// The weighted rows as a factored matrix over the features that they have, and which features those are.
fn part(matrix: &UnitMatrix, weighting: &Weighting, rows: &[u32]) -> (Factored, Vec<u32>) {
    let (units, unit_at) =
        used(matrix.documents.cols(), rows.iter().flat_map(|row| matrix.documents.row(*row as usize).0));
    let known = |feature: &&u32| weighting.idf[**feature as usize] > 0.0;
    let (features, feature_at) =
        used(matrix.owned.cols(), units.iter().flat_map(|unit| matrix.owned.row(*unit as usize).0).filter(known));
    let mut documents = Csr::with_cols(units.len());
    for row in rows {
        let scale = weighting.row_scale[*row as usize];
        documents.push_row(matrix.documents.entries(*row as usize).map(|(unit, tf)| (unit_at[unit], tf * scale)));
    }
    let mut tokens = Csr::with_cols(features.len());
    for unit in &units {
        let known = matrix.owned.entries(*unit as usize).filter(|(feature, _)| weighting.idf[*feature] > 0.0);
        tokens.push_row(known.map(|(feature, count)| (feature_at[feature], count * weighting.idf[feature])));
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
