//! Does a model fit a thread? What stands between them, each in a plain sentence.

mod copies;
mod examine;
mod fit;
mod language;
mod shares;
mod targets;
mod words;

pub use copies::Copies;
pub use examine::{Examined, Visible, examine};
pub use fit::{Finding, Fit, Kind};
pub use language::language;
pub use shares::{AUDIT, shares_json};
pub use words::Wording;
