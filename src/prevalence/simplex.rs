//! Least squares over shares: numbers that are not negative and sum to 1.

use crate::metrics::solve;

/// Added to the diagonal, so that classes that cannot be told apart share what is theirs.
const RIDGE: f64 = 1e-12;
/// A share must promise this much to be let in.
const TOLERANCE: f64 = 1e-13;

/// The shares p that minimise ‖M p − c‖²; `columns[j]` is what class j looks like, `c` what was seen.
///
/// A primal active-set method (Lawson and Hanson 1974, ch. 23, with the sum as a further constraint): exact up to
/// rounding, and finite.
pub(super) fn least_squares(columns: &[Vec<f64>], c: &[f64]) -> Vec<f64> {
    let k = columns.len();
    if k == 0 {
        return Vec::new();
    }
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let mut gram: Vec<Vec<f64>> = columns.iter().map(|a| columns.iter().map(|b| dot(a, b)).collect()).collect();
    (0..k).for_each(|j| gram[j][j] += RIDGE);
    let target: Vec<f64> = columns.iter().map(|a| dot(a, c)).collect();
    let alone = |j: usize| gram[j][j] / 2.0 - target[j];
    let first = (0..k).min_by(|a, b| alone(*a).total_cmp(&alone(*b))).unwrap_or(0);
    let mut shares = vec![0.0; k];
    shares[first] = 1.0;
    let mut inside = vec![first];
    // Every round lowers the objective, so no set comes back; the bound is for rounding.
    for _ in 0..20 * k {
        settle(&gram, &target, &mut inside, &mut shares);
        let slope: Vec<f64> = (0..k).map(|j| dot(&gram[j], &shares) - target[j]).collect();
        let level = inside.iter().map(|j| slope[*j]).sum::<f64>() / inside.len() as f64;
        let outside = (0..k).filter(|j| !inside.contains(j));
        match outside.min_by(|a, b| slope[*a].total_cmp(&slope[*b])) {
            Some(best) if slope[best] < level - TOLERANCE => inside.push(best),
            _ => break,
        }
    }
    shares
}

/// Moves to the optimum over the classes inside, leaving out those whose share comes to nothing on the way.
fn settle(gram: &[Vec<f64>], target: &[f64], inside: &mut Vec<usize>, shares: &mut [f64]) {
    while inside.len() > 1 {
        let n = inside.len();
        let mut system = vec![vec![0.0; n + 2]; n + 1];
        for (row, a) in inside.iter().enumerate() {
            for (col, b) in inside.iter().enumerate() {
                system[row][col] = gram[*a][*b];
            }
            (system[row][n], system[n][row], system[row][n + 1]) = (1.0, 1.0, target[*a]);
        }
        system[n][n + 1] = 1.0;
        let Some(wanted) = solve(system) else { return };
        let blocking = (0..n).filter(|at| wanted[*at] <= 0.0);
        let reach = |at: usize| shares[inside[at]] / (shares[inside[at]] - wanted[at]).max(f64::MIN_POSITIVE);
        let Some(first) = blocking.min_by(|a, b| reach(*a).total_cmp(&reach(*b))) else {
            inside.iter().zip(&wanted).for_each(|(j, share)| shares[*j] = *share);
            return;
        };
        let step = reach(first).clamp(0.0, 1.0);
        inside.iter().zip(&wanted).for_each(|(j, share)| shares[*j] += step * (share - shares[*j]));
        shares[inside[first]] = 0.0;
        inside.remove(first);
    }
    if let [only] = inside[..] {
        shares[only] = 1.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shares_are_found_again() {
        let columns = vec![vec![0.7, 0.2, 0.1], vec![0.2, 0.6, 0.2], vec![0.1, 0.3, 0.6]];
        let truth = [0.5, 0.2, 0.3];
        let seen: Vec<f64> = (0..3).map(|i| (0..3).map(|j| columns[j][i] * truth[j]).sum()).collect();
        let found = least_squares(&columns, &seen);
        assert!(found.iter().zip(truth).all(|(a, b)| (a - b).abs() < 1e-9), "{found:?}");
        // Seen nowhere between the columns, the nearest corner is the answer.
        assert_eq!(least_squares(&columns, &[1.0, 0.0, 0.0]), [1.0, 0.0, 0.0]);
    }

    #[test]
    fn classes_that_look_alike_do_no_harm() {
        let found = least_squares(&[vec![0.5, 0.5], vec![0.5, 0.5]], &[0.5, 0.5]);
        assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-9 && found.iter().all(|p| *p >= 0.0), "{found:?}");
    }

    proptest! {
        #[test]
        fn nothing_on_the_simplex_is_nearer(
            numbers in prop::collection::vec(0.0f64..1.0, 20), other in prop::collection::vec(0.001f64..1.0, 4),
        ) {
            let columns: Vec<Vec<f64>> = numbers[..16].chunks(4).map(<[f64]>::to_vec).collect();
            let seen = &numbers[16..];
            let distance = |p: &[f64]| {
                (0..4).map(|i| ((0..4).map(|j| columns[j][i] * p[j]).sum::<f64>() - seen[i]).powi(2)).sum::<f64>()
            };
            let found = least_squares(&columns, seen);
            prop_assert!(found.iter().all(|p| *p >= 0.0) && (found.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            let total: f64 = other.iter().sum();
            let other: Vec<f64> = other.iter().map(|p| p / total).collect();
            prop_assert!(distance(&found) <= distance(&other) + 1e-10);
            for corner in 0..4 {
                let near: Vec<f64> =
                    found.iter().enumerate().map(|(j, p)| 0.999 * p + if j == corner { 0.001 } else { 0.0 }).collect();
                prop_assert!(distance(&found) <= distance(&near) + 1e-10);
            }
        }
    }
}
