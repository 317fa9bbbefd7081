//! How honest probabilities are.

use serde::Serialize;

use super::{Answer, answers, argmax};

/// Probabilities below this count as this, so that one confident mistake does not make a loss infinite.
const FLOOR: f64 = 1e-15;

/// The log loss of every row: minus the log of the probability given to the gold label.
#[must_use]
pub fn row_losses(gold: &[usize], probabilities: &[Vec<f64>]) -> Vec<f64> {
    gold.iter().zip(probabilities).map(|(k, p)| -p[*k].max(FLOOR).ln()).collect()
}

/// Mean log loss in nats.
#[must_use]
pub fn log_loss(gold: &[usize], probabilities: &[Vec<f64>]) -> f64 {
    row_losses(gold, probabilities).iter().sum::<f64>() / gold.len().max(1) as f64
}

/// The squared distance between the probabilities and the truth of every row, summed over labels.
#[must_use]
pub fn row_distances(gold: &[usize], probabilities: &[Vec<f64>]) -> Vec<f64> {
    let distance = |(k, p): (&usize, &Vec<f64>)| {
        p.iter().enumerate().map(|(j, p)| (p - f64::from(u8::from(j == *k))).powi(2)).sum::<f64>()
    };
    gold.iter().zip(probabilities).map(distance).collect()
}

/// Mean squared distance between the probabilities and the truth (Brier 1950, summed over labels).
#[must_use]
pub fn brier(gold: &[usize], probabilities: &[Vec<f64>]) -> f64 {
    row_distances(gold, probabilities).iter().sum::<f64>() / gold.len().max(1) as f64
}

/// Bins of the expected calibration error.
const BINS: usize = 10;

/// One bin of a reliability diagram: answers of like confidence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// Answers in it.
    pub n: usize,
    /// Their lowest confidence.
    pub low: f64,
    /// Their highest confidence.
    pub high: f64,
    /// Their mean confidence.
    pub confidence: f64,
    /// The share of them that is right.
    pub accuracy: f64,
}

/// Sorted answers in bins of equal mass: sizes differ by one at most.
fn bins(sorted: &[Answer]) -> impl Iterator<Item = &[Answer]> {
    let n = sorted.len();
    (0..BINS).map(move |b| &sorted[b * n / BINS..(b + 1) * n / BINS])
}

/// Summed confidence and how many are right.
fn sums(rows: &[Answer]) -> (f64, f64) {
    rows.iter().fold((0.0, 0.0), |(c, h), (p, hit)| (c + p, h + f64::from(u8::from(*hit))))
}

/// The bins of a reliability diagram (`DeGroot` and Fienberg 1983) over answers sorted by confidence: ten of equal mass,
/// fewer where there are fewer answers.
#[must_use]
pub fn reliability(sorted: &[Answer]) -> Vec<Bin> {
    let filled = bins(sorted).filter_map(|rows| Some((rows, rows.first()?.0, rows.last()?.0)));
    let bin = |(rows, low, high): (&[Answer], f64, f64)| {
        let (n, (confidence, hits)) = (rows.len(), sums(rows));
        Bin { n, low, high, confidence: confidence / n as f64, accuracy: hits / n as f64 }
    };
    filled.map(bin).collect()
}

/// Expected calibration error of the top label with ten bins of equal mass (Naeini et al. 2015; Nguyen & O'Connor 2015).
#[must_use]
pub fn ece(gold: &[usize], probabilities: &[Vec<f64>]) -> f64 {
    let top: Vec<usize> = probabilities.iter().map(|p| argmax(p)).collect();
    ece_of(&answers(gold, &top, probabilities))
}

/// The same of answers sorted by confidence.
#[must_use]
pub fn ece_of(sorted: &[Answer]) -> f64 {
    let gap = |rows: &[Answer]| {
        let (confidence, hits) = sums(rows);
        f64::abs(confidence - hits)
    };
    bins(sorted).map(gap).sum::<f64>() / sorted.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        let (gold, p) = (vec![0, 1], vec![vec![0.8, 0.2], vec![0.6, 0.4]]);
        assert!((log_loss(&gold, &p) - (-(0.8f64.ln() + 0.4f64.ln()) / 2.0)).abs() < 1e-12);
        assert!((brier(&gold, &p) - (0.04 + 0.04 + 0.36 + 0.36) / 2.0).abs() < 1e-12);
        assert!((ece(&gold, &p) - f64::midpoint(0.2, 0.6)).abs() < 1e-12);
    }

    #[test]
    fn bins_hold_equal_mass_and_add_up_to_the_error() {
        let answers: Vec<Answer> = (0..25u32).map(|i| (f64::from(i) / 25.0, i % 3 > 0)).collect();
        let bins = reliability(&answers);
        assert_eq!((bins.len(), bins.iter().map(|b| b.n).sum::<usize>()), (10, 25));
        assert!(bins.iter().all(|b| (2..=3).contains(&b.n) && b.low <= b.confidence && b.confidence <= b.high));
        let error: f64 = bins.iter().map(|b| b.n as f64 / 25.0 * (b.confidence - b.accuracy).abs()).sum();
        assert!((error - ece_of(&answers)).abs() < 1e-12);
        assert_eq!(reliability(&answers[..3]).len(), 3);
        assert!(reliability(&[]).is_empty());
    }
}
