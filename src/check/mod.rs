//! Does a model fit a thread? What stands between them, each in a plain sentence.

mod copies;
mod examine;
mod fit;
mod language;
mod words;

pub use copies::Copies;
pub use examine::{Examined, Visible, examine};
pub use fit::{Finding, Fit, Kind};
pub use words::Wording;
