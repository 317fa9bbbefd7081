//! What a model knows about its own quality, from data that it did not see.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::table::Table;
use crate::decision::Rule;
use crate::labels::LabelSet;
use crate::metrics::{Confusion, Coverage, Interval, argmax, clusters, coverage, ece, log_loss, resample};

/// Resamples behind every interval of a record.
const RESAMPLES: usize = 500;

/// Predictions of an outer cross-fit of both layers, selection included, and what follows from them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Record {
    /// Rows that were predicted.
    pub rows: usize,
    /// Figures with 95 % cluster-bootstrap intervals.
    pub figures: BTreeMap<String, Interval>,
    /// The same figures for always answering each target's most frequent label.
    pub majority: BTreeMap<String, f64>,
    /// Gold × predicted.
    pub confusion: Vec<Vec<u64>>,
    /// Precision by confidence.
    pub coverage: Coverage,
    /// Probabilities, row by row; stored beside the manifest.
    #[serde(skip)]
    pub probabilities: Vec<Vec<f64>>,
    /// Gold labels; stored beside the manifest.
    #[serde(skip)]
    pub gold: Vec<usize>,
    /// Targets; stored beside the manifest.
    #[serde(skip)]
    pub targets: Vec<usize>,
    /// What a row must be resampled with: its thread and copies. Stored beside the manifest; empty in older files.
    #[serde(skip)]
    pub groups: Vec<u32>,
}

/// What rows were told by somebody who did not see them.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// One row of probabilities a row.
    pub probabilities: Vec<Vec<f64>>,
    /// The label chosen from each.
    pub labels: Vec<usize>,
}

impl Told {
    /// What a rule makes of probabilities.
    #[must_use]
    pub fn by(rule: &Rule, probabilities: Vec<Vec<f64>>) -> Self {
        Self { labels: rule.labels(&probabilities), probabilities }
    }
}

/// The labels whose mean F1 is `F_avg`: all but `none` (SemEval-2016 task 6).
#[must_use]
pub fn sides(labels: &LabelSet) -> Vec<usize> {
    (0..labels.len()).filter(|k| labels.names()[*k] != "none").collect()
}

impl Record {
    /// Draws the conclusions of some out-of-fold predictions.
    #[must_use]
    pub fn of(labels: &LabelSet, gold: Vec<usize>, targets: Vec<usize>, groups: &[u32], told: Told, seed: u64) -> Self {
        let sides = sides(labels);
        let Told { probabilities, labels: told } = told;
        let confusion = |rows: &[u32], predicted: &[usize]| {
            Confusion::count(labels.len(), rows.iter().map(|r| (gold[*r as usize], predicted[*r as usize])))
        };
        let three = |c: &Confusion| vec![c.mean_f1(&sides), c.macro_f1(), c.accuracy()];
        let names = ["f_avg", "macro_f1", "accuracy"];
        let intervals = resample(&clusters(groups), RESAMPLES, seed, |rows| three(&confusion(rows, &told)));
        let mut figures: BTreeMap<String, Interval> = names.iter().map(ToString::to_string).zip(intervals).collect();
        let point = |value: f64| Interval { value, low: value, high: value };
        figures.insert("ece".into(), point(ece(&gold, &probabilities)));
        figures.insert("log_loss".into(), point(log_loss(&gold, &probabilities)));
        let all: Vec<u32> = (0..gold.len() as u32).collect();
        let most = majority(labels.len(), &gold, &targets);
        let guessed: Vec<usize> = targets.iter().map(|t| most[*t]).collect();
        Self {
            rows: gold.len(),
            majority: names.iter().map(ToString::to_string).zip(three(&confusion(&all, &guessed))).collect(),
            confusion: confusion(&all, &told).rows(),
            coverage: coverage(&gold, &told, &probabilities),
            figures,
            probabilities,
            gold,
            targets,
            groups: groups.to_vec(),
        }
    }

    /// Confidence from which on the precision was reached out of fold.
    #[must_use]
    pub fn threshold(&self, precision: f64) -> Option<f64> {
        self.coverage.threshold_for(precision, self.rows)
    }
}

/// The most frequent label of every target; of all rows, where a target has none.
#[must_use]
pub fn majority(labels: usize, gold: &[usize], targets: &[usize]) -> Vec<usize> {
    let mut counts = vec![vec![0f64; labels]; targets.iter().max().map_or(0, |m| m + 1)];
    gold.iter().zip(targets).for_each(|(k, t)| counts[*t][*k] += 1.0);
    counts.iter().map(|c| argmax(c)).collect()
}

/// The record of some rows' probabilities.
pub(super) fn keep(labels: &LabelSet, table: &Table, rows: &[u32], told: Told, seed: u64) -> Record {
    let at = |all: &[usize]| Table::at(all, rows);
    Record::of(labels, at(&table.labels), at(&table.targets), &Table::at(&table.groups, rows), told, seed)
}
