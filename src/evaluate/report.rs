//! The evaluation report.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::classifier::{majority, sides};
use crate::labels::LabelSet;
use crate::metrics::{Confusion, F1, Interval, brier, clusters, ece, log_loss, resample};

/// Resamples behind every interval.
const RESAMPLES: usize = 1000;
/// A figure with a name.
type Figures = BTreeMap<String, f64>;

/// Predictions beside the truth.
#[derive(Debug, Clone, Default)]
pub struct Gold {
    /// Gold label of every row.
    pub labels: Vec<usize>,
    /// Target of every row, as an index into `targets`.
    pub target: Vec<usize>,
    /// Names of the targets.
    pub targets: Vec<String>,
    /// What must be resampled together: the thread.
    pub clusters: Vec<u32>,
    /// Predicted labels.
    pub predicted: Vec<usize>,
    /// Predicted probabilities.
    pub probabilities: Vec<Vec<f64>>,
}

/// One target's figures.
#[derive(Debug, Clone, Serialize)]
pub struct TargetFigures {
    /// Rows.
    pub n: usize,
    /// Figures.
    #[serde(flatten)]
    pub figures: BTreeMap<String, Value>,
}

/// A figure alone.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Value {
    /// Its value, a fraction.
    pub value: f64,
}

/// One label's figures.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct LabelFigures {
    /// Of those predicted so, the share that is.
    pub precision: f64,
    /// Of those that are, the share predicted so.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
    /// Rows with this label.
    pub support: u64,
}

/// The confusion matrix with its labels.
#[derive(Debug, Clone, Serialize)]
pub struct Matrix {
    /// Labels, in order.
    pub labels: Vec<String>,
    /// One row a gold label, one column a predicted one.
    pub rows_gold: Vec<Vec<u64>>,
}

/// How good predictions are. Figures are fractions; intervals are 95 % cluster bootstrap by thread.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Rows evaluated.
    pub n: usize,
    /// Threads among them (rows without a thread count alone).
    pub threads: usize,
    /// Pooled figures.
    pub metrics: BTreeMap<String, Interval>,
    /// What a guess would reach, by name of the guess.
    pub baselines: BTreeMap<String, Figures>,
    /// Figures of every label.
    pub per_label: BTreeMap<String, LabelFigures>,
    /// Figures of every target.
    pub per_target: BTreeMap<String, TargetFigures>,
    /// Gold × predicted.
    pub confusion: Matrix,
}

/// The figures that come with an interval, in the order of `measured`.
const NAMES: [&str; 6] = ["f_avg", "macro_f1", "accuracy", "ece", "log_loss", "brier"];

impl Report {
    /// Measures predictions. The seed drives the bootstrap only.
    #[must_use]
    pub fn of(labels: &LabelSet, gold: &Gold, seed: u64) -> Self {
        let sides = sides(labels);
        let all: Vec<u32> = (0..gold.labels.len() as u32).collect();
        let confusion = |rows: &[u32], predicted: &[usize]| {
            Confusion::count(labels.len(), rows.iter().map(|r| (gold.labels[*r as usize], predicted[*r as usize])))
        };
        let measured = |rows: &[u32]| {
            let table = confusion(rows, &gold.predicted);
            let truth: Vec<usize> = rows.iter().map(|r| gold.labels[*r as usize]).collect();
            let p: Vec<Vec<f64>> = rows.iter().map(|r| gold.probabilities[*r as usize].clone()).collect();
            vec![
                table.mean_f1(&sides),
                table.macro_f1(),
                table.accuracy(),
                ece(&truth, &p),
                log_loss(&truth, &p),
                brier(&truth, &p),
            ]
        };
        let threads = clusters(&gold.clusters);
        let metrics =
            NAMES.iter().map(ToString::to_string).zip(resample(&threads, RESAMPLES, seed, measured)).collect();
        let guess = |guessed: &[usize]| {
            let table = confusion(&all, guessed);
            let values = [table.mean_f1(&sides), table.macro_f1(), table.accuracy()];
            NAMES.iter().map(ToString::to_string).zip(values).collect::<Figures>()
        };
        let overall = majority(labels.len(), &gold.labels, &vec![0; gold.labels.len()]);
        let by_target = majority(labels.len(), &gold.labels, &gold.target);
        let baselines = BTreeMap::from([
            ("majority".to_owned(), guess(&vec![overall.first().copied().unwrap_or(0); all.len()])),
            ("majority_per_target".to_owned(), guess(&gold.target.iter().map(|t| by_target[*t]).collect::<Vec<_>>())),
        ]);
        let table = confusion(&all, &gold.predicted);
        let per_target = gold.targets.iter().enumerate().filter_map(|(t, name)| {
            let rows: Vec<u32> = all.iter().copied().filter(|r| gold.target[*r as usize] == t).collect();
            let figures =
                NAMES.iter().zip(measured(&rows)).map(|(name, value)| ((*name).to_owned(), Value { value })).collect();
            (!rows.is_empty()).then(|| (name.clone(), TargetFigures { n: rows.len(), figures }))
        });
        let label = |F1 { precision, recall, f1, support }| LabelFigures { precision, recall, f1, support };
        Self {
            n: all.len(),
            threads: threads.len(),
            metrics,
            baselines,
            per_label: labels.names().iter().enumerate().map(|(k, name)| (name.clone(), label(table.f1(k)))).collect(),
            per_target: per_target.collect(),
            confusion: Matrix { labels: labels.names().to_vec(), rows_gold: table.rows() },
        }
    }
}
