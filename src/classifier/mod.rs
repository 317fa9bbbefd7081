//! Recipe → Classifier → Prediction.

mod layers;
mod layout;
mod prediction;
mod recipe;
mod table;

pub use layers::lab;
pub use layout::Layout;
pub use prediction::Prediction;
pub use recipe::Recipe;
pub use table::Example;
