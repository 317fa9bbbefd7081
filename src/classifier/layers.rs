//! Both layers on some rows of a table: the heart of training, called once for each outer fold and once for the model.

use ndarray::Array2;
use rayon::prelude::*;

use super::Recipe;
use super::experts::Experts;
use super::layout::Layout;
use super::split::{Split, sample, thinned};
use super::table::Table;
use crate::decision::{Columns, Crossfit, Decision, JUDGED_ROWS, Rule, Selection, crossfit, select, smallest};
use crate::error::Result;
use crate::lexical::{Folds, Weighting};
use crate::metrics::row_losses;

/// Folds of the decision layer where one held-out part gave its scores: thousands of rows need no more.
const HELD_OUT_FOLDS: usize = 2;

/// Both layers, fitted.
pub(super) struct Layers {
    pub experts: Experts,
    pub decision: Decision,
    pub selection: Selection,
    pub c: f64,
    /// The rows that layer 2 was fitted on, with their cross-fitted probabilities (layer 1 did not see them either).
    pub scored: Vec<u32>,
    pub probabilities: Vec<Vec<f64>>,
    pub rule: Rule,
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
    /// that its experts did not see. `all` is of how many rows these are some.
    fn select(&self, classes: usize, all: usize, recipe: &Recipe) -> Result<(Selection, Crossfit)> {
        if recipe.folds > 0 {
            return select(&self.columns, &self.gold, &self.folds, classes, &recipe.alpha, &recipe.leave_out);
        }
        let keep = self.columns.groups.iter().map(|g| !g.optional || g.name == "target").collect();
        let middle = recipe.alpha.get(recipe.alpha.len() / 2).copied().unwrap_or(1.0);
        // The penalty stands beside a sum over rows: with fewer of them it would weigh more.
        let share = self.rows.len() as f64 / all.clamp(1, recipe.decision_rows.max(1)) as f64;
        Ok((Selection { keep, alpha: middle * share.min(1.0) }, Crossfit::default()))
    }
}

impl Layers {
    /// Fits both layers on `rows`. `searched` is called when C was chosen on a sample.
    pub fn fit(table: &Table, layout: &Layout, rows: &[u32], recipe: &Recipe, searched: &dyn Fn()) -> Result<Self> {
        let splits = Split::of(table, rows, recipe);
        let large = rows.len() > recipe.large_rows;
        let mut cs = recipe.c.clone();
        cs.sort_by(f64::total_cmp);
        let (c, experts) = if recipe.folds == 0 || cs.len() == 1 {
            (cs[0], Experts::paths(table, &splits, recipe, &cs[..1]).into_iter().flatten().collect())
        } else if large {
            let sample = sample(table, &splits[0].train, recipe);
            let alone = [Split { train: sample, held: splits[0].held.clone() }];
            let (c, _) = Self::search(table, layout, &alone, recipe, &cs)?;
            searched();
            (c, Experts::paths(table, &splits, recipe, &[c]).into_iter().flatten().collect())
        } else {
            Self::search(table, layout, &splits, recipe, &cs)?
        };
        let scored = Scored::of(table, layout, &splits, &experts.iter().collect::<Vec<_>>(), recipe);
        let (selection, crossfit) = scored.select(table.classes, rows.len(), recipe)?;
        let picked = scored.columns.picked(&selection.keep);
        let all: Vec<usize> = (0..scored.rows.len()).collect();
        let decision = Decision::fit(
            &scored.columns.part(&all, &picked),
            picked.clone(),
            &scored.gold,
            table.classes,
            selection.alpha,
            crossfit.decisions.first(),
        )?;
        let probabilities = crossfit.probabilities;
        let rule = recipe.rule(&scored.gold, &probabilities, table.classes);
        let experts = if experts.len() == 1 {
            experts.into_iter().next()
        } else {
            Some(Experts::mean(&experts, Weighting::fit(&table.matrix, rows, recipe.min_df)))
        };
        let experts = experts.unwrap_or_else(|| unreachable!("there is at least one split"));
        Ok(Self { experts, decision, selection, c, scored: scored.rows, probabilities, rule })
    }

    /// The C with the lowest log loss after a cross-fitted layer 2, with the experts that it gave.
    fn search(
        table: &Table,
        layout: &Layout,
        splits: &[Split],
        recipe: &Recipe,
        cs: &[f64],
    ) -> Result<(f64, Vec<Experts>)> {
        let mut paths = Experts::paths(table, splits, recipe, cs);
        let judged = thinned(splits, JUDGED_ROWS);
        let (mut losses, mut last) = (Vec::new(), None);
        for c in 0..cs.len() {
            let experts: Vec<&Experts> = paths.iter().map(|p| &p[c]).collect();
            let scored = Scored::of(table, layout, &judged, &experts, recipe);
            let fit = scored.plain(table.classes, 1.0, last.as_ref())?;
            losses.push(row_losses(&scored.gold, &fit.probabilities));
            last = Some(fit);
        }
        let chosen = smallest(&losses);
        Ok((cs[chosen], paths.iter_mut().map(|p| p.swap_remove(chosen)).collect()))
    }

    /// Scores of rows from pooled experts that saw no row of their part; the own scores repeat the pool's.
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
        let mut scores = Array2::zeros((rows.len(), layout.layer_one()));
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
