//! What an expert says of rows of its corpus.

use rayon::prelude::*;

use super::{Expert, UnitMatrix, Weighting};

/// The expert's scores for `rows`, interleaved.
#[must_use]
pub fn score(matrix: &UnitMatrix, weighting: &Weighting, expert: &Expert, rows: &[u32]) -> Vec<f64> {
    let width = expert.bias.len();
    let (units, at) = used(matrix.documents.cols(), rows.iter().flat_map(|row| matrix.documents.row(*row as usize).0));
    let dense = expert.spread(matrix.features.len(), |feature| weighting.idf[feature]);
    let mut sums = vec![0f64; units.len() * width];
    sums.par_chunks_mut(width).zip(&units).for_each(|(sums, unit)| {
        for (feature, count) in matrix.owned.entries(*unit as usize) {
            let value = f64::from(count);
            sums.iter_mut().zip(&dense[feature * width..]).for_each(|(sum, w)| *sum += value * f64::from(*w));
        }
    });
    let mut scores = vec![0f64; rows.len() * width];
    scores.par_chunks_mut(width).zip(rows).for_each(|(scores, row)| {
        scores.copy_from_slice(&expert.bias);
        let scale = f64::from(weighting.row_scale[*row as usize]);
        for (unit, tf) in matrix.documents.entries(*row as usize) {
            let value = f64::from(tf) * scale;
            let from = at[unit] as usize * width;
            scores.iter_mut().zip(&sums[from..from + width]).for_each(|(score, sum)| *score += value * sum);
        }
    });
    scores
}

/// The distinct indices in ascending order, and where each stands among them.
pub(super) fn used<'a>(all: usize, indices: impl Iterator<Item = &'a u32>) -> (Vec<u32>, Vec<u32>) {
    let mut place = vec![u32::MAX; all];
    indices.for_each(|i| place[*i as usize] = 0);
    let list: Vec<u32> = (0..all as u32).filter(|i| place[*i as usize] == 0).collect();
    list.iter().enumerate().for_each(|(at, i)| place[*i as usize] = at as u32);
    (list, place)
}
