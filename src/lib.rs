//! hustings reads the comments under an article and says which side each one takes, why, and how sure it is.
//!
//! Three types matter first:
//!
//! * [`classifier::Recipe`]: plain parameters; what to train.
//! * [`classifier::Classifier`]: the fitted model, from [`classifier::train`] or [`artifact::load`].
//! * [`classifier::Prediction`]: what it says of one comment; [`brief::Brief`] is what it says of a thread.
//!
//! ```
//! use hustings::classifier::{Corpus, Given, Recipe, train};
//! use hustings::lexical::Memory;
//! use hustings::thread::{ReadOptions, Reader};
//!
//! let table = "text,stance\nsend them help,pro\nkeep out of it,con\nplease send weapons,pro\nour money stays home,con\n";
//! let reader = Reader::from_read("t.csv", Box::new(table.as_bytes()), &ReadOptions::default())?;
//! let comments: Vec<_> = reader.map(|row| row.map(|row| row.comment)).collect::<hustings::Result<_>>()?;
//! let recipe = Recipe { folds: 2, ..Recipe::default() };
//! let corpus = Corpus::collect(&comments, &recipe, &hustings::Place::file("t.csv"))?;
//! let classifier = train(corpus, &recipe, Given::default(), &|_, _| {})?;
//! let prediction = classifier.predict("send more help", None, None, &mut Memory::default());
//! assert_eq!(prediction.probabilities.len(), 2);
//! # Ok::<(), hustings::Error>(())
//! ```
//!
//! Data flows one way, and a module uses only modules below it: `text` and `labels`; `thread`, `sparse`, `metrics`;
//! `features`, `vectors`; `lexical`; `decision`; `classifier`; `artifact`, `evaluate`, `prevalence` and
//! `check`; `brief` and `annotate`; `store`; `web`.

pub mod annotate;
pub mod artifact;
pub mod brief;
pub mod check;
pub mod classifier;
pub mod decision;
pub mod error;
pub mod evaluate;
pub mod features;
pub mod labels;
pub mod lexical;
pub mod metrics;
pub mod prevalence;
pub mod sparse;
#[cfg(feature = "serve")]
pub mod store;
pub mod text;
pub mod thread;
pub mod vectors;
#[cfg(feature = "serve")]
pub mod web;

pub use error::{Error, Place, Result};
