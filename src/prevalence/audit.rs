//! Shares from a random sample of the thread that people have labelled, helped by the model.

use super::Shares;
use super::simplex::least_squares;
use crate::metrics::Interval;

/// Fewer labels are refused: their interval would not be worth its name.
pub const FEWEST_AUDITED: usize = 30;
/// Standard errors to either side.
const SIDES: f64 = 1.959_964;
/// Labels that intervals count as if each side of a label had been given so often more (Agresti and Coull 1998): what
/// stands once in a hundred comments may not be among thirty of them, and thirty labels that agree with the model do not
/// say that it never errs.
const UNSEEN: usize = 2;

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
/// **random** sample of them, whatever the model does; for a sample of another kind it is not. It counts two labels
/// more of either kind than there are (Agresti and Coull 1998), so that it does not shrink to nothing where all labels
/// are the same.
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
        let unseen = [1.0, 0.0].map(|y| y - power * mean(&mut said(class)));
        let wide: Vec<f64> = rest.iter().copied().chain([unseen; UNSEEN].into_iter().flatten()).collect();
        let count = wide.len() as f64;
        let unknown = (1.0 - m / n).max(0.0);
        let centre = wide.iter().sum::<f64>() / count;
        let variance = wide.iter().map(|r| (r - centre).powi(2)).sum::<f64>() / (count - 1.0);
        let side = SIDES * (variance / count * unknown).sqrt();
        let centre = middle + (centre - middle) * unknown;
        (power * whole + middle, power * whole + centre - side, power * whole + centre + side)
    };
    let found: Vec<(f64, f64, f64)> = (0..classes).map(one).collect();
    // The nearest shares: an estimate may fall a little below zero.
    let corner = |class: usize| (0..classes).map(|at| f64::from(u8::from(at == class))).collect::<Vec<f64>>();
    let corners: Vec<Vec<f64>> = (0..classes).map(corner).collect();
    let values = least_squares(&corners, &found.iter().map(|(value, ..)| *value).collect::<Vec<f64>>());
    let interval = |(value, (_, low, high)): (&f64, &(f64, f64, f64))| Interval {
        value: *value,
        low: low.clamp(0.0, 1.0).min(*value),
        high: high.clamp(0.0, 1.0).max(*value),
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
        // 15 of 50 count as 17 of 54, and three quarters of the comments are still unknown.
        let (middle, left) = (17.0 / 54.0, 0.75f64);
        let side = SIDES * (middle * (1.0 - middle) / 53.0 * left).sqrt();
        assert!((alone.shares[1].high - 0.3 - (middle - 0.3) * left - side).abs() < 1e-9, "{alone:?}");
        let width = |audit: &Audit| audit.shares[1].high - audit.shares[1].low;
        let helped = audited(&rows(&right), &labels, 2).unwrap();
        assert!((helped.power - 1.0).abs() < 1e-12 && width(&helped) < 0.35 * width(&alone), "{helped:?}");
        assert_eq!(audited(&rows(&right), &labels[..29], 2), None);
        let all: Vec<(usize, usize)> = truth.iter().copied().enumerate().collect();
        assert!(width(&audited(&rows(&flat), &all, 2).unwrap()) < 1e-12);
    }

    #[test]
    fn what_no_label_says_is_not_ruled_out() {
        // A thread of 200 with one label in 25 of the rare kind, and a model that says nothing: draws of 30 hold the
        // true share as often as they claim to, those without a rare label among them.
        let truth: Vec<usize> = (0..200).map(|i| usize::from(i % 25 == 0)).collect();
        let flat: Vec<Vec<f64>> = vec![vec![0.9, 0.1]; 200];
        let mut state = 7u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        let mut held = 0;
        for _ in 0..1000 {
            let mut places: Vec<usize> = (0..200).collect();
            (0..30).for_each(|at| places.swap(at, at + next(200 - at)));
            let labels: Vec<(usize, usize)> = places[..30].iter().map(|place| (*place, truth[*place])).collect();
            let share = audited(&rows(&flat), &labels, 2).unwrap().shares[1];
            held += usize::from(share.low <= 0.04 && 0.04 <= share.high);
        }
        assert!(held >= 930, "{held} of 1000");
    }
}
