//! The evaluation report.

use std::collections::BTreeMap;

use serde::Serialize;

use super::baselines::baselines;
use super::compare::Comparison;
use super::curve::Point;
use super::gold::Gold;
use super::leak::Leak;
use super::sheet::{Sheet, intervals, named};
use super::subgroups::Subgroups;
use crate::classifier::{Classifier, Record};
use crate::labels::LabelSet;
use crate::metrics::{Bin, F1, Interval, coverage, reliability};

/// Figures with their names.
pub(super) type Figures = BTreeMap<String, f64>;

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

/// The risk-coverage curve (El-Yaniv and Wiener 2010), up to 200 points; its area is the figure `aurc`.
#[derive(Debug, Clone, Serialize)]
pub struct RiskCoverage {
    /// Confidence from which on answers are given, ascending.
    pub threshold: Vec<f64>,
    /// Share of rows that are answered then.
    pub coverage: Vec<f64>,
    /// Share of those answers that is wrong.
    pub risk: Vec<f64>,
}

/// What the model says of its own quality, from comments that it did not see.
#[derive(Debug, Clone, Serialize)]
pub struct Known {
    /// Comments.
    pub rows: usize,
    /// Figures; some have no interval, and then `low`, `value` and `high` are equal.
    pub figures: BTreeMap<String, Interval>,
}

/// How good predictions are. Figures are those of [`super::FIGURES`]; intervals are 95 % cluster bootstrap by thread.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Rows evaluated.
    pub n: usize,
    /// Threads among them (rows without a thread count alone).
    pub threads: usize,
    /// Pooled figures.
    pub metrics: BTreeMap<String, Interval>,
    /// What a guess would reach, by name of the guess.
    pub baselines: BTreeMap<String, BTreeMap<String, f64>>,
    /// Figures of every label.
    pub per_label: BTreeMap<String, LabelFigures>,
    /// Figures of every target.
    pub per_target: BTreeMap<String, TargetFigures>,
    /// Gold × predicted.
    pub confusion: Matrix,
    /// The bins behind `ece`, by rising confidence.
    pub reliability: Vec<Bin>,
    /// How many errors are made if only the sure answers are given.
    pub risk_coverage: RiskCoverage,
    /// The model's record: `out_of_fold`, `in_threads`, `unseen_targets`, as far as it has them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub record: BTreeMap<String, Known>,
    /// Figures for each value of a column, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subgroups: Option<Subgroups>,
    /// The model beside another one, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparison: Option<Comparison>,
    /// What must be known before a figure is believed, one sentence each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    /// Rows that the training data had, too, if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leak: Option<Leak>,
    /// Figures after training on growing shares, if asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub learning_curve: Vec<Point>,
}

impl Report {
    /// Measures predictions. The seed drives the bootstrap and the shuffles.
    #[must_use]
    pub fn of(labels: &LabelSet, gold: &Gold, seed: u64) -> Self {
        let sheet = Sheet::of(labels, gold);
        let all = sheet.all();
        let (threads, metrics) = intervals(labels, gold, seed);
        let per_target = gold.targets.iter().enumerate().filter_map(|(t, name)| {
            let rows: Vec<u32> = all.iter().copied().filter(|r| gold.target[*r as usize] == t).collect();
            let figures = named(sheet.values(&rows).into_iter().map(|value| Value { value }));
            (!rows.is_empty()).then(|| (name.clone(), TargetFigures { n: rows.len(), figures }))
        });
        let table = sheet.confusion(&all);
        let label = |F1 { precision, recall, f1, support }| LabelFigures { precision, recall, f1, support };
        let curve = coverage(&gold.labels, &gold.predicted, &gold.probabilities);
        Self {
            n: all.len(),
            threads,
            metrics,
            baselines: baselines(labels, gold, seed),
            per_label: labels.names().iter().enumerate().map(|(k, name)| (name.clone(), label(table.f1(k)))).collect(),
            per_target: per_target.collect(),
            confusion: Matrix { labels: labels.names().to_vec(), rows_gold: table.rows() },
            reliability: reliability(&sheet.answers()),
            risk_coverage: RiskCoverage {
                risk: curve.precision.iter().map(|precision| 1.0 - precision).collect(),
                threshold: curve.threshold,
                coverage: curve.coverage,
            },
            record: BTreeMap::new(),
            subgroups: None,
            comparison: None,
            warnings: Vec::new(),
            leak: None,
            learning_curve: Vec::new(),
        }
    }

    /// The same report with the model's own record beside it.
    #[must_use]
    pub fn with_record(mut self, classifier: &Classifier) -> Self {
        let placed = classifier.placed.as_ref().map(|placed| &placed.record);
        let open = classifier.open.as_ref().map(|(_, record)| record);
        let known = |record: &Record| Known { rows: record.rows, figures: record.figures.clone() };
        let all = [("out_of_fold", classifier.record.as_ref()), ("in_threads", placed), ("unseen_targets", open)];
        let found = all.into_iter().filter_map(|(name, record)| Some((name.to_owned(), known(record?))));
        self.record = found.collect();
        self
    }
}
