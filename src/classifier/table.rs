//! A training corpus, read once and shared by every fold.

use std::sync::{Arc, OnceLock};

use ndarray::Array2;
use rayon::prelude::*;

use super::layout::Layout;
use crate::decision::Columns;
use crate::features::{Facts, Glossary, Parent, Target, View, cues, phrase_families};
use crate::lexical::{Means, Shares, UnitMatrix};
use crate::text::{Analysis, Stemmer};
use crate::vectors::Vectors;

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
    /// The text that it answers, where that is known.
    pub parent: Option<String>,
    /// What it must not be separated from (see [`crate::lexical::groups`]).
    pub group: u32,
    /// Where several people labelled it differently, each label with how many gave it; empty otherwise.
    pub votes: Vec<(usize, u32)>,
}

/// Labelled comments with their counts.
pub(super) struct Table {
    pub texts: Vec<String>,
    pub targets: Vec<usize>,
    pub labels: Vec<usize>,
    pub shares: Shares,
    pub groups: Vec<u32>,
    /// What the rows answer, where that is known.
    parents: Vec<Option<Parent>>,
    pub classes: usize,
    pub target_words: Vec<Target>,
    pub matrix: UnitMatrix,
    pub stemmer: Stemmer,
    /// Cues of the rows that were asked for: every fold asks for the same ones.
    cues: Vec<OnceLock<Vec<f64>>>,
    /// Mean word vectors of the rows that were asked for; nothing where vectors are not tried.
    pub means: Option<Means>,
}

impl Table {
    pub fn read(
        examples: Vec<Example>,
        target_names: &[String],
        classes: usize,
        recipe: &Recipe,
        vectors: Option<Arc<Vectors>>,
    ) -> Result<Self> {
        let stemmer = Stemmer::new(&recipe.language)?;
        let target_words: Vec<Target> =
            target_names.iter().map(|name| Target::new(&recipe.called(name), &stemmer)).collect();
        let texts: Vec<&str> = examples.iter().map(|e| e.text.as_str()).collect();
        let matrix = UnitMatrix::build(&texts, &phrase_families(&recipe.phrases), &stemmer);
        let means = vectors.map(|vectors| Means::of(vectors, texts.len()));
        let mut shares = Shares::default();
        let voted = examples.iter().enumerate().filter(|(_, example)| !example.votes.is_empty());
        voted.for_each(|(row, example)| shares.set(row as u32, &example.votes));
        let targets = examples.iter().map(|e| e.target).collect();
        let labels = examples.iter().map(|e| e.label).collect();
        let groups = examples.iter().map(|e| e.group).collect();
        let parent = |e: &Example| e.parent.as_deref().and_then(|text| Parent::of(text, &stemmer));
        let parents = examples.par_iter().map(parent).collect();
        let cues = examples.iter().map(|_| OnceLock::new()).collect();
        let texts = examples.into_iter().map(|e| e.text).collect();
        Ok(Self {
            texts,
            targets,
            labels,
            shares,
            groups,
            parents,
            classes,
            target_words,
            matrix,
            stemmer,
            cues,
            means,
        })
    }

    /// Target × label as one number, for stratifying.
    pub fn strata(&self, rows: &[u32]) -> Vec<usize> {
        rows.iter().map(|r| self.targets[*r as usize] * self.classes + self.labels[*r as usize]).collect()
    }

    /// Those of some rows that are about a target.
    pub fn about(&self, rows: &[u32], target: usize) -> Vec<u32> {
        rows.iter().copied().filter(|row| self.targets[*row as usize] == target).collect()
    }

    /// The values of `all` at some rows.
    pub fn at<T: Copy>(all: &[T], rows: &[u32]) -> Vec<T> {
        rows.iter().map(|row| all[*row as usize]).collect()
    }

