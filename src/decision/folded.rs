//! A decision made ready to be asked often.

use std::ops::Range;

use super::Decision;
use crate::metrics::greater;
use crate::sparse::exp_negative;

/// Labels that are added up side by side.
const LANES: usize = 8;

/// A decision with its standardisation multiplied into its weights.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    /// Its columns, as stretches of columns that follow each other.
    columns: Vec<Range<usize>>,
    labels: usize,
    /// For each run of labels, the columns' weights. A label that is only there to fill up a run is impossible.
    weights: Vec<Vec<[f64; LANES]>>,
    intercept: Vec<[f64; LANES]>,
}

impl Folded {
    /// Folds a decision.
    #[must_use]
    pub fn of(decision: &Decision) -> Self {
        let mut intercept = decision.intercept.clone();
        let labels = intercept.len();
        let runs = labels.div_ceil(LANES);
        let mut weights = vec![Vec::with_capacity(decision.columns.len()); runs];
        for (at, row) in decision.weights.iter().enumerate() {
            let row: Vec<f64> = row.iter().map(|weight| weight / decision.deviation[at]).collect();
            intercept.iter_mut().zip(&row).for_each(|(base, weight)| *base -= weight * decision.mean[at]);
            weights.iter_mut().zip(filled(&row, 0.0)).for_each(|(run, lanes)| run.push(lanes));
        }
        let intercept = filled(&intercept, f64::NEG_INFINITY).collect();
        Self { columns: stretches(&decision.columns), labels, weights, intercept }
    }

    /// Probabilities of every label for a row of the full table. They sum to 1 within 1e-9.
    pub fn probabilities(&self, row: &[f64], out: &mut Vec<f64>) {
        let all = self.weights.len() * LANES;
        // A few numbers are missing at most: `resize` would call for them to be cleared.
        (out.len()..all).for_each(|_| out.push(0.0));
        pulp::Arch::new().dispatch(Fill { folded: self, row, out: out[..all].as_chunks_mut().0 });
        out.truncate(self.labels);
    }

    /// Probabilities of every label, and of those that are only there to fill up a run. Kept in one function: when a
    /// helper gave back the logits, the compiler worked label by label.
    #[inline(always)]
    fn fill(&self, row: &[f64], out: &mut [[f64; LANES]]) {
        let mut tops = [f64::NEG_INFINITY; LANES];
        for ((out, weights), intercept) in out.iter_mut().zip(&self.weights).zip(&self.intercept) {
            // Two sums for each label, so that one column need not wait for the one before.
            let (mut logits, mut others, mut weights) = (*intercept, [0.0; LANES], &weights[..]);
            for columns in &self.columns {
                let (these, rest) = weights.split_at(columns.len());
                weights = rest;
                let ((pairs, last), (two, one)) = (row[columns.clone()].as_chunks::<2>(), these.as_chunks::<2>());
                for (values, weights) in pairs.iter().zip(two) {
                    (0..LANES).for_each(|lane| logits[lane] += values[0] * weights[0][lane]);
                    (0..LANES).for_each(|lane| others[lane] += values[1] * weights[1][lane]);
                }
                for (value, weights) in last.iter().zip(one) {
                    (0..LANES).for_each(|lane| logits[lane] += value * weights[lane]);
                }
            }
            (0..LANES).for_each(|lane| logits[lane] += others[lane]);
            (0..LANES).for_each(|lane| tops[lane] = greater(tops[lane], logits[lane]));
            *out = logits;
        }
        for half in [4, 2, 1] {
            (0..half).for_each(|lane| tops[lane] = greater(tops[lane], tops[lane + half]));
        }
        let (top, mut sums) = (tops[0], [0.0; LANES]);
        for run in &mut *out {
            (0..LANES).for_each(|lane| run[lane] = exp_negative(run[lane] - top));
            (0..LANES).for_each(|lane| sums[lane] += run[lane]);
        }
        for half in [4, 2, 1] {
            (0..half).for_each(|lane| sums[lane] += sums[lane + half]);
        }
        // What only fills up a run adds nothing that a sum of this size could hold.
        let sum = sums[0];
        for run in out {
            (0..LANES).for_each(|lane| run[lane] = if run[lane] < sum { run[lane] / sum } else { 1.0 });
        }
    }
}

/// [`Folded::fill`] by the instructions of any machine.
struct Fill<'a> {
    folded: &'a Folded,
    row: &'a [f64],
    out: &'a mut [[f64; LANES]],
}

impl pulp::WithSimd for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        self.folded.fill(self.row, self.out);
    }
}

/// Columns as stretches of those that follow each other.
fn stretches(columns: &[usize]) -> Vec<Range<usize>> {
    columns.chunk_by(|a, b| a + 1 == *b).map(|part| part[0]..part[0] + part.len()).collect()
}

/// Values in runs, the last filled up.
fn filled(values: &[f64], with: f64) -> impl Iterator<Item = [f64; LANES]> {
    values.chunks(LANES).map(move |part| {
        let mut lanes = [with; LANES];
        lanes[..part.len()].copy_from_slice(part);
        lanes
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::aview1;

    #[test]
    fn agrees_with_the_decision_that_was_folded() {
        for (labels, columns) in [2usize, 3, 8, 14, 17].into_iter().flat_map(|labels| {
            [vec![0, 2, 3], vec![0, 2, 3, 4, 5, 6], vec![]].map(|columns: Vec<usize>| (labels, columns))
        }) {
            let of = |n: usize, at: usize| (0..n).map(move |k| ((k * 7 + at * 3) % 11) as f64 / 4.0 - 1.0);
            let decision = Decision {
                mean: [0.5, -1.0, 2.0, 0.0, 1.0, -2.0][..columns.len()].to_vec(),
                deviation: [1.0, 0.3, 2.0, 1.5, 1.0, 0.7][..columns.len()].to_vec(),
                weights: (0..columns.len()).map(|at| of(labels, at).collect()).collect(),
                intercept: of(labels, 5).collect(),
                columns,
            };
            let row: Vec<f64> = vec![0.3, 99.0, -1.5, 4.0, 1.0, -0.5, 0.25];
            let exact = decision.probabilities(aview1(&row));
            for before in [0, 3, 40] {
                let mut out = vec![7.0; before];
                Folded::of(&decision).probabilities(&row, &mut out);
                assert!(out.len() == labels && (out.iter().sum::<f64>() - 1.0).abs() < 1e-9);
                assert!(out.iter().zip(&exact).all(|(a, b)| (a - b).abs() < 1e-10));
            }
        }
    }
}
