//! The outer cross-fit: every comment told by layers, selection included, that did not see it.

use rayon::prelude::*;

use super::layers::Layers;
use super::placed::{Around, Stage};
use super::progress::{Progress, share};
use super::record::Told;
use super::table::Table;
use super::{Layout, Recipe};
use crate::decision::Rule;
use crate::error::Result;
use crate::lexical::Folds;

/// Every row predicted by layers, selection included, that never saw its fold: on its own words, and in its thread.
pub(super) fn outer(
    table: &Table,
    layout: &Layout,
    around: Around<'_>,
    rows: &[u32],
    recipe: &Recipe,
    progress: Progress<'_>,
) -> Result<(Told, Told)> {
    let folds = Folds::deal(&Table::at(&table.groups, rows), &table.strata(rows), recipe.record_folds, recipe.seed ^ 2);
    let done = std::sync::atomic::AtomicUsize::new(0);
    let parts: Vec<(Vec<usize>, Told, Told)> = (0..recipe.record_folds)
        .into_par_iter()
        .map(|fold| {
            let (train, held) = folds.split(fold);
            let list = |at: &[usize]| at.iter().map(|at| rows[*at]).collect::<Vec<u32>>();
            let (alone, placed) = unseen(table, layout, around, &list(&train), &list(&held), recipe)?;
            let finished = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
            progress("outer folds", share(1.0 + finished as f64, recipe.record_folds));
            Ok((held, alone, placed))
        })
        .collect::<Result<_>>()?;
    let empty = || Told { probabilities: vec![Vec::new(); rows.len()], labels: vec![0; rows.len()] };
    let (mut alone, mut placed) = (empty(), empty());
    for (held, a, p) in parts {
        for (all, part) in [(&mut alone, a), (&mut placed, p)] {
            for ((at, probabilities), label) in held.iter().zip(part.probabilities).zip(part.labels) {
                all.probabilities[*at] = probabilities;
                all.labels[*at] = label;
            }
        }
    }
    Ok((alone, placed))
}

/// The probabilities of held-out rows, on their own words and in their threads, by layers fitted on other rows.
fn unseen(
    table: &Table,
    layout: &Layout,
    around: Around<'_>,
    train: &[u32],
    held: &[u32],
    recipe: &Recipe,
) -> Result<(Told, Told)> {
    let mut groups = Table::at(&table.groups, train);
    groups.sort_unstable();
    groups.dedup();
    if groups.len() < 2 {
        let even = Told::by(&Rule::probable(), vec![vec![1.0 / table.classes as f64; table.classes]; held.len()]);
        return Ok((even.clone(), even));
    }
    let recipe = Recipe { folds: recipe.folds.min(groups.len()), ..recipe.clone() };
    let layers = Layers::fit(table, layout, train, &recipe, &|| {})?;
    let alone = Told::by(&layers.rule, layers.predict(table, layout, held));
    let stage = Stage::fit(table, layout, around, &layers.scored, &layers.probabilities, &recipe)?;
    let placed = stage.map_or_else(|| alone.clone(), |stage| stage.predict(around, held, &alone));
    Ok((alone, placed))
}
