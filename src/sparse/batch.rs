//! Problems that are solved together, and the Newton steps that they take.

use rayon::prelude::*;

use super::bend::Bend;
use super::block::{BUNDLE, LANES, PerLane, bundled};
use super::inner::Inner;
use super::lane::Lane;
use super::logistic::sigmoid_softplus;
use super::newton::{Convergence, Options, Solution};
use super::pass::Pass;
use super::room::Room;
use super::slopes::Slopes;
use super::sums::{loss, losses, products};
use super::{Block, Factored, Problem, Real};

/// A direction's residual, relative to that at its start, is at most this.
const LOOSEST: f64 = 0.1;
/// The same where products with the matrix are what takes time.
const LOOSEST_OF_MANY: f64 = 0.2;
/// From this tolerance on the end is rough, and so may directions be:
const ROUGH: f64 = 0.3;
/// their residuals are at most this,
const LOOSEST_OF_ROUGH: f64 = 0.25;
/// and one is taken once no more than this share of the problems (three of four) still lack theirs. There, what a problem's
/// solution is depends a little on which others are solved beside it.
const LACKING: (usize, usize) = (3, 4);
/// Halvings of a step before it is given up.
const HALVINGS: usize = 30;
/// Share of the promised decrease that a step must bring (Armijo).
const DECREASE: f64 = 0.01;

/// Up to [`LANES`] problems over one matrix.
pub(super) struct Batch<'a, R> {
    design: &'a Factored,
    lanes: Vec<Lane>,
    /// For each row, its cost, negative on the other side of the class.
    cost: Block<R>,
    scale: Option<Block<R>>,
    variance: Option<Block<R>>,
    /// Scores of the rows.
    z: Block<R>,
    w: Block<R>,
    gradient: Block<R>,
    curvature: Block<R>,
    room: Room<R>,
    finished: Vec<Option<Solution<R>>>,
}

impl<'a, R: Real> Batch<'a, R> {
    pub fn new(design: &'a Factored, problems: &[Problem], start: Option<&[Solution<R>]>) -> Self {
        let (rows, cols) = (design.rows(), design.cols());
        let of = |value: Option<f32>| R::of(f64::from(value.unwrap_or(1.0)));
        let scaled = problems.iter().any(|p| p.scale.is_some());
        let varied = problems.iter().any(|p| p.variance.is_some());
        let bundles = problems.len().div_ceil(BUNDLE);
        debug_assert!(problems.iter().all(|p| p.positive.len() == rows && p.weight.len() == rows));
        let mut batch = Self {
            design,
            lanes: problems.par_iter().enumerate().map(|(at, p)| Lane::new(at, p)).collect(),
            cost: Block::of(rows, problems, |p, row| R::of(p.cost(row))),
            scale: scaled.then(|| Block::of(rows, problems, |p, row| of(p.scale.as_ref().map(|scale| scale[row])))),
            variance: varied.then(|| Block::of(cols, problems, |p, col| of(p.variance.as_ref().map(|v| v[col])))),
            z: Block::of(rows, problems, |p, row| R::of(p.offset.get(row).copied().unwrap_or(0.0))),
            w: Block::written(cols, bundles),
            gradient: Block::default(),
            curvature: Block::written(rows, bundles),
            room: Room::default(),
            finished: vec![None; problems.len()],
        };
        if let Some(start) = start {
            batch.resume(start);
        }
        batch
    }

    /// Moves to earlier solutions. The tolerance stays relative to the gradient at zero, wherever the start is.
    fn resume(&mut self, start: &[Solution<R>]) {
        self.slopes();
        let mut bias = [0f64; LANES];
        for (k, solution) in start.iter().enumerate() {
            self.lanes[k].norm_at_zero = self.lanes[k].norm;
            self.lanes[k].bias = solution.bias;
            bias[k] = solution.bias;
            self.w.set(k, solution.weights.iter().copied());
        }
        if let Some(variance) = &self.variance {
            // A weight that may not move is not moved to.
            self.w.sweep([variance], |w, [variance], _, _| {
                (0..BUNDLE).for_each(|l| w[l] = if variance[l].wide() > 0.0 { w[l] } else { R::default() });
            });
        }
        let w = std::mem::take(&mut self.w);
        let moved = self.forward(&w);
        self.w = w;
        self.z.sweep([&moved], |z, [moved], bundle, _| {
            let bias = &bundled(&bias)[bundle];
            (0..BUNDLE).for_each(|l| z[l] += moved[l] + R::of(bias[l]));
        });
    }

