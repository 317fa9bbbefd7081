//! L2-regularised logistic regression by truncated Newton steps.
//!
//! The outer loop follows Hsia, Chiang and Lin, "Preconditioned conjugate gradient methods in truncated Newton
//! frameworks for large-scale linear classification" (ACML 2018), with the line search of Galli and Lin (2022) as in
//! LIBLINEAR 2.4x. The preconditioner is the Hessian's whole diagonal: the mixture with the identity that the paper
//! guards itself with took three times as many steps on a quarter of a million comments. Problems advance in step, so that one pass over the data serves
//! every one that is not done.

use rayon::prelude::*;

use super::batch::Batch;
use super::block::LANES;
use super::{Factored, Problem, Real};

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Relative gradient norm at which a class is done, before scaling by its rarity (LIBLINEAR's `-e`). From 0.3 on steps
    /// over a large matrix are rough, too.
    pub tolerance: f64,
    /// Newton steps at most.
    pub max_steps: usize,
    /// Conjugate-gradient iterations a step at most.
    pub max_inner: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { tolerance: 0.1, max_steps: 60, max_inner: 50 }
    }
}

/// How the solver ended for one class.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Convergence {
    /// Newton steps taken.
    pub steps: usize,
    /// Gradient norm at the end, relative to that at zero.
    pub gradient: f64,
    /// Whether the tolerance was reached.
    pub converged: bool,
    /// The objective's value.
    pub objective: f64,
}

/// One class's weights.
#[derive(Debug, Clone)]
pub struct Solution<R> {
    /// One weight a column.
    pub weights: Vec<R>,
    /// The intercept.
    pub bias: f64,
    /// How the solver ended.
    pub convergence: Convergence,
}

