//! The shape of Perspective's API, for comment systems that call it: the same requests, another model.
//!
//! Perspective closes on 2026-12-31. Its attributes (toxicity and others) are not told here; `docs/api.md` says what is
//! told instead.

mod analyze;
mod attributes;
mod caller;
mod comment;
mod error;
mod spans;
mod suggest;

pub use analyze::{__path_analyze, analyze};
pub use suggest::{__path_suggest, suggest};
