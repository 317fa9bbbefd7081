//! L2-regularised logistic regression by truncated Newton steps.
//!
//! The outer loop and the diagonal preconditioner follow Hsia, Chiang and Lin, "Preconditioned conjugate gradient
//! methods in truncated Newton frameworks for large-scale linear classification" (ACML 2018), with the line search
//! of Galli and Lin (2022) as in LIBLINEAR 2.4x. All classes advance in step, so that one pass over the data serves
//! every class that is not done.

use rayon::prelude::*;

use super::{Block, Design, Problem};

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Relative gradient norm at which a class is done, before scaling by its rarity (LIBLINEAR's `-e`).
    pub tolerance: f64,
    /// Newton steps at most.
    pub max_steps: usize,
    /// Conjugate-gradient iterations a step at most.
    pub max_inner: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { tolerance: 0.01, max_steps: 60, max_inner: 50 }
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
pub struct Solution {
    /// One weight a column.
    pub weights: Vec<f64>,
    /// The intercept.
    pub bias: f64,
    /// How the solver ended.
    pub convergence: Convergence,
}

/// Solves every problem over the same data. `start` warm-starts from earlier solutions of the same shapes.
pub fn solve(
    design: &dyn Design,
    problems: &[Problem],
    options: &Options,
    start: Option<&[Solution]>,
) -> Vec<Solution> {
    let mut states: Vec<State<'_>> = problems.iter().map(|p| State::new(p, design.cols())).collect();
    if let Some(start) = start {
        let all: Vec<usize> = (0..states.len()).collect();
        // The tolerance is relative to the gradient at zero, wherever the start is.
        refresh(design, &mut states, &all, 0, options);
        states.iter_mut().zip(start).for_each(|(state, s)| state.w.clone_from(&s.weights));
        let z = products(design, &states, &all, |s| &s.w);
        states.iter_mut().zip(start).enumerate().for_each(|(k, (state, s))| state.resume(s, &z.vector(k)));
    }
    for step in 0..options.max_steps {
        let active: Vec<usize> = (0..states.len()).filter(|k| !states[*k].done).collect();
        if active.is_empty() {
            break;
        }
        refresh(design, &mut states, &active, step, options);
        let active: Vec<usize> = active.into_iter().filter(|k| !states[*k].done).collect();
        conjugate_gradient(design, &mut states, &active, options.max_inner);
        let along = products(design, &states, &active, |s| &s.cg.d);
        let moves = active.iter().enumerate().map(|(i, k)| (*k, along.vector(i))).collect::<Vec<_>>();
        for (k, along) in moves {
            states[k].line_search(&along);
        }
    }
    states.into_iter().map(State::finish).collect()
}

/// One class on its way.
struct State<'a> {
    problem: &'a Problem,
    w: Vec<f64>,
    b: f64,
    z: Vec<f64>,
    gradient: Vec<f64>,
    gradient_b: f64,
    curvature: Vec<f64>,
    precondition: Vec<f64>,
    precondition_b: f64,
    norm_at_zero: f64,
    norm: f64,
    steps: usize,
    done: bool,
    converged: bool,
    cg: Inner,
}

/// The conjugate-gradient iterates of one class: direction `d`, residual `r`, search `p`, each with its intercept.
#[derive(Default)]
struct Inner {
    d: Vec<f64>,
    d_b: f64,
    r: Vec<f64>,
    r_b: f64,
    p: Vec<f64>,
    p_b: f64,
    rho: f64,
    rho_first: f64,
    done: bool,
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn products<'s>(
    design: &dyn Design,
    states: &'s [State<'_>],
    active: &[usize],
    of: impl Fn(&'s State<'_>) -> &'s Vec<f64>,
) -> Block {
    let vectors: Vec<&[f64]> = active.iter().map(|k| of(&states[*k]).as_slice()).collect();
    design.forward(&Block::weave(&vectors))
}