    pub fn solve(mut self, options: &Options) -> Vec<Solution<R>> {
        self.measure_loss();
        for _ in 0..options.max_steps {
            self.slopes();
            for lane in self.lanes.iter_mut().filter(|lane| !lane.done) {
                lane.judge(options.tolerance);
            }
            self.retire();
            if self.lanes.is_empty() {
                break;
            }
            let (direction, direction_b) = self.direction(options);
            self.line_search(&direction, &direction_b);
            self.room.give_back(direction);
        }
        let all: Vec<usize> = (0..self.lanes.len()).collect();
        self.finish(&all);
        self.finished.into_iter().flatten().collect()
    }

    /// `X · w`, rows scaled.
    fn forward(&mut self, w: &Block<R>) -> Block<R> {
        let mut out = self.design.forward_in(w, &mut self.room);
        if let Some(scale) = &self.scale {
            out.sweep([scale], |out, [scale], _, _| (0..BUNDLE).for_each(|l| out[l] = out[l] * scale[l]));
        }
        out
    }

    /// The gradient at the current point and its norm.
    fn slopes(&mut self) {
        let pass = Pass { tokens: None, bundles: self.z.bundles, squared: false };
        let slopes = Slopes { z: &self.z, cost: &self.cost, scale: self.scale.as_ref() };
        let (sums, slope_b) = self.design.through(pass, &mut self.room, &slopes);
        let gradient = self.design.features(&sums, &mut self.room);
        let before = std::mem::replace(&mut self.gradient, gradient);
        if !before.is_empty() {
            self.room.give_back(before);
        }
        self.room.give_back(sums);
        let squares = match &self.variance {
            None => self.gradient.sweep([&self.w], |g, [w], _, sums| {
                for l in 0..BUNDLE {
                    g[l] += w[l];
                    sums[l] += g[l].wide() * g[l].wide();
                }
            }),
            Some(variance) => self.gradient.sweep([&self.w, variance], |g, [w, v], _, sums| {
                for l in 0..BUNDLE {
                    let v = v[l].wide();
                    let value = if v > 0.0 { g[l].wide() + w[l].wide() / v } else { 0.0 };
                    g[l] = R::of(value);
                    sums[l] += value * value * v;
                }
            }),
        };
        for (k, lane) in self.lanes.iter_mut().enumerate() {
            lane.gradient_b = slope_b[k];
            lane.norm = (squares[k] + slope_b[k] * slope_b[k]).sqrt();
        }
    }

    /// The Newton direction, roughly, with its intercepts.
    fn direction(&mut self, options: &Options) -> (Block<R>, PerLane) {
        self.curvature.sweep([&self.z, &self.cost], |curvature, [z, cost], _, _| {
            for l in 0..BUNDLE {
                let sigmoid = sigmoid_softplus(z[l].wide()).0;
                curvature[l] = R::of(cost[l].wide().abs() * sigmoid * (1.0 - sigmoid));
            }
        });
        let (scale, variance) = (self.scale.as_ref(), self.variance.as_ref());
        let bend = Bend::at(self.design, &self.curvature, scale, variance, &mut self.room);
        let open = self.lanes.iter().filter(|lane| !lane.done).count();
        let (loosest, lacking) = if !self.design.is_large() {
            (LOOSEST, 0)
        } else if options.tolerance < ROUGH {
            (LOOSEST_OF_MANY, 0)
        } else {
            (LOOSEST_OF_ROUGH, open * LACKING.0 / LACKING.1)
        };
        let (mut gradient_b, mut forcing) = ([0f64; LANES], [0f64; LANES]);
        for (k, lane) in self.lanes.iter().enumerate().filter(|(_, lane)| !lane.done) {
            gradient_b[k] = lane.gradient_b;
            // Inexact Newton: solve more exactly the nearer the end (Dembo, Eisenstat and Steihaug 1982).
            forcing[k] = (lane.norm / lane.norm_at_zero.max(1e-300)).sqrt().clamp(1e-3, loosest);
        }
        let directions = Inner::begin(&self.gradient, &gradient_b, &bend, &forcing, &mut self.room);
        let direction = directions.run(options.max_inner, lacking, &mut self.room);
        self.room.give_back(bend.inverse);
        direction
    }

