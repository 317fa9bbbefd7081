//! Which groups of columns stay and how strongly the weights are held down, by cross-validation.

use rayon::prelude::*;

use super::{Columns, Decision};
use crate::error::Result;
use crate::metrics::row_losses;

/// What cross-validation chose.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    /// For each group of the columns, whether it stays.
    pub keep: Vec<bool>,
    /// The penalty.
    pub alpha: f64,
}

/// Probabilities of every row from a decision that did not see its fold. `folds[i]` is row `i`'s fold.
///
/// # Errors
/// Those of [`Decision::fit`].
pub fn crossfit(
    columns: &Columns,
    gold: &[usize],
    folds: &[usize],
    labels: usize,
    chosen: &Selection,
) -> Result<Vec<Vec<f64>>> {
    let count = folds.iter().max().map_or(0, |m| m + 1);
    let picked = columns.picked(&chosen.keep);
    let parts: Vec<Vec<(usize, Vec<f64>)>> = (0..count)
        .into_par_iter()
        .map(|fold| {
            let (inside, outside): (Vec<usize>, Vec<usize>) = (0..gold.len()).partition(|row| folds[*row] == fold);
            let train: Vec<usize> = outside.iter().map(|row| gold[*row]).collect();
            let decision =
                Decision::fit(&columns.part(&outside, &picked), picked.clone(), &train, labels, chosen.alpha)?;
            Ok(inside.into_iter().map(|row| (row, decision.probabilities(columns.values.row(row)))).collect())
        })
        .collect::<Result<_>>()?;
    let mut all = vec![Vec::new(); gold.len()];
    parts.into_iter().flatten().for_each(|(row, p)| all[row] = p);
    Ok(all)
}

/// The first candidate whose mean loss is within one standard error of the best one's, where candidates stand in order
/// of preference and the error is that of the paired differences (Breiman et al. 1984, §3.4.3).
#[must_use]
pub fn one_se(losses: &[Vec<f64>]) -> usize {
    let mean = |l: &[f64]| l.iter().sum::<f64>() / l.len().max(1) as f64;
    let best = (0..losses.len()).min_by(|a, b| mean(&losses[*a]).total_cmp(&mean(&losses[*b]))).unwrap_or(0);
    let within = |candidate: &usize| {
        let difference: Vec<f64> = losses[*candidate].iter().zip(&losses[best]).map(|(a, b)| a - b).collect();
        let (m, n) = (mean(&difference), difference.len().max(2) as f64);
        let variance = difference.iter().map(|d| (d - m).powi(2)).sum::<f64>() / (n - 1.0);
        m <= (variance / n).sqrt()
    };
    (0..losses.len()).find(within).unwrap_or(best)
}

/// Drops optional groups, last first, as long as the cross-fitted log loss does not rise, then chooses the penalty.
///
/// # Errors
/// Those of [`Decision::fit`].
pub fn select(columns: &Columns, gold: &[usize], folds: &[usize], labels: usize, alphas: &[f64]) -> Result<Selection> {
    let middle = alphas.get(alphas.len() / 2).copied().unwrap_or(1.0);
    let losses = |chosen: &Selection| Ok(row_losses(gold, &crossfit(columns, gold, folds, labels, chosen)?));
    let total = |losses: &[f64]| losses.iter().sum::<f64>();
    let mut chosen = Selection { keep: vec![true; columns.groups.len()], alpha: middle };
    let mut best: f64 = total(&losses(&chosen)?);
    for at in (0..columns.groups.len()).rev().filter(|at| columns.groups[*at].optional) {
        let mut without = chosen.clone();
        without.keep[at] = false;
        let loss = total(&losses(&without)?);
        if loss <= best {
            (chosen, best) = (without, loss);
        }
    }
    let mut strongest_first = alphas.to_vec();
    strongest_first.sort_by(|a, b| b.total_cmp(a));
    let tried = strongest_first
        .iter()
        .map(|alpha| losses(&Selection { alpha: *alpha, ..chosen.clone() }))
        .collect::<Result<Vec<_>>>()?;
    chosen.alpha = strongest_first[one_se(&tried)];
    Ok(chosen)
}
