//! Labels that are likely wrong, from what a model that did not see them makes of their comments.

use crate::metrics::argmax;

/// A comment's label held against the probabilities of its labels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Doubt {
    /// The row.
    pub row: usize,
    /// The label that it has.
    pub given: usize,
    /// The label that it more likely should have; of a row that is not suspected, the best of the others.
    pub suggested: usize,
    /// The normalised margin: the probability of the given label less that of the best other one, from -1 (surely
    /// wrong) to 1.
    pub margin: f64,
    /// Whether the row lies off the diagonal of the confident joint.
    pub suspected: bool,
}

/// What confident learning finds in some labels.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubts {
    /// For each label, the mean probability that its own rows have for it: from this on a row counts as confidently so.
    pub thresholds: Vec<f64>,
    /// The confident joint: one row a given label, one column a likely true one.
    pub joint: Vec<Vec<u64>>,
    /// Estimated share of the labels that are wrong.
    pub noise: f64,
    /// Every row, the most doubtful first.
    pub rows: Vec<Doubt>,
}

/// Confident learning (Northcutt, Jiang and Chuang 2021, *Journal of Artificial Intelligence Research* 70), by the
/// off-diagonals of the confident joint, ranked by normalised margin.
///
/// `probabilities` must come from models that did not see the row: one row of `classes` probabilities for each of
/// `given`.
#[must_use]
pub fn doubts(given: &[usize], probabilities: &[Vec<f64>], classes: usize) -> Doubts {
    let thresholds = thresholds(given, probabilities, classes);
    let mut joint = vec![vec![0u64; classes]; classes];
    let mut rows = Vec::with_capacity(given.len());
    for (row, (k, p)) in given.iter().zip(probabilities).enumerate() {
        let confident: Vec<f64> =
            p.iter().zip(&thresholds).map(|(p, t)| if p >= t { *p } else { f64::NEG_INFINITY }).collect();
        let likely = argmax(&confident);
        let found = confident[likely].is_finite().then_some(likely);
        if let Some(likely) = found {
            joint[*k][likely] += 1;
        }
        let others: Vec<f64> =
            p.iter().enumerate().map(|(j, p)| if j == *k { f64::NEG_INFINITY } else { *p }).collect();
        let best = argmax(&others);
        let suspected = found.is_some_and(|likely| likely != *k);
        let suggested = found.filter(|_| suspected).unwrap_or(best);
        rows.push(Doubt { row, given: *k, suggested, margin: p[*k] - p[best], suspected });
    }
    rows.sort_by(|a, b| a.margin.total_cmp(&b.margin).then(a.row.cmp(&b.row)));
    let noise = noise(given, &joint);
    Doubts { thresholds, joint, noise, rows }
}

/// The mean self-confidence of every label's rows; above 1, which is never reached, for a label without rows.
fn thresholds(given: &[usize], probabilities: &[Vec<f64>], classes: usize) -> Vec<f64> {
    let (mut sums, mut counts) = (vec![0.0; classes], vec![0usize; classes]);
    for (k, p) in given.iter().zip(probabilities) {
        sums[*k] += p[*k];
        counts[*k] += 1;
    }
    sums.iter().zip(counts).map(|(sum, n)| if n > 0 { sum / n as f64 } else { f64::INFINITY }).collect()
}

/// The share off the diagonal, every given label's row of the joint scaled to as many as have the label.
fn noise(given: &[usize], joint: &[Vec<u64>]) -> f64 {
    let wrong = |(k, row): (usize, &Vec<u64>)| {
        let (all, n) = (row.iter().sum::<u64>(), given.iter().filter(|label| **label == k).count());
        if all == 0 { 0.0 } else { n as f64 * (all - row[k]) as f64 / all as f64 }
    };
    joint.iter().enumerate().map(wrong).sum::<f64>() / given.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        let given = [0, 0, 0, 1, 1, 1];
        let p = [0.9, 0.8, 0.1, 0.2, 0.1, 0.7].map(|p| vec![p, 1.0 - p]);
        let found = doubts(&given, &p, 2);
        assert!((found.thresholds[0] - 0.6).abs() < 1e-12 && (found.thresholds[1] - 2.0 / 3.0).abs() < 1e-12);
        assert_eq!(found.joint, [[2, 1], [1, 2]]);
        assert!((found.noise - 1.0 / 3.0).abs() < 1e-12);
        let first = found.rows[0];
        assert_eq!((first.row, first.given, first.suggested, first.suspected), (2, 0, 1, true));
        assert!((first.margin + 0.8).abs() < 1e-12);
        assert_eq!((found.rows[1].row, found.rows[1].suspected), (5, true));
        assert!(found.rows[2..].iter().all(|row| !row.suspected && row.margin > 0.0));
    }

    #[test]
    fn a_hard_class_is_not_suspected_whole() {
        // Every row of label 1 looks more like label 0, and all alike: nothing is known against any of them.
        let given = [0, 0, 0, 1, 1, 1];
        let p = [0.9, 0.95, 0.85, 0.6, 0.6, 0.6].map(|p| vec![p, 1.0 - p]);
        let found = doubts(&given, &p, 2);
        assert!(found.rows.iter().all(|row| !row.suspected), "{found:?}");
        assert!(found.noise.abs() < 1e-12);
        assert!(doubts(&[], &[], 2).rows.is_empty());
    }
}
