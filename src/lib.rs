//! hustings.
pub mod artifact;
pub mod brief;
pub mod classifier;
pub mod decision;
pub mod error;
pub mod evaluate;
pub mod features;
pub mod labels;
pub mod lexical;
pub mod metrics;
pub mod sparse;
pub mod text;
pub mod thread;
pub use error::{Error, Place, Result};
