//! A decision made ready to be asked often.

use super::Decision;
use super::fit::normalise;

/// A decision with its standardisation multiplied into its weights.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    columns: Vec<usize>,
    /// Columns × labels.
    weights: Vec<f64>,
    intercept: Vec<f64>,
}

impl Folded {
    /// Folds a decision.
    #[must_use]
    pub fn of(decision: &Decision) -> Self {
        let mut intercept = decision.intercept.clone();
        let mut weights = Vec::with_capacity(decision.columns.len() * intercept.len());
        for (at, row) in decision.weights.iter().enumerate() {
            for (base, weight) in intercept.iter_mut().zip(row) {
                let weight = weight / decision.deviation[at];
                *base -= weight * decision.mean[at];
                weights.push(weight);
            }
        }
        Self { columns: decision.columns.clone(), weights, intercept }
    }

    /// Probabilities of every label for a row of the full table. They sum to 1 within 1e-9.
    pub fn probabilities(&self, row: &[f64], out: &mut Vec<f64>) {
        out.clear();
        out.extend_from_slice(&self.intercept);
        for (column, weights) in self.columns.iter().zip(self.weights.chunks_exact(self.intercept.len().max(1))) {
            let value = row[*column];
            out.iter_mut().zip(weights).for_each(|(logit, weight)| *logit += value * weight);
        }
        normalise(out);
    }
}
