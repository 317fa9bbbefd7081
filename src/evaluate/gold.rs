//! What was said of labelled rows, beside the truth.

use crate::classifier::{Classifier, target_key};
use crate::error::{Error, Place, Result};
use crate::lexical::{Links, groups};
use crate::thread::Row;

/// Predictions beside the truth.
#[derive(Debug, Clone, Default)]
pub struct Gold {
    /// Where each row stands in the input, counted from 0.
    pub rows: Vec<u32>,
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
    /// How labels were divided in the model's training data, one distribution a target; empty where that is unknown.
    pub prior: Vec<Vec<f64>>,
}

impl Gold {
    /// Predicts all rows, each among those around it, and keeps what is said of those that have a label.
    ///
    /// # Errors
    /// [`Error::Input`] for a label that the model does not have, and where no row has one.
    pub fn of(classifier: &Classifier, rows: &[Row], file: &str) -> Result<Self> {
        let mut gold = Self::default();
        let mut keys: Vec<String> = Vec::new();
        for (at, row) in (0u32..).zip(rows) {
            let Some(label) = label(classifier, row, file)? else { continue };
            let default = || classifier.recipe.default_target.clone();
            let name = row.comment.target.clone().or_else(default).unwrap_or_default();
            let key = target_key(&name);
            let target = keys.iter().position(|k| *k == key).unwrap_or_else(|| {
                keys.push(key);
                gold.targets.push(name);
                keys.len() - 1
            });
            gold.rows.push(at);
            gold.labels.push(label);
            gold.target.push(target);
        }
        if gold.rows.is_empty() {
            return Err(Error::input(Place::file(file), "no row has a label", "Name the column with --label-column"));
        }
        let links: Vec<Links<'_>> = gold.rows.iter().map(|at| Links::of(&rows[*at as usize].comment)).collect();
        gold.clusters = groups(&links);
        // Comments without a label are around those that have one, so all are predicted.
        let mut predictions = classifier.predict_all(rows.iter().map(|row| &row.comment), None);
        let labelled = gold.rows.iter().map(|at| std::mem::take(&mut predictions[*at as usize]));
        (gold.predicted, gold.probabilities) = labelled.map(|told| (told.label, told.probabilities)).unzip();
        gold.prior = gold.targets.iter().map(|name| prior(classifier, name)).collect();
        Ok(gold)
    }

    /// The same of some rows, given as positions in this list.
    #[must_use]
    pub fn keep(&self, at: &[u32]) -> Self {
        fn pick<T: Clone>(list: &[T], at: &[u32]) -> Vec<T> {
            at.iter().map(|at| list[*at as usize].clone()).collect()
        }
        Self {
            rows: pick(&self.rows, at),
            labels: pick(&self.labels, at),
            target: pick(&self.target, at),
            targets: self.targets.clone(),
            clusters: pick(&self.clusters, at),
            predicted: pick(&self.predicted, at),
            probabilities: pick(&self.probabilities, at),
            prior: self.prior.clone(),
        }
    }

    /// The same without some rows; one truth value a row.
    #[must_use]
    pub fn without(&self, left_out: &[bool]) -> Self {
        let kept: Vec<u32> = (0u32..).zip(left_out).filter(|(_, out)| !**out).map(|(row, _)| row).collect();
        self.keep(&kept)
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }
}

/// The label of a row, nothing where it has none.
fn label(classifier: &Classifier, row: &Row, file: &str) -> Result<Option<usize>> {
    let Some(raw) = row.comment.stance.as_deref().map(str::trim).filter(|raw| !raw.is_empty()) else {
        return Ok(None);
    };
    classifier.labels.index(raw).map(Some).ok_or_else(|| {
        let place = Place::file(file).row(row.number).column("label");
        let known = classifier.labels.names().join(", ");
        let cure = format!("Its labels are {known}; name another column with --label-column");
        Error::input(place, format!("the model has no label `{raw}`"), cure)
    })
}

/// How the labels of a target were divided in training, each counted once more than it occurred (Laplace), so that none
/// is impossible; over all targets, where this one was not among them.
fn prior(classifier: &Classifier, name: &str) -> Vec<f64> {
    let known = &classifier.training.per_target;
    let mut counts = vec![1.0; classifier.labels.len()];
    let mut add = |of: &[u64]| counts.iter_mut().zip(of).for_each(|(sum, n)| *sum += *n as f64);
    match classifier.target(Some(name).filter(|name| !name.is_empty())).and_then(|at| known.get(at)) {
        Some(own) => add(own),
        None => known.iter().for_each(|of| add(of)),
    }
    let total: f64 = counts.iter().sum();
    counts.into_iter().map(|n| n / total).collect()
}
