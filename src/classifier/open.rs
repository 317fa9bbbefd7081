//! The decision for targets never seen.

use super::layers::Layers;
use super::layout::{OWN_VECTORS, VECTORS};
use super::record::{Record, Told, keep as record};
use super::table::Table;
use super::{Layout, Recipe};
use crate::decision::{Decision, Selection, crossfit};
use crate::error::Result;
use crate::labels::LabelSet;
use crate::metrics::row_losses;

/// The decision for targets that the model was not trained on, fitted on pooled scores that did not see the target.
///
/// Targets are dealt into at most as many parts as there are folds; every part is scored by a pooled expert of the
/// others. Its record is cross-fitted over the same parts.
pub(super) fn open(
    labels: &LabelSet,
    table: &Table,
    layout: &Layout,
    rows: &[u32],
    recipe: &Recipe,
    layers: &Layers,
) -> Result<(Decision, Record)> {
    let rows: Vec<u32> = if rows.len() > recipe.large_rows { layers.scored.clone() } else { rows.to_vec() };
    let parts = layout.targets.len().min(recipe.folds.max(2));
    let part_of: Vec<usize> = rows.iter().map(|r| table.targets[*r as usize] % parts).collect();
    let scores = Layers::without_targets(table, layout, &rows, &part_of, recipe, layers.c);
    let columns = table.columns(layout, &rows, &scores);
    let closed = |name: &str| ["own", "target", OWN_VECTORS].contains(&name);
    let keep: Vec<bool> = columns
        .groups
        .iter()
        .zip(&layers.selection.keep)
        .map(|(g, kept)| g.name == "pool" || (*kept && !closed(&g.name)))
        .collect();
    let mut chosen = Selection { keep, alpha: layers.selection.alpha };
    let gold = Table::at(&table.labels, &rows);
    let fit = |chosen: &Selection| {
        crossfit(&columns, &gold, &part_of, table.classes, chosen, None).map(|fit| fit.probabilities)
    };
    let loss = |probabilities: &[Vec<f64>]| row_losses(&gold, probabilities).iter().sum::<f64>();
    let mut probabilities = fit(&chosen)?;
    // What words mean for one target may mislead for another, so vectors have to prove themselves here again.
    if let Some(at) = columns.groups.iter().position(|g| g.name == VECTORS).filter(|at| chosen.keep[*at]) {
        let mut without = chosen.clone();
        without.keep[at] = false;
        let tried = fit(&without)?;
        if loss(&tried) <= loss(&probabilities) {
            (chosen, probabilities) = (without, tried);
        }
    }
    let picked = columns.picked(&chosen.keep);
    let all: Vec<usize> = (0..rows.len()).collect();
    let decision =
        Decision::fit(&columns.part(&all, &picked), picked.clone(), &gold, table.classes, chosen.alpha, None)?;
    let told = Told::by(&recipe.rule(&gold, &probabilities, table.classes), probabilities);
    Ok((decision, record(labels, table, &rows, told, recipe.seed)))
}
