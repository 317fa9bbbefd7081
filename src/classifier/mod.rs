//! Recipe → Classifier → Prediction.

mod accord;
mod acts;
#[allow(clippy::module_inception, reason = "the file of the type that the module is named after")]
mod classifier;
mod context;
mod conversation;
mod corpus;
mod experts;
mod explain;
mod layers;
mod layout;
mod names;
mod open;
mod placed;
mod prediction;
mod question;
mod readouts;
mod recipe;
mod record;
mod reference;
mod said;
mod split;
mod table;
mod targets;
mod thread;
mod train;
mod usual;
mod votes;

pub use acts::{Act, Acts, Doing, Tag};
pub use classifier::{Classifier, MAJORITY, Terms, Training};
pub use context::context_width;
pub use conversation::{Conversation, Place};
pub use corpus::Corpus;
pub use explain::{ColumnReason, Explanation, TokenReason};
pub use layout::Layout;
pub use placed::Placed;
pub use prediction::Prediction;
pub use question::Question;
pub use recipe::Recipe;
pub use record::{Record, Told, majority, sides};
pub use reference::{Reference, Scope};
pub use said::Said;
pub use table::Example;
pub use targets::target_key;
pub use train::{Given, Progress, train};
pub use usual::{Spread, Usual, Vocabulary};