/// Solves every problem over the same data. `start` warm-starts from earlier solutions of the same shapes.
///
/// In `f32` a gradient can be brought down to about a hundred-thousandth of that at zero; for less, ask for `f64`.
#[must_use]
pub fn solve<R: Real>(
    design: &Factored,
    problems: &[Problem],
    options: &Options,
    start: Option<&[Solution<R>]>,
) -> Vec<Solution<R>> {
    let size = problems.len().div_ceil(problems.len().div_ceil(LANES).max(1)).max(1);
    let one = |(at, part): (usize, &[Problem])| {
        let start = start.map(|start| &start[at * size..at * size + part.len()]);
        Batch::new(design, part, start).solve(options)
    };
    let solved: Vec<Vec<Solution<R>>> = if design.is_large() {
        problems.chunks(size).enumerate().map(one).collect()
    } else {
        problems.par_chunks(size).enumerate().map(one).collect()
    };
    solved.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::{Block, Csr};
    use super::*;

    fn data() -> (Csr, Vec<usize>) {
        let mut m = Csr::with_cols(6);
        let mut classes = Vec::new();
        for i in 0..60u32 {
            m.push_row(
                (0..6).filter(|c| (i * 13 + c * 5) % 7 < 4).map(|c| (c, 0.3 + ((i * 31 + c * 17) % 11) as f32 / 7.0)),
            );
            classes.push(((i * i + i / 3) % 3) as usize);
        }
        (m, classes)
    }

    fn identity(size: usize, value: impl Fn(usize) -> f32) -> Csr {
        let mut m = Csr::with_cols(size);
        (0..size).for_each(|i| m.push_row([(i as u32, value(i))]));
        m
    }

    fn tight() -> Options {
        Options { tolerance: 1e-7, max_steps: 100, max_inner: 200 }
    }

    fn objective(design: &Factored, problem: &Problem, w: &[f64], b: f64) -> f64 {
        let mut block = Block::zeros(w.len(), 1);
        block.set(0, w.iter().copied());
        let z = design.forward(&block).lane(0);
        let loss = |(row, z): (usize, &f64)| {
            let cost = problem.cost(row);
            cost.abs() * (-cost.signum() * (z + b)).exp().ln_1p()
        };
        0.5 * w.iter().map(|w| w * w).sum::<f64>() + z.iter().enumerate().map(loss).sum::<f64>()
    }

    #[test]
    fn the_gradient_vanishes_and_neighbours_are_worse() {
        let (m, classes) = data();
        let design = Factored::new(m, &identity(6, |_| 1.0));
        let problem = Problem::one_vs_rest(&classes, 1, 2.0, true);
        let solution = &solve::<f64>(&design, std::slice::from_ref(&problem), &tight(), None)[0];
        assert!(solution.convergence.converged, "{:?}", solution.convergence);
        let value = |w: &[f64], b: f64| objective(&design, &problem, w, b);
        let best = value(&solution.weights, solution.bias);
        assert!((best - solution.convergence.objective).abs() < 1e-9 * best);
        for j in 0..6 {
            for h in [-1e-3, 1e-3] {
                let mut w = solution.weights.clone();
                w[j] += h;
                assert!(value(&w, solution.bias) > best);
            }
        }
        assert!(value(&solution.weights, solution.bias + 1e-3) > best);
        assert!(value(&solution.weights, solution.bias - 1e-3) > best);
    }

    #[test]
    fn classes_together_or_alone_and_warm_or_cold_agree() {
        let (m, classes) = data();
        let design = Factored::new(m, &identity(6, |_| 1.0));
        // More than one block of them, so that every way of batching is walked.
        let problems: Vec<Problem> =
            (0..40).map(|k| Problem::one_vs_rest(&classes, k % 3, 1.0 + k as f64 / 8.0, false)).collect();
        let together = solve::<f64>(&design, &problems, &tight(), None);
        let hurried = Options { tolerance: 0.01, ..tight() };
        let warm = solve(&design, &problems, &tight(), Some(&together));
        for (k, problem) in problems.iter().enumerate() {
            let alone = &solve::<f64>(&design, std::slice::from_ref(problem), &tight(), None)[0];
            let narrow = &solve::<f32>(&design, std::slice::from_ref(problem), &hurried, None)[0];
            assert!(narrow.convergence.converged);
            for ((a, b), (c, d)) in together[k]
                .weights
                .iter()
                .zip(&alone.weights)
                .zip(warm[k].weights.iter().zip(narrow.weights.iter().map(|w| f64::from(*w))))
            {
                assert!((a - b).abs() < 1e-6 && (a - c).abs() < 1e-6 && (a - d).abs() < 0.05);
            }
        }
    }

    #[test]
    fn rough_steps_arrive_all_the_same() {
        let (m, classes) = data();
        let design = Factored::new(m, &identity(6, |_| 1.0));
        assert!(design.is_large(), "or steps would not be rough");
        let problems: Vec<Problem> =
            (0..40).map(|k| Problem::one_vs_rest(&classes, k % 3, 1.0 + k as f64 / 8.0, false)).collect();
        let rough = Options { tolerance: 0.4, ..tight() };
        for (solution, problem) in solve::<f32>(&design, &problems, &rough, None).iter().zip(&problems) {
            assert!(solution.convergence.converged, "{:?}", solution.convergence);
            let weights: Vec<f64> = solution.weights.iter().map(|w| f64::from(*w)).collect();
            let nothing = objective(&design, problem, &[0.0; 6], 0.0);
            let reached = objective(&design, problem, &weights, solution.bias);
            assert!((reached - solution.convergence.objective).abs() < 1e-3 * reached && reached < nothing);
        }
    }

    #[test]
    fn a_constant_offset_is_taken_from_the_intercept() {
        let (m, classes) = data();
        let design = Factored::new(m, &identity(6, |_| 1.0));
        let plain = Problem::one_vs_rest(&classes, 1, 2.0, true);
        let offset = Problem { offset: vec![0.75; classes.len()], ..plain.clone() };
        let scaled = Problem { scale: Some(Arc::new(vec![1.0; classes.len()])), ..plain.clone() };
        let solved = solve::<f64>(&design, &[plain, offset, scaled], &tight(), None);
        for (beside, shift) in solved[1..].iter().zip([0.75, 0.0]) {
            assert!((solved[0].bias - shift - beside.bias).abs() < 1e-5);
            assert!(solved[0].weights.iter().zip(&beside.weights).all(|(a, b)| (a - b).abs() < 1e-5));
        }
    }

    /// Scales inside a problem are what the same scales written into the matrix are, and rows without cost do not count.
    #[test]
    fn a_scaled_problem_is_the_problem_of_a_scaled_matrix() {
        let (m, classes) = data();
        let columns = [1.5f32, 0.5, 2.0, 0.0, 1.0, 0.7];
        let row = |i: usize| 0.5 + (i % 5) as f32 / 4.0;
        let kept: Vec<usize> = (0..60).filter(|i| i % 4 != 0).collect();
        let mut scaled = Csr::with_cols(6);
        for i in &kept {
            scaled.push_row(m.entries(*i).map(|(c, v)| (c as u32, v * row(*i))));
        }
        let written = Factored::new(scaled, &identity(6, |i| columns[i]));
        let some: Vec<usize> = kept.iter().map(|i| classes[*i]).collect();
        let alone = &solve::<f64>(&written, &[Problem::one_vs_rest(&some, 2, 1.0, true)], &tight(), None)[0];
        let inside = (0..60).map(|i| f64::from(u8::from(i % 4 != 0))).collect();
        let mut problem = Problem::weighed(&classes, 2, 1.0, true, Arc::new(inside));
        problem.scale = Some(Arc::new((0..60).map(row).collect()));
        problem.variance = Some(Arc::new(columns.iter().map(|v| v * v).collect()));
        let inside = &solve::<f64>(&Factored::new(m, &identity(6, |_| 1.0)), &[problem], &tight(), None)[0];
        assert!((alone.bias - inside.bias).abs() < 1e-5);
        for ((alone, inside), column) in alone.weights.iter().zip(&inside.weights).zip(columns) {
            assert!((alone * f64::from(column) - inside).abs() < 1e-5, "{alone} {inside}");
        }
    }
}
