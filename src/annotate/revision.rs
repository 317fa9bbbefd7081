//! A model and its successor side by side, on comments that neither was trained on.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::classifier::{Classifier, sides};
use crate::error::{Error, Place, Result};
use crate::labels::LabelSet;
use crate::lexical::{Links, groups};
use crate::metrics::{Confusion, Interval, clusters, log_loss, resample};
use crate::thread::Comment;

/// Resamples behind every interval.
const RESAMPLES: usize = 1000;
/// Words shown at most.
const WORDS: usize = 12;
/// A word stands this often in the training data of one of the models.
const FREQUENT: u64 = 5;
/// The figures, in the order of `measured`.
const FIGURES: [&str; 4] = ["macro_f1", "f_avg", "accuracy", "log_loss"];

/// One figure of both models.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Change {
    /// The old model's, with its 95 % interval.
    pub before: Interval,
    /// The new model's.
    pub after: Interval,
    /// New less old; the interval is of the paired differences.
    pub difference: Interval,
}

/// A word whose weight moved.
#[derive(Debug, Clone, Serialize)]
pub struct Moved {
    /// The word.
    pub word: String,
    /// The label for which it moved most.
    pub label: String,
    /// What it added to that label's log-odds in the old model.
    pub before: f64,
    /// What it adds in the new one.
    pub after: f64,
}

/// A comment of the audit that the new model answers otherwise.
#[derive(Debug, Clone, Serialize)]
pub struct Flip {
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its label.
    pub gold: String,
    /// What the old model said.
    pub before: String,
    /// What the new one says.
    pub after: String,
}

/// What changed from a model to its successor.
#[derive(Debug, Clone, Serialize)]
pub struct Revision {
    /// Comments of the audit.
    pub audited: usize,
    /// Figures on the audit, by name.
    pub figures: BTreeMap<String, Change>,
    /// Words whose weight moved most.
    pub moved: Vec<Moved>,
    /// Predictions on the audit that flipped.
    pub flips: Vec<Flip>,
}

/// What a model says of the audit, in labels of both models.
struct Told {
    labels: Vec<usize>,
    probabilities: Vec<Vec<f64>>,
}

impl Revision {
    /// Compares two models on audited comments; those without a label or a text are passed over. The seed drives the
    /// bootstrap only, which resamples whole threads.
    ///
    /// # Errors
    /// [`Error::Input`] if no comment has a label, or one has a label that neither model knows.
    pub fn of(before: &Classifier, after: &Classifier, audit: &[Comment], seed: u64) -> Result<Self> {
        let mut names = after.labels.names().to_vec();
        names.extend(before.labels.names().iter().filter(|name| !after.labels.names().contains(name)).cloned());
        let labels = LabelSet::of(names);
        let (used, gold) = labelled(audit, &labels)?;
        let (old, new) = (told(before, &labels, &used), told(after, &labels, &used));
        let links: Vec<Links<'_>> = used.iter().map(|comment| Links::of(comment)).collect();
        let intervals = resample(&clusters(&groups(&links)), RESAMPLES, seed, |rows| {
            let (old, new) = (measured(&labels, &gold, &old, rows), measured(&labels, &gold, &new, rows));
            let differences: Vec<f64> = new.iter().zip(&old).map(|(new, old)| new - old).collect();
            [old, new, differences].concat()
        });
        let n = FIGURES.len();
        let change =
            |at: usize| Change { before: intervals[at], after: intervals[n + at], difference: intervals[2 * n + at] };
        let name = |k: usize| labels.names()[k].clone();
        let flips = used.iter().enumerate().filter(|(row, _)| old.labels[*row] != new.labels[*row]);
        let flip = |(row, comment): (usize, &&Comment)| Flip {
            id: comment.id.clone(),
            text: comment.text.clone(),
            gold: name(gold[row]),
            before: name(old.labels[row]),
            after: name(new.labels[row]),
        };
        Ok(Self {
            audited: used.len(),
            figures: FIGURES.iter().enumerate().map(|(at, name)| ((*name).to_owned(), change(at))).collect(),
            moved: moved(before, after),
            flips: flips.map(flip).collect(),
        })
    }

