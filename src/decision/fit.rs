//! The fitted decision.

use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_logistic::MultiLogisticRegression;
use ndarray::{Array1, Array2, ArrayView1};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Place, Result};

/// A multinomial logistic model over standardised columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Which columns of the full table it reads.
    pub columns: Vec<usize>,
    /// Their means over the training rows.
    pub mean: Vec<f64>,
    /// Their standard deviations over the training rows; 1 for a constant column.
    pub deviation: Vec<f64>,
    /// One row a column, one weight a label.
    pub weights: Vec<Vec<f64>>,
    /// One intercept a label.
    pub intercept: Vec<f64>,
}

/// Gradient tolerance per row: linfa's is absolute on a summed loss.
const TOLERANCE_PER_ROW: f64 = 1e-4;
const STEPS: u64 = 200;
/// Log-odds of a label that the training rows do not have.
const NEVER: f64 = -30.0;

impl Decision {
    /// Fits `values` (rows × columns, already picked) to `gold` with penalty α/2·‖W‖² on the summed log loss, starting
    /// from another decision's weights of the same columns, if there is one: that costs fewer steps, not accuracy.
    ///
    /// # Errors
    /// [`Error::Input`] if the numbers are not finite or the optimiser fails on them.
    pub fn fit(
        values: &Array2<f64>,
        columns: Vec<usize>,
        gold: &[usize],
        labels: usize,
        alpha: f64,
        start: Option<&Self>,
    ) -> Result<Self> {
        let (mean, deviation) = moments(values);
        let standard = Array2::from_shape_fn(values.dim(), |(r, c)| (values[[r, c]] - mean[c]) / deviation[c]);
        let mut weights = vec![vec![0.0; labels]; columns.len()];
        let mut intercept = vec![NEVER; labels];
        let mut present: Vec<usize> = gold.to_vec();
        present.sort_unstable();
        present.dedup();
        if let [only] = present[..] {
            intercept[only] = 0.0;
            return Ok(Self { columns, mean, deviation, weights, intercept });
        }
        let dataset = DatasetBase::new(standard, Array1::from(gold.to_vec()));
        let mut model = MultiLogisticRegression::default()
            .alpha(alpha)
            .max_iterations(STEPS)
            .gradient_tolerance(TOLERANCE_PER_ROW * gold.len() as f64);
        if let Some(start) = start {
            model = model.initial_params(start.spread(&columns, &present));
        }
        let fitted = model.fit(&dataset).map_err(|error| {
            let cure = "Check the training data for rows without any text";
            Error::input(Place::default(), format!("the decision layer could not be fitted ({error})"), cure)
        })?;
        for (at, label) in fitted.classes().iter().enumerate() {
            intercept[*label] = fitted.intercept()[at];
            weights.iter_mut().enumerate().for_each(|(c, row)| row[*label] = fitted.params()[[c, at]]);
        }
        Ok(Self { columns, mean, deviation, weights, intercept })
    }

    /// Weights of some columns and labels with the intercepts below them, as linfa takes its start.
    fn spread(&self, columns: &[usize], labels: &[usize]) -> Array2<f64> {
        let at: Vec<Option<usize>> = columns.iter().map(|c| self.columns.iter().position(|own| own == c)).collect();
        Array2::from_shape_fn((columns.len() + 1, labels.len()), |(row, k)| match at.get(row) {
            Some(at) => at.map_or(0.0, |at| self.weights[at][labels[k]]),
            None => self.intercept[labels[k]].max(NEVER / 3.0),
        })
    }

    /// The log-odds of every label before normalisation, for a row of the full table.
    #[must_use]
    pub fn logits(&self, row: ArrayView1<'_, f64>) -> Vec<f64> {
        let mut logits = self.intercept.clone();
        for (at, column) in self.columns.iter().enumerate() {
            let value = (row[*column] - self.mean[at]) / self.deviation[at];
            logits.iter_mut().zip(&self.weights[at]).for_each(|(logit, w)| *logit += value * w);
        }
        logits
    }

    /// Probabilities of every label for a row of the full table. They sum to 1 within 1e-9.
    #[must_use]
    pub fn probabilities(&self, row: ArrayView1<'_, f64>) -> Vec<f64> {
        softmax(&self.logits(row))
    }
}

/// Exponentials normalised to sum to 1, computed so that none overflows.
#[must_use]
pub fn softmax(logits: &[f64]) -> Vec<f64> {
    let top = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let raised: Vec<f64> = logits.iter().map(|l| (l - top).exp()).collect();
    let sum: f64 = raised.iter().sum();
    raised.into_iter().map(|r| (r / sum).min(1.0)).collect()
}

fn moments(values: &Array2<f64>) -> (Vec<f64>, Vec<f64>) {
    let n = values.nrows().max(1) as f64;
    values
        .columns()
        .into_iter()
        .map(|column| {
            let mean = column.sum() / n;
            let variance = column.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n;
            (mean, if variance > 1e-12 { variance.sqrt() } else { 1.0 })
        })
        .unzip()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absent_label_gets_no_probability_and_sums_hold() {
        let values = Array2::from_shape_fn((40, 2), |(r, c)| ((r * 7 + c * 3) % 10) as f64);
        let gold: Vec<usize> = (0..40).map(|r| if (r * 7) % 10 > 4 { 2 } else { 0 }).collect();
        let decision = Decision::fit(&values, vec![0, 1], &gold, 3, 1.0, None).unwrap();
        let warm = Decision::fit(&values, vec![0, 1], &gold, 3, 1.0, Some(&decision)).unwrap();
        assert!((warm.weights[0][0] - decision.weights[0][0]).abs() < 1e-3);
        let p = decision.probabilities(values.row(3));
        assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(p[1] < 1e-6);
    }
}
