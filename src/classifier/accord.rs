//! Whether a comment stands where the comment that it answers stands, told from its own words.
//!
//! "Exactly" has the side of its parent and "nonsense" the other one. Pairs of a reply and its parent whose sides are
//! both known teach which words do which, without a label of their own (signed links from text: Hassan, Qazvinian and
//! Radev 2010, "What's with the attitude?", EMNLP).

use super::record::sides;
use super::table::Table;
use super::{Conversation, Recipe};
use crate::labels::LabelSet;
use crate::lexical::{Expert, Folds, Part, Shares, Task, Weighting, fit_path, score};
use crate::sparse::Options;

/// Pairs of either kind that teach anything.
const FEWEST: usize = 50;
/// Folds of its cross-fit.
const FOLDS: usize = 5;
/// The expert's C: the middle of the search for stances.
const C: f64 = 1.0;

/// What a reply and its parent teach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pair {
    /// They take different sides.
    Apart,
    /// They take the same side.
    Together,
    /// One of them takes none, or is not known.
    Neither,
}

/// The expert on accord.
pub(super) struct Accord {
    /// As it is served, under the weighting of all rows.
    pub expert: Expert,
    /// What each row of the table was told by an expert that did not see its fold.
    pub rows: Vec<f64>,
}

impl Accord {
    /// Learns from the pairs among the rows of a table; nothing where there are too few.
    pub fn fit(
        table: &Table,
        all: &Conversation,
        labels: &LabelSet,
        whole: &Weighting,
        recipe: &Recipe,
    ) -> Option<Self> {
        let pairs = pairs(table, all, labels);
        let count = |kind: Pair| pairs.iter().filter(|pair| **pair == kind).count();
        if recipe.folds == 0 || count(Pair::Together).min(count(Pair::Apart)) < FEWEST {
            return None;
        }
        let kinds: Vec<usize> = pairs.iter().map(|pair| *pair as usize).collect();
        let folds = Folds::deal(&table.groups, &kinds, FOLDS.min(recipe.folds), recipe.seed ^ 4);
        let every: Vec<u32> = (0..pairs.len() as u32).collect();
        let held: Vec<Vec<u32>> = (0..folds.count())
            .map(|fold| every.iter().copied().filter(|row| folds.of(*row as usize) == fold).collect())
            .collect();
        let outside = |fold: usize| {
            let teaches = |row: &u32| folds.of(*row as usize) != fold && pairs[*row as usize] != Pair::Neither;
            every.iter().copied().filter(teaches).collect::<Vec<u32>>()
        };
        let taught: Vec<Vec<u32>> = (0..folds.count()).map(outside).collect();
        let parts: Vec<&[u32]> = held.iter().map(Vec::as_slice).collect();
        let weightings = Weighting::without_each(&table.matrix, &every, &parts, recipe.min_df);
        let part = |(rows, weighting)| Part { rows, weighting, pool: None };
        let parts: Vec<Part<'_>> = taught.iter().map(Vec::as_slice).zip(&weightings).map(part).collect();
        let together: Vec<usize> = pairs.iter().map(|pair| usize::from(*pair == Pair::Together)).collect();
        let options = Options { tolerance: recipe.tolerance, ..Options::default() };
        let shares = &Shares::default();
        let task = Task { matrix: &table.matrix, labels: &together, shares, classes: 2, cs: &[C], options: &options };
        let experts: Vec<Expert> = fit_path(&task, &parts).into_iter().flatten().collect();
        let mut rows = vec![0.0; pairs.len()];
        for ((held, weighting), expert) in held.iter().zip(&weightings).zip(&experts) {
            let scores = score(&table.matrix, weighting, expert, held);
            held.iter().zip(scores).for_each(|(row, score)| rows[*row as usize] = degree(score));
        }
        let fitted: Vec<(&Expert, &Weighting)> = experts.iter().zip(&weightings).collect();
        Some(Self { expert: Expert::mean(&fitted, whole), rows })
    }
}

/// A score as a degree of accord, from -1 (the other side) to 1 (the same side).
pub(super) fn degree(score: f64) -> f64 {
    (score / 2.0).tanh()
}

/// What each row teaches with its parent.
fn pairs(table: &Table, all: &Conversation, labels: &LabelSet) -> Vec<Pair> {
    let sides = sides(labels);
    let side = |row: usize| Some(table.labels[row]).filter(|label| sides.contains(label));
    let of = |row: usize| {
        let parent = all.parent(row as u32)? as usize;
        let about = table.targets[row] == table.targets[parent];
        let (own, other) = (side(row)?, side(parent)?);
        about.then_some(if own == other { Pair::Together } else { Pair::Apart })
    };
    (0..table.labels.len()).map(|row| of(row).unwrap_or(Pair::Neither)).collect()
}
