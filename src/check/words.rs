//! Words and lengths of a thread against those of the training data.

use serde::Serialize;

use crate::classifier::{Spread, Usual, Vocabulary};

/// Standard errors that a mean may lie off.
const ERRORS: f64 = 3.0;
/// What may be new beyond that: a thread is about something, and words of its own come with it.
const NEW: f64 = 0.05;
/// Which kept quantiles bound a usual length: 5 % and 95 %.
const SHORT: usize = 1;
const LONG: usize = 19;

/// Words and lengths of a thread, and what is usual.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Wording {
    /// Mean share of a comment's words that the training data does not have.
    pub unknown: f64,
    /// The same in the training data, each comment held against the others.
    pub usual_unknown: f64,
    /// What it stays below where comments are like those of the training data.
    pub limit: f64,
    /// Median number of words of a comment.
    pub words: f64,
    /// Lengths between which nine of ten comments of the training data are.
    pub usual_words: (f64, f64),
}

impl Wording {
    /// Measures texts; nothing where none has a word.
    pub(super) fn of<'a>(
        texts: impl Iterator<Item = &'a str>,
        vocabulary: &Vocabulary<'_>,
        usual: &Usual,
    ) -> Option<Self> {
        let counts = texts.map(|text| vocabulary.count(text)).filter(|(words, _)| *words > 0);
        let (mut words, unknown): (Vec<f64>, Vec<f64>) =
            counts.map(|(words, unknown)| (words as f64, unknown as f64 / words as f64)).unzip();
        words.sort_by(f64::total_cmp);
        let median = *words.get(words.len() / 2)?;
        let n = unknown.len() as f64;
        let at = |spread: &Spread, quantile: usize| spread.quantiles.get(quantile).copied().unwrap_or(spread.mean);
        Some(Self {
            unknown: unknown.iter().sum::<f64>() / n,
            usual_unknown: usual.unknown.mean,
            limit: usual.unknown.mean + NEW + ERRORS * usual.unknown.deviation / n.sqrt(),
            words: median,
            usual_words: (at(&usual.words, SHORT), at(&usual.words, LONG)),
        })
    }

    /// Whether more words are new than the model can make up for.
    #[must_use]
    pub fn is_strange(&self) -> bool {
        self.unknown > self.limit
    }

    /// Whether half of the comments are shorter, or longer, than nearly all that the model was trained on.
    #[must_use]
    pub fn is_of_other_length(&self) -> bool {
        self.words < self.usual_words.0 || self.words > self.usual_words.1
    }
}
