//! The fitted classifier.

use serde::{Deserialize, Serialize};

use super::accord::degree;
use super::record::Record;
use super::targets::target_key;
use super::{Acts, Layout, Placed, Prediction, Question, Recipe, Said, Usual};
use crate::decision::{Decision, Folded, Rule};
use crate::error::Result;
use crate::features::cues::Counted;
use crate::features::{CUE_FAMILIES, Parent, PhraseFamily, Target, View, cues, phrase_families};
use crate::labels::LabelSet;
use crate::lexical::{Memory, Scorer};
use crate::text::Stemmer;

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
    /// For each target the words that single out comments about it: candidates for its aliases.
    pub names: Vec<Vec<String>>,
    /// Newton steps of the pooled expert, at most.
    pub solver_steps: usize,
    /// Whether every expert reached its tolerance.
    pub converged: bool,
    /// Labels as spelled in the data, what each became, how often.
    pub spellings: Vec<(String, String, usize)>,
    /// What its comments are like; nothing if none of them has a word.
    #[serde(default)]
    pub usual: Option<Usual>,
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
    /// How a label is chosen.
    pub rule: Rule,
    /// Layer 2 for targets never seen, with its own record.
    pub open: Option<(Decision, Record)>,
    /// The decision in the thread, where those around a comment help to read it.
    pub placed: Option<Placed>,
    /// The conversation acts that it tags, if its data was labelled with any.
    pub acts: Option<Acts>,
    /// What is known of its quality; nothing for a single fit.
    pub record: Option<Record>,
    /// What it was trained on.
    pub training: Training,
    /// Words of the training data.
    pub terms: Terms,
    pub(super) stemmer: Stemmer,
    pub(super) phrases: Vec<&'static dyn PhraseFamily>,
    pub(super) targets: Vec<(String, Target)>,
    closed_path: Path,
    open_path: Option<Path>,
    /// Which of the scorer's scores is that of accord.
    accord: Option<usize>,
}

/// A decision as it is asked: folded, with the cue families that it reads.
pub(super) struct Path {
    pub decision: Folded,
    pub cues: Vec<bool>,
    /// Whether one of them compares the comment with what it answers.
    pub reads_parent: bool,
    /// The same if they read nothing of a comment but its counts.
    pub counted: Option<Counted>,
}

impl Path {
    pub fn of(decision: &Decision, layout: &Layout) -> Self {
        let cues = layout.cues_read(&decision.columns);
        let reads_parent = CUE_FAMILIES.iter().zip(&cues).any(|(family, read)| *read && family.reads_parent());
        Self { decision: Folded::of(decision), reads_parent, counted: Counted::of(&cues), cues }
    }
}

/// Below this confidence no label has a majority, and a prediction is unsure unless a precision was asked for.
pub const MAJORITY: f64 = 0.5;

impl Classifier {
    #[allow(clippy::too_many_arguments, reason = "the parts of a model file, each named where it is used")]
    pub(crate) fn assemble(
        recipe: Recipe,
        labels: LabelSet,
        layout: Layout,
        mut scorer: Scorer,
        own: Vec<bool>,
        decision: Decision,
        open: Option<(Decision, Record)>,
        record: Option<Record>,
        training: Training,
        terms: Terms,
    ) -> Result<Self> {
        let stemmer = Stemmer::new(&recipe.language)?;
        let phrases = phrase_families(&recipe.phrases);
        let targets =
            layout.targets.iter().map(|name| (target_key(name), Target::new(&recipe.called(name), &stemmer))).collect();
        let closed_path = Path::of(&decision, &layout);
        let stances = (own.iter().filter(|own| **own).count() + 1) * layout.scores();
        let accord = (scorer.width() > stances).then_some(stances);
        let open_path = open.as_ref().map(|(decision, _)| Path::of(decision, &layout));
        let mut decisions = std::iter::once(&decision).chain(open.iter().map(|(decision, _)| decision));
        if !decisions.any(|decision| layout.vectors_read(&decision.columns)) {
            scorer.meaning = None;
        }
        Ok(Self {
            recipe,
            labels,
            layout,
            scorer,
            own,
            decision,
            rule: Rule::probable(),
            open,
            placed: None,
            acts: None,
            record,
            training,
            terms,
            stemmer,
            phrases,
            targets,
            closed_path,
            open_path,
            accord,
        })
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

    /// The same for predictions in their thread.
    pub(super) fn threshold_placed(&self, precision: Option<f64>) -> f64 {
        let Some(precision) = precision else { return MAJORITY };
        self.placed.as_ref().and_then(|placed| placed.record.threshold(precision)).unwrap_or(f64::INFINITY)
    }

    /// Predicts one comment.
    #[must_use]
    pub fn predict<'a>(
        &self,
        said: impl Into<Said<'a>>,
        target: Option<&str>,
        precision: Option<f64>,
        memory: &mut Memory,
    ) -> Prediction {
        let mut prediction = Prediction::default();
        self.predict_into(said.into(), &self.question(target, precision), memory, &mut prediction);
        prediction
    }