    /// Whether the new model is worse on the audit, by macro-F1.
    #[must_use]
    pub fn is_worse(&self) -> bool {
        self.figures["macro_f1"].difference.value < 0.0
    }
}

fn labelled<'a>(audit: &'a [Comment], labels: &LabelSet) -> Result<(Vec<&'a Comment>, Vec<usize>)> {
    let mut found = (Vec::new(), Vec::new());
    for comment in audit.iter().filter(|comment| !comment.text.trim().is_empty()) {
        let Some(raw) = comment.stance.as_deref().map(str::trim).filter(|raw| !raw.is_empty()) else { continue };
        let Some(label) = labels.index(raw) else {
            let cause = format!("comment `{}` of the audit has the label `{raw}`", comment.id);
            let cure = format!("The models' labels are {}", labels.names().join(", "));
            return Err(Error::input(Place::default(), cause, cure));
        };
        found.0.push(comment);
        found.1.push(label);
    }
    if found.0.is_empty() {
        return Err(Error::input(
            Place::default(),
            "no comment of the audit has a text and a label",
            "Label some first",
        ));
    }
    Ok(found)
}

fn told(classifier: &Classifier, labels: &LabelSet, comments: &[&Comment]) -> Told {
    let own: Vec<usize> = classifier.labels.names().iter().map(|name| labels.index(name).unwrap_or(0)).collect();
    let predictions = classifier.predict_all(comments.iter().copied(), None);
    let spread = |probabilities: &[f64]| {
        let mut all = vec![0.0; labels.len()];
        own.iter().zip(probabilities).for_each(|(k, p)| all[*k] = *p);
        all
    };
    Told {
        labels: predictions.iter().map(|p| own[p.label]).collect(),
        probabilities: predictions.iter().map(|p| spread(&p.probabilities)).collect(),
    }
}

fn measured(labels: &LabelSet, gold: &[usize], told: &Told, rows: &[u32]) -> Vec<f64> {
    let confusion = Confusion::count(labels.len(), rows.iter().map(|r| (gold[*r as usize], told.labels[*r as usize])));
    let truth: Vec<usize> = rows.iter().map(|r| gold[*r as usize]).collect();
    let p: Vec<Vec<f64>> = rows.iter().map(|r| told.probabilities[*r as usize].clone()).collect();
    vec![confusion.macro_f1(), confusion.mean_f1(&sides(labels)), confusion.accuracy(), log_loss(&truth, &p)]
}

/// The words whose weight moved most for any label that both models know.
fn moved(before: &Classifier, after: &Classifier) -> Vec<Moved> {
    let shared: Vec<(usize, usize)> = (after.labels.names().iter().enumerate())
        .filter_map(|(new, name)| Some((before.labels.names().iter().position(|old| old == name)?, new)))
        .collect();
    let frequent = |classifier: &Classifier| {
        let words = classifier.terms.words.iter().filter(|(_, n)| *n >= FREQUENT);
        words.map(|(word, _)| word.clone()).collect::<Vec<_>>()
    };
    let after_labels = after.labels.names();
    let mut words = [frequent(before), frequent(after)].concat();
    words.sort_unstable();
    words.dedup();
    let most = |word: String| {
        let (old, new) = (before.word_weights(&word), after.word_weights(&word));
        let moves = shared.iter().map(|(b, a)| (*a, old[*b], new[*a]));
        let (label, before, after) = moves.max_by(|x, y| (x.2 - x.1).abs().total_cmp(&(y.2 - y.1).abs()))?;
        Some(Moved { word, label: after_labels[label].clone(), before, after })
    };
    let mut found: Vec<Moved> = words.into_iter().filter_map(most).collect();
    let size = |moved: &Moved| (moved.after - moved.before).abs();
    found.sort_by(|a, b| size(b).total_cmp(&size(a)).then_with(|| a.word.cmp(&b.word)));
    found.truncate(WORDS);
    found
}
