//! Predictions against gold labels: figures with intervals, beside what a guess would reach.
//!
//! [`Gold`] is what was said beside the truth, [`Report`] what follows from it, [`html()`] the report as a page.

mod baselines;
mod compare;
mod curve;
mod figures;
mod gold;
mod html;
mod leak;
mod report;
mod sheet;
mod subgroups;

pub use compare::{Comparison, Difference, same_labels};
pub use curve::{Lesson, Point, SHARES, learning_curve};
pub use figures::{FIGURES, Figure, figure};
pub use gold::Gold;
pub use html::html;
pub use leak::{Leak, leaked};
pub use report::{Known, LabelFigures, Matrix, Report, RiskCoverage, TargetFigures, Value};
pub use subgroups::{SMALLEST_SUBGROUP, Subgroup, Subgroups};