    /// Predicts one comment in place of the prediction before: no allocation where `memory` knows the words.
    pub fn predict_into(&self, said: Said<'_>, question: &Question, memory: &mut Memory, prediction: &mut Prediction) {
        let path = self.path(question);
        prediction.accord = match path.counted.as_ref().filter(|_| self.phrases.is_empty()) {
            Some(counted) => self.counted_columns(said.text, question, counted, memory),
            None => self.columns(said, question, memory),
        };
        path.decision.probabilities(&memory.row, &mut prediction.probabilities);
        prediction.label = self.rule.label(&prediction.probabilities);
        prediction.confidence = prediction.probabilities[prediction.label];
        prediction.unsure = memory.is_empty() || prediction.confidence < question.threshold;
        prediction.unseen_target = question.seen.is_none();
        prediction.placed = false;
    }

    /// Whether comments are read better with those around them: their answers, or the text that they answer.
    #[must_use]
    pub fn reads_threads(&self) -> bool {
        let open = self.open_path.as_ref().is_some_and(|path| path.reads_parent);
        self.placed.is_some() || self.closed_path.reads_parent || open
    }

    /// The decision for a known or an unknown target.
    #[must_use]
    pub fn decide(&self, seen: Option<usize>) -> &Decision {
        match (&self.open, seen) {
            (Some((open, _)), None) => open,
            _ => &self.decision,
        }
    }

    fn path(&self, question: &Question) -> &Path {
        self.open_path.as_ref().filter(|_| question.seen.is_none()).unwrap_or(&self.closed_path)
    }

    /// Reads a comment into `memory`, its dense columns into `memory.row`: those that the decision reads, 0 for others.
    /// Returns how far its words agree with what it answers, 0 if that was not learnt.
    pub(super) fn columns(&self, said: Said<'_>, question: &Question, memory: &mut Memory) -> f64 {
        memory.read.read(said.text);
        let scale = self.scorer.score(&self.phrases, &self.stemmer, memory);
        let mut row = std::mem::take(&mut memory.row);
        row.clear();
        self.scorer.scores(memory, scale, &question.slots, &mut row);
        let (read, notes) = memory.notes();
        let path = self.path(question);
        let parent = said.parent.filter(|_| path.reads_parent).and_then(|text| Parent::of(text, &self.stemmer));
        let view = View { raw: said.text, read, notes, target: self.words(question), parent: parent.as_ref() };
        cues::measure(&view, Some(&path.cues), &mut row);
        self.layout.push_target(question.seen, &mut row);
        memory.row = row;
        self.accord(memory, scale)
    }

    /// The same columns of a comment that is not listed token by token, where the decision reads none that ask for it.
    fn counted_columns(&self, raw: &str, question: &Question, counted: &Counted, memory: &mut Memory) -> f64 {
        let (scale, counts) = self.scorer.score_text(raw, &self.stemmer, memory);
        let mut row = std::mem::take(&mut memory.row);
        row.clear();
        self.scorer.scores(memory, scale, &question.slots, &mut row);
        counted.measure(&counts, &mut row);
        self.layout.push_target(question.seen, &mut row);
        memory.row = row;
        self.accord(memory, scale)
    }

    /// How far the words that `memory` holds agree with what they answer; 0 if that was not learnt.
    fn accord(&self, memory: &Memory, scale: f64) -> f64 {
        self.accord.map_or(0.0, |slot| degree(self.scorer.of(memory, scale, slot)))
    }
}
