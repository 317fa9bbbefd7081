//! The report of a check.

use std::collections::BTreeMap;

use serde::Serialize;

use super::copies::{Copies, copies};
use super::language::languages;
use super::words::Wording;
use crate::classifier::{Classifier, Vocabulary};
use crate::prevalence::{Drift, Headline};
use crate::thread::{Comment, Status};

/// What can stand between a model and a thread, most serious first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Comments are about a target that the model was not trained on.
    UnseenTarget,
    /// Comments are about several targets.
    SeveralTargets,
    /// Comments are in another language than the model's.
    Language,
    /// Comments use more words that the training data does not have than is usual.
    Words,
    /// No shares of comments like those of the record would give the scores.
    Scores,
    /// Scores have moved away from those of the record, as they do where sides are divided otherwise.
    Shares,
    /// Comments are longer or shorter than usual.
    Length,
    /// Comments are copies of each other.
    Copies,
}

/// One thing that stands between a model and a thread.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// Whether shares should then not be quoted.
    pub serious: bool,
    /// What it is, for people: one sentence.
    pub sentence: String,
}

/// Whether a model fits a thread.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fit {
    /// Visible comments that were read.
    pub n: usize,
    /// What stands between them, most serious first; empty if nothing does.
    pub findings: Vec<Finding>,
    /// What could not be told, and why.
    pub untold: Vec<String>,
    /// Comments about a target that the model was not trained on.
    pub unseen_target: usize,
    /// Languages of the comments long enough to tell.
    pub languages: BTreeMap<String, usize>,
    /// Words and lengths; nothing for a model that does not know what is usual.
    pub wording: Option<Wording>,
    /// Scores; nothing for a model without a record.
    pub scores: Option<Drift>,
    /// Clusters of copies, largest first.
    pub copies: Vec<Copies>,
}

/// From this share of comments on in another language, a thread is not in the model's.
const MOST: f64 = 0.5;
/// Below this share, and this number, comments in another language are guests.
const SOME: f64 = 0.1;
const FEW: usize = 3;

impl Fit {
    /// Checks a thread; comments that are not visible are left out. `headline` is that of the visible ones.
    #[must_use]
    pub fn of<'a>(
        classifier: &Classifier,
        comments: impl IntoIterator<Item = &'a Comment>,
        headline: &Headline,
    ) -> Self {
        let comments: Vec<&Comment> = comments.into_iter().filter(|c| c.status == Status::Visible).collect();
        let texts = || comments.iter().map(|comment| comment.text.as_str());
        let unseen = comments.iter().filter(|c| classifier.target(c.target.as_deref()).is_none()).count();
        let vocabulary = Vocabulary::of(classifier);
        let wording = classifier.training.usual.as_ref().and_then(|usual| Wording::of(texts(), &vocabulary, usual));
        let mut fit = Self {
            n: comments.len(),
            findings: Vec::new(),
            untold: Vec::new(),
            unseen_target: unseen,
            languages: languages(texts()),
            wording,
            scores: headline.drift,
            copies: copies(&comments),
        };
        fit.target(classifier);
        fit.several(classifier, &comments);
        fit.language(&classifier.recipe.language);
        fit.words(classifier.training.usual.is_some());
        fit.drift();
        fit.copied();
        fit.findings.sort_by_key(|finding| finding.kind);
        fit
    }

    /// Whether nothing stands between model and thread.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.findings.is_empty()
    }

    /// Why shares should not be quoted, without a full stop; nothing if they may.
    #[must_use]
    pub fn objection(&self) -> Option<String> {
        let finding = self.findings.iter().find(|finding| finding.serious)?;
        let mut rest = finding.sentence.trim_end_matches('.').chars();
        let first = rest.next().map(char::to_lowercase).into_iter().flatten();
        Some(first.chain(rest).collect())
    }

    pub(super) fn find(&mut self, kind: Kind, serious: bool, sentence: String) {
        self.findings.push(Finding { kind, serious, sentence });
    }

    fn language(&mut self, own: &str) {
        if own == "none" {
            self.untold.push("the model names no language, so whether this is another one cannot be told".into());
            return;
        }
        let told: usize = self.languages.values().sum();
        let foreign = told - self.languages.get(own).copied().unwrap_or(0);
        let share = foreign as f64 / told.max(1) as f64;
        if foreign < FEW || share < SOME {
            if told == 0 && self.n > 0 {
                self.untold.push("no comment is long enough to tell its language".into());
            }
            return;
        }
        let others = self.languages.iter().filter(|(name, _)| *name != own);
        let most = others.max_by_key(|(_, count)| **count).map_or("another language", |(name, _)| name.as_str());
        let sentence = format!(
            "{foreign} of the {told} comments whose language can be told are not in {}, which the model reads \
             (most of them in {}).",
            proper(own),
            proper(most)
        );
        self.find(Kind::Language, share >= MOST, sentence);
    }

    fn words(&mut self, told: bool) {
        if !told {
            self.untold.push(
                "no comment of the training data has a word, so whether these are worded alike cannot be told".into(),
            );
        }
        let Some(wording) = self.wording else { return };
        if wording.is_strange() {
            let sentence = format!(
                "{:.0} % of a comment's words are new to the model, where {:.0} % were usual and {:.0} % is the limit.",
                100.0 * wording.unknown,
                100.0 * wording.usual_unknown,
                100.0 * wording.limit
            );
            self.find(Kind::Words, true, sentence);
        }
        if wording.is_of_other_length() {
            let (short, long) = wording.usual_words;
            let sentence = format!(
                "Half of the comments have {:.0} words or more; nine of ten that the model was trained on have {short:.0} \
                 to {long:.0}.",
                wording.words
            );
            self.find(Kind::Length, false, sentence);
        }
    }

    fn drift(&mut self) {
        let Some(drift) = self.scores else {
            if self.n > 0 {
                self.untold.push("the model keeps no record that scores could be held against".into());
            }
            return;
        };
        if drift.is_unexplained() {
            let sentence = format!(
                "No shares of comments like those that the model was checked on would give these scores (distance \
                 {:.2}, limit {:.2}).",
                drift.unexplained, drift.unexplained_limit
            );
            self.find(Kind::Scores, true, sentence);
        } else if drift.is_moved() {
            let sentence = format!(
                "The scores have moved away from the model's record ({:.0}, limit {:.0}): sides are divided otherwise, or \
                 their comments look otherwise; the intervals of `estimate` allow for both.",
                drift.statistic, drift.limit
            );
            self.find(Kind::Shares, false, sentence);
        }
    }

    fn copied(&mut self) {
        let Some(largest) = self.copies.first() else { return };
        let all: usize = self.copies.iter().map(|copies| copies.ids.len()).sum();
        let by = match largest.authors {
            0 => "whose authors are not named".to_owned(),
            1 => "by one author: a flood".to_owned(),
            several => format!("by {several} authors: it may be a campaign"),
        };
        let groups = if self.copies.len() == 1 { "1 group".into() } else { format!("{} groups", self.copies.len()) };
        let sentence = format!(
            "{all} of the {} comments are copies of each other, in {groups}; the largest has {} {by}.",
            self.n,
            largest.ids.len()
        );
        self.find(Kind::Copies, false, sentence);
    }
}

/// A language as it is written in a sentence.
fn proper(language: &str) -> String {
    let mut rest = language.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}
