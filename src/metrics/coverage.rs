//! Risk and coverage: how precise the answers are if only the confident ones are given.

use serde::{Deserialize, Serialize};

use super::{Answer, answers};

/// The risk-coverage curve (El-Yaniv & Wiener 2010) as points of ascending confidence.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Coverage {
    /// Confidence thresholds, ascending.
    pub threshold: Vec<f64>,
    /// Share of rows at or above the threshold.
    pub coverage: Vec<f64>,
    /// Share of those whose predicted label is right.
    pub precision: Vec<f64>,
}

/// Points kept of a curve.
const POINTS: usize = 200;

/// The curve of some predictions; the confidence is the probability of the predicted label.
#[must_use]
pub fn coverage(gold: &[usize], predicted: &[usize], probabilities: &[Vec<f64>]) -> Coverage {
    let rows = answers(gold, predicted, probabilities);
    let n = rows.len();
    let mut hits = 0u64;
    let above: Vec<u64> = rows
        .iter()
        .rev()
        .map(|(_, hit)| {
            hits += u64::from(*hit);
            hits
        })
        .collect();
    let mut curve = Coverage::default();
    for point in 0..POINTS.min(n) {
        let first = point * n / POINTS.min(n);
        // Equal confidences cannot be told apart, so a threshold counts from the first of them.
        if curve.threshold.last() == Some(&rows[first].0) {
            continue;
        }
        let first = rows.partition_point(|(p, _)| *p < rows[first].0);
        curve.threshold.push(rows[first].0);
        curve.coverage.push((n - first) as f64 / n as f64);
        curve.precision.push(above[n - first - 1] as f64 / (n - first) as f64);
    }
    curve
}

/// The area under the risk-coverage curve (Geifman, Uziel and El-Yaniv 2019): the mean, over every number k of answers
/// given, of the share of errors among the k most confident. Answers must be sorted by confidence, least first.
///
/// Equal confidences cannot be told apart, so their errors are spread evenly over their places.
#[must_use]
pub fn aurc(sorted: &[Answer]) -> f64 {
    let (mut given, mut wrong, mut area) = (0.0, 0.0, 0.0);
    for tied in sorted.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()).rev() {
        let missed = tied.iter().filter(|(_, hit)| !hit).count() as f64;
        let share = missed / tied.len() as f64;
        area += (1..=tied.len()).map(|j| (wrong + share * j as f64) / (given + j as f64)).sum::<f64>();
        given += tied.len() as f64;
        wrong += missed;
    }
    area / given.max(1.0)
}

/// Answers that a threshold must rest on: a precision of three out of three says little.
const FEWEST_ANSWERS: f64 = 30.0;

impl Coverage {
    /// The lowest confidence from which on the wanted precision was reached, given how many rows the curve rests on;
    /// nothing if it never was on at least thirty answers.
    #[must_use]
    pub fn threshold_for(&self, precision: f64, rows: usize) -> Option<f64> {
        let enough = |i: &usize| self.precision[*i] >= precision && self.coverage[*i] * rows as f64 >= FEWEST_ANSWERS;
        (0..self.threshold.len()).find(enough).map(|i| self.threshold[i])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_keep_their_word() {
        let probabilities: Vec<Vec<f64>> = (0..100)
            .map(|i| {
                let p = 0.5 + f64::from(i) / 200.0;
                vec![p, 1.0 - p]
            })
            .collect();
        let gold: Vec<usize> = (0..100).map(|i| usize::from(i < 40)).collect();
        let curve = coverage(&gold, &[0; 100], &probabilities);
        assert!((curve.coverage[0] - 1.0).abs() < 1e-12);
        assert!((curve.precision[0] - 0.6).abs() < 1e-12);
        let threshold = curve.threshold_for(0.9, 100).unwrap();
        let answered: Vec<usize> = (0..100).filter(|i| probabilities[*i][0] >= threshold).collect();
        let right = answered.iter().filter(|i| gold[**i] == 0).count();
        assert!(right as f64 / answered.len() as f64 >= 0.9);
        assert_eq!(curve.threshold_for(0.9, 20), None);
    }

    #[test]
    fn the_area_by_hand() {
        // Risks at coverage 1/4 to 4/4: 0, 1/2, 1/3, 1/2.
        let sorted = [(0.5, false), (0.6, true), (0.7, false), (0.8, true)];
        assert!((aurc(&sorted) - (0.5 + 1.0 / 3.0 + 0.5) / 4.0).abs() < 1e-12);
        // One error among three that are alike: a third of it at each place, whatever their order.
        let tied = [(0.5, false), (0.5, true), (0.5, true)];
        assert!((aurc(&tied) - 1.0 / 3.0).abs() < 1e-12);
        assert!(aurc(&[]).abs() < 1e-12);
    }
}
