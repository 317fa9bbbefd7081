//! Which groups of columns stay and how strongly the weights are held down, by cross-validation.

use rayon::prelude::*;

use super::{Columns, Decision};
use crate::error::Result;
use crate::metrics::row_losses;

/// Rows that candidates are judged on at most: whether a group, a penalty or a C helps shows on thousands of rows as on
/// tens of thousands.
pub const JUDGED_ROWS: usize = 7_000;

/// What cross-validation chose.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    /// For each group of the columns, whether it stays.
    pub keep: Vec<bool>,
    /// The penalty.
    pub alpha: f64,
}

/// Decisions of all folds, and what each makes of the rows that it did not see.
#[derive(Debug, Clone, Default)]
pub struct Crossfit {
    /// One decision a fold.
    pub decisions: Vec<Decision>,
    /// One row of probabilities a row.
    pub probabilities: Vec<Vec<f64>>,
}

/// Probabilities of every row from a decision that did not see its fold. `folds[i]` is row `i`'s fold.
///
/// `start` is an earlier cross-fit over the same folds: every fold starts from its own decision, which has not seen
/// the fold either.
///
/// # Errors
/// Those of [`Decision::fit`].
pub fn crossfit(
    columns: &Columns,
    gold: &[usize],
    folds: &[usize],
    labels: usize,
    chosen: &Selection,
    start: Option<&Crossfit>,
) -> Result<Crossfit> {
    let count = folds.iter().max().map_or(0, |m| m + 1);
    let picked = columns.picked(&chosen.keep);
    let parts: Vec<(Decision, Vec<usize>, Vec<Vec<f64>>)> = (0..count)
        .into_par_iter()
        .with_max_len(1)
        .map(|fold| {
            let (inside, outside): (Vec<usize>, Vec<usize>) = (0..gold.len()).partition(|row| folds[*row] == fold);
            let train: Vec<usize> = outside.iter().map(|row| gold[*row]).collect();
            let start = start.map(|start| &start.decisions[fold]);
            let values = columns.part(&outside, &picked);
            let decision = Decision::fit(&values, picked.clone(), &train, labels, chosen.alpha, start)?;
            let predicted = inside.iter().map(|row| decision.probabilities(columns.values.row(*row))).collect();
            Ok((decision, inside, predicted))
        })
        .collect::<Result<_>>()?;
    let mut all = Crossfit { decisions: Vec::with_capacity(count), probabilities: vec![Vec::new(); gold.len()] };
    for (decision, inside, predicted) in parts {
        all.decisions.push(decision);
        inside.into_iter().zip(predicted).for_each(|(row, p)| all.probabilities[row] = p);
    }
    Ok(all)
}

/// The candidate with the smallest loss, the first of equals.
///
/// Not the simplest within one standard error of it (Breiman et al. 1984, §3.4.3): these candidates differ in shrinkage
/// alone, and the error hides what all comments together show. On the training tweets of `SemEval` and covid19 the rule chose
/// a C with a higher log loss.
#[must_use]
pub fn smallest(losses: &[Vec<f64>]) -> usize {
    let sum = |l: &[f64]| l.iter().sum::<f64>();
    (0..losses.len()).min_by(|a, b| sum(&losses[*a]).total_cmp(&sum(&losses[*b]))).unwrap_or(0)
}

/// Drops optional groups, last first, as long as the cross-fitted log loss does not rise, then chooses the penalty, both
/// judged on at most [`JUDGED_ROWS`] rows. Groups named in `leave_out` are not tried. Returns what it chose with the
/// cross-fit of all rows.
///
/// # Errors
/// Those of [`Decision::fit`].
pub fn select(
    columns: &Columns,
    gold: &[usize],
    folds: &[usize],
    labels: usize,
    alphas: &[f64],
    leave_out: &[String],
) -> Result<(Selection, Crossfit)> {
    let every = gold.len().div_ceil(JUDGED_ROWS).max(1);
    let rows: Vec<usize> = (0..gold.len()).step_by(every).collect();
    let all: Vec<usize> = (0..columns.values.ncols()).collect();
    let some = Columns { values: columns.part(&rows, &all), groups: columns.groups.clone() };
    let at = |values: &[usize]| rows.iter().map(|row| values[*row]).collect::<Vec<usize>>();
    let judge = Judge { columns: &some, gold: &at(gold), folds: &at(folds), labels };
    let mut strongest_first = alphas.to_vec();
    strongest_first.sort_by(|a, b| b.total_cmp(a));
    let middle = strongest_first.get((strongest_first.len().max(1) - 1) / 2).copied().unwrap_or(1.0);
    let (kept, best) = judge.eliminate(Selection { keep: columns.tried(leave_out), alpha: middle })?;
    let (chosen, fitted) = judge.shrink(&kept, &strongest_first, best)?;
    let fitted = if every == 1 { fitted } else { crossfit(columns, gold, folds, labels, &chosen, Some(&fitted))? };
    Ok((chosen, fitted))
}

/// The rows that candidates are judged on.
struct Judge<'a> {
    columns: &'a Columns,
    gold: &'a [usize],
    folds: &'a [usize],
    labels: usize,
}

impl Judge<'_> {
    fn fit(&self, chosen: &Selection, start: Option<&Crossfit>) -> Result<Crossfit> {
        crossfit(self.columns, self.gold, self.folds, self.labels, chosen, start)
    }

    fn losses(&self, fit: &Crossfit) -> Vec<f64> {
        row_losses(self.gold, &fit.probabilities)
    }

    /// Drops optional groups, last first, as long as the log loss does not rise.
    fn eliminate(&self, mut chosen: Selection) -> Result<(Selection, Crossfit)> {
        let total = |fit: &Crossfit| self.losses(fit).iter().sum::<f64>();
        let tried = chosen.keep.clone();
        let mut best = self.fit(&chosen, None)?;
        for at in (0..tried.len()).rev().filter(|at| self.columns.groups[*at].optional && tried[*at]) {
            let mut without = chosen.clone();
            without.keep[at] = false;
            let tried = self.fit(&without, Some(&best))?;
            if total(&tried) <= total(&best) {
                (chosen, best) = (without, tried);
            }
        }
        Ok((chosen, best))
    }

    /// Chooses the penalty, every fit starting from the one before.
    fn shrink(&self, chosen: &Selection, alphas: &[f64], best: Crossfit) -> Result<(Selection, Crossfit)> {
        let mut tried: Vec<Crossfit> = Vec::with_capacity(alphas.len());
        for alpha in alphas {
            let start = tried.last().unwrap_or(&best);
            tried.push(self.fit(&Selection { alpha: *alpha, ..chosen.clone() }, Some(start))?);
        }
        let at = smallest(&tried.iter().map(|fit| self.losses(fit)).collect::<Vec<_>>());
        let alpha = alphas.get(at).copied().unwrap_or(chosen.alpha);
        let fitted = if tried.is_empty() { best } else { tried.swap_remove(at) };
        Ok((Selection { alpha, ..chosen.clone() }, fitted))
    }
}
