//! Everything that the figures need of every row, worked out once, so that a resample only counts.

use std::collections::BTreeMap;

use super::figures::FIGURES;
use super::gold::Gold;
use crate::classifier::sides;
use crate::labels::LabelSet;
use crate::metrics::{
    Answer, Confusion, Interval, argmax, aurc, clusters, ece_of, resample, row_distances, row_losses,
};

/// Resamples behind every interval.
pub(super) const RESAMPLES: usize = 1000;

/// Labelled predictions, ready to be counted.
pub(super) struct Sheet<'a> {
    gold: &'a Gold,
    classes: usize,
    sides: Vec<usize>,
    losses: Vec<f64>,
    distances: Vec<f64>,
    /// By the probability of the most probable label.
    top: Ranked,
    /// By that of the predicted one, which a rule may choose otherwise.
    told: Ranked,
}

/// The answers with their rows, least confident first.
struct Ranked(Vec<(u32, Answer)>);

impl Ranked {
    fn of(gold: &Gold, labels: impl Iterator<Item = usize>) -> Self {
        let answer = |(row, label): (u32, usize)| {
            (row, (gold.probabilities[row as usize][label], label == gold.labels[row as usize]))
        };
        let mut rows: Vec<(u32, Answer)> = (0u32..).zip(labels).map(answer).collect();
        rows.sort_by(|a, b| a.1.0.total_cmp(&b.1.0));
        Self(rows)
    }

    /// The answers to rows that were drawn so many times, in order.
    fn drawn(&self, times: &[u32]) -> Vec<Answer> {
        self.0.iter().flat_map(|(row, answer)| std::iter::repeat_n(*answer, times[*row as usize] as usize)).collect()
    }
}

impl<'a> Sheet<'a> {
    pub fn of(labels: &LabelSet, gold: &'a Gold) -> Self {
        Self {
            gold,
            classes: labels.len(),
            sides: sides(labels),
            losses: row_losses(&gold.labels, &gold.probabilities),
            distances: row_distances(&gold.labels, &gold.probabilities),
            top: Ranked::of(gold, gold.probabilities.iter().map(|p| argmax(p))),
            told: Ranked::of(gold, gold.predicted.iter().copied()),
        }
    }

    /// Every row once.
    pub fn all(&self) -> Vec<u32> {
        (0..self.gold.len() as u32).collect()
    }

    /// Gold × predicted of some rows.
    pub fn confusion(&self, rows: &[u32]) -> Confusion {
        let pair = |row: &u32| (self.gold.labels[*row as usize], self.gold.predicted[*row as usize]);
        Confusion::count(self.classes, rows.iter().map(pair))
    }

    /// The most probable labels of all rows as answers, least confident first.
    pub fn answers(&self) -> Vec<Answer> {
        self.top.0.iter().map(|(_, answer)| *answer).collect()
    }

    /// The values of [`FIGURES`] for some rows, each as often as it is named.
    pub fn values(&self, rows: &[u32]) -> Vec<f64> {
        let mut times = vec![0u32; self.gold.len()];
        let mut by_target: Vec<Vec<u32>> = vec![Vec::new(); self.gold.targets.len()];
        for row in rows {
            times[*row as usize] += 1;
            by_target[self.gold.target[*row as usize]].push(*row);
        }
        let table = self.confusion(rows);
        let filled = by_target.iter().filter(|rows| !rows.is_empty());
        let tables: Vec<Confusion> = filled.map(|rows| self.confusion(rows)).collect();
        let over =
            |measure: &dyn Fn(&Confusion) -> f64| tables.iter().map(measure).sum::<f64>() / tables.len().max(1) as f64;
        let mean = |of: &[f64]| rows.iter().map(|row| of[*row as usize]).sum::<f64>() / rows.len().max(1) as f64;
        vec![
            table.mean_f1(&self.sides),
            table.macro_f1(),
            table.accuracy(),
            over(&|table| table.mean_f1(&self.sides)),
            over(&Confusion::macro_f1),
            ece_of(&self.top.drawn(&times)),
            mean(&self.losses),
            mean(&self.distances),
            aurc(&self.told.drawn(&times)),
        ]
    }
}

