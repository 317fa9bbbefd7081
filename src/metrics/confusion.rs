//! The confusion matrix and what is read off it.

/// Counts of gold label × predicted label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confusion {
    counts: Vec<u64>,
    classes: usize,
}

/// Precision, recall, F1 and support of one label. A ratio with nothing below the line is 0, as in scikit-learn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct F1 {
    /// Of those predicted so, the share that is.
    pub precision: f64,
    /// Of those that are, the share predicted so.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
    /// How many have this label.
    pub support: u64,
}

impl Confusion {
    /// Counts pairs of gold and predicted label.
    #[must_use]
    pub fn count(classes: usize, pairs: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut counts = vec![0; classes * classes];
        pairs.into_iter().for_each(|(gold, predicted)| counts[gold * classes + predicted] += 1);
        Self { counts, classes }
    }

    /// One row a gold label, one column a predicted one.
    #[must_use]
    pub fn rows(&self) -> Vec<Vec<u64>> {
        self.counts.chunks(self.classes.max(1)).map(<[u64]>::to_vec).collect()
    }

    /// How many were counted.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Share of pairs that agree.
    #[must_use]
    pub fn accuracy(&self) -> f64 {
        ratio((0..self.classes).map(|k| self.counts[k * self.classes + k]).sum(), self.total())
    }

    /// One label's figures.
    #[must_use]
    pub fn f1(&self, label: usize) -> F1 {
        let hit = self.counts[label * self.classes + label];
        let support = (0..self.classes).map(|k| self.counts[label * self.classes + k]).sum();
        let predicted = (0..self.classes).map(|k| self.counts[k * self.classes + label]).sum();
        F1 {
            precision: ratio(hit, predicted),
            recall: ratio(hit, support),
            f1: ratio(2 * hit, support + predicted),
            support,
        }
    }

    /// Mean F1 of the given labels.
    #[must_use]
    pub fn mean_f1(&self, labels: &[usize]) -> f64 {
        labels.iter().map(|k| self.f1(*k).f1).sum::<f64>() / labels.len().max(1) as f64
    }

    /// Mean F1 of all labels that occur as gold or prediction (macro-F1).
    #[must_use]
    pub fn macro_f1(&self) -> f64 {
        let occurs = |k: &usize| {
            (0..self.classes).any(|j| self.counts[k * self.classes + j] + self.counts[j * self.classes + k] > 0)
        };
        let labels: Vec<usize> = (0..self.classes).filter(occurs).collect();
        self.mean_f1(&labels)
    }
}

fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        let confusion = Confusion::count(3, [(0, 0), (0, 1), (1, 1), (1, 1), (2, 0)]);
        assert!((confusion.accuracy() - 0.6).abs() < 1e-12);
        let first = confusion.f1(0);
        assert_eq!((first.precision, first.recall, first.support), (0.5, 0.5, 2));
        assert!((confusion.f1(1).f1 - 0.8).abs() < 1e-12);
        assert!((confusion.macro_f1() - (0.5 + 0.8) / 3.0).abs() < 1e-12);
    }
}
