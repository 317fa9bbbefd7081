//! Shares by expectation maximisation under shifted priors.

/// Rounds at most.
const ROUNDS: usize = 1000;

/// The shares under which the scores are most probable, if comments of a class look as they did in training and only
/// their shares have moved: EM over the priors (Saerens, Latinne and Decaestecker 2002).
///
/// `weights` counts every row; `prior` is the shares under which the probabilities were learnt, `start` where EM begins.
/// With `held` above zero, that many comments divided like `prior` are added for each of the rows: the mode under a
/// Dirichlet prior. Ends when shares move by less than `tolerance` on average.
pub(super) fn expectation(
    rows: &[&[f64]],
    weights: &[f64],
    prior: &[f64],
    start: &[f64],
    held: f64,
    tolerance: f64,
) -> Vec<f64> {
    let k = prior.len();
    let total: f64 = weights.iter().sum();
    let mut shares = start.to_vec();
    if total <= 0.0 {
        return shares;
    }
    let mut posterior = vec![0.0; k];
    for _ in 0..ROUNDS {
        let ratio: Vec<f64> =
            shares.iter().zip(prior).map(|(share, prior)| if *prior > 0.0 { share / prior } else { 0.0 }).collect();
        let mut next = vec![0.0; k];
        for (row, weight) in rows.iter().zip(weights).filter(|(_, weight)| **weight > 0.0) {
            let mut sum = 0.0;
            for (slot, (p, ratio)) in posterior.iter_mut().zip(row.iter().zip(&ratio)) {
                *slot = p * ratio;
                sum += *slot;
            }
            // A row that no class accounts for says nothing of the shares.
            let scale = if sum > 0.0 { weight / sum } else { 0.0 };
            let said = |at: usize| if sum > 0.0 { posterior[at] * scale } else { weight * shares[at] };
            next.iter_mut().enumerate().for_each(|(at, slot)| *slot += said(at));
        }
        for (share, prior) in next.iter_mut().zip(prior) {
            *share = (*share / total + held * prior) / (1.0 + held);
        }
        let moved = next.iter().zip(&shares).map(|(a, b)| (a - b).abs()).sum::<f64>() / k as f64;
        shares = next;
        if moved < tolerance {
            break;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moved_shares_are_found_again() {
        // Two classes that look like one of three kinds; probabilities learnt at equal shares.
        let likelihood = [[0.7, 0.2, 0.1], [0.1, 0.3, 0.6]];
        let kinds: Vec<Vec<f64>> = (0..3)
            .map(|kind| {
                let total = likelihood[0][kind] + likelihood[1][kind];
                vec![likelihood[0][kind] / total, likelihood[1][kind] / total]
            })
            .collect();
        let rows: Vec<&[f64]> = kinds.iter().map(Vec::as_slice).collect();
        let weights: Vec<f64> = (0..3).map(|kind| 0.8 * likelihood[0][kind] + 0.2 * likelihood[1][kind]).collect();
        let found = expectation(&rows, &weights, &[0.5, 0.5], &[0.5, 0.5], 0.0, 1e-12);
        assert!((found[0] - 0.8).abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn odd_rows_do_no_harm() {
        let found = expectation(&[&[0.0, 0.0], &[1.0, 0.0]], &[1.0, 1.0], &[0.0, 1.0], &[0.5, 0.5], 0.0, 1e-9);
        assert!(found.iter().all(|p| p.is_finite()), "{found:?}");
        assert_eq!(expectation(&[], &[], &[0.5, 0.5], &[0.3, 0.7], 0.0, 1e-9), [0.3, 0.7]);
    }
}
