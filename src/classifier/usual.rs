//! What the comments of the training data are like, so that a thread unlike them is noticed.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::classifier::{Classifier, Terms};
use super::table::Table;
use crate::features::TOKEN;
use crate::lexical::standings;
use crate::metrics::clusters;
use crate::text::analyse;

/// A word that stands less often in the training data is no term of a model.
pub(super) const FEWEST_STANDINGS: u64 = 2;
/// Characters of the longest word that can be a term.
const LONGEST: usize = 40;
/// Quantiles that are kept: every five per cent, both ends among them.
const STEPS: usize = 20;

/// How a number is spread over comments.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Spread {
    /// The mean.
    pub mean: f64,
    /// The standard deviation.
    pub deviation: f64,
    /// Quantiles at 0, 5, 10 … 100 %.
    pub quantiles: Vec<f64>,
}

impl Spread {
    /// The spread of some values; all zero for none.
    #[must_use]
    pub fn of(mut values: Vec<f64>) -> Self {
        if values.is_empty() {
            return Self::default();
        }
        values.sort_by(f64::total_cmp);
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n;
        let at = |step: usize| values[((n - 1.0) * step as f64 / STEPS as f64).round() as usize];
        Self { mean, deviation: variance.sqrt(), quantiles: (0..=STEPS).map(at).collect() }
    }
}

/// Length and vocabulary of the training data's comments.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Usual {
    /// Words of a comment.
    pub words: Spread,
    /// Share of a comment's words that the other comments' terms do not have: each is held against the data without its
    /// own thread and copies, as a comment is that comes later.
    pub unknown: Spread,
}

/// Whether a form can be a term: it begins with a letter and is no longer than a word.
pub(super) fn is_term(form: &str) -> bool {
    form.chars().next().is_some_and(char::is_alphabetic) && form.chars().count() <= LONGEST
}

/// Measures a table whose terms are given; nothing where no comment has a word.
pub(super) fn usual(table: &Table, terms: &Terms) -> Option<Usual> {
    let known: HashMap<&str, u64> = terms.words.iter().map(|(word, count)| (word.as_str(), *count)).collect();
    let units = &table.matrix.units;
    let standing = |unit: usize| match units.entry(unit) {
        (TOKEN, form) if is_term(form) => Some(known.get(form).copied().unwrap_or(0)),
        _ => None,
    };
    // For each unit that may be a term, how often it stands in the data; 0 if it is none.
    let total: Vec<Option<u64>> = (0..units.len()).into_par_iter().map(standing).collect();
    let measured: Vec<(f64, f64)> =
        clusters(&table.groups).par_iter().flat_map_iter(|together| measure(table, &total, together)).collect();
    let (words, unknown): (Vec<f64>, Vec<f64>) = measured.into_iter().unzip();
    (!words.is_empty()).then(|| Usual { words: Spread::of(words), unknown: Spread::of(unknown) })
}

/// Words of each comment of a group, and the share of them that the comments of other groups do not have.
fn measure(table: &Table, total: &[Option<u64>], together: &[u32]) -> Vec<(f64, f64)> {
    let standing = |row: u32| {
        let entries = table.matrix.documents.entries(row as usize);
        let terms = entries.filter_map(|(unit, tf)| total[unit].map(|total| (unit, tf, total)));
        terms.map(|(unit, tf, total)| (unit, standings(tf).round() as u64, total))
    };
    let mut own: HashMap<usize, u64> = HashMap::new();
    if together.len() > 1 {
        together.iter().flat_map(|row| standing(*row)).for_each(|(unit, n, _)| *own.entry(unit).or_default() += n);
    }
    let one = |row: &u32| {
        let (mut all, mut missed) = (0, 0);
        for (unit, count, total) in standing(*row) {
            let here = if together.len() > 1 { own[&unit] } else { count };
            all += count;
            missed += if total.saturating_sub(here) >= FEWEST_STANDINGS { 0 } else { count };
        }
        (all > 0).then(|| (all as f64, missed as f64 / all as f64))
    };
    together.iter().filter_map(one).collect()
}

/// The terms of a model, to be looked up.
pub struct Vocabulary<'a>(HashSet<&'a str>);

impl<'a> Vocabulary<'a> {
    /// The terms of a classifier.
    #[must_use]
    pub fn of(classifier: &'a Classifier) -> Self {
        Self(classifier.terms.words.iter().map(|(word, _)| word.as_str()).collect())
    }

    /// How many words a text has, and how many of them are not known.
    #[must_use]
    pub fn count(&self, text: &str) -> (usize, usize) {
        let read = analyse(text);
        let words = read.tokens().iter().map(|token| read.form(token)).filter(|form| is_term(form));
        words.fold((0, 0), |(all, unknown), form| (all + 1, unknown + usize::from(!self.0.contains(form))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classifier::{Corpus, Given, Recipe, train};
    use crate::error::Place;
    use crate::thread::Comment;

    #[test]
    fn a_comment_is_held_against_the_others() {
        let comment = |i: usize| Comment {
            id: i.to_string(),
            thread_id: Some((i / 2).to_string()),
            text: format!("send help number own{}", i / 2),
            stance: Some(["favor", "against"][i % 2].into()),
            ..Comment::default()
        };
        let comments: Vec<Comment> = (0..8).map(comment).collect();
        let recipe = Recipe { folds: 0, vectors: "none".into(), ..Recipe::default() };
        let corpus = Corpus::collect(&comments, &recipe, &Place::default()).expect("a corpus");
        let trained = train(corpus, &recipe, Given::default(), &|_, _| {}).expect("it trains");
        let usual = trained.training.usual.as_ref().expect("there are words");
        assert!((usual.words.mean - 4.0).abs() < 1e-12 && usual.words.quantiles.len() == 21);
        // Folds of a single fit keep nothing together, so each `own` word stands once elsewhere: fewer than twice.
        assert!((usual.unknown.mean - 0.25).abs() < 1e-12, "{usual:?}");
        assert_eq!(Vocabulary::of(&trained).count("Send HELP, strange 12 own1!"), (4, 1));
    }

    #[test]
    fn a_spread_by_hand() {
        let spread = Spread::of((0..=100).map(f64::from).collect());
        assert!((spread.mean - 50.0).abs() < 1e-12 && (spread.quantiles[19] - 95.0).abs() < 1e-12);
        assert_eq!(Spread::of(Vec::new()), Spread::default());
    }
}
