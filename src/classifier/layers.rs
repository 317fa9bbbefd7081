//! Both layers on some rows of a table: the heart of training, called once for each outer fold and once for the model.

use ndarray::Array2;
use rayon::prelude::*;

use super::Recipe;
use super::layout::Layout;
use super::table::Table;
use crate::decision::{Columns, Crossfit, Decision, Selection, crossfit, one_se, select};
use crate::error::Result;
use crate::lexical::{Expert, Folds, Part, Task, Weighting, fit_path, score};
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
    /// For each split, one set of experts for each C.
    fn paths(table: &Table, splits: &[Split], recipe: &Recipe, cs: &[f64]) -> Vec<Vec<Self>> {
        let weightings = weightings(table, splits, recipe);
        let options = Options { tolerance: recipe.tolerance, ..Options::default() };
        let task = Task { matrix: &table.matrix, labels: &table.labels, classes: table.classes, cs, options: &options };
        let parts: Vec<Part<'_>> = splits
            .iter()
            .zip(&weightings)
            .map(|(split, weighting)| Part { rows: &split.train, weighting, pool: None })
            .collect();
        let pools = fit_path(&task, &parts);
        let targets = table.target_words.len();
        let own: Vec<Vec<Option<Vec<Expert>>>> = (0..if targets > 1 { targets } else { 0 })
            .into_par_iter()
            .map(|target| own(&task, table, splits, &weightings, &pools, target, recipe))
            .collect();
        let mut own: Vec<Vec<_>> =
            own.into_iter().map(|parts| parts.into_iter().map(|path| path.map(Vec::into_iter)).collect()).collect();
        let set =
            |at: usize, weighting: &Weighting, pool: Expert, own: &mut [Vec<Option<std::vec::IntoIter<Expert>>>]| {
                let own = own.iter_mut().map(|parts| parts[at].as_mut().and_then(Iterator::next)).collect();
                Self { weighting: weighting.clone(), pool, own }
            };
        let path = |(at, pools): (usize, Vec<Expert>)| {
            pools.into_iter().map(|pool| set(at, &weightings[at], pool, &mut own)).collect()
        };
        pools.into_iter().enumerate().map(path).collect()
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

/// A weighting for each split.
fn weightings(table: &Table, splits: &[Split], recipe: &Recipe) -> Vec<Weighting> {
    if let [only] = splits {
        return vec![Weighting::fit(&table.matrix, &only.train, recipe.min_df)];
    }
    let mut rows: Vec<u32> = splits.iter().flat_map(|split| split.held.iter().copied()).collect();
    rows.sort_unstable();
    let parts: Vec<&[u32]> = splits.iter().map(|split| split.held.as_slice()).collect();
    Weighting::without_each(&table.matrix, &rows, &parts, recipe.min_df)
}

/// A target's own experts, for each split that has enough of its rows: a path over C.
fn own(
    task: &Task<'_>,
    table: &Table,
    splits: &[Split],
    weightings: &[Weighting],
    pools: &[Vec<Expert>],
    target: usize,
    recipe: &Recipe,
) -> Vec<Option<Vec<Expert>>> {
    let mine = |split: &Split| split.train.iter().copied().filter(|r| table.targets[*r as usize] == target).collect();
    let rows: Vec<Vec<u32>> = splits.iter().map(mine).collect();
    let mut paths: Vec<Option<Vec<Expert>>> = splits.iter().map(|_| None).collect();
    // Those that lean on the pool start anew for each C, so they are fitted apart.
    for leaning in [false, true] {
        let fits = |rows: usize| rows >= recipe.target_rows && (rows < recipe.lean_rows) == leaning;
        let at: Vec<usize> = (0..splits.len()).filter(|at| fits(rows[*at].len())).collect();
        let part = |at: &usize| Part {
            rows: &rows[*at],
            weighting: &weightings[*at],
            pool: leaning.then_some(pools[*at].as_slice()),
        };
        let parts: Vec<Part<'_>> = at.iter().map(part).collect();
        let fitted = if parts.is_empty() { Vec::new() } else { fit_path(task, &parts) };
        at.into_iter().zip(fitted).for_each(|(at, path)| paths[at] = Some(path));
    }
    paths
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

    /// A cross-fitted decision over lexical scores and targets alone.
    fn plain(&self, classes: usize, alpha: f64, start: Option<&Crossfit>) -> Result<Crossfit> {
        let keep = self.columns.groups.iter().map(|g| !g.optional || g.name == "target").collect();
        crossfit(&self.columns, &self.gold, &self.folds, classes, &Selection { keep, alpha }, start)
    }

    /// Groups and penalty by cross-validation; all groups and the middle penalty for a single fit, which has no rows
    /// that its experts did not see.
    fn select(&self, classes: usize, recipe: &Recipe) -> Result<(Selection, Crossfit)> {
        if recipe.folds > 0 {
            return select(&self.columns, &self.gold, &self.folds, classes, &recipe.alpha);
        }
        let keep = self.columns.groups.iter().map(|g| !g.optional || g.name == "target").collect();
        let alpha = recipe.alpha.get(recipe.alpha.len() / 2).copied().unwrap_or(1.0);
        Ok((Selection { keep, alpha }, Crossfit::default()))
    }
}

impl Layers {
    /// Fits both layers on `rows`.
    pub fn fit(table: &Table, layout: &Layout, rows: &[u32], recipe: &Recipe) -> Result<Self> {
        let splits = Split::of(table, rows, recipe);
        let large = rows.len() > recipe.large_rows;
        let mut cs = recipe.c.clone();
        cs.sort_by(f64::total_cmp);
        let (c, experts) = if recipe.folds == 0 || cs.len() == 1 {
            (cs[0], Experts::paths(table, &splits, recipe, &cs[..1]).into_iter().flatten().collect())
        } else if large {
            let sample = sample(table, &splits[0].train, recipe);
            let searched = [Split { train: sample, held: splits[0].held.clone() }];
            let (c, _) = Self::search(table, layout, &searched, recipe, &cs)?;
            (c, Experts::paths(table, &splits, recipe, &[c]).into_iter().flatten().collect())
        } else {
            Self::search(table, layout, &splits, recipe, &cs)?
        };
        let scored = Scored::of(table, layout, &splits, &experts.iter().collect::<Vec<_>>(), recipe);
        let (selection, crossfit) = scored.select(table.classes, recipe)?;
        let picked = scored.columns.picked(&selection.keep);
        let all: Vec<usize> = (0..scored.rows.len()).collect();
        let decision = Decision::fit(
            &scored.columns.part(&all, &picked),
            picked.clone(),
            &scored.columns.shrink(&picked),
            &scored.gold,
            table.classes,
            selection.alpha,
            crossfit.decisions.first(),
        )?;
        let probabilities = crossfit.probabilities;
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
        let mut paths = Experts::paths(table, splits, recipe, cs);
        let (mut losses, mut last) = (Vec::new(), None);
        for c in 0..cs.len() {
            let experts: Vec<&Experts> = paths.iter().map(|p| &p[c]).collect();
            let scored = Scored::of(table, layout, splits, &experts, recipe);
            let fit = scored.plain(table.classes, 1.0, last.as_ref())?;
            losses.push(row_losses(&scored.gold, &fit.probabilities));
            last = Some(fit);
        }
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
        let split = |part: usize| {
            let (held, train): (Vec<u32>, Vec<u32>) =
                (0..rows.len() as u32).partition(|at| part_of[*at as usize] == part);
            let list = |at: &[u32]| Table::at(rows, at);
            (Split { train: list(&train), held: list(&held) }, held)
        };
        let (splits, held): (Vec<Split>, Vec<Vec<u32>>) = (0..parts).map(split).unzip();
        let experts = Experts::paths(table, &splits, &recipe, &[c]);
        for ((split, held), experts) in splits.iter().zip(held).zip(experts) {
            let part = experts[0].scores(table, layout, &split.held);
            held.into_iter().zip(part.rows()).for_each(|(at, row)| scores.row_mut(at as usize).assign(&row));
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