    /// The dense columns of rows whose scores from layer 1 are given.
    pub fn columns(&self, layout: &Layout, rows: &[u32], scores: &Array2<f64>) -> Columns {
        let values: Vec<Vec<f64>> = rows
            .par_iter()
            .enumerate()
            .map_init(<(Analysis, Glossary)>::default, |(read, glossary), (at, row)| {
                let row = *row as usize;
                let mut values: Vec<f64> = scores.row(at).to_vec();
                values.extend(self.cues[row].get_or_init(|| self.measure(row, read, glossary)));
                layout.push_target(Some(self.targets[row]), &mut values);
                values
            })
            .collect();
        let width = layout.width();
        let values = Array2::from_shape_fn((rows.len(), width), |(r, c)| values[r][c]);
        Columns { values, groups: layout.groups() }
    }

    fn measure(&self, row: usize, read: &mut Analysis, glossary: &mut Glossary) -> Vec<f64> {
        let (raw, target) = (&self.texts[row], self.target_words.get(self.targets[row]));
        read.read(raw);
        glossary.note(read, &[], &mut |_, _, form| (Facts::of(form, &self.stemmer), ()));
        let mut values = Vec::new();
        let view = View { raw, read, notes: glossary.notes(), target, parent: self.parents[row].as_ref() };
        cues::measure(&view, None, &mut values);
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classifier::readouts::Readouts;
    use crate::classifier::split::Split;
    use crate::classifier::{Classifier, Corpus, Given, train};
    use crate::decision::Decision;
    use crate::error::Place;
    use crate::lexical::{Meaning, Memory};
    use crate::thread::Comment;

    /// The classifier with experts over word vectors and a decision that reads every column.
    fn reading_all(trained: Classifier, readouts: &Readouts) -> Classifier {
        let Classifier { recipe, labels, layout, mut scorer, own, record, training, terms, .. } = trained;
        scorer.meaning = Some(Meaning { vectors: Vectors::shipped(), readout: readouts.served() });
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
            stance: Some(["favor", "against"][usize::from(i % 5 < 3)].into()),
            target: Some(["rebels", "Kurds"][i / 10].into()),
            ..Comment::default()
        };
        let vectors = "shipped".into();
        let recipe = Recipe { folds: 0, phrases: vec!["bigrams".into()], vectors, ..Recipe::default() };
        let comments: Vec<Comment> = (0..20).map(comment).collect();
        let corpus = || Corpus::collect(&comments, &recipe, &Place::default()).expect("a corpus");
        let examples = corpus().examples;
        let trained = train(corpus(), &recipe, Given::default(), &|_, _| {}).expect("it trains");
        let vectors = Some(Vectors::shipped());
        let table = Table::read(examples, &trained.layout.targets, 2, &recipe, vectors).expect("a table");
        let rows: Vec<u32> = (0..20).collect();
        let splits = [Split { train: rows.clone(), held: rows.clone() }];
        let readouts = Readouts::of(&table, &splits, &recipe).expect("vectors are tried").remove(0);
        let classifier = reading_all(trained, &readouts);
        let layout = &classifier.layout;
        let mut scores = Array2::zeros((20, layout.layer_one()));
        readouts.scores(table.means.as_ref().expect("means"), &table, layout, &rows, &mut scores);
        let columns = table.columns(layout, &rows, &scores);
        let (mut memory, mut met) = (Memory::default(), 0);
        let bias = readouts.pool.bias[0];
        for row in 0..20 {
            let question = classifier.question(Some(&layout.targets[table.targets[row]]), None);
            classifier.columns((&table.texts[row]).into(), &question, &mut memory);
            for column in layout.lexical()..layout.width() {
                let (ours, theirs) = (memory.row[column], columns.values[[row, column]]);
                assert!((ours - theirs).abs() < 1e-5, "row {row}, column {column}: {ours} and {theirs}");
            }
            met += usize::from((memory.row[layout.layer_one() - 1] - bias).abs() > 1e-9);
        }
        assert_eq!(met, 16, "only a comment of unknown words has no vector");
    }
}
