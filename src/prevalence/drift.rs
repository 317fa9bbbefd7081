//! How far the scores of a thread are from those of the comments that the model was checked on.

use serde::Serialize;

use crate::classifier::Reference;
use crate::metrics::{clusters, solve};

/// Quantile of the standard normal distribution for a test at 5 % on one side.
const ONE_SIDED: f64 = 1.644_854;
/// Times the standard error that the largest of three Kolmogorov-Smirnov distances may reach: 1 % by Bonferroni's bound.
const SPREAD: f64 = 1.73;
/// A distance below this changes no share by much, however sure it is.
const SLIGHT: f64 = 0.1;

/// The scores of a thread against those of the record.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Drift {
    /// Squared distance of the mean scores in units of its standard error (Hotelling's T²).
    pub statistic: f64,
    /// What it stays below in 95 of 100 threads like the record.
    pub limit: f64,
    /// Largest Kolmogorov-Smirnov distance of a label's probabilities from those of the record, 0 to 1.
    pub distance: f64,
    /// The same distance from the record's sides mixed in the estimated shares.
    pub unexplained: f64,
    /// What it stays below in 99 of 100 threads of comments like those of the record, in whatever shares.
    pub unexplained_limit: f64,
}

impl Drift {
    /// Whether the mean scores have moved by more than chance explains: the shares have, or the comments.
    #[must_use]
    pub fn is_moved(&self) -> bool {
        self.statistic > self.limit
    }

    /// Whether no shares of comments like those of the record would give such scores.
    #[must_use]
    pub fn is_unexplained(&self) -> bool {
        self.unexplained > self.unexplained_limit
    }
}

/// The scores of a record, ready to be compared with.
#[derive(Debug, Clone)]
pub struct Scores {
    classes: usize,
    rows: f64,
    mean: Vec<f64>,
    /// Covariance of all scores but the last, which follows from the others.
    covariance: Vec<Vec<f64>>,
    /// That of their mean: comments of a group hang together (Liang and Zeger 1986).
    uncertainty: Vec<Vec<f64>>,
    /// For each label the record's probabilities, ascending, with the gold label of each.
    sorted: Vec<Vec<(f64, usize)>>,
    prior: Vec<f64>,
}

impl Scores {
    /// The scores of a record.
    #[must_use]
    pub fn of(reference: &Reference) -> Self {
        let k = reference.classes;
        let n = reference.gold.len() as f64;
        let mean = mean(reference.probabilities.iter().map(Vec::as_slice), k);
        let centred: Vec<Vec<f64>> = reference
            .probabilities
            .iter()
            .map(|row| row.iter().zip(&mean).map(|(p, m)| p - m).take(k.saturating_sub(1)).collect())
            .collect();
        let sums = clusters(&reference.groups).into_iter().map(|group| {
            let mut sum = vec![0.0; k.saturating_sub(1)];
            for row in group {
                sum.iter_mut().zip(&centred[row as usize]).for_each(|(sum, c)| *sum += c);
            }
            sum
        });
        let sums: Vec<Vec<f64>> = sums.collect();
        let column = |label: usize| {
            let pairs = reference.probabilities.iter().zip(&reference.gold);
            let mut column: Vec<(f64, usize)> = pairs.map(|(row, gold)| (row[label], *gold)).collect();
            column.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            column
        };
        let mut prior = vec![0.0; k];
        reference.gold.iter().for_each(|gold| prior[*gold] += 1.0 / n);
        Self {
            classes: k,
            rows: n,
            covariance: products(&centred, n, k.saturating_sub(1)),
            uncertainty: products(&sums, n * n, k.saturating_sub(1)),
            mean,
            sorted: (0..k).map(column).collect(),
            prior,
        }
    }

    /// The distance of the mean scores of `rows`, as [`Drift::statistic`], with its limit.
    #[must_use]
    pub fn moved(&self, rows: &[&[f64]]) -> (f64, f64) {
        let free = self.classes.saturating_sub(1);
        if free == 0 || rows.is_empty() {
            return (0.0, 0.0);
        }
        let here = mean(rows.iter().copied(), self.classes);
        let step: Vec<f64> = (0..free).map(|at| here[at] - self.mean[at]).collect();
        let n = rows.len() as f64;
        let system = (0..free).map(|a| {
            let cell = |b: usize| self.covariance[a][b] / n + self.uncertainty[a][b];
            // Where a record has no spread at all, any difference counts as large but stays a number.
            let row = (0..free).map(|b| cell(b) + if a == b { 1e-9 } else { 0.0 });
            row.chain([step[a]]).collect()
        });
        let solved = solve(system.collect()).unwrap_or_else(|| vec![0.0; free]);
        (step.iter().zip(solved).map(|(a, b)| a * b).sum(), chi_squared(free))
    }

    /// The whole comparison, given the shares that were estimated.
    #[must_use]
    pub fn drift(&self, rows: &[&[f64]], shares: &[f64]) -> Drift {
        let (statistic, limit) = self.moved(rows);
        let (unexplained, error) = self.distance(rows, Some(shares));
        let unexplained_limit = (SPREAD * error).max(SLIGHT);
        Drift { statistic, limit, distance: self.distance(rows, None).0, unexplained, unexplained_limit }
    }

