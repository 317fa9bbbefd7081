//! The mean word vector of a comment, with the look-up of every word remembered.

use super::{Memory, Scorer};
use crate::features::TOKEN;
use crate::vectors::{Vectors, key};

/// A unit's word vector: its weight and its row; an empty row where the table does not know it.
pub(super) type Meaning = (f32, &'static [i8]);

/// Looks a unit up; only tokens have vectors.
pub(super) fn meaning(vectors: &'static Vectors, family: &str, text: &str) -> Meaning {
    if family == TOKEN { vectors.get(key(text)).unwrap_or_default() } else { Meaning::default() }
}

impl Scorer {
    /// Writes the mean word vector of the comment scored last into `out`: what [`crate::vectors::mean`] gives for its
    /// tokens. Zero where the scorer has no vectors.
    pub fn mean(&self, memory: &mut Memory, out: &mut [f64]) {
        out.fill(0.0);
        let Some(vectors) = self.vectors else { return };
        let Memory { glossary, meanings, mean, .. } = memory;
        mean.clear();
        mean.resize(out.len(), 0.0);
        let mut total = 0.0;
        for (unit, _) in glossary.standings() {
            let (weight, row) = meanings[unit.number()];
            total += f64::from(weight);
            mean.iter_mut().zip(row).for_each(|(sum, step)| *sum += weight * f32::from(*step));
        }
        if total > 0.0 {
            for ((out, sum), scale) in out.iter_mut().zip(mean).zip(vectors.scale()) {
                *out = f64::from(*sum) * f64::from(*scale) / total;
            }
        }
    }
}
