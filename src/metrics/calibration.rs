//! How honest probabilities are.

use super::{answers, argmax};

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

/// Mean squared distance between the probabilities and the truth (Brier 1950, summed over labels).
#[must_use]
pub fn brier(gold: &[usize], probabilities: &[Vec<f64>]) -> f64 {
    let distance = |(k, p): (&usize, &Vec<f64>)| {
        p.iter().enumerate().map(|(j, p)| (p - f64::from(u8::from(j == *k))).powi(2)).sum::<f64>()
    };
    gold.iter().zip(probabilities).map(distance).sum::<f64>() / gold.len().max(1) as f64
}

/// Bins of the expected calibration error.
const BINS: usize = 10;

/// Expected calibration error of the top label with ten bins of equal mass (Naeini et al. 2015; Nguyen & O'Connor 2015).
#[must_use]
pub fn ece(gold: &[usize], probabilities: &[Vec<f64>]) -> f64 {
    let top: Vec<usize> = probabilities.iter().map(|p| argmax(p)).collect();
    let rows = answers(gold, &top, probabilities);
    let n = rows.len();
    let bin = |b: usize| &rows[b * n / BINS..(b + 1) * n / BINS];
    let gap = |rows: &[(f64, bool)]| {
        let (confidence, hits) =
            rows.iter().fold((0.0, 0.0), |(c, h), (p, hit)| (c + p, h + f64::from(u8::from(*hit))));
        f64::abs(confidence - hits)
    };
    (0..BINS).map(|b| gap(bin(b))).sum::<f64>() / n.max(1) as f64
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
}
