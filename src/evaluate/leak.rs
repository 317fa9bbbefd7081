//! Rows whose text the training data had, too: a model may remember them instead of reading them.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::gold::Gold;
use super::sheet::intervals;
use crate::labels::LabelSet;
use crate::lexical::text_key;
use crate::metrics::Interval;

/// What was found, and the figures without it.
#[derive(Debug, Clone, Serialize)]
pub struct Leak {
    /// The training file, as it was named.
    pub train: String,
    /// Whether its SHA-256 is that of the file that the model was trained on.
    pub same_file: bool,
    /// Evaluated rows whose text is in it.
    pub rows: usize,
    /// Rows without them.
    pub n: usize,
    /// Threads among those.
    pub threads: usize,
    /// Their figures; nothing if no row is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figures: Option<BTreeMap<String, Interval>>,
}

/// Whether each text has the same words in the same order as a training text. Whatever its target: the words were seen.
#[must_use]
pub fn leaked<'a>(train: impl IntoIterator<Item = &'a str>, texts: impl IntoIterator<Item = &'a str>) -> Vec<bool> {
    let seen: HashSet<u64> = train.into_iter().filter_map(text_key).collect();
    texts.into_iter().map(|text| text_key(text).is_some_and(|key| seen.contains(&key))).collect()
}

impl Leak {
    /// Measures the rows of `gold` that are not `seen`; one truth value a row.
    #[must_use]
    pub fn of(labels: &LabelSet, gold: &Gold, seen: &[bool], train: &str, same_file: bool, seed: u64) -> Self {
        let fresh = gold.without(seen);
        let measured = (!fresh.is_empty()).then(|| intervals(labels, &fresh, seed));
        let (threads, figures) = measured.map_or((0, None), |(threads, figures)| (threads, Some(figures)));
        Self { train: train.to_owned(), same_file, rows: gold.len() - fresh.len(), n: fresh.len(), threads, figures }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sheet::tests::example;
    use super::*;

    #[test]
    fn copies_are_found_and_left_out() {
        let train = ["Send help now", "stay out"];
        let texts = ["send HELP, now!", "help send now", "", "stay out of it"];
        assert_eq!(leaked(train, texts), [true, false, false, false]);
        let (labels, gold) = example(60);
        let seen: Vec<bool> = (0..60).map(|row| row < 20).collect();
        let found = Leak::of(&labels, &gold, &seen, "t.csv", true, 1);
        assert_eq!((found.rows, found.n), (20, 40));
        let right = (20..60).filter(|row| gold.predicted[*row] == gold.labels[*row]).count();
        assert!((found.figures.unwrap()["accuracy"].value - right as f64 / 40.0).abs() < 1e-12);
        assert!(Leak::of(&labels, &gold, &[true; 60], "t.csv", true, 1).figures.is_none());
    }
}
