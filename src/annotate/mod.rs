//! Labelling little and learning much, with the books kept: which comments to label next, the labels as they are given,
//! how far annotators agree, which labels are likely wrong, and what new labels changed.
//!
//! [`Pool`] is what may be labelled, [`sample`] draws from it; [`Desk`] is one annotator's work on a queue, which
//! [`crate::artifact::Journal`] keeps on disk. [`Agreement`] compares annotators, [`doubts`] finds labels that the rest
//! of the data speaks against, and [`Revision`] holds a model and its successor side by side.

mod agreement;
mod audit;
mod desk;
mod doubt;
mod doubted;
mod known;
mod pool;
mod queue;
mod revision;
mod sample;
mod spread;
mod supersede;
mod vectors;

pub use agreement::{Agreement, Bias, Disputed, Pair, Rating};
pub use audit::audit;
pub use desk::{Desk, Item, LABEL_COLUMNS, Mark};
pub use doubt::{Doubt, Doubts, doubts};
pub use doubted::{Doubted, doubted, records_of};
pub use known::{Known, identity};
pub use pool::{LeftOut, Pool};
pub use queue::{QUEUE_COLUMNS, Queued};
pub use revision::{Change, Flip, Moved, Revision};
pub use sample::{Ask, Pick, Strategy, Why, sample};
pub use supersede::supersede;
