//! hustings.
pub mod error;
pub mod labels;
pub mod thread;
pub use error::{Error, Place, Result};
