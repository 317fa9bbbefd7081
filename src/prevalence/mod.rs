//! The shares of a thread's sides with honest intervals, or a reason why no share should be quoted.
//!
//! Counting labels is biased where a classifier errs more on one side than on the other, and more so where a thread is
//! divided unlike the training data. [`Prevalence`] corrects shares by what the model's out-of-fold record tells of its
//! errors, and no further than a new collection of comments can be trusted to err like it: [`Method::Map`] makes the
//! headline. `docs/prevalence.md` has the sources and what was measured.

mod audit;
mod draws;
mod drift;
mod emq;
mod fitted;
mod headline;
mod held;
mod method;
mod rehearse;
mod simplex;

use std::collections::BTreeMap;

pub use audit::{Audit, FEWEST_AUDITED, audited};
pub use draws::DRAWS;
pub use drift::{Drift, Scores};
pub use headline::{Headline, Prevalence};
pub use method::Method;
pub use rehearse::{Pool, Protocol, Rehearsal, measure, rehearse};

use crate::metrics::Interval;

/// Shares by label, in label order.
pub type Shares = Vec<Interval>;

/// Every estimator's shares.
pub type Estimators = BTreeMap<Method, Shares>;
