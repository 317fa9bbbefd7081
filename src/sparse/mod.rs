//! Sparse matrices and the logistic solver. Numbers only: nothing here knows a word.

mod batch;
mod bend;
mod block;
mod csr;
mod factored;
mod inner;
mod lane;
mod logistic;
mod newton;
mod pass;
mod problem;
mod real;
mod rearranged;
mod room;
mod slopes;
mod sums;

pub use block::{BUNDLE, Block, Bundle, LANES, PerLane};
pub use csr::Csr;
pub use factored::Factored;
pub(crate) use logistic::exp_negative;
pub use newton::{Convergence, Options, Solution, solve};
pub use problem::Problem;
pub use real::Real;
