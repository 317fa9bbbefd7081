//! Both layers on some rows of a table: the heart of training, called once for each outer fold and once for the model.

use ndarray::Array2;
use rayon::prelude::*;

use super::Recipe;
use super::layout::Layout;
use super::table::Table;
use crate::decision::{Columns, Decision, Selection, crossfit, one_se, select};
use crate::error::Result;
use crate::lexical::{Expert, Folds, Task, Weighting, fit_path, score};
use crate::metrics::row_losses;
use crate::sparse::Options;

/// Folds of the decision layer where one held-out part gave its scores: thousands of rows need no more.
const HELD_OUT_FOLDS: usize = 3;

/// Rows to fit on and rows to score.
pub(super) struct Split {
    pub train: Vec<u32>,
    pub held: Vec<u32>,
}

/// The experts of one split under its weighting, for one C.
pub(super) struct Experts {
    pub weighting: Weighting,
    pub pool: Expert,
    /// One a target; nothing where the target has too few rows.
    pub own: Vec<Option<Expert>>,
}

/// Both layers, fitted.
pub(super) struct Layers {
    pub experts: Experts,
    pub decision: Decision,
    pub selection: Selection,
    pub c: f64,
    /// The rows that layer 2 was fitted on, with their cross-fitted probabilities (layer 1 did not see them either).
    pub scored: Vec<u32>,
    pub probabilities: Vec<Vec<f64>>,
}

