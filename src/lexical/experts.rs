//! One-vs-rest logistic models over a part of a corpus.

use super::shared::Shared;
use super::{Shares, UnitMatrix, Weighting};
use crate::sparse::{Convergence, Options, Problem, Solution, solve};

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
    /// Rows that have several labels.
    pub shares: &'a Shares,
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
    let shared = Shared::of(task, parts);
    let scores = scores_for(task.classes);
    let mut paths: Vec<Vec<Expert>> = parts.iter().map(|_| Vec::with_capacity(task.cs.len())).collect();
    let mut last: Option<Vec<Solution<f32>>> = None;
    for (at, c) in task.cs.iter().enumerate() {
        let problems: Vec<Problem> =
            (0..parts.len()).flat_map(|part| shared.problems(task, parts, part, at, *c)).collect();
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

impl Expert {
    pub(super) fn of(solutions: &[Solution<f32>], features: &[u32]) -> Self {
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
