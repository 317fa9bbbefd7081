//! The experts over word vectors: the pooled one and those of the targets.

use ndarray::Array2;
use rayon::prelude::*;

use super::Recipe;
use super::layout::Layout;
use super::split::{Split, sample};
use super::table::Table;
use crate::lexical::Means;
use crate::vectors::Readout;

/// Those of some rows that an expert over vectors is fitted on: a hundred weights a score need no more than a sample.
fn some(table: &Table, rows: Vec<u32>, recipe: &Recipe) -> Vec<u32> {
    if rows.len() > recipe.large_rows { sample(table, &rows, recipe) } else { rows }
}

/// The experts over word vectors of one split.
#[derive(Debug, Clone)]
pub(super) struct Readouts {
    pub pool: Readout,
    /// One a target; nothing where the target has too few rows.
    pub own: Vec<Option<Readout>>,
}

impl Readouts {
    /// Experts for each split; nothing where vectors are not tried.
    pub fn of(table: &Table, splits: &[Split], recipe: &Recipe) -> Option<Vec<Self>> {
        let means = table.means.as_ref()?;
        let fit = |parts: &[&[u32]]| {
            means.fit(&table.texts, &table.labels, &table.shares, table.classes, parts, recipe.vector_c)
        };
        let train: Vec<Vec<u32>> = splits.iter().map(|split| some(table, split.train.clone(), recipe)).collect();
        let pools = fit(&train.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let targets = if table.target_words.len() > 1 { table.target_words.len() } else { 0 };
        let own: Vec<Vec<Option<Readout>>> = (0..targets)
            .into_par_iter()
            .map(|target| {
                let about = |split: &Split| some(table, table.about(&split.train, target), recipe);
                let rows: Vec<Vec<u32>> = splits.iter().map(about).collect();
                let at: Vec<usize> = (0..rows.len()).filter(|at| rows[*at].len() >= recipe.target_rows).collect();
                let parts: Vec<&[u32]> = at.iter().map(|at| rows[*at].as_slice()).collect();
                let mut own = vec![None; splits.len()];
                let fitted = if parts.is_empty() { Vec::new() } else { fit(&parts) };
                at.into_iter().zip(fitted).for_each(|(at, readout)| own[at] = Some(readout));
                own
            })
            .collect();
        let of =
            |(at, pool): (usize, Readout)| Self { pool, own: own.iter().map(|target| target[at].clone()).collect() };
        Some(pools.into_iter().enumerate().map(of).collect())
    }

    /// Writes the scores of rows behind those over text: own expert's (the pool's where there is none), then the pool's.
    pub fn scores(&self, means: &Means, table: &Table, layout: &Layout, rows: &[u32], out: &mut Array2<f64>) {
        let (start, width) = (layout.lexical(), layout.scores());
        means.read(&table.texts, rows);
        for (at, row) in rows.iter().enumerate() {
            let mean = means.row(&table.texts, *row);
            let pool = self.pool.scores(mean);
            let own = self.own.get(table.targets[*row as usize]).and_then(Option::as_ref);
            let own = own.map(|own| own.scores(mean));
            for k in 0..width {
                out[[at, start + k]] = own.as_ref().unwrap_or(&pool)[k];
                out[[at, start + layout.lexical() - width + k]] = pool[k];
            }
        }
    }

    /// The mean of the splits' experts.
    pub fn mean(parts: &[&Self]) -> Self {
        let own = (0..parts[0].own.len())
            .map(|target| {
                let fitted: Vec<&Readout> = parts.iter().filter_map(|part| part.own[target].as_ref()).collect();
                (fitted.len() == parts.len()).then(|| Readout::mean(&fitted))
            })
            .collect();
        Self { pool: Readout::mean(&parts.iter().map(|part| &part.pool).collect::<Vec<_>>()), own }
    }

    /// All of them side by side as they are served: those of the targets in their order, then the pool's.
    pub fn served(&self) -> Readout {
        Readout::beside(&self.own.iter().flatten().chain([&self.pool]).collect::<Vec<_>>())
    }
}
