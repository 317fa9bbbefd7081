//! One problem of a batch: how far it is, and when it is done.

use super::Problem;

/// A problem's place in a batch and how far it is.
#[derive(Clone)]
pub(super) struct Lane {
    /// Its number among the batch's problems.
    pub problem: usize,
    pub bias: f64,
    pub loss: f64,
    pub square: f64,
    pub gradient_b: f64,
    pub norm: f64,
    pub norm_at_zero: f64,
    /// The smaller side's share of the costs, which scales the tolerance as LIBLINEAR scales it by the smaller side's
    /// share of the rows: a class that is rare but weighs as much as the rest is not rare.
    pub enough: f64,
    pub steps: usize,
    pub done: bool,
    pub converged: bool,
}

impl Lane {
    pub fn new(at: usize, problem: &Problem) -> Self {
        let [no, yes] = problem.sides();
        // Without rows on one side there is nothing to tell apart, and the intercept would run off.
        let hopeless = yes <= 0.0 || no <= 0.0;
        Self {
            problem: at,
            bias: 0.0,
            loss: 0.0,
            square: 0.0,
            gradient_b: 0.0,
            norm: 0.0,
            norm_at_zero: 0.0,
            enough: yes.min(no) / (yes + no).max(f64::MIN_POSITIVE),
            steps: 0,
            done: hopeless,
            converged: hopeless,
        }
    }

    /// Whether the gradient is small enough.
    pub fn judge(&mut self, tolerance: f64) {
        if self.norm_at_zero <= 0.0 {
            self.norm_at_zero = self.norm;
        }
        self.converged = self.norm <= (tolerance * self.enough * self.norm_at_zero).max(1e-12);
        self.done = self.converged;
    }
}