    /// The largest Kolmogorov-Smirnov distance over labels, and the standard error by which it is judged.
    fn distance(&self, rows: &[&[f64]], shares: Option<&[f64]>) -> (f64, f64) {
        let weight: Vec<f64> = (0..self.classes)
            .map(|class| {
                shares.map_or(1.0, |s| if self.prior[class] > 0.0 { s[class] / self.prior[class] } else { 0.0 })
            })
            .collect();
        let total: f64 = self.prior.iter().zip(&weight).map(|(p, w)| p * w).sum();
        let squares: f64 = self.prior.iter().zip(&weight).map(|(p, w)| p * w * w).sum();
        if rows.is_empty() || total <= 0.0 {
            return (0.0, 1.0);
        }
        let effective = self.rows * total * total / squares;
        let scale = 1.0 / (total * self.rows);
        let of = |label: usize| {
            let mut here: Vec<f64> = rows.iter().map(|row| row[label]).collect();
            here.sort_by(f64::total_cmp);
            apart(&self.sorted[label], |class| weight[class] * scale, &here)
        };
        let distance = (0..self.classes).map(of).fold(0.0, f64::max);
        (distance, (1.0 / rows.len() as f64 + 1.0 / effective).sqrt())
    }
}

/// The largest difference of two distribution functions: of weighted values and of plain ones, both ascending.
fn apart(there: &[(f64, usize)], weight: impl Fn(usize) -> f64, here: &[f64]) -> f64 {
    let (mut i, mut j, mut below, mut largest) = (0, 0, 0.0, 0f64);
    while i < there.len() || j < here.len() {
        let at = match (there.get(i), here.get(j)) {
            (Some((a, _)), Some(b)) => a.min(*b),
            (Some((a, _)), None) => *a,
            (None, Some(b)) => *b,
            (None, None) => break,
        };
        while there.get(i).is_some_and(|(value, _)| *value <= at) {
            below += weight(there[i].1);
            i += 1;
        }
        while here.get(j).is_some_and(|value| *value <= at) {
            j += 1;
        }
        largest = largest.max((below - j as f64 / here.len() as f64).abs());
    }
    largest
}

fn mean<'a>(rows: impl ExactSizeIterator<Item = &'a [f64]>, classes: usize) -> Vec<f64> {
    let n = rows.len().max(1) as f64;
    let mut mean = vec![0.0; classes];
    rows.for_each(|row| mean.iter_mut().zip(row).for_each(|(sum, p)| *sum += p / n));
    mean
}

/// Sums of products over rows, divided by a number.
fn products(rows: &[Vec<f64>], by: f64, width: usize) -> Vec<Vec<f64>> {
    let cell = |a: usize, b: usize| rows.iter().map(|row| row[a] * row[b]).sum::<f64>() / by;
    (0..width).map(|a| (0..width).map(|b| cell(a, b)).collect()).collect()
}

/// The 95 % quantile of the chi-squared distribution (Wilson and Hilferty 1931; within 1 % of it).
fn chi_squared(freedom: usize) -> f64 {
    let part = 2.0 / (9.0 * freedom as f64);
    freedom as f64 * (1.0 - part + ONE_SIDED * part.sqrt()).powi(3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classifier::Scope;

    fn reference() -> Reference {
        let row = |at: usize| {
            let p = 0.1 + 0.8 * ((at * 7) % 100) as f64 / 100.0;
            vec![p, 1.0 - p]
        };
        let probabilities: Vec<Vec<f64>> = (0..400).map(row).collect();
        // As many of each kind of row have the first label as its probability says.
        let gold = (0..400).map(|at| usize::from((at / 100 * 25 + 12) as f64 / 100.0 > probabilities[at][0])).collect();
        let told = vec![0; 400];
        Reference { scope: Scope::All, classes: 2, probabilities, told, gold, groups: (0..400).collect() }
    }

    #[test]
    fn quantiles_of_chi_squared() {
        for (freedom, quantile) in [(1, 3.841), (2, 5.991), (13, 22.362)] {
            assert!((chi_squared(freedom) / quantile - 1.0).abs() < 0.03, "{freedom}: {}", chi_squared(freedom));
        }
    }

    #[test]
    fn moved_shares_are_noticed_and_explained_and_other_scores_are_not() {
        let reference = reference();
        let scores = Scores::of(&reference);
        let all: Vec<&[f64]> = reference.probabilities.iter().map(Vec::as_slice).collect();
        let share =
            |rows: &[usize]| rows.iter().filter(|r| reference.gold[**r] == 0).count() as f64 / rows.len() as f64;
        let drift_of = |rows: &[usize]| {
            let here: Vec<&[f64]> = rows.iter().map(|r| all[*r]).collect();
            scores.drift(&here, &[share(rows), 1.0 - share(rows)])
        };
        let same = drift_of(&(0..400).step_by(3).collect::<Vec<_>>());
        assert!(!same.is_moved() && !same.is_unexplained(), "{same:?}");
        let first: Vec<usize> = (0..400).filter(|r| reference.gold[*r] == 0 || r % 10 == 0).collect();
        let shifted = drift_of(&first);
        assert!(
            shifted.is_moved() && !shifted.is_unexplained() && shifted.distance > shifted.unexplained,
            "{shifted:?}"
        );
        let sure: Vec<usize> = (0..400).filter(|r| (all[*r][0] - 0.5).abs() > 0.35).collect();
        let other = drift_of(&sure);
        assert!(other.is_unexplained(), "{other:?}");
    }

    #[test]
    fn a_record_without_spread_gives_numbers() {
        let flat = Reference {
            probabilities: vec![vec![0.5, 0.5]; 4],
            gold: vec![0, 1, 0, 1],
            told: vec![0; 4],
            groups: vec![0, 1, 2, 3],
            ..reference()
        };
        let drift = Scores::of(&flat).drift(&[&[0.5, 0.5], &[0.4, 0.6]], &[0.5, 0.5]);
        assert!(drift.statistic.is_finite() && drift.unexplained.is_finite(), "{drift:?}");
    }
}
