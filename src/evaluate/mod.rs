//! Predictions against gold labels: figures with intervals, beside what a guess would reach.

mod report;

pub use report::{Gold, Report, TargetFigures};
