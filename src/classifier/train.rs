//! Training: both layers, the record of an outer cross-fit, and the decision for targets never seen.

use std::sync::Arc;

use rayon::prelude::*;

use super::accord::Accord;
use super::classifier::{Classifier, Terms, Training};
use super::layers::Layers;
use super::names::names;
use super::open::open;
use super::placed::{Around, Placed, Stage};
use super::record::{Record, Told};
use super::table::Table;
use super::usual::{FEWEST_STANDINGS, Usual, is_term, usual};
use super::{Corpus, Layout, Recipe};
use crate::decision::Rule;
use crate::error::{Error, Place, Result};
use crate::features::TOKEN;
use crate::lexical::{Expert, Folds, Meaning, Scorer, standings};
use crate::vectors::Vectors;

/// What training is given beside comments and a recipe.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// SHA-256 of the data, which the model names.
    pub data_sha256: String,
    /// The table of word vectors that the recipe names, if that is neither the shipped one nor none.
    pub vectors: Option<Arc<Vectors>>,
}

/// Called with what was just finished and how much of the work that was, 0 to 1.
pub type Progress<'a> = &'a (dyn Fn(&str, f64) + Sync);

/// Terms kept for reports: the most frequent words of the training data.
const TERMS: usize = 20_000;

/// Share of the work that reading the comments is, about.
const READ: f64 = 0.05;
/// Share of a large corpus's fit that is done when its C is chosen, about.
const SEARCHED: f64 = 0.3;

/// The share of all work that is done after so many fits of both layers, if the record takes another for each of its
/// folds.
fn share(fits: f64, folds: usize) -> f64 {
    READ + (0.97 - READ) * fits / (1.0 + folds as f64)
}

/// Trains a classifier.
///
/// # Errors
/// [`Error::Recipe`] for a recipe that cannot be used, [`Error::Input`] for data that cannot be cross-validated.
pub fn train(corpus: Corpus, recipe: &Recipe, given: Given, progress: Progress<'_>) -> Result<Classifier> {
    // On a thread of the pool, so that the solver's thousands of short parallel sums need not wake it each time.
    rayon::scope(|_| fit(corpus, recipe, given, progress))
}

