//! Two models on the same rows.

use std::collections::BTreeMap;

use serde::Serialize;

use super::gold::Gold;
use super::sheet::{RESAMPLES, Sheet, named};
use crate::error::{Error, Result};
use crate::labels::LabelSet;
use crate::metrics::{Interval, McNemar, clusters, mcnemar, resample};

/// One figure of both models.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Difference {
    /// Of the model.
    pub first: f64,
    /// Of the one that it is compared with.
    pub second: f64,
    /// First minus second, with its 95 % interval: both models are measured on the same resampled threads.
    pub difference: Interval,
}

/// A model beside another one.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// The other one's file.
    pub with: String,
    /// The figures of both.
    pub figures: BTreeMap<String, Difference>,
    /// Whether they are right on different rows by more than chance.
    pub mcnemar: McNemar,
}

impl Comparison {
    /// Compares what two models said of the same rows. The other one's labels may stand in another order.
    ///
    /// # Errors
    /// [`Error::Model`] if the other model, which is called `with`, has other labels.
    pub fn of(
        labels: &LabelSet,
        first: &Gold,
        others: &LabelSet,
        second: &Gold,
        with: &str,
        seed: u64,
    ) -> Result<Self> {
        let second = &reordered(labels, others, second, with)?;
        let (one, other) = (Sheet::of(labels, first), Sheet::of(labels, second));
        let all = one.all();
        let apart =
            |rows: &[u32]| one.values(rows).iter().zip(other.values(rows)).map(|(a, b)| a - b).collect::<Vec<_>>();
        let differences = resample(&clusters(&first.clusters), RESAMPLES, seed, apart);
        let both = one.values(&all).into_iter().zip(other.values(&all)).zip(differences);
        let right = |gold: &Gold, row: usize| gold.predicted[row] == first.labels[row];
        let alone =
            |a: &Gold, b: &Gold| (0..first.len()).filter(|row| right(a, *row) && !right(b, *row)).count() as u64;
        Ok(Self {
            with: with.to_owned(),
            figures: named(both.map(|((first, second), difference)| Difference { first, second, difference })),
            mcnemar: mcnemar(alone(first, second), alone(second, first)),
        })
    }
}

/// Where each of a model's labels stands among those of the other one, which is called `with`.
///
/// # Errors
/// [`Error::Model`] if the other one has other labels.
pub fn same_labels(labels: &LabelSet, others: &LabelSet, with: &str) -> Result<Vec<usize>> {
    let place = |name: &String| others.names().iter().position(|other| other == name);
    let places: Option<Vec<usize>> = labels.names().iter().map(place).collect();
    places.filter(|places| places.len() == others.len()).ok_or_else(|| {
        let cause = format!("its labels are {}, not {}", others.names().join(", "), labels.names().join(", "));
        Error::model(with, cause, "Compare models that tell the same labels apart")
    })
}

/// What the other model said, in the order of the first one's labels.
fn reordered(labels: &LabelSet, others: &LabelSet, said: &Gold, with: &str) -> Result<Gold> {
    let places = same_labels(labels, others, with)?;
    let moved = |label: &usize| places.iter().position(|place| place == label).unwrap_or(*label);
    Ok(Gold {
        labels: said.labels.iter().map(moved).collect(),
        predicted: said.predicted.iter().map(moved).collect(),
        probabilities: said.probabilities.iter().map(|p| places.iter().map(|at| p[*at]).collect()).collect(),
        ..said.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::super::sheet::tests::example;
    use super::*;

    /// The same labels in another order, and what was said in that order.
    fn turned(gold: &Gold) -> (LabelSet, Gold) {
        let labels = LabelSet::of(vec!["none".into(), "favor".into(), "against".into()]);
        let turn = |list: &[usize]| list.iter().map(|k| (k + 1) % 3).collect();
        let probabilities = gold.probabilities.iter().map(|p| vec![p[2], p[0], p[1]]).collect();
        let said = Gold { labels: turn(&gold.labels), predicted: turn(&gold.predicted), probabilities, ..gold.clone() };
        (labels, said)
    }

    #[test]
    fn a_model_beside_itself_differs_nowhere() {
        let (labels, gold) = example(80);
        let (others, same) = turned(&gold);
        let found = Comparison::of(&labels, &gold, &others, &same, "m2", 1).unwrap();
        for (name, d) in &found.figures {
            assert!(d.difference.low.abs() < 1e-12 && d.difference.high.abs() < 1e-12, "{name}: {d:?}");
        }
        assert!((found.mcnemar.p - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_better_model_is_found_better() {
        let (labels, gold) = example(200);
        let told = gold.labels.iter().map(|k| (0..3).map(|j| if j == *k { 0.8 } else { 0.1 }).collect()).collect();
        let better = Gold { predicted: gold.labels.clone(), probabilities: told, ..gold.clone() };
        let found = Comparison::of(&labels, &better, &labels, &gold, "m2", 1).unwrap();
        assert!(found.figures["accuracy"].difference.low > 0.0);
        assert!(found.figures["log_loss"].difference.high < 0.0);
        assert!(found.mcnemar.only_second == 0 && found.mcnemar.p < 1e-6);
        let wider = LabelSet::of(["favor", "against", "none", "other"].map(String::from).to_vec());
        assert!(Comparison::of(&labels, &better, &wider, &gold, "m2", 1).is_err());
    }
}
