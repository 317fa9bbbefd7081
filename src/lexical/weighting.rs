//! Inverse document frequencies and norms, fitted on some rows of a corpus and valid for all.

use rayon::prelude::*;

use super::UnitMatrix;

/// Tf-idf weights of a fold: what its training rows say about every feature.
///
/// `idf = ln((1 + n) / (1 + df)) + 1`; a feature that no training row has weighs 0 and is thereby dropped before any
/// norm, exactly as at serving.
#[derive(Debug, Clone)]
pub struct Weighting {
    /// One weight a feature.
    pub idf: Vec<f32>,
    /// One over the norm of every row of the corpus, or 0 for a row without a known feature.
    pub row_scale: Vec<f32>,
}

/// Rows counted by one task.
const CHUNK: usize = 8192;

impl Weighting {
    /// Fits the weights on `rows`; features in fewer than `min_df` of them are dropped.
    #[must_use]
    pub fn fit(matrix: &UnitMatrix, rows: &[u32], min_df: u32) -> Self {
        Self::of(matrix, &frequencies(matrix, rows), rows.len(), min_df)
    }

    /// One weighting for each part of `rows`, fitted on all but the part.
    #[must_use]
    pub fn without_each(matrix: &UnitMatrix, rows: &[u32], parts: &[&[u32]], min_df: u32) -> Vec<Self> {
        let all = frequencies(matrix, rows);
        let without = |part: &&[u32]| {
            let rest: Vec<u32> = frequencies(matrix, part).iter().zip(&all).map(|(part, all)| all - part).collect();
            Self::of(matrix, &rest, rows.len() - part.len(), min_df)
        };
        parts.par_iter().map(without).collect()
    }

    fn of(matrix: &UnitMatrix, df: &[u32], n: usize, min_df: u32) -> Self {
        let n = n as f64;
        let idf: Vec<f32> = df
            .iter()
            .map(|df| if *df >= min_df.max(1) { (((1.0 + n) / (1.0 + f64::from(*df))).ln() + 1.0) as f32 } else { 0.0 })
            .collect();
        let squares: Vec<f64> = (0..matrix.owned.rows())
            .into_par_iter()
            .map(|unit| {
                matrix.owned.entries(unit).map(|(feature, count)| f64::from(count * idf[feature]).powi(2)).sum()
            })
            .collect();
        let row_scale = (0..matrix.documents.rows())
            .into_par_iter()
            .with_min_len(CHUNK)
            .map(|row| {
                let square: f64 =
                    matrix.documents.entries(row).map(|(unit, tf)| f64::from(tf).powi(2) * squares[unit]).sum();
                if square > 0.0 { (1.0 / square.sqrt()) as f32 } else { 0.0 }
            })
            .collect();
        Self { idf, row_scale }
    }
}

/// In how many of the rows each feature stands.
fn frequencies(matrix: &UnitMatrix, rows: &[u32]) -> Vec<u32> {
    let features = matrix.owned.cols();
    let add = |mut a: Vec<u32>, b: Vec<u32>| {
        a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
        a
    };
    rows.par_chunks(CHUNK)
        .map(|chunk| {
            let (mut df, mut seen) = (vec![0u32; features], vec![u32::MAX; features]);
            for row in chunk {
                for unit in matrix.documents.row(*row as usize).0 {
                    for feature in matrix.owned.row(*unit as usize).0 {
                        if std::mem::replace(&mut seen[*feature as usize], *row) != *row {
                            df[*feature as usize] += 1;
                        }
                    }
                }
            }
            df
        })
        .reduce(|| vec![0; features], add)
}