fn fit(corpus: Corpus, recipe: &Recipe, given: Given, progress: Progress<'_>) -> Result<Classifier> {
    recipe.check()?;
    let mut recipe = recipe.clone().for_rows(corpus.examples.len());
    let mut distinct: Vec<u32> = corpus.examples.iter().map(|e| e.group).collect();
    distinct.sort_unstable();
    distinct.dedup();
    if recipe.folds > 0 && distinct.len() < 2 {
        let cause = "all comments belong together (one thread, or copies of one text), so none can be held out";
        return Err(Error::input(
            Place::default(),
            cause,
            "Add comments from other threads, or use --folds 0 for an uncalibrated fit",
        ));
    }
    recipe.folds = recipe.folds.min(distinct.len());
    recipe.record_folds = recipe.record_folds.clamp(2, distinct.len().max(2));
    let vectors = recipe.vectors(corpus.examples.len(), corpus.targets.len(), given.vectors)?;
    let layout =
        Layout { labels: corpus.labels.names().to_vec(), targets: corpus.targets.clone(), vectors: vectors.is_some() };
    let table = Table::read(corpus.examples, &corpus.targets, corpus.labels.len(), &recipe, vectors)?;
    let rows: Vec<u32> = (0..table.labels.len() as u32).collect();
    progress("comments read", READ);
    let recorded_apart = recipe.folds > 0 && rows.len() <= recipe.large_rows;
    let folds = if recorded_apart { recipe.record_folds } else { 0 };
    // What is measured fills the moments in which the fit has work for one thread only.
    let chosen = || progress("C chosen", share(SEARCHED, folds));
    let (layers, (terms, usual)) =
        rayon::join(|| Layers::fit(&table, &layout, &rows, &recipe, &chosen), || measured(&table));
    let layers = layers?;
    progress("both layers fitted", share(1.0, folds));
    let all = &corpus.conversation;
    let accord = Accord::fit(&table, all, &corpus.labels, &layers.experts.weighting, &recipe);
    let around = Around { all, accord: accord.as_ref() };
    let stage = Stage::fit(&table, &layout, around, &layers.scored, &layers.probabilities, &recipe)?;
    let keep = |rows: &[u32], told| keep(&corpus.labels, &table, rows, told, recipe.seed);
    let (record, in_threads) = if recipe.folds == 0 {
        (None, None)
    } else if !recorded_apart {
        let in_threads =
            stage.as_ref().map(|stage| keep(&layers.scored, Told::by(&stage.rule, stage.probabilities.clone())));
        (Some(keep(&layers.scored, Told::by(&layers.rule, layers.probabilities.clone()))), in_threads)
    } else {
        let (alone, placed) = outer(&table, &layout, around, &rows, &recipe, progress)?;
        (Some(keep(&rows, alone)), stage.as_ref().map(|_| keep(&rows, placed)))
    };
    let placed = stage.zip(in_threads).map(|(Stage { decision, rule, kept, .. }, record)| Placed {
        decision,
        rule,
        kept,
        record,
    });
    let open = if layout.by_target() && recipe.folds > 0 {
        Some(open(&corpus.labels, &table, &layout, &rows, &recipe, &layers)?)
    } else {
        None
    };
    progress("quality recorded", 1.0);
    let own: Vec<bool> = layers.experts.own.iter().map(Option::is_some).collect();
    let accord = accord.filter(|_| placed.as_ref().is_some_and(Placed::reads_accord));
    let served = served(&layers, accord.as_ref());
    let mut scorer = Scorer::new(&table.matrix.features, &layers.experts.weighting, &served);
    let readouts = layers.experts.readouts.as_ref().zip(table.means.as_ref());
    scorer.meaning =
        readouts.map(|(readouts, means)| Meaning { vectors: means.vectors.clone(), readout: readouts.served() });
    let groups = layout.groups();
    let kept = groups.into_iter().zip(&layers.selection.keep).filter(|(_, keep)| **keep).map(|(g, _)| g.name).collect();
    let training = Training {
        rows: rows.len(),
        skipped: corpus.skipped,
        data_sha256: given.data_sha256,
        per_target: (0..layout.targets.len()).map(|t| counts(&table, t)).collect(),
        c: layers.c,
        alpha: layers.selection.alpha,
        kept,
        names: names(&table),
        solver_steps: layers.experts.pool.convergence.iter().map(|c| c.steps).max().unwrap_or(0),
        converged: served.iter().all(|e| e.convergence.iter().all(|c| c.converged)),
        spellings: corpus.spellings.into_iter().map(|(raw, (label, n))| (raw, label, n)).collect(),
        usual,
    };
    let mut fitted = Classifier::assemble(
        recipe,
        corpus.labels,
        layout,
        scorer,
        own,
        layers.decision,
        open,
        record,
        training,
        terms,
    )?;
    fitted.placed = placed;
    fitted.rule = layers.rule;
    // Letting go of a corpus takes a while, and nobody waits for it.
    rayon::spawn(move || drop(table));
    Ok(fitted)
}

/// The experts that are served, in the order of their scores.
fn served<'a>(layers: &'a Layers, accord: Option<&'a Accord>) -> Vec<&'a Expert> {
    let own = layers.experts.own.iter().flatten().chain([&layers.experts.pool]);
    own.chain(accord.map(|accord| &accord.expert)).collect()
}

/// The terms of the data and what its comments are like.
fn measured(table: &Table) -> (Terms, Option<Usual>) {
    let terms = terms(table);
    let usual = usual(table, &terms);
    (terms, usual)
}

fn counts(table: &Table, target: usize) -> Vec<u64> {
    let mut counts = vec![0; table.classes];
    table.targets.iter().zip(&table.labels).filter(|(t, _)| **t == target).for_each(|(_, k)| counts[*k] += 1);
    counts
}

/// The record of some rows' probabilities.
pub(super) fn keep(labels: &crate::labels::LabelSet, table: &Table, rows: &[u32], told: Told, seed: u64) -> Record {
    let at = |all: &[usize]| Table::at(all, rows);
    Record::of(labels, at(&table.labels), at(&table.targets), &Table::at(&table.groups, rows), told, seed)
}

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

/// How often each word stands in the training data: the background of every report on words.
fn terms(table: &Table) -> Terms {
    let mut counts = vec![0f64; table.matrix.units.len()];
    for row in 0..table.matrix.documents.rows() {
        for (unit, tf) in table.matrix.documents.entries(row) {
            counts[unit] += standings(tf);
        }
    }
    let mut list: Vec<(u64, String)> = counts
        .into_iter()
        .enumerate()
        .map(|(unit, count)| (count.round() as u64, table.matrix.units.entry(unit)))
        .filter(|(count, (family, text))| *family == TOKEN && *count >= FEWEST_STANDINGS && is_term(text))
        .map(|(count, (_, text))| (count, text.to_owned()))
        .collect();
    list.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    list.truncate(TERMS);
    Terms { words: list.into_iter().map(|(count, word)| (word, count)).collect() }
}