/// Values by the names of their figures.
pub(super) fn named<T>(values: impl IntoIterator<Item = T>) -> BTreeMap<String, T> {
    FIGURES.iter().map(|figure| figure.name.to_owned()).zip(values).collect()
}

/// Every figure with its 95 % cluster-bootstrap interval by thread, and how many threads there are.
pub(super) fn intervals(labels: &LabelSet, gold: &Gold, seed: u64) -> (usize, BTreeMap<String, Interval>) {
    let sheet = Sheet::of(labels, gold);
    let threads = clusters(&gold.clusters);
    (threads.len(), named(resample(&threads, RESAMPLES, seed, |rows| sheet.values(rows))))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::metrics::{brier, ece, log_loss};

    /// Two targets, three labels, probabilities with ties; reused by the tests beside this one.
    pub fn example(n: usize) -> (LabelSet, Gold) {
        let mut state = 7u64;
        let mut draw = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 40) as f64 / f64::from(1 << 24)
        };
        let mut gold = Gold { targets: vec!["x".into(), "y".into()], ..Gold::default() };
        for row in 0..n as u32 {
            let raw: Vec<f64> = (0..3).map(|_| 0.05 + (draw() * 8.0).round()).collect();
            let p: Vec<f64> = raw.iter().map(|v| v / raw.iter().sum::<f64>()).collect();
            let told = argmax(&p);
            gold.rows.push(row);
            gold.labels.push(if draw() < 0.6 { told } else { (draw() * 3.0) as usize });
            gold.target.push(usize::from(row % 3 == 0));
            gold.clusters.push(row / 4);
            gold.predicted.push(told);
            gold.probabilities.push(p);
        }
        gold.prior = vec![vec![0.2, 0.5, 0.3], vec![0.6, 0.2, 0.2]];
        (LabelSet::of(vec!["favor".into(), "against".into(), "none".into()]), gold)
    }

    #[test]
    fn values_are_those_of_the_measures_themselves() {
        let (labels, gold) = example(120);
        let sheet = Sheet::of(&labels, &gold);
        let found = named(sheet.values(&sheet.all()));
        for (name, value) in [
            ("log_loss", log_loss(&gold.labels, &gold.probabilities)),
            ("brier", brier(&gold.labels, &gold.probabilities)),
            ("ece", ece(&gold.labels, &gold.probabilities)),
        ] {
            assert!((found[name] - value).abs() < 1e-12, "{name}: {} and {value}", found[name]);
        }
        let part = |target: usize| (0..120u32).filter(|r| gold.target[*r as usize] == target).collect::<Vec<_>>();
        let (x, y) = (sheet.values(&part(0))[1], sheet.values(&part(1))[1]);
        assert!((found["macro_f1_over_targets"] - f64::midpoint(x, y)).abs() < 1e-12);
    }

    #[test]
    fn rows_drawn_twice_count_twice() {
        let (labels, gold) = example(40);
        let sheet = Sheet::of(&labels, &gold);
        let twice: Vec<u32> = sheet.all().into_iter().chain(sheet.all()).collect();
        for (once, twice) in sheet.values(&sheet.all()).iter().zip(sheet.values(&twice)).take(5) {
            assert!((once - twice).abs() < 1e-12);
        }
        let doubled = gold.keep(&twice);
        let doubled = Sheet::of(&labels, &doubled);
        let (doubled, drawn) = (named(doubled.values(&doubled.all())), named(sheet.values(&twice)));
        // A bin's end may fall among rows of equal confidence, which are in another order then.
        for (name, value) in doubled.into_iter().filter(|(name, _)| name != "ece") {
            assert!((value - drawn[&name]).abs() < 1e-12, "{name}");
        }
    }
}
