//! What a brief is made from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::terms;
use crate::check::Examined;
use crate::classifier::Prediction;
use crate::text::{Stemmer, analyse};
use crate::thread::Comment;

/// One comment with what the classifier says of it.
#[derive(Debug, Clone, Default)]
pub struct Scored {
    /// The comment.
    pub comment: Comment,
    /// Its probabilities, in the order of [`About::labels`].
    pub prediction: Prediction,
    /// What it does in the conversation, by an act model; empty where none was used.
    pub acts: Vec<Act>,
    /// Whether somebody labelled it, so that its label is known and no estimate.
    pub by_hand: bool,
}

/// A conversation act that a comment may be, with how probable that is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Act {
    /// One of `agreement`, `disagreement`, `question`, `answer`, `sarcasm`, `attack`, `evidence`.
    pub name: String,
    /// How probable it is, 0 to 1.
    pub probability: f64,
    /// Whether it counts as there: the probability reaches the threshold that was chosen out of fold.
    pub present: bool,
}

/// How often terms occur in the model's training data: what is ordinary, so that a thread's own words stand out.
///
/// A term is a stem, or two neighbouring stems with a space between; each text counts a term once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Background {
    counts: BTreeMap<String, u32>,
    total: u64,
}

impl Background {
    /// The background of these counts.
    #[must_use]
    pub fn of(counts: BTreeMap<String, u32>) -> Self {
        let total = counts.values().map(|&count| u64::from(count)).sum();
        Self { counts, total }
    }

    /// Counts the terms of texts exactly as a brief reads them; keeps those that occur in at least `min` texts.
    pub fn learn<'a>(texts: impl IntoIterator<Item = &'a str>, stemmer: &Stemmer, min: u32) -> Self {
        let mut counts = BTreeMap::new();
        for text in texts {
            for key in terms::distinct(&terms::read(text, &analyse(text), stemmer, 0)) {
                *counts.entry(key.to_owned()).or_insert(0_u32) += 1;
            }
        }
        counts.retain(|_, count| *count >= min);
        Self::of(counts)
    }

    /// How many training texts use the term.
    #[must_use]
    pub fn count(&self, term: &str) -> f64 {
        self.counts.get(term).copied().map_or(0.0, f64::from)
    }

    /// The sum of all counts.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.total as f64
    }

    /// How many different terms are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// Whether nothing was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }
}

/// What a reader must know about the question and the model to weigh the brief.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The question whose sides are asked for, e.g. `arming the rebels`.
    pub target: String,
    /// The model's name.
    pub model: String,
    /// The model's out-of-fold record in one phrase, e.g. `out of fold macro-F1 0.71 (0.67–0.75)`.
    pub record: String,
    /// The labels, in the order of the probabilities.
    pub labels: Vec<String>,
    /// The language for stems, one of [`crate::text::LANGUAGES`]; English if empty, none if unknown.
    pub language: String,
    /// The precision asked for; a comment below it is unsure.
    pub precision: Option<f64>,
    /// Seed of the draws behind the intervals.
    pub seed: u64,
    /// Whether names of people were replaced (see [`super::pseudonymise`]), so that the brief says so.
    pub pseudonymised: bool,
    /// What the reader should be told first, e.g. that a precision was never reached.
    pub warnings: Vec<String>,
    /// The record by which shares are corrected, and whether the model fits. Without it shares are mean probabilities.
    pub examined: Option<Examined>,
}

impl About {
    pub(super) fn stemmer(&self) -> Option<Stemmer> {
        let language = if self.language.is_empty() { "english" } else { &self.language };
        Stemmer::new(language).ok().or_else(|| Stemmer::new("none").ok())
    }

    /// The target as it stands in a sentence.
    pub(super) fn subject(&self) -> &str {
        match self.target.trim() {
            "" => "the question",
            target => target,
        }
    }
}
