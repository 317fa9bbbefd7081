//! Recipe → Classifier → Prediction.

mod prediction;

pub use prediction::Prediction;
