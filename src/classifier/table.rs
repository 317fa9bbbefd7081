//! A training corpus, read once and shared by every fold.

use std::sync::OnceLock;

use ndarray::Array2;
use rayon::prelude::*;

use super::layout::Layout;
use crate::decision::Columns;
use crate::features::{Glossary, Target, View, cues, phrase_families};
use crate::lexical::UnitMatrix;
use crate::text::{Stemmer, analyse};
use crate::vectors::{Vectors, key, mean};

use super::Recipe;
use crate::error::Result;

/// One labelled comment.
#[derive(Debug, Clone)]
pub struct Example {
    /// The comment as written.
    pub text: String,
    /// Index of its target.
    pub target: usize,
    /// Index of its label.
    pub label: usize,
    /// What it must not be separated from (see [`crate::lexical::groups`]).
    pub group: u32,
}

/// Labelled comments with their counts.
pub(super) struct Table {
    pub texts: Vec<String>,
    pub targets: Vec<usize>,
    pub labels: Vec<usize>,
    pub groups: Vec<u32>,
    pub classes: usize,
    pub target_words: Vec<Target>,
    pub matrix: UnitMatrix,
    pub stemmer: Stemmer,
    /// Cues of the rows that were asked for: every fold asks for the same ones.
    cues: Vec<OnceLock<Vec<f64>>>,
    /// Rows × dimensions of their mean word vectors; nothing where vectors are not tried.
    meanings: Vec<f32>,
}

impl Table {
    pub fn read(
        examples: Vec<Example>,
        target_names: &[String],
        classes: usize,
        recipe: &Recipe,
        vectors: Option<&Vectors>,
    ) -> Result<Self> {
        let stemmer = Stemmer::new(&recipe.language)?;
        let target_words: Vec<Target> = target_names.iter().map(|name| Target::new(name, &stemmer)).collect();
        let texts: Vec<&str> = examples.iter().map(|e| e.text.as_str()).collect();
        let matrix = UnitMatrix::build(&texts, &phrase_families(&recipe.phrases), &stemmer);
        let meanings = vectors.map_or_else(Vec::new, |vectors| meanings(vectors, &texts));
        let targets = examples.iter().map(|e| e.target).collect();
        let labels = examples.iter().map(|e| e.label).collect();
        let groups = examples.iter().map(|e| e.group).collect();
        let cues = examples.iter().map(|_| OnceLock::new()).collect();
        let texts = examples.into_iter().map(|e| e.text).collect();
        Ok(Self { texts, targets, labels, groups, classes, target_words, matrix, stemmer, cues, meanings })
    }

    /// Target × label as one number, for stratifying.
    pub fn strata(&self, rows: &[u32]) -> Vec<usize> {
        rows.iter().map(|r| self.targets[*r as usize] * self.classes + self.labels[*r as usize]).collect()
    }

    /// The values of `all` at some rows.
    pub fn at<T: Copy>(all: &[T], rows: &[u32]) -> Vec<T> {
        rows.iter().map(|row| all[*row as usize]).collect()
    }

    /// The dense columns of rows whose lexical scores are given.
    pub fn columns(&self, layout: &Layout, rows: &[u32], scores: &Array2<f64>) -> Columns {
        let values: Vec<Vec<f64>> = rows
            .par_iter()
            .enumerate()
            .map_init(Glossary::default, |glossary, (at, row)| {
                let row = *row as usize;
                let mut values: Vec<f64> = scores.row(at).to_vec();
                values.extend(self.cues[row].get_or_init(|| self.measure(row, glossary)));
                values.extend(self.meanings[row * layout.vectors..][..layout.vectors].iter().map(|v| f64::from(*v)));
                layout.push_target(Some(self.targets[row]), &mut values);
                values
            })
            .collect();
        let width = layout.width();
        let values = Array2::from_shape_fn((rows.len(), width), |(r, c)| values[r][c]);
        Columns { values, groups: layout.groups() }
    }

    fn measure(&self, row: usize, glossary: &mut Glossary) -> Vec<f64> {
        let (raw, target) = (&self.texts[row], self.target_words.get(self.targets[row]));
        let read = analyse(raw);
        glossary.note(&read, &[], &self.stemmer, &mut |_, _| {});
        let mut values = Vec::new();
        cues::measure(&View { raw, read: &read, notes: glossary.notes(), target }, None, &mut values);
        values
    }
}

/// The mean word vector of every text, one after the other.
fn meanings(vectors: &Vectors, texts: &[&str]) -> Vec<f32> {
    let one = |text: &&str| {
        let read = analyse(text);
        let mut sum = vec![0.0; vectors.dimensions()];
        mean(vectors, read.tokens().iter().map(|token| (key(read.form(token)), 1)), &mut sum);
        sum.into_iter().map(|v| v as f32).collect::<Vec<f32>>()
    };
    let rows: Vec<Vec<f32>> = texts.par_iter().map(one).collect();
    rows.concat()
}
