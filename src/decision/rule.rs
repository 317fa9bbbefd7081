//! From probabilities to a label.

use serde::{Deserialize, Serialize};

use crate::metrics::{Confusion, argmax};

/// How a label is chosen from probabilities, which stay as they are.
///
/// The most probable label makes the fewest mistakes. Where labels are uneven it hardly ever chooses a rare one, so
/// whoever counts every label alike (macro-F1) weighs the probabilities first; with two labels this is a threshold
/// (Lipton, Elkan and Narayanaswamy 2014).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Rule {
    /// A factor for each label's probability; nothing where all are alike.
    factors: Vec<f64>,
}

/// Factors that are tried: powers of this base from -STEPS to STEPS.
const BASE: f64 = 1.15;
const STEPS: i32 = 20;
/// How often every label's factor is gone over.
const ROUNDS: usize = 3;
/// Macro-F1 that a step away from the most probable label has to bring: less is chance.
const PRICE: f64 = 1e-4;

impl Rule {
    /// The rule that chooses the most probable label.
    #[must_use]
    pub fn probable() -> Self {
        Self::default()
    }

    /// The factors under which cross-fitted probabilities reach the highest macro-F1, by coordinate ascent over a fixed
    /// grid; of equal ones those nearest to the most probable label.
    #[must_use]
    pub fn macro_f1(gold: &[usize], probabilities: &[Vec<f64>], labels: usize) -> Self {
        let mut steps = vec![0i32; labels];
        for _ in 0..ROUNDS {
            for label in 0..labels {
                let score = |step: i32| {
                    let mut tried = steps.clone();
                    tried[label] = step;
                    let rule = Self::of_steps(&tried);
                    let pairs = gold.iter().zip(probabilities).map(|(gold, p)| (*gold, rule.label(p)));
                    Confusion::count(labels, pairs).macro_f1() - PRICE * f64::from(step.abs())
                };
                let tried: Vec<(f64, i32)> = (-STEPS..=STEPS).map(|step| (score(step), step)).collect();
                let better = |a: &&(f64, i32), b: &&(f64, i32)| a.0.total_cmp(&b.0).then(b.1.abs().cmp(&a.1.abs()));
                steps[label] = tried.iter().max_by(better).map_or(0, |best| best.1);
            }
        }
        if steps.iter().all(|step| *step == 0) { Self::default() } else { Self::of_steps(&steps) }
    }

    fn of_steps(steps: &[i32]) -> Self {
        Self { factors: steps.iter().map(|step| BASE.powi(*step)).collect() }
    }

    /// Whether it chooses the most probable label.
    #[must_use]
    pub fn is_probable(&self) -> bool {
        self.factors.is_empty()
    }

    /// The factors, one a label; none where all are alike.
    #[must_use]
    pub fn factors(&self) -> &[f64] {
        &self.factors
    }

    /// The label of a row of probabilities; the first of equals.
    #[must_use]
    pub fn label(&self, probabilities: &[f64]) -> usize {
        if self.factors.is_empty() {
            return argmax(probabilities);
        }
        let weighed = |k: usize| probabilities[k] * self.factors[k];
        (1..probabilities.len()).fold(0, |best, k| if weighed(k) > weighed(best) { k } else { best })
    }

    /// The labels of rows of probabilities.
    #[must_use]
    pub fn labels(&self, rows: &[Vec<f64>]) -> Vec<usize> {
        rows.iter().map(|p| self.label(p)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rare_label_is_chosen_where_that_pays() {
        let rare = |i: usize| i.is_multiple_of(10);
        let gold: Vec<usize> = (0..200).map(|i| usize::from(rare(i))).collect();
        let probabilities: Vec<Vec<f64>> = (0..200)
            .map(|i| {
                let p = if rare(i) { 0.35 } else { 0.05 } + (i % 7) as f64 / 100.0;
                vec![1.0 - p, p]
            })
            .collect();
        let f1 = |rule: &Rule| Confusion::count(2, gold.iter().copied().zip(rule.labels(&probabilities))).macro_f1();
        let rule = Rule::macro_f1(&gold, &probabilities, 2);
        assert!(f1(&Rule::probable()) < 0.5 && f1(&rule) > 0.99);
        assert!(!rule.is_probable());
        let sharp: Vec<Vec<f64>> = gold.iter().map(|g| if *g == 1 { vec![0.1, 0.9] } else { vec![0.9, 0.1] }).collect();
        assert!(Rule::macro_f1(&gold, &sharp, 2).is_probable(), "nothing is weighed for nothing");
    }
}
