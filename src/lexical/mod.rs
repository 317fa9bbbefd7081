//! Layer 1: sparse text, and one-vs-rest logistic "experts" over it, one per target and one pooled.
//!
//! This layer is a feature extractor. What it hands on is one score a class from each expert, and for training rows
//! always from experts that did not see them.

mod commons;
mod experts;
mod folds;
mod gather;
mod index;
mod lexicon;
mod meaning;
mod means;
mod memory;
mod near;
mod row;
mod score;
mod scorer;
mod shared;
mod shares;
mod units;
mod weighting;

pub use commons::Commons;
pub use experts::{Expert, Part, Task, fit_path, scores_for};
pub use folds::{Folds, Links, groups, near_duplicates};
pub use lexicon::{Lexicon, Names};
pub use meaning::Meaning;
pub use means::Means;
pub use memory::Memory;
pub use near::text_key;
pub use score::score;
pub use scorer::Scorer;
pub use shares::Shares;
pub use units::{UnitMatrix, standings};
pub use weighting::Weighting;
