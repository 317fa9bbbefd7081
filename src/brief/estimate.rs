//! Shares of a side among given comments, and how far they can be trusted.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

/// Draws behind an interval: enough for the second digit of its ends.
pub(super) const DRAWS: usize = 2_000;

/// An expected share with its 95 % interval, as fractions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) struct Share {
    #[serde(rename = "share")]
    pub mean: f64,
    pub low: f64,
    pub high: f64,
}

/// The share of each label among comments with these probabilities.
///
/// The share is the mean probability ("probabilistic classify and count", Bella et al. 2010, *Quantification via
/// probability estimators*, ICDM). The interval is of the true share of *these* comments if the probabilities are
/// calibrated and the comments' errors independent: the middle 95 % of [`DRAWS`] draws of every comment's label.
pub(super) fn shares(probabilities: &[&[f64]], labels: usize, seed: u64, stream: u64) -> Vec<Share> {
    let n = probabilities.len();
    if n == 0 || labels == 0 {
        return vec![Share { mean: 0.0, low: 0.0, high: 0.0 }; labels];
    }
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(stream);
    let mut drawn = vec![Vec::with_capacity(DRAWS); labels];
    let mut counts = vec![0_usize; labels];
    for _ in 0..DRAWS {
        counts.fill(0);
        for row in probabilities {
            counts[pick(row, labels, rng.random::<f64>())] += 1;
        }
        drawn.iter_mut().zip(&counts).for_each(|(all, &count)| all.push(count));
    }
    drawn.iter_mut().enumerate().map(|(label, all)| summary(all, mean(probabilities, label), n)).collect()
}

fn pick(row: &[f64], labels: usize, mut at: f64) -> usize {
    for (label, p) in row.iter().enumerate().take(labels) {
        at -= p;
        if at < 0.0 {
            return label;
        }
    }
    // Rounding can leave a crumb above the last sum: it belongs to the last label that is possible at all.
    row.iter().take(labels).rposition(|&p| p > 0.0).unwrap_or(0)
}

fn mean(probabilities: &[&[f64]], label: usize) -> f64 {
    let sum: f64 = probabilities.iter().map(|row| row.get(label).copied().unwrap_or(0.0)).sum();
    sum / probabilities.len() as f64
}

fn summary(drawn: &mut [usize], share: f64, n: usize) -> Share {
    drawn.sort_unstable();
    let at = |quantile: f64| drawn[((drawn.len() - 1) as f64 * quantile).round() as usize] as f64 / n as f64;
    Share { mean: share, low: at(0.025).min(share), high: at(0.975).max(share) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certain_comments_leave_no_interval() {
        let rows: [&[f64]; 4] = [&[1.0, 0.0], &[1.0, 0.0], &[0.0, 1.0], &[1.0, 0.0]];
        let found = shares(&rows, 2, 1, 0);
        assert_eq!(found[0], Share { mean: 0.75, low: 0.75, high: 0.75 });
    }

    #[test]
    fn the_interval_is_that_of_a_binomial() {
        let row: &[f64] = &[0.3, 0.7];
        let found = shares(&[row; 100], 2, 1, 0);
        // Binomial(100, 0.3): 21 to 39.
        assert!((found[0].low - 0.21).abs() < 0.015 && (found[0].high - 0.39).abs() < 0.015, "{found:?}");
        assert_eq!(found, shares(&[row; 100], 2, 1, 0));
    }

    #[test]
    fn short_rows_do_not_panic() {
        assert_eq!(shares(&[&[], &[0.2]], 2, 1, 0).len(), 2);
        assert!(shares(&[], 0, 1, 0).is_empty());
    }
}
