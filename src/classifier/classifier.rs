//! The fitted classifier.

use ndarray::aview1;
use serde::{Deserialize, Serialize};

use super::corpus::target_key;
use super::record::Record;
use super::{Layout, Prediction, Recipe};
use crate::decision::{Decision, softmax};
use crate::error::Result;
use crate::features::{PhraseFamily, Target, View, cues, phrase_families};
use crate::labels::LabelSet;
use crate::lexical::{Memory, Scorer};
use crate::metrics::argmax;
use crate::text::{Analysis, Stemmer, analyse};

/// What a model was trained on and what was chosen on the way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Training {
    /// Labelled comments used.
    pub rows: usize,
    /// Comments without text or label.
    pub skipped: usize,
    /// SHA-256 of the data file.
    pub data_sha256: String,
    /// Labels of every target: counts in label order.
    pub per_target: Vec<Vec<u64>>,
    /// C of the experts, chosen by cross-validation.
    pub c: f64,
    /// Penalty of the decision layer, chosen by cross-validation.
    pub alpha: f64,
    /// Column groups of the decision layer that cross-validation kept.
    pub kept: Vec<String>,
    /// Newton steps of the pooled expert, at most.
    pub solver_steps: usize,
    /// Whether every expert reached its tolerance.
    pub converged: bool,
    /// Labels as spelled in the data, what each became, how often.
    pub spellings: Vec<(String, String, usize)>,
}

/// Frequent words of the training data with their counts, most frequent first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Terms {
    /// Word and count.
    pub words: Vec<(String, u64)>,
}

/// A trained model: `Recipe` and labelled comments in, predictions out.
pub struct Classifier {
    /// How it was trained.
    pub recipe: Recipe,
    /// Its labels.
    pub labels: LabelSet,
    /// Its targets and columns.
    pub layout: Layout,
    /// Layer 1.
    pub scorer: Scorer,
    /// For each target, whether it has an expert of its own.
    pub own: Vec<bool>,
    /// Layer 2.
    pub decision: Decision,
    /// Layer 2 for targets never seen, with its own record.
    pub open: Option<(Decision, Record)>,
    /// What is known of its quality; nothing for a single fit.
    pub record: Option<Record>,
    /// What it was trained on.
    pub training: Training,
    /// Words of the training data.
    pub terms: Terms,
    stemmer: Stemmer,
    phrases: Vec<&'static dyn PhraseFamily>,
    targets: Vec<(String, Target)>,
}

/// Below this confidence no label has a majority, and a prediction is unsure unless a precision was asked for.
pub const MAJORITY: f64 = 0.5;

impl Classifier {
    #[allow(clippy::too_many_arguments, reason = "the parts of a model file, each named where it is used")]
    pub(crate) fn assemble(
        recipe: Recipe,
        labels: LabelSet,
        layout: Layout,
        scorer: Scorer,
        own: Vec<bool>,
        decision: Decision,
        open: Option<(Decision, Record)>,
        record: Option<Record>,
        training: Training,
        terms: Terms,
    ) -> Result<Self> {
        let stemmer = Stemmer::new(&recipe.language)?;
        let phrases = phrase_families(&recipe.phrases);
        let targets = layout.targets.iter().map(|name| (target_key(name), Target::new(name, &stemmer))).collect();
        Ok(Self {
            recipe,
            labels,
            layout,
            scorer,
            own,
            decision,
            open,
            record,
            training,
            terms,
            stemmer,
            phrases,
            targets,
        })
    }

    /// The number of a target that the model was trained on. With a single target every name is that target's when
    /// `name` is nothing.
    #[must_use]
    pub fn target(&self, name: Option<&str>) -> Option<usize> {
        if let Some(key) = name.map(target_key).filter(|n| !n.is_empty()) {
            self.targets.iter().position(|(k, _)| *k == key)
        } else {
            let default = self.recipe.default_target.as_deref().map(target_key);
            let single = (self.targets.len() == 1).then_some(0);
            default.and_then(|key| self.targets.iter().position(|(k, _)| *k == key)).or(single)
        }
    }

    /// Confidence below which a prediction is unsure: where `precision` was reached out of fold, or where a label
    /// has a majority. Above 1 if the precision was never reached.
    #[must_use]
    pub fn threshold(&self, precision: Option<f64>, seen: bool) -> f64 {
        let Some(precision) = precision else { return MAJORITY };
        let record =
            if seen { self.record.as_ref() } else { self.open.as_ref().map(|(_, r)| r).or(self.record.as_ref()) };
        record.and_then(|r| r.threshold(precision)).unwrap_or(f64::INFINITY)
    }

    /// Predicts one comment.
    #[must_use]
    pub fn predict(&self, text: &str, target: Option<&str>, precision: Option<f64>, memory: &mut Memory) -> Prediction {
        let read = analyse(text);
        let seen = self.target(target);
        let decision = self.decide(seen);
        let row = self.columns(text, &read, target, seen, memory);
        let probabilities = softmax(&decision.logits(aview1(&row)));
        let label = argmax(&probabilities);
        let confidence = probabilities[label];
        let unsure = read.is_empty() || confidence < self.threshold(precision, seen.is_some());
        Prediction { label, confidence, unsure, unseen_target: seen.is_none(), probabilities }
    }

    /// The decision for a known or an unknown target.
    #[must_use]
    pub fn decide(&self, seen: Option<usize>) -> &Decision {
        match (&self.open, seen) {
            (Some((open, _)), None) => open,
            _ => &self.decision,
        }
    }

    /// The dense columns of a comment.
    pub(super) fn columns(
        &self,
        text: &str,
        read: &Analysis,
        name: Option<&str>,
        seen: Option<usize>,
        memory: &mut Memory,
    ) -> Vec<f64> {
        let unknown = name.filter(|_| seen.is_none()).map(|name| Target::new(name, &self.stemmer));
        let target = seen.map(|t| &self.targets[t].1).or(unknown.as_ref());
        let view = View { raw: text, read, target };
        let (scores, _) = self.scorer.score(&view, &self.phrases, &self.stemmer, memory);
        let lexical: Vec<f64> = self.slots(seen).into_iter().map(|slot| scores[slot]).collect();
        self.layout.row(aview1(&lexical), &cues::measure(&view, &self.stemmer), seen)
    }

    /// Which of the scorer's scores serve the lexical columns of a target: its own expert's, then the pool's.
    pub(super) fn slots(&self, seen: Option<usize>) -> Vec<usize> {
        let width = self.layout.scores();
        let experts = self.own.iter().filter(|own| **own).count();
        let pool = experts * width..(experts + 1) * width;
        if !self.layout.by_target() {
            return pool.collect();
        }
        let own = match seen.filter(|t| self.own.get(*t) == Some(&true)) {
            Some(target) => {
                let before = self.own[..target].iter().filter(|own| **own).count();
                before * width..(before + 1) * width
            }
            None => pool.clone(),
        };
        own.chain(pool).collect()
    }

    /// What the families see of a comment, for `explain`.
    pub(super) fn parts(&self) -> (&Stemmer, &[&'static dyn PhraseFamily]) {
        (&self.stemmer, &self.phrases)
    }

    /// A target's words.
    pub(super) fn target_words(&self, seen: Option<usize>) -> Option<&Target> {
        seen.map(|t| &self.targets[t].1)
    }
}
