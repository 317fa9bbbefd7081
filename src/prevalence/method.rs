//! Ways to tell the shares of a thread from what a classifier says of its comments.

use serde::Serialize;

use super::emq::expectation;
use super::fitted::Fitted;
use super::held::most_probable;
use super::simplex::least_squares;

/// Where EM ends for an estimate, and for one of many draws.
pub(super) const EXACT: f64 = 1e-12;
pub(super) const ROUGH: f64 = 1e-5;

/// An estimator of shares (Forman 2008; Bella et al. 2010; Saerens et al. 2002; González et al. 2017 give the survey).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Classify and count: the shares of the labels told.
    Cc,
    /// Probabilistic classify and count: the mean probabilities.
    Pcc,
    /// Adjusted classify and count: the shares that would give these labels by the record's confusion.
    Acc,
    /// Probabilistic adjusted classify and count: the shares that would give these mean probabilities.
    Pacc,
    /// Expectation maximisation: the shares under which the probabilities are most likely.
    Emq,
    /// Maximum a posteriori: the most probable shares if they are thought to be near the record's.
    Map,
}

impl Method {
    /// All of them, simplest first.
    pub const ALL: [Self; 6] = [Self::Cc, Self::Pcc, Self::Acc, Self::Pacc, Self::Emq, Self::Map];

    /// Its name in the literature.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cc => "CC",
            Self::Pcc => "PCC",
            Self::Acc => "ACC",
            Self::Pacc => "PACC",
            Self::Emq => "EMQ",
            Self::Map => "MAP",
        }
    }

    /// The shares of comments with these probabilities and told labels, each counted `weights` times.
    pub(super) fn shares(
        self,
        rows: &[&[f64]],
        told: &[usize],
        weights: &[f64],
        fitted: &Fitted,
        tolerance: f64,
    ) -> Vec<f64> {
        let k = fitted.prior.len();
        match self {
            Self::Cc => counted(told, weights, k),
            Self::Pcc => mean(rows, weights, k),
            Self::Acc => least_squares(&fitted.hard, &counted(told, weights, k)),
            Self::Pacc => least_squares(&fitted.soft, &mean(rows, weights, k)),
            Self::Emq => expectation(rows, weights, &fitted.prior, &fitted.prior, 0.0, tolerance),
            Self::Map => most_probable(rows, weights, &fitted.prior, tolerance),
        }
    }
}

pub(super) fn mean(rows: &[&[f64]], weights: &[f64], classes: usize) -> Vec<f64> {
    let total = weights.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    let mut mean = vec![0.0; classes];
    for (row, weight) in rows.iter().zip(weights) {
        mean.iter_mut().zip(*row).for_each(|(sum, p)| *sum += weight * p / total);
    }
    mean
}

fn counted(told: &[usize], weights: &[f64], classes: usize) -> Vec<f64> {
    let total = weights.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    let mut shares = vec![0.0; classes];
    for (label, weight) in told.iter().zip(weights) {
        // A label that the model does not have has no share.
        shares.get_mut(*label).into_iter().for_each(|share| *share += weight / total);
    }
    shares
}
