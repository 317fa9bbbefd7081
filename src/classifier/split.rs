//! Which rows are fitted on and which are scored.

use super::Recipe;
use super::table::Table;
use crate::lexical::Folds;

/// Rows at most that the decision of a single fit is fitted on: its experts saw them, so it is a scale and no more.
const SINGLE_ROWS: usize = 5_000;

/// Rows to fit on and rows to score.
pub(super) struct Split {
    pub train: Vec<u32>,
    pub held: Vec<u32>,
}

impl Split {
    /// The splits of some rows: K folds, one held-out part of a large corpus, or with `folds = 0` all rows and some
    /// of the same.
    pub fn of(table: &Table, rows: &[u32], recipe: &Recipe) -> Vec<Self> {
        if recipe.folds == 0 {
            let every = rows.len().div_ceil(SINGLE_ROWS).max(1);
            let held = rows.iter().copied().step_by(every).collect();
            return vec![Self { train: rows.to_vec(), held }];
        }
        let large = rows.len() > recipe.large_rows;
        let count = if large { (1.0 / recipe.held_out).round() as usize } else { recipe.folds };
        let folds = Folds::deal(&Table::at(&table.groups, rows), &table.strata(rows), count, recipe.seed);
        let pick = |at: Vec<usize>| at.into_iter().map(|at| rows[at]).collect::<Vec<u32>>();
        let split = |fold: usize| {
            let (train, mut held) = folds.split(fold);
            if large {
                held.truncate(recipe.decision_rows);
            }
            Self { train: pick(train), held: pick(held) }
        };
        (0..if large { 1 } else { count }).map(split).collect()
    }
}

/// The splits with so few held-out rows that together they are at most `most`.
pub(super) fn thinned(splits: &[Split], most: usize) -> Vec<Split> {
    let every = splits.iter().map(|split| split.held.len()).sum::<usize>().div_ceil(most).max(1);
    let thin = |split: &Split| {
        let held = split.held.iter().copied().step_by(every).collect();
        Split { train: split.train.clone(), held }
    };
    splits.iter().map(thin).collect()
}

/// Whole groups of about `search_rows` rows.
pub(super) fn sample(table: &Table, rows: &[u32], recipe: &Recipe) -> Vec<u32> {
    let parts = (rows.len() / recipe.search_rows.max(1)).max(1);
    let folds = Folds::deal(&Table::at(&table.groups, rows), &table.strata(rows), parts, recipe.seed ^ 1);
    folds.split(0).1.into_iter().map(|at| rows[at]).collect()
}
