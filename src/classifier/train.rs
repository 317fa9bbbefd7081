//! Training: both layers, their record, and the decision for targets never seen.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::accord::Accord;
use super::classifier::{Classifier, Terms, Training};
use super::layers::Layers;
use super::names::names;
use super::open::open;
use super::outer::outer;
use super::placed::{Around, Placed, Stage};
use super::progress::{Progress, READ, SEARCHED, share};
use super::record::{Told, keep};
use super::table::Table;
use super::usual::{FEWEST_STANDINGS, Usual, is_term, usual};
use super::{Corpus, Layout, Recipe};
use crate::decision::Rule;
use crate::error::{Error, Place, Result};
use crate::features::TOKEN;
use crate::lexical::{Expert, Meaning, Scorer, standings};
use crate::vectors::Vectors;

/// What training is given beside comments and a recipe.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// SHA-256 of the data, which the model names.
    pub data_sha256: String,
    /// The table of word vectors that the recipe names, if that is neither the shipped one nor none.
    pub vectors: Option<Arc<Vectors>>,
}

/// Terms kept for reports: the most frequent words of the training data.
const TERMS: usize = 20_000;

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
    let recipe = planned(&corpus, recipe)?;
    let vectors = recipe.vectors(corpus.examples.len(), corpus.targets.len(), given.vectors)?;
    let Corpus { examples, labels, targets, conversation, .. } = corpus;
    let layout = Layout { labels: labels.names().to_vec(), targets, vectors: vectors.is_some() };
    let table = Table::read(examples, &layout.targets, labels.len(), &recipe, vectors)?;
    let rows: Vec<u32> = (0..table.labels.len() as u32).collect();
    progress("comments read", READ);
    let apart = recipe.folds > 0 && rows.len() <= recipe.large_rows;
    let folds = if apart { recipe.record_folds } else { 0 };
    // What is measured fills the moments in which the fit has work for one thread only.
    let chosen = || progress("C chosen", share(SEARCHED, folds));
    let (layers, (terms, usual)) =
        rayon::join(|| Layers::fit(&table, &layout, &rows, &recipe, &chosen), || measured(&table));
    let layers = layers?;
    progress("both layers fitted", share(1.0, folds));
    let accord = Accord::fit(&table, &conversation, &labels, &layers.experts.weighting, &recipe);
    let around = Around { all: &conversation, accord: accord.as_ref() };
    let stage = Stage::fit(&table, &layout, around, &layers.scored, &layers.probabilities, &recipe)?;
    let keep = |rows: &[u32], told| keep(&labels, &table, rows, told, recipe.seed);
    let (record, in_threads) = if apart {
        let (alone, placed) = outer(&table, &layout, around, &rows, &recipe, progress)?;
        (Some(keep(&rows, alone)), stage.as_ref().map(|_| keep(&rows, placed)))
    } else {
        let told = |rule: &Rule, probabilities: &[Vec<f64>]| {
            (recipe.folds > 0).then(|| keep(&layers.scored, Told::by(rule, probabilities.to_vec())))
        };
        let in_threads = stage.as_ref().and_then(|stage| told(&stage.rule, &stage.probabilities));
        (told(&layers.rule, &layers.probabilities), in_threads)
    };
    let placed = stage.zip(in_threads).map(|(stage, record)| stage.served(record));
    let open = (layout.by_target() && recipe.folds > 0)
        .then(|| open(&labels, &table, &layout, &rows, &recipe, &layers))
        .transpose()?;
    progress("quality recorded", 1.0);
    let accord = accord.filter(|_| placed.as_ref().is_some_and(Placed::reads_accord));
    let (scorer, own) = scorer(&table, &layers, accord.as_ref());
    if scorer.fingerprints.is_empty() {
        let cause = format!("no feature stands in {} of the comments", recipe.min_df);
        return Err(Error::recipe("min_df", cause, "Ask for fewer, or give comments that share words"));
    }
    let data = Data { skipped: corpus.skipped, sha256: given.data_sha256, spellings: corpus.spellings, usual };
    let training = training(data, &table, &layout, &layers, accord.as_ref());
    let decision = layers.decision;
    let mut fitted =
        Classifier::assemble(recipe, labels, layout, scorer, own, decision, open, record, training, terms)?;
    (fitted.placed, fitted.rule) = (placed, layers.rule);
    // Letting go of a corpus takes a while, and nobody waits for it.
    rayon::spawn(move || drop(table));
    Ok(fitted)
}

/// The recipe as it applies to a corpus.
fn planned(corpus: &Corpus, recipe: &Recipe) -> Result<Recipe> {
    let mut recipe = recipe.clone().for_rows(corpus.examples.len());
    let mut distinct: Vec<u32> = corpus.examples.iter().map(|e| e.group).collect();
    distinct.sort_unstable();
    distinct.dedup();
    if recipe.folds > 0 && distinct.len() < 2 {
        let cause = "all comments belong together (one thread, or copies of one text), so none can be held out";
        let cure = "Add comments from other threads, or use --folds 0 for an uncalibrated fit";
        return Err(Error::input(Place::default(), cause, cure));
    }
    recipe.folds = recipe.folds.min(distinct.len());
    recipe.record_folds = recipe.record_folds.clamp(2, distinct.len().max(2));
    Ok(recipe)
}

/// The experts as they are served, and which targets have their own.
fn scorer(table: &Table, layers: &Layers, accord: Option<&Accord>) -> (Scorer, Vec<bool>) {
    let mut scorer = Scorer::new(&table.matrix.features, &layers.experts.weighting, &served(layers, accord));
    let readouts = layers.experts.readouts.as_ref().zip(table.means.as_ref());
    scorer.meaning =
        readouts.map(|(readouts, means)| Meaning { vectors: means.vectors.clone(), readout: readouts.served() });
    (scorer, layers.experts.own.iter().map(Option::is_some).collect())
}

/// What is told of the data beside what its table shows.
struct Data {
    skipped: usize,
    sha256: String,
    spellings: BTreeMap<String, (String, usize)>,
    usual: Option<Usual>,
}

/// What is told of the data and of what was chosen on the way.
fn training(data: Data, table: &Table, layout: &Layout, layers: &Layers, accord: Option<&Accord>) -> Training {
    let kept = layout.groups().into_iter().zip(&layers.selection.keep).filter(|(_, keep)| **keep);
    Training {
        rows: table.labels.len(),
        skipped: data.skipped,
        data_sha256: data.sha256,
        per_target: (0..layout.targets.len()).map(|t| counts(table, t)).collect(),
        c: layers.c,
        alpha: layers.selection.alpha,
        kept: kept.map(|(group, _)| group.name).collect(),
        names: names(table),
        solver_steps: layers.experts.pool.convergence.iter().map(|c| c.steps).max().unwrap_or(0),
        converged: served(layers, accord).iter().all(|e| e.convergence.iter().all(|c| c.converged)),
        spellings: data.spellings.into_iter().map(|(raw, (label, n))| (raw, label, n)).collect(),
        usual: data.usual,
    }
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