/// Gradient, curvature and preconditioner at the current point; marks what is done.
fn refresh(design: &dyn Design, states: &mut [State<'_>], active: &[usize], step: usize, options: &Options) {
    let slopes: Vec<Vec<f64>> = active.par_iter().map(|k| states[*k].problem.slope(&states[*k].z)).collect();
    let back = design.backward(&Block::weave(&slopes.iter().map(Vec::as_slice).collect::<Vec<_>>()));
    let curvatures: Vec<Vec<f64>> = active.par_iter().map(|k| states[*k].problem.curvature(&states[*k].z)).collect();
    let diagonal = design.backward_squared(&Block::weave(&curvatures.iter().map(Vec::as_slice).collect::<Vec<_>>()));
    for (i, (k, curvature)) in active.iter().zip(curvatures).enumerate() {
        let state = &mut states[*k];
        state.gradient_b = slopes[i].iter().sum();
        state.gradient = back.vector(i).iter().zip(&state.w).map(|(g, w)| g + w).collect();
        // A mixture with the identity guards against a diagonal that says little about the whole (Hsia et al., §4.2).
        state.precondition = diagonal.vector(i).iter().map(|h| 0.99 + 0.01 * (1.0 + h)).collect();
        state.precondition_b = curvature.iter().sum::<f64>().max(1e-12);
        state.curvature = curvature;
        state.norm = (dot(&state.gradient, &state.gradient) + state.gradient_b * state.gradient_b).sqrt();
        if step == 0 {
            state.norm_at_zero = if state.norm_at_zero > 0.0 { state.norm_at_zero } else { state.norm };
        }
        let enough = options.tolerance * state.problem.rarity() * state.norm_at_zero;
        state.converged = state.norm <= enough.max(1e-12);
        state.done = state.converged;
    }
}

/// Solves `H d = −g` roughly for every active class.
fn conjugate_gradient(design: &dyn Design, states: &mut [State<'_>], active: &[usize], max_inner: usize) {
    for k in active {
        states[*k].begin_inner();
    }
    for _ in 0..max_inner {
        let open: Vec<usize> = active.iter().copied().filter(|k| !states[*k].cg.done).collect();
        if open.is_empty() {
            return;
        }
        let xp = products(design, states, &open, |s| &s.cg.p);
        let weighted: Vec<Vec<f64>> = open
            .iter()
            .enumerate()
            .map(|(i, k)| {
                let state = &states[*k];
                xp.vector(i).iter().zip(&state.curvature).map(|(xp, c)| c * (xp + state.cg.p_b)).collect()
            })
            .collect();
        let hp = design.backward(&Block::weave(&weighted.iter().map(Vec::as_slice).collect::<Vec<_>>()));
        for (i, k) in open.iter().enumerate() {
            states[*k].step_inner(hp.vector(i), weighted[i].iter().sum());
        }
    }
}

impl<'a> State<'a> {
    fn new(problem: &'a Problem, cols: usize) -> Self {
        Self {
            problem,
            w: vec![0.0; cols],
            b: 0.0,
            z: problem.start(),
            gradient: Vec::new(),
            gradient_b: 0.0,
            curvature: Vec::new(),
            precondition: Vec::new(),
            precondition_b: 1.0,
            norm_at_zero: 0.0,
            norm: 0.0,
            steps: 0,
            done: problem.is_one_sided(),
            converged: problem.is_one_sided(),
            cg: Inner::default(),
        }
    }

    fn resume(&mut self, solution: &Solution, xw: &[f64]) {
        self.b = solution.bias;
        self.z = xw.iter().zip(self.problem.start()).map(|(z, o)| o + z + self.b).collect();
        self.done = self.problem.is_one_sided();
    }

    fn begin_inner(&mut self) {
        let r: Vec<f64> = self.gradient.iter().map(|g| -g).collect();
        let p: Vec<f64> = r.iter().zip(&self.precondition).map(|(r, m)| r / m).collect();
        let (r_b, p_b) = (-self.gradient_b, -self.gradient_b / self.precondition_b);
        let rho = dot(&r, &p) + r_b * p_b;
        self.cg = Inner { d: vec![0.0; r.len()], d_b: 0.0, r, r_b, p, p_b, rho, rho_first: rho, done: rho <= 0.0 };
    }

    fn step_inner(&mut self, mut hp: Vec<f64>, hp_b: f64) {
        let cg = &mut self.cg;
        hp.iter_mut().zip(&cg.p).for_each(|(hp, p)| *hp += p);
        let curvature = dot(&hp, &cg.p) + hp_b * cg.p_b;
        if curvature <= 1e-16 * cg.rho_first {
            cg.done = true;
            return;
        }
        let alpha = cg.rho / curvature;
        cg.d.iter_mut().zip(&cg.p).for_each(|(d, p)| *d += alpha * p);
        cg.d_b += alpha * cg.p_b;
        cg.r.iter_mut().zip(&hp).for_each(|(r, hp)| *r -= alpha * hp);
        cg.r_b -= alpha * hp_b;
        let s_b = cg.r_b / self.precondition_b;
        let rho = cg.r.iter().zip(&self.precondition).map(|(r, m)| r * r / m).sum::<f64>() + cg.r_b * s_b;
        // Inexact Newton: solve more exactly the nearer the end (Dembo, Eisenstat and Steihaug 1982).
        let forcing = (self.norm / self.norm_at_zero.max(1e-300)).sqrt().clamp(1e-3, 0.3);
        cg.done = rho.sqrt() <= forcing * cg.rho_first.sqrt();
        let beta = rho / cg.rho;
        cg.p.iter_mut().zip(cg.r.iter().zip(&self.precondition)).for_each(|(p, (r, m))| *p = r / m + beta * *p);
        cg.p_b = s_b + beta * cg.p_b;
        cg.rho = rho;
    }

    /// Backtracks along `d` until the objective falls enough (Armijo).
    fn line_search(&mut self, along: &[f64]) {
        let d = &self.cg.d;
        let (wd, dd) = (dot(&self.w, d), dot(d, d));
        let slope = dot(&self.gradient, d) + self.gradient_b * self.cg.d_b;
        let before = self.problem.loss(&self.z);
        let mut t = 1.0;
        for _ in 0..30 {
            let moved: Vec<f64> = self.z.iter().zip(along).map(|(z, xd)| z + t * (xd + self.cg.d_b)).collect();
            let change = self.problem.loss(&moved) - before + t * wd + 0.5 * t * t * dd;
            if change <= 0.01 * t * slope {
                self.z = moved;
                self.w.iter_mut().zip(d).for_each(|(w, d)| *w += t * d);
                self.b += t * self.cg.d_b;
                self.steps += 1;
                return;
            }
            t *= 0.5;
        }
        // No step lowers the objective: it is as low as these numbers can tell.
        self.done = true;
    }

    fn finish(self) -> Solution {
        let objective = 0.5 * dot(&self.w, &self.w) + self.problem.loss(&self.z);
        let gradient = self.norm / self.norm_at_zero.max(1e-300);
        let convergence = Convergence { steps: self.steps, gradient, converged: self.converged, objective };
        Solution { weights: self.w, bias: self.b, convergence }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sparse::Csr;

    fn data() -> ((Csr, Csr), Vec<usize>) {
        let mut m = Csr::with_cols(6);
        let mut classes = Vec::new();
        for i in 0..60u32 {
            m.push_row(
                (0..6).filter(|c| (i * 13 + c * 5) % 7 < 4).map(|c| (c, 0.3 + ((i * 31 + c * 17) % 11) as f32 / 7.0)),
            );
            classes.push(((i * i + i / 3) % 3) as usize);
        }
        ((m.clone(), m.transpose()), classes)
    }

    fn tight() -> Options {
        Options { tolerance: 1e-7, max_steps: 100, max_inner: 200 }
    }

    #[test]
    fn the_gradient_vanishes_and_neighbours_are_worse() {
        let (design, classes) = data();
        let problem = Problem::one_vs_rest(&classes, 1, 2.0, true);
        let solution = &solve(&design, std::slice::from_ref(&problem), &tight(), None)[0];
        assert!(solution.convergence.converged, "{:?}", solution.convergence);
        let value = |w: &[f64], b: f64| {
            let z: Vec<f64> = design.forward(&Block::weave(&[w])).data.iter().map(|z| z + b).collect();
            0.5 * dot(w, w) + problem.loss(&z)
        };
        let best = value(&solution.weights, solution.bias);
        for j in 0..6 {
            for h in [-1e-3, 1e-3] {
                let mut w = solution.weights.clone();
                w[j] += h;
                assert!(value(&w, solution.bias) > best);
            }
        }
        assert!(
            value(&solution.weights, solution.bias + 1e-3) > best
                && value(&solution.weights, solution.bias - 1e-3) > best
        );
    }

    #[test]
    fn classes_together_or_alone_and_warm_or_cold_agree() {
        let (design, classes) = data();
        let problems: Vec<Problem> = (0..3).map(|k| Problem::one_vs_rest(&classes, k, 1.0, false)).collect();
        let together = solve(&design, &problems, &tight(), None);
        let warm = solve(&design, &problems, &tight(), Some(&together));
        for (k, problem) in problems.iter().enumerate() {
            let alone = &solve(&design, std::slice::from_ref(problem), &tight(), None)[0];
            for (a, b) in
                together[k].weights.iter().zip(&alone.weights).chain(together[k].weights.iter().zip(&warm[k].weights))
            {
                assert!((a - b).abs() < 1e-6);
            }
        }
    }
}
