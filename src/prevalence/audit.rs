//! Shares from a random sample of the thread that people have labelled, helped by the model.

use super::Shares;
use super::simplex::least_squares;
use crate::metrics::Interval;

/// Fewer labels are refused: their interval would not be worth its name.
pub const FEWEST_AUDITED: usize = 30;
/// Standard errors to either side.
const SIDES: f64 = 1.959_964;

/// A thread's shares by an audit.
#[derive(Debug, Clone, PartialEq)]
pub struct Audit {
    /// Comments that were labelled by hand.
    pub labelled: usize,
    /// How far the model was leaned on, 0 (not at all: the labels alone) to 1.
    pub power: f64,
    /// Shares with 95 % intervals, in label order.
    pub shares: Shares,
}

/// Prediction-powered shares (Angelopoulos et al. 2023) of a thread: λ · the mean probabilities of all comments, and the
/// mean of label − λ · probability over those labelled. λ is the one with the least variance (power tuning, Angelopoulos,
/// Duchi and Zrnic 2023), one for all labels so that the shares sum to 1.
///
/// `rows` are the probabilities of all comments, `labels` the places and labels of those audited. The interval is of the
/// share among exactly these comments (with the correction for a finite population), and valid asymptotically for a
/// **random** sample of them, whatever the model does; for a sample of another kind it is not.
///
/// Nothing for fewer than [`FEWEST_AUDITED`] labels.
#[must_use]
pub fn audited(rows: &[&[f64]], labels: &[(usize, usize)], classes: usize) -> Option<Audit> {
    let (n, m) = (rows.len() as f64, labels.len() as f64);
    if labels.len() < FEWEST_AUDITED {
        return None;
    }
    let truth = |class: usize| labels.iter().map(move |(_, label)| f64::from(u8::from(*label == class)));
    let said = |class: usize| labels.iter().map(move |(row, _)| rows[*row][class]);
    let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / m;
    let (mut both, mut own) = (0.0, 0.0);
    for class in 0..classes {
        let (y, p) = (mean(&mut truth(class)), mean(&mut said(class)));
        both += truth(class).zip(said(class)).map(|(a, b)| (a - y) * (b - p)).sum::<f64>();
        own += said(class).map(|b| (b - p).powi(2)).sum::<f64>();
    }
    let power = if own > 0.0 { (both / own).clamp(0.0, 1.0) } else { 0.0 };
    let one = |class: usize| {
        let whole = rows.iter().map(|row| row[class]).sum::<f64>() / n;
        let rest: Vec<f64> = truth(class).zip(said(class)).map(|(y, p)| y - power * p).collect();
        let middle = rest.iter().sum::<f64>() / m;
        let variance = rest.iter().map(|r| (r - middle).powi(2)).sum::<f64>() / (m - 1.0);
        let error = (variance / m * (1.0 - m / n).max(0.0)).sqrt();
        (power * whole + middle, SIDES * error)
    };
    let found: Vec<(f64, f64)> = (0..classes).map(one).collect();
    // The nearest shares: an estimate may fall a little below zero.
    let corner = |class: usize| (0..classes).map(|at| f64::from(u8::from(at == class))).collect::<Vec<f64>>();
    let corners: Vec<Vec<f64>> = (0..classes).map(corner).collect();
    let values = least_squares(&corners, &found.iter().map(|(value, _)| *value).collect::<Vec<f64>>());
    let interval = |(value, (raw, side)): (&f64, &(f64, f64))| Interval {
        value: *value,
        low: (raw - side).clamp(0.0, 1.0).min(*value),
        high: (raw + side).clamp(0.0, 1.0).max(*value),
    };
    Some(Audit { labelled: labels.len(), power, shares: values.iter().zip(&found).map(interval).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(all: &[Vec<f64>]) -> Vec<&[f64]> {
        all.iter().map(Vec::as_slice).collect()
    }

    #[test]
    fn a_useless_model_is_not_leaned_on_and_a_perfect_one_is() {
        let truth: Vec<usize> = (0..200).map(|i| usize::from(i % 10 < 3)).collect();
        let flat: Vec<Vec<f64>> = vec![vec![0.5, 0.5]; 200];
        let right: Vec<Vec<f64>> = truth.iter().map(|y| vec![1.0 - *y as f64, *y as f64]).collect();
        let labels: Vec<(usize, usize)> = (0..50).map(|i| (i, truth[i])).collect();
        let alone = audited(&rows(&flat), &labels, 2).unwrap();
        assert!(alone.power.abs() < 1e-12 && (alone.shares[1].value - 0.3).abs() < 1e-12);
        // p(1-p)·m/(m-1)/m, and three quarters of the comments are still unknown.
        let side = SIDES * (0.3 * 0.7 / 49.0 * 0.75f64).sqrt();
        assert!((alone.shares[1].high - 0.3 - side).abs() < 1e-9, "{alone:?}");
        let helped = audited(&rows(&right), &labels, 2).unwrap();
        assert!((helped.power - 1.0).abs() < 1e-12 && helped.shares[1].high - helped.shares[1].low < 1e-9);
        assert_eq!(audited(&rows(&right), &labels[..29], 2), None);
    }
}
