//! What a unit adds to a comment, gathered from the features that it owns.

use half::f16;
use half::slice::HalfFloatSliceExt;
use prefetch_index::prefetch_index;

use super::{Scorer, row};
use crate::features::owned_prints;

/// Sums that are added up side by side.
const LANES: usize = 8;

/// The buffers that one unit after the other is gathered in.
#[derive(Debug, Default)]
pub struct Gather {
    prints: Vec<u64>,
    features: Vec<u32>,
    counts: Vec<f32>,
    /// The weights of each feature, and what fills them up to a whole number of lanes.
    rows: Vec<[f16; LANES]>,
    wide: Vec<[f32; LANES]>,
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
        for feature in &*features {
            prefetch_index(&self.weights, *feature as usize * width);
            prefetch_index(&self.idf, *feature as usize);
        }
        features.sort_unstable();
        counts.clear();
        rows.clear();
        let mut square = 0.0;
        // All rows are gathered before any is added up, so that one does not wait for the other to come from memory.
        for same in features.chunk_by(|a, b| a == b) {
            let (count, feature) = (same.len() as f32, same[0] as usize);
            counts.push(count);
            for start in (feature * width..(feature + 1) * width).step_by(LANES) {
                // What stands behind the feature's own weights is added up too, and cut off in the end.
                rows.push(self.weights[start..].first_chunk().copied().unwrap_or_else(|| self.last(start)));
            }
            square += (count * self.idf[feature]).powi(2);
        }
        wide.resize(rows.len(), [0.0; LANES]);
        rows.as_flattened().convert_to_f32_slice(wide.as_flattened_mut());
        sums.clear();
        pulp::Arch::new().dispatch(AddUp { rows: wide, lanes: width.div_ceil(LANES), counts, sums });
        sums.truncate(width);
        row::round(sums);
        sums.push(square);
        sums
    }

    /// The last weights of all, filled up.
    #[cold]
    fn last(&self, start: usize) -> [f16; LANES] {
        let mut last = [f16::ZERO; LANES];
        last.iter_mut().zip(&self.weights[start..]).for_each(|(lane, weight)| *lane = *weight);
        last
    }
}

/// Adds up weighed rows, by the instructions of any machine.
struct AddUp<'a> {
    rows: &'a [[f32; LANES]],
    /// Lanes of a row.
    lanes: usize,
    counts: &'a [f32],
    sums: &'a mut Vec<f32>,
}

impl pulp::WithSimd for AddUp<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        for lane in 0..self.lanes {
            let mut sums = [0f32; LANES];
            for (row, count) in self.rows.iter().skip(lane).step_by(self.lanes).zip(self.counts) {
                (0..LANES).for_each(|at| sums[at] += count * row[at]);
            }
            self.sums.extend_from_slice(&sums);
        }
    }
}
