//! Sparse matrices and the logistic solver. Numbers only: nothing here knows a word.

mod csr;
mod design;
mod factored;
mod newton;
mod problem;

pub use csr::Csr;
pub use design::{Block, Design};
pub use factored::Factored;
pub use newton::{Convergence, Options, Solution, solve};
pub use problem::Problem;