    /// Goes along the direction until the objective falls enough, every problem as far as it takes.
    fn line_search(&mut self, direction: &Block<R>, direction_b: &PerLane) {
        let along = self.forward(direction);
        let slope = products(&self.gradient, direction, None);
        let wd = products(&self.w, direction, self.variance.as_ref());
        let dd = products(direction, direction, self.variance.as_ref());
        let mut step = [0f64; LANES];
        self.lanes.iter().enumerate().filter(|(_, lane)| !lane.done).for_each(|(k, _)| step[k] = 1.0);
        let mut settled: Vec<bool> = self.lanes.iter().map(|lane| lane.done).collect();
        let moved = |z: R, along: R, t: f64, b: f64| R::of(z.wide() + t * (along.wide() + b));
        for _ in 0..HALVINGS {
            let losses = Block::sums([&self.z, &along, &self.cost], |[z, along, cost], bundle, sums| {
                let (t, b) = (&bundled(&step)[bundle], &bundled(direction_b)[bundle]);
                (0..BUNDLE).for_each(|l| sums[l] += loss(moved(z[l], along[l], t[l], b[l]), cost[l]));
            });
            for (k, lane) in self.lanes.iter_mut().enumerate().filter(|(k, _)| !settled[*k]).collect::<Vec<_>>() {
                let t = step[k];
                let change = losses[k] - lane.loss + t * wd[k] + 0.5 * t * t * dd[k];
                if change <= DECREASE * t * (slope[k] + lane.gradient_b * direction_b[k]) {
                    lane.loss = losses[k];
                    lane.bias += t * direction_b[k];
                    lane.square += 2.0 * t * wd[k] + t * t * dd[k];
                    lane.steps += 1;
                    settled[k] = true;
                } else {
                    step[k] *= 0.5;
                }
            }
            if settled.iter().all(|s| *s) {
                break;
            }
        }
        for (k, lane) in self.lanes.iter_mut().enumerate().filter(|(k, _)| !settled[*k]) {
            // No step lowers the objective: it is as low as these numbers can tell.
            lane.done = true;
            step[k] = 0.0;
        }
        self.w.sweep([direction], |w, [d], bundle, _| {
            let t = &bundled(&step)[bundle];
            (0..BUNDLE).for_each(|l| w[l] += R::of(t[l]) * d[l]);
        });
        self.z.sweep([&along], |z, [along], bundle, _| {
            let (t, b) = (&bundled(&step)[bundle], &bundled(direction_b)[bundle]);
            (0..BUNDLE).for_each(|l| z[l] = moved(z[l], along[l], t[l], b[l]));
        });
    }

    fn measure_loss(&mut self) {
        let losses = losses(&self.z, &self.cost);
        let squares = products(&self.w, &self.w, self.variance.as_ref());
        for (k, lane) in self.lanes.iter_mut().enumerate() {
            (lane.loss, lane.square) = (losses[k], squares[k]);
        }
    }

    /// Takes out what is done, if that makes the blocks narrower.
    fn retire(&mut self) {
        let (open, done): (Vec<usize>, Vec<usize>) = (0..self.lanes.len()).partition(|k| !self.lanes[*k].done);
        if open.len().div_ceil(BUNDLE) == self.w.bundles {
            return;
        }
        self.finish(&done);
        self.lanes = open.iter().map(|k| self.lanes[*k].clone()).collect();
        if open.is_empty() {
            return;
        }
        self.room.forget();
        let blocks = [&mut self.cost, &mut self.z, &mut self.w, &mut self.gradient, &mut self.curvature];
        for block in blocks.into_iter().chain(self.scale.as_mut()).chain(self.variance.as_mut()) {
            *block = block.select(&open);
        }
    }

    fn finish(&mut self, lanes: &[usize]) {
        for k in lanes {
            let lane = &self.lanes[*k];
            let convergence = Convergence {
                steps: lane.steps,
                gradient: lane.norm / lane.norm_at_zero.max(1e-300),
                converged: lane.converged,
                objective: 0.5 * lane.square + lane.loss,
            };
            self.finished[lane.problem] = Some(Solution { weights: self.w.lane(*k), bias: lane.bias, convergence });
        }
    }
}
