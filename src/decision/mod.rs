//! Layer 2: a small dense multinomial logistic regression over standardised columns, by `linfa-logistic`.

mod columns;
mod fit;
mod folded;
mod rule;
mod select;

pub use columns::{Columns, Group};
pub use fit::{Decision, softmax};
pub use folded::Folded;
pub use rule::Rule;
pub use select::{Crossfit, JUDGED_ROWS, Selection, crossfit, select, smallest};
