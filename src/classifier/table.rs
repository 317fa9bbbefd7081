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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classifier::{Classifier, Corpus, train};
    use crate::decision::Decision;
    use crate::error::Place;
    use crate::lexical::Memory;
    use crate::thread::Comment;

    /// The classifier with a decision that reads every column.
    fn reading_all(trained: Classifier) -> Classifier {
        let Classifier { recipe, labels, layout, scorer, own, record, training, terms, .. } = trained;
        let (n, k) = (layout.width(), labels.len());
        let decision = Decision {
            columns: (0..n).collect(),
            mean: vec![0.0; n],
            deviation: vec![1.0; n],
            weights: vec![vec![0.0; k]; n],
            intercept: vec![0.0; k],
        };
        Classifier::assemble(recipe, labels, layout, scorer, own, decision, None, record, training, terms)
            .expect("it can be assembled")
    }

    #[test]
    fn serving_reads_the_columns_of_training() {
        let texts = [
            "Send #weapons, weapons NOW!",
            "\u{201c}stay\u{201d} out \"zzzq\"",
            "zzzq",
            "Never, never them",
            "the map",
        ];
        let comment = |i: usize| Comment {
            id: i.to_string(),
            text: format!("{} n{i}", texts[i % 5]),
            stance: Some(["favor", "against"][i % 2].into()),
            target: Some(["rebels", "Kurds"][i / 10].into()),
            ..Comment::default()
        };
        let vectors = "shipped".into();
        let recipe = Recipe { folds: 0, phrases: vec!["bigrams".into()], vectors, ..Recipe::default() };
        let comments: Vec<Comment> = (0..20).map(comment).collect();
        let corpus = || Corpus::collect(&comments, &recipe, &Place::default()).expect("a corpus");
        let examples = corpus().examples;
        let classifier = reading_all(train(corpus(), &recipe, String::new(), &|_, _| {}).expect("it trains"));
        let layout = &classifier.layout;
        let table = Table::read(examples, &layout.targets, 2, &recipe, Some(Vectors::shipped())).expect("a table");
        let rows: Vec<u32> = (0..20).collect();
        let columns = table.columns(layout, &rows, &Array2::zeros((20, layout.lexical())));
        let (mut memory, mut met) = (Memory::default(), 0);
        for row in 0..20 {
            let question = classifier.question(Some(&layout.targets[table.targets[row]]), None);
            classifier.columns(&table.texts[row], &question, &mut memory);
            for column in layout.lexical()..layout.width() {
                let (ours, theirs) = (memory.row[column], columns.values[[row, column]]);
                assert!((ours - theirs).abs() < 1e-6, "row {row}, column {column}: {ours} and {theirs}");
            }
            met += usize::from(memory.row[layout.vector_columns()].iter().any(|v| *v != 0.0));
        }
        assert_eq!(met, 16, "only a comment of unknown words has no vector");
    }
}
