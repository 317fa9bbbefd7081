//! The pooled expert and those of the targets, fitted and asked together.

use ndarray::Array2;
use rayon::prelude::*;

use super::Recipe;
use super::layout::Layout;
use super::readouts::Readouts;
use super::split::Split;
use super::table::Table;
use crate::lexical::{Expert, Part, Task, Weighting, fit_path, score};
use crate::sparse::Options;

/// The experts of one split under its weighting, for one C.
pub(super) struct Experts {
    pub weighting: Weighting,
    pub pool: Expert,
    /// One a target; nothing where the target has too few rows.
    pub own: Vec<Option<Expert>>,
    /// The experts over word vectors, where these are tried.
    pub readouts: Option<Readouts>,
}

impl Experts {
    /// For each split, one set of experts for each C.
    pub fn paths(table: &Table, splits: &[Split], recipe: &Recipe, cs: &[f64]) -> Vec<Vec<Self>> {
        let weightings = weightings(table, splits, recipe);
        let options = Options { tolerance: recipe.tolerance, ..Options::default() };
        let (labels, shares) = (&table.labels, &table.shares);
        let task = Task { matrix: &table.matrix, labels, shares, classes: table.classes, cs, options: &options };
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
        let readouts = Readouts::of(table, splits, recipe);
        let set =
            |at: usize, weighting: &Weighting, pool: Expert, own: &mut [Vec<Option<std::vec::IntoIter<Expert>>>]| {
                let own = own.iter_mut().map(|parts| parts[at].as_mut().and_then(Iterator::next)).collect();
                let readouts = readouts.as_ref().map(|splits| splits[at].clone());
                Self { weighting: weighting.clone(), pool, own, readouts }
            };
        let path = |(at, pools): (usize, Vec<Expert>)| {
            pools.into_iter().map(|pool| set(at, &weightings[at], pool, &mut own)).collect()
        };
        pools.into_iter().enumerate().map(path).collect()
    }

    /// Scores of rows: own expert's (the pool's where there is none), then the pool's; then the same of word vectors.
    pub fn scores(&self, table: &Table, layout: &Layout, rows: &[u32]) -> Array2<f64> {
        let width = layout.scores();
        let pool = score(&table.matrix, &self.weighting, &self.pool, rows);
        let mut scores = Array2::zeros((rows.len(), layout.layer_one()));
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
        if let (Some(readouts), Some(means)) = (&self.readouts, &table.means) {
            readouts.scores(means, table, layout, rows, &mut scores);
        }
        scores
    }

    /// The mean of the splits' experts, as one set under the weighting of all rows.
    pub fn mean(parts: &[Self], whole: Weighting) -> Self {
        let pool = Expert::mean(&parts.iter().map(|p| (&p.pool, &p.weighting)).collect::<Vec<_>>(), &whole);
        let own = (0..parts[0].own.len())
            .map(|t| {
                let fitted: Vec<_> =
                    parts.iter().filter_map(|p| p.own[t].as_ref().map(|e| (e, &p.weighting))).collect();
                (fitted.len() == parts.len()).then(|| Expert::mean(&fitted, &whole))
            })
            .collect();
        let readouts: Vec<&Readouts> = parts.iter().filter_map(|part| part.readouts.as_ref()).collect();
        Self { weighting: whole, pool, own, readouts: (!readouts.is_empty()).then(|| Readouts::mean(&readouts)) }
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
    let rows: Vec<Vec<u32>> = splits.iter().map(|split| table.about(&split.train, target)).collect();
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
