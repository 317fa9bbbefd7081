//! Comments that several people labelled differently, and how they count.

use std::collections::BTreeMap;

/// For some rows of a corpus, the share of each label among those that it was given; every other row has one label.
///
/// Such a row stands in a problem once for every label, weighing that label's share, so that it weighs as much as any
/// other row: the logistic loss of a soft target is the same sum (Peterson et al. 2019; Uma et al. 2021, "Learning from
/// Disagreement", *Journal of Artificial Intelligence Research* 72).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shares(BTreeMap<u32, Vec<(usize, f64)>>);

/// Rows as a problem takes them.
#[derive(Debug, Default)]
pub(super) struct Weighed {
    /// For each, its place in the list that it came from.
    pub at: Vec<usize>,
    /// Its label.
    pub gold: Vec<usize>,
    /// What it weighs.
    pub weight: Vec<f64>,
}

impl Shares {
    /// Says of a row how its labels are shared; `counts` are labels with how often each was given.
    pub fn set(&mut self, row: u32, counts: &[(usize, u32)]) {
        let all: u32 = counts.iter().map(|(_, n)| n).sum();
        self.0.insert(row, counts.iter().map(|(k, n)| (*k, f64::from(*n) / f64::from(all))).collect());
    }

    /// Rows with their labels, each as often as it has labels.
    pub(super) fn weigh(&self, rows: &[u32], labels: &[usize]) -> Weighed {
        let mut all = Weighed::default();
        let mut push = |at: usize, label: usize, weight: f64| {
            all.at.push(at);
            all.gold.push(label);
            all.weight.push(weight);
        };
        for (at, row) in rows.iter().enumerate() {
            match self.0.get(row) {
                None => push(at, labels[*row as usize], 1.0),
                Some(shares) => shares.iter().for_each(|(label, share)| push(at, *label, *share)),
            }
        }
        all
    }

    /// How many rows have several labels.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether every row has one label.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_weighs_one() {
        let mut shares = Shares::default();
        shares.set(4, &[(0, 2), (2, 1)]);
        let all = shares.weigh(&[1, 4, 5], &[9, 1, 9, 9, 0, 2]);
        assert_eq!((all.at, all.gold), (vec![0, 1, 1, 2], vec![1, 0, 2, 2]));
        assert_eq!(all.weight, [1.0, 2.0 / 3.0, 1.0 / 3.0, 1.0]);
    }
}
