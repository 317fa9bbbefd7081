//! Doubts about the labels of a corpus, with the words that speak for another label.

use serde::Serialize;

use super::Doubt;
use crate::classifier::{Classifier, Corpus};
use crate::thread::Comment;

/// Words shown for a doubt at most.
const WORDS: usize = 5;

/// A comment whose label is in doubt.
#[derive(Debug, Clone, Serialize)]
pub struct Doubted {
    /// Its id.
    pub id: String,
    /// The thread that it stands in.
    pub thread_id: Option<String>,
    /// Its target.
    pub target: Option<String>,
    /// Its text.
    pub text: String,
    /// The label that it has.
    pub given: String,
    /// The label that the rest of the data speaks for.
    pub suggested: String,
    /// The probability of the given label, from a model that did not see the row.
    pub p_given: f64,
    /// The probability of the other.
    pub p_suggested: f64,
    /// The normalised margin, -1 to 1; below 0 the given label is not the most probable.
    pub margin: f64,
    /// Whether confident learning counts the label as wrong.
    pub suspected: bool,
    /// The words that speak most for the other label against the given one, with what each adds to the log-odds between
    /// them.
    pub words: Vec<(String, f64)>,
}

/// Out-of-fold probabilities that a model keeps of the corpus that it was trained on, one row an example; nothing if
/// the examples are not those of its record.
#[must_use]
pub fn records_of<'a>(classifier: &'a Classifier, corpus: &Corpus) -> Option<&'a [Vec<f64>]> {
    let record = classifier.record.as_ref()?;
    let same = corpus.labels == classifier.labels
        && record.gold.len() == corpus.examples.len()
        && record.probabilities.len() == corpus.examples.len()
        && corpus
            .examples
            .iter()
            .zip(&record.gold)
            .zip(&record.targets)
            .all(|((e, k), t)| e.label == *k && e.target == *t);
    same.then_some(record.probabilities.as_slice())
}

/// A doubt as it is shown. `probabilities` are those that it came from; the words are the whole model's.
#[must_use]
pub fn doubted(classifier: &Classifier, comment: &Comment, doubt: &Doubt, probabilities: &[f64]) -> Doubted {
    let name = |k: usize| classifier.labels.names()[k].clone();
    Doubted {
        id: comment.id.clone(),
        thread_id: comment.thread_id.clone(),
        target: comment.target.clone(),
        text: comment.text.clone(),
        given: name(doubt.given),
        suggested: name(doubt.suggested),
        p_given: probabilities[doubt.given],
        p_suggested: probabilities[doubt.suggested],
        margin: doubt.margin,
        suspected: doubt.suspected,
        words: words(classifier, comment, doubt),
    }
}

fn words(classifier: &Classifier, comment: &Comment, doubt: &Doubt) -> Vec<(String, f64)> {
    let mut sums: Vec<(String, f64)> = Vec::new();
    for token in classifier.explain(&comment.text, comment.target.as_deref()).tokens {
        let weight = token.weights[doubt.suggested] - token.weights[doubt.given];
        match sums.iter_mut().find(|(word, _)| word.to_lowercase() == token.text.to_lowercase()) {
            Some((_, sum)) => *sum += weight,
            None => sums.push((token.text, weight)),
        }
    }
    sums.retain(|(_, weight)| *weight > 0.0);
    sums.sort_by(|a, b| b.1.total_cmp(&a.1));
    sums.truncate(WORDS);
    sums
}