impl Split {
    /// The splits of some rows: K folds, one held-out part of a large corpus, or with `folds = 0` all rows on both sides.
    pub fn of(table: &Table, rows: &[u32], recipe: &Recipe) -> Vec<Self> {
        if recipe.folds == 0 {
            let held = rows.iter().copied().take(recipe.decision_rows).collect();
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

impl Experts {
    /// One set of experts for each C, all fitted on the same rows.
    fn path(table: &Table, rows: &[u32], recipe: &Recipe, cs: &[f64]) -> Vec<Self> {
        let weighting = Weighting::fit(&table.matrix, rows, recipe.min_df);
        let options = Options { tolerance: recipe.tolerance, ..Options::default() };
        let targets = table.target_words.len();
        let task = Task {
            matrix: &table.matrix,
            weighting: &weighting,
            labels: &table.labels,
            classes: table.classes,
            options: &options,
        };
        let pool = fit_path(&task, rows, cs, None);
        let own: Vec<Option<Vec<Expert>>> = (0..if targets > 1 { targets } else { 0 })
            .into_par_iter()
            .map(|target| {
                let part: Vec<u32> = rows.iter().copied().filter(|r| table.targets[*r as usize] == target).collect();
                let leans = Some(pool.as_slice()).filter(|_| part.len() < recipe.lean_rows);
                (part.len() >= recipe.target_rows).then(|| fit_path(&task, &part, cs, leans))
            })
            .collect();
        let mut own: Vec<_> = own.into_iter().map(|path| path.map(Vec::into_iter)).collect();
        pool.into_iter()
            .map(|pool| {
                let own = own.iter_mut().map(|path| path.as_mut().and_then(Iterator::next)).collect();
                Self { weighting: weighting.clone(), pool, own }
            })
            .collect()
    }

    /// Lexical scores of rows: own expert's (the pool's where there is none), then the pool's.
    pub fn scores(&self, table: &Table, layout: &Layout, rows: &[u32]) -> Array2<f64> {
        let width = layout.scores();
        let pool = score(&table.matrix, &self.weighting, &self.pool, rows);
        let mut scores = Array2::zeros((rows.len(), layout.lexical()));
        let offset = layout.lexical() - width;
        for at in 0..rows.len() {
            for k in 0..width {
                scores[[at, k]] = pool[at * width + k];
                scores[[at, offset + k]] = pool[at * width + k];
            }
        }
        for (target, expert) in self.own.iter().enumerate() {
            let Some(expert) = expert else { continue };
            let mine: Vec<usize> = (0..rows.len()).filter(|at| table.targets[rows[*at] as usize] == target).collect();
            let list: Vec<u32> = mine.iter().map(|at| rows[*at]).collect();
            let own = score(&table.matrix, &self.weighting, expert, &list);
            for (i, at) in mine.iter().enumerate() {
                (0..width).for_each(|k| scores[[*at, k]] = own[i * width + k]);
            }
        }
        scores
    }

    /// The mean of the splits' experts, as one set under the weighting of all rows.
    fn mean(parts: &[Self], whole: Weighting) -> Self {
        let pool = Expert::mean(&parts.iter().map(|p| (&p.pool, &p.weighting)).collect::<Vec<_>>(), &whole);
        let own = (0..parts[0].own.len())
            .map(|t| {
                let fitted: Vec<_> =
                    parts.iter().filter_map(|p| p.own[t].as_ref().map(|e| (e, &p.weighting))).collect();
                (fitted.len() == parts.len()).then(|| Expert::mean(&fitted, &whole))
            })
            .collect();
        Self { weighting: whole, pool, own }
    }
}

/// Held-out scores of some rows and what they were made with.
struct Scored {
    rows: Vec<u32>,
    columns: Columns,
    gold: Vec<usize>,
    folds: Vec<usize>,
}

impl Scored {
    fn of(table: &Table, layout: &Layout, splits: &[Split], experts: &[&Experts], recipe: &Recipe) -> Self {
        let rows: Vec<u32> = splits.iter().flat_map(|s| s.held.iter().copied()).collect();
        let parts: Vec<Array2<f64>> =
            splits.par_iter().zip(experts).map(|(split, experts)| experts.scores(table, layout, &split.held)).collect();
        let views: Vec<_> = parts.iter().map(Array2::view).collect();
        let scores = ndarray::concatenate(ndarray::Axis(0), &views).unwrap_or_default();
        let count = if splits.len() == 1 { HELD_OUT_FOLDS } else { recipe.folds };
        let folds = Folds::deal(&Table::at(&table.groups, &rows), &table.strata(&rows), count, recipe.seed);
        Self {
            columns: table.columns(layout, &rows, &scores),
            gold: Table::at(&table.labels, &rows),
            folds: (0..rows.len()).map(|at| folds.of(at)).collect(),
            rows,
        }
    }

    fn losses(&self, classes: usize, alpha: f64) -> Result<Vec<f64>> {
        let all =
            Selection { keep: self.columns.groups.iter().map(|g| !g.optional || g.name == "target").collect(), alpha };
        Ok(row_losses(&self.gold, &crossfit(&self.columns, &self.gold, &self.folds, classes, &all)?))
    }
}

impl Layers {
    /// Fits both layers on `rows`.
    pub fn fit(table: &Table, layout: &Layout, rows: &[u32], recipe: &Recipe) -> Result<Self> {
        let splits = Split::of(table, rows, recipe);
        let large = rows.len() > recipe.large_rows;
        let mut cs = recipe.c.clone();
        cs.sort_by(f64::total_cmp);
        let (c, experts) = if recipe.folds == 0 {
            (cs[0], Experts::path(table, &splits[0].train, recipe, &cs[..1]))
        } else if large && cs.len() > 1 {
            let sample = sample(table, &splits[0].train, recipe);
            let searched = Split::of(table, &sample, &Recipe { large_rows: 0, ..recipe.clone() });
            let (c, _) = Self::search(table, layout, &searched, recipe, &cs)?;
            (c, splits.iter().flat_map(|s| Experts::path(table, &s.train, recipe, &[c])).collect())
        } else {
            Self::search(table, layout, &splits, recipe, &cs)?
        };
        let scored = Scored::of(table, layout, &splits, &experts.iter().collect::<Vec<_>>(), recipe);
        let selection = select(&scored.columns, &scored.gold, &scored.folds, table.classes, &recipe.alpha)?;
        let probabilities = crossfit(&scored.columns, &scored.gold, &scored.folds, table.classes, &selection)?;
        let picked = scored.columns.picked(&selection.keep);
        let all: Vec<usize> = (0..scored.rows.len()).collect();
        let decision = Decision::fit(
            &scored.columns.part(&all, &picked),
            picked.clone(),
            &scored.gold,
            table.classes,
            selection.alpha,
        )?;
        let experts = if experts.len() == 1 {
            experts.into_iter().next()
        } else {
            Some(Experts::mean(&experts, Weighting::fit(&table.matrix, rows, recipe.min_df)))
        };
        let experts = experts.unwrap_or_else(|| unreachable!("there is at least one split"));
        Ok(Self { experts, decision, selection, c, scored: scored.rows, probabilities })
    }

    /// The C with the lowest log loss after a cross-fitted layer 2, by the one-standard-error rule towards more
    /// shrinkage, with the experts that it gave.
    fn search(
        table: &Table,
        layout: &Layout,
        splits: &[Split],
        recipe: &Recipe,
        cs: &[f64],
    ) -> Result<(f64, Vec<Experts>)> {
        let mut paths: Vec<Vec<Experts>> =
            splits.par_iter().map(|s| Experts::path(table, &s.train, recipe, cs)).collect();
        let losses: Vec<Vec<f64>> = (0..cs.len())
            .map(|c| {
                let experts: Vec<&Experts> = paths.iter().map(|p| &p[c]).collect();
                Scored::of(table, layout, splits, &experts, recipe).losses(table.classes, 1.0)
            })
            .collect::<Result<_>>()?;
        let chosen = one_se(&losses);
        Ok((cs[chosen], paths.iter_mut().map(|p| p.swap_remove(chosen)).collect()))
    }

    /// Lexical scores of rows from pooled experts that saw no row of their part; the own scores repeat the pool's.
    pub fn without_targets(
        table: &Table,
        layout: &Layout,
        rows: &[u32],
        part_of: &[usize],
        recipe: &Recipe,
        c: f64,
    ) -> Array2<f64> {
        let recipe = Recipe { target_rows: usize::MAX, ..recipe.clone() };
        let parts = part_of.iter().max().map_or(0, |m| m + 1);
        let mut scores = Array2::zeros((rows.len(), layout.lexical()));
        let scored: Vec<(Vec<usize>, Array2<f64>)> = (0..parts)
            .into_par_iter()
            .filter_map(|part| {
                let (held, train): (Vec<usize>, Vec<usize>) = (0..rows.len()).partition(|at| part_of[*at] == part);
                let list = |at: &[usize]| at.iter().map(|at| rows[*at]).collect::<Vec<u32>>();
                let experts = Experts::path(table, &list(&train), &recipe, &[c]).pop()?;
                let scores = experts.scores(table, layout, &list(&held));
                Some((held, scores))
            })
            .collect();
        for (held, part) in scored {
            held.into_iter().zip(part.rows()).for_each(|(at, row)| scores.row_mut(at).assign(&row));
        }
        scores
    }

    /// Probabilities of any rows of the table.
    pub fn predict(&self, table: &Table, layout: &Layout, rows: &[u32]) -> Vec<Vec<f64>> {
        let columns = table.columns(layout, rows, &self.experts.scores(table, layout, rows));
        columns.values.rows().into_iter().map(|row| self.decision.probabilities(row)).collect()
    }
}

/// Whole groups of about `search_rows` rows.
fn sample(table: &Table, rows: &[u32], recipe: &Recipe) -> Vec<u32> {
    let parts = (rows.len() / recipe.search_rows.max(1)).max(1);
    let folds = Folds::deal(&Table::at(&table.groups, rows), &table.strata(rows), parts, recipe.seed ^ 1);
    folds.split(0).1.into_iter().map(|at| rows[at]).collect()
}
