//! The shares that make the headline, and whether they should be quoted at all.

use std::collections::BTreeMap;

use super::draws::{Draws, unrecorded, value};
use super::fitted::Fitted;
use super::{DRAWS, Drift, Estimators, Method, Scores, Shares};
use crate::classifier::{Reference, Scope};
use crate::metrics::Interval;

/// Fewer comments have no shares worth quoting.
const FEWEST: usize = 5;
/// An interval wider than this, as a fraction, says next to nothing.
const WIDEST: f64 = 0.6;

/// The shares to be quoted of a thread, or not to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Headline {
    /// How they were estimated.
    pub method: Method,
    /// Shares with 95 % intervals, in label order.
    pub shares: Shares,
    /// Whether they should be quoted.
    pub quotable: bool,
    /// Why this estimator, or why no share should be quoted: one sentence.
    pub reason: String,
    /// How far the scores are from the record's; nothing without a record.
    pub drift: Option<Drift>,
}

impl Headline {
    /// The same shares, not to be quoted if there is something against it that scores cannot tell: `why`, without a
    /// full stop.
    #[must_use]
    pub fn unless(mut self, why: Option<&str>) -> Self {
        if let Some(why) = why.filter(|_| self.quotable) {
            self.quotable = false;
            self.reason = format!("No share should be quoted: {why}.");
        }
        self
    }
}

/// What a model's record says of shares, ready to be asked of any number of threads.
#[derive(Debug, Clone)]
pub struct Prevalence {
    known: Option<Known>,
    classes: usize,
    seed: u64,
}

#[derive(Debug, Clone)]
struct Known {
    scope: Scope,
    rows: usize,
    fitted: Fitted,
    resampled: Vec<Fitted>,
    scores: Scores,
}

impl Prevalence {
    /// Resamples the reference; without one, shares are mean probabilities and nothing should be quoted.
    #[must_use]
    pub fn of(reference: Option<&Reference>, classes: usize, seed: u64) -> Self {
        let known = reference.map(|reference| Known {
            scope: reference.scope.clone(),
            rows: reference.gold.len(),
            fitted: Fitted::of(reference),
            resampled: Fitted::resampled(reference, DRAWS, seed),
            scores: Scores::of(reference),
        });
        Self { known, classes, seed }
    }

    /// The headline of comments with these probabilities and told labels. `stream` sets the draws of one set of comments
    /// apart from those of another.
    ///
    /// They are those of [`Method::Map`], whether the scores have moved or not. How far it corrects was fixed on training
    /// data and knows nothing of where comments come from.
    #[must_use]
    pub fn headline(&self, rows: &[&[f64]], told: &[usize], stream: u64) -> Headline {
        let seed = self.seed_of(stream);
        let Some(known) = self.known.as_ref().filter(|_| !rows.is_empty()) else {
            let reason = if rows.is_empty() {
                "No share should be quoted: there are no comments."
            } else {
                "No share should be quoted: the model keeps no record of its errors."
            };
            return Headline {
                method: Method::Pcc,
                shares: unrecorded(rows, self.classes, seed),
                quotable: false,
                reason: reason.into(),
                drift: None,
            };
        };
        let (statistic, limit) = known.scores.moved(rows);
        let method = Method::Map;
        let draws = Draws { rows, told, resampled: &known.resampled, seed };
        let shares = draws.intervals(method, &value(method, rows, told, &known.fitted), statistic);
        // Whether any shares explain the scores is asked of those that come nearest to them, not of those held back.
        let nearest = if statistic > limit { Method::Pacc } else { Method::Pcc };
        let drift = known.scores.drift(rows, &value(nearest, rows, told, &known.fitted));
        let against = known.objection(rows.len(), &shares, drift);
        let reason =
            against.as_ref().map_or_else(|| known.reason(drift), |why| format!("No share should be quoted: {why}."));
        Headline { method, shares, quotable: against.is_none(), reason, drift: Some(drift) }
    }

    /// The shares by every estimator; nothing but mean probabilities without a record.
    #[must_use]
    pub fn estimators(&self, rows: &[&[f64]], told: &[usize], stream: u64) -> Estimators {
        let seed = self.seed_of(stream);
        let Some(known) = self.known.as_ref().filter(|_| !rows.is_empty()) else {
            return Estimators::from([(Method::Pcc, unrecorded(rows, self.classes, seed))]);
        };
        let (statistic, _) = known.scores.moved(rows);
        let draws = Draws { rows, told, resampled: &known.resampled, seed };
        let of = |method| {
            let values = value(method, rows, told, &known.fitted);
            (method, draws.intervals(method, &values, statistic))
        };
        Method::ALL.into_iter().map(of).collect()
    }

    /// The shares by every estimator, without intervals; none without a record.
    #[must_use]
    pub fn values(&self, rows: &[&[f64]], told: &[usize]) -> BTreeMap<Method, Vec<f64>> {
        let known = self.known.iter().filter(|_| !rows.is_empty());
        known.flat_map(|known| Method::ALL.map(|method| (method, value(method, rows, told, &known.fitted)))).collect()
    }

    /// Streams are apart from each other, and from that of the record.
    fn seed_of(&self, stream: u64) -> u64 {
        self.seed ^ stream.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    /// Which comments of the record stand for the thread's, and how many; nothing without a record.
    #[must_use]
    pub fn reference(&self) -> Option<(Scope, usize)> {
        self.known.as_ref().map(|known| (known.scope.clone(), known.rows))
    }
}

impl Known {
    fn objection(&self, n: usize, shares: &[Interval], drift: Drift) -> Option<String> {
        let widest = shares.iter().map(|share| share.high - share.low).fold(0.0, f64::max);
        if self.scope == Scope::Unseen {
            return Some("the model was not trained on this target".into());
        }
        if n < FEWEST {
            return Some(if n == 1 { "1 comment is too few".into() } else { format!("{n} comments are too few") });
        }
        if drift.is_unexplained() {
            return Some(format!(
                "no shares of comments like those that the model was checked on would give these scores (distance {:.2}, limit {:.2})",
                drift.unexplained, drift.unexplained_limit
            ));
        }
        (widest > WIDEST).then(|| format!("the widest interval spans {:.0} points", 100.0 * widest))
    }

    fn reason(&self, drift: Drift) -> String {
        let those = match self.scope {
            Scope::Target => format!("the {} comments about this target that the model was checked on", self.rows),
            _ => format!("the {} comments that the model was checked on", self.rows),
        };
        if drift.is_moved() {
            format!(
                "The scores have moved away from those of {those} by more than chance explains: shares follow them, but not \
                 all the way, for the comments may have changed as well."
            )
        } else {
            format!("The scores are spread like those of {those}, and shares are held near the shares there.")
        }
    }
}
