//! hustings.
pub mod classifier;
pub mod error;
pub mod labels;
pub mod sparse;
pub mod text;
pub mod thread;
pub use error::{Error, Place, Result};
