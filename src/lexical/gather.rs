//! What a unit adds to a comment, gathered from the features that it owns.

use half::f16;
use half::slice::HalfFloatSliceExt;

use super::{Scorer, row};
use crate::features::owned_prints;

/// The buffers that one unit after the other is gathered in.
#[derive(Debug, Default)]
pub struct Gather {
    prints: Vec<u64>,
    features: Vec<u32>,
    counts: Vec<f32>,
    rows: Vec<f16>,
    wide: Vec<f32>,
    sums: Vec<f32>,
}

impl Scorer {
    /// What a unit adds before weighing by its count and the comment's norm: one sum a score, then its squared norm.
    /// `stem` is that of a token.
    #[must_use]
    pub fn sums<'a>(&self, family: &'static str, text: &str, stem: &str, gather: &'a mut Gather) -> &'a [f32] {
        let width = self.width();
        let Gather { prints, features, counts, rows, wide, sums } = gather;
        prints.clear();
        owned_prints(family, text, stem, prints);
        self.index.find_all(&self.fingerprints, prints, features);
        features.sort_unstable();
        sums.clear();
        sums.resize(width + 1, 0.0);
        counts.clear();
        rows.clear();
        // All rows are gathered before any is added up, so that one does not wait for the other to come from memory.
        for same in features.chunk_by(|a, b| a == b) {
            let (count, feature) = (same.len() as f32, same[0] as usize);
            counts.push(count);
            rows.extend_from_slice(&self.weights[feature * width..(feature + 1) * width]);
            sums[width] += (count * self.idf[feature]).powi(2);
        }
        wide.resize(rows.len(), 0.0);
        rows.convert_to_f32_slice(wide);
        for (row, count) in wide.chunks_exact(width).zip(counts) {
            sums.iter_mut().zip(row).for_each(|(sum, w)| *sum += *count * w);
        }
        row::round(&mut sums[..width]);
        sums
    }
}
