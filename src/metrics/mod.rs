//! Measures of how good predictions are. Numbers only: label indices, probabilities, cluster numbers.

mod agreement;
mod bootstrap;
mod calibration;
mod confusion;
mod coverage;
mod linear;
mod mcnemar;

pub use agreement::{alpha, kappa};
pub use bootstrap::{Interval, clusters, resample};
pub use calibration::{Bin, brier, ece, ece_of, log_loss, reliability, row_distances, row_losses};
pub use confusion::{Confusion, F1};
pub use coverage::{Coverage, aurc, coverage};
pub use linear::solve;
pub use mcnemar::{FEW_DISCORDANT, McNemar, mcnemar};

/// Index of the largest probability; the first of equals.
#[must_use]
pub fn argmax(probabilities: &[f64]) -> usize {
    // Four at a time, as each comparison would wait for the one before.
    let (fours, rest) = probabilities.as_chunks::<4>();
    let mut tops = [f64::NEG_INFINITY; 4];
    for four in fours {
        (0..4).for_each(|lane| tops[lane] = greater(tops[lane], four[lane]));
    }
    let top = rest.iter().chain(&tops).fold(f64::NEG_INFINITY, |top, p| greater(top, *p));
    probabilities.iter().position(|p| *p >= top).unwrap_or(0)
}

/// The greater of two numbers; the first where they cannot be compared.
#[inline(always)]
pub(crate) fn greater(a: f64, b: f64) -> f64 {
    if b > a { b } else { a }
}

/// The confidence of a predicted label, and whether it is right.
pub type Answer = (f64, bool);

/// The confidence of every row's predicted label and whether it is right, least confident first.
#[must_use]
pub fn answers(gold: &[usize], predicted: &[usize], probabilities: &[Vec<f64>]) -> Vec<Answer> {
    let mut rows: Vec<Answer> =
        gold.iter().zip(predicted).zip(probabilities).map(|((gold, told), p)| (p[*told], told == gold)).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_is_found_wherever_it_stands() {
        assert_eq!(argmax(&[]), 0);
        for length in 1..14 {
            for at in 0..length {
                let mut row: Vec<f64> = (0..length).map(|i| 0.5 - i as f64 / 100.0).collect();
                row[at] = 0.9;
                assert_eq!(argmax(&row), at);
                row.iter_mut().skip(at).for_each(|p| *p = 0.9);
                assert_eq!(argmax(&row), at, "the first of equals");
                row[at] = f64::NAN;
                assert_eq!(argmax(&row), if at + 1 < length { at + 1 } else { 0 });
            }
            assert_eq!(argmax(&vec![f64::NAN; length]), 0);
            assert_eq!(argmax(&vec![f64::NEG_INFINITY; length]), 0);
        }
    }
}
