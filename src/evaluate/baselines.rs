//! What a guess would reach: figures without which no other figure can be read.

use std::collections::BTreeMap;

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::gold::Gold;
use super::report::Figures;
use super::sheet::{Sheet, named};
use crate::classifier::majority;
use crate::labels::LabelSet;
use crate::metrics::argmax;

/// Shuffles of which the mean is told.
const SHUFFLES: usize = 100;
/// Figures that need no probability: those of [`super::FIGURES`] that come first.
const WITHOUT_PROBABILITY: usize = 5;

/// The baselines by name. The majorities know how frequent the gold labels are, `target_only` those of the training data.
pub(super) fn baselines(labels: &LabelSet, gold: &Gold, seed: u64) -> BTreeMap<String, Figures> {
    let overall = majority(labels.len(), &gold.labels, &vec![0; gold.len()]);
    let by_target = majority(labels.len(), &gold.labels, &gold.target);
    let most = overall.first().copied().unwrap_or(0);
    let mut found = BTreeMap::from([
        ("majority".to_owned(), guessed(labels, gold, |_| most)),
        ("majority_per_target".to_owned(), guessed(labels, gold, |row| by_target[gold.target[row]])),
        ("shuffled".to_owned(), shuffled(labels, gold, seed)),
    ]);
    if !gold.prior.is_empty() {
        let probabilities: Vec<Vec<f64>> = gold.target.iter().map(|t| gold.prior[*t].clone()).collect();
        let predicted = probabilities.iter().map(|p| argmax(p)).collect();
        found.insert("target_only".into(), told(labels, &Gold { predicted, probabilities, ..gold.clone() }));
    }
    found
}

/// One label a row, without a probability.
fn guessed(labels: &LabelSet, gold: &Gold, label: impl Fn(usize) -> usize) -> Figures {
    let guess = Gold { predicted: (0..gold.len()).map(label).collect(), ..gold.clone() };
    let sheet = Sheet::of(labels, &guess);
    named(sheet.values(&sheet.all()).into_iter().take(WITHOUT_PROBABILITY))
}

fn told(labels: &LabelSet, gold: &Gold) -> Figures {
    let sheet = Sheet::of(labels, gold);
    named(sheet.values(&sheet.all()))
}

/// The model's own predictions dealt out to other rows: what its shares of labels alone are worth.
fn shuffled(labels: &LabelSet, gold: &Gold, seed: u64) -> Figures {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut order: Vec<usize> = (0..gold.len()).collect();
    let mut sums = Figures::new();
    let mut dealt = gold.clone();
    for _ in 0..SHUFFLES {
        order.shuffle(&mut random);
        dealt.predicted = order.iter().map(|row| gold.predicted[*row]).collect();
        dealt.probabilities = order.iter().map(|row| gold.probabilities[*row].clone()).collect();
        for (name, value) in told(labels, &dealt) {
            *sums.entry(name).or_insert(0.0) += value / SHUFFLES as f64;
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::super::sheet::tests::example;
    use super::*;

    #[test]
    fn each_guess_by_hand() {
        let (labels, gold) = example(400);
        let found = baselines(&labels, &gold, 1);
        let share = |k: usize| gold.labels.iter().filter(|l| **l == k).count() as f64 / 400.0;
        let most = (0..3).map(share).fold(0.0, f64::max);
        assert!((found["majority"]["accuracy"] - most).abs() < 1e-12);
        assert!(found["majority_per_target"]["accuracy"] >= most);
        assert!(!found["majority"].contains_key("log_loss"), "a guess has no probability");
        let right = |row: usize| gold.labels[row] == usize::from(gold.target[row] == 0);
        let accuracy = (0..400).filter(|row| right(*row)).count() as f64 / 400.0;
        assert!((found["target_only"]["accuracy"] - accuracy).abs() < 1e-12);
        // The expected accuracy of predictions that have nothing to do with their rows.
        let said = |k: usize| gold.predicted.iter().filter(|l| **l == k).count() as f64 / 400.0;
        let expected: f64 = (0..3).map(|k| said(k) * share(k)).sum();
        let shuffled = found["shuffled"]["accuracy"];
        assert!((shuffled - expected).abs() < 0.01, "{shuffled} {expected}");
        assert_eq!(found, baselines(&labels, &gold, 1));
    }
}
