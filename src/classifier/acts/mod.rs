//! Conversation acts: what a comment does, each act a head of its own over one text pass.

mod fit;

use serde::{Deserialize, Serialize};

use super::classifier::Path;
use super::record::Record;
use super::{Layout, Recipe, Said};
use crate::decision::{Decision, Rule};
use crate::error::Result;
use crate::features::{CUE_FAMILIES, Parent, PhraseFamily, View, cues, phrase_families};
use crate::lexical::{Memory, Scorer};
use crate::text::{Kind, MIN_QUOTE_WORDS, Stemmer};

/// One act: whether it is there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// Its name, as the data spells it.
    pub name: String,
    /// Comments in which it was looked for.
    pub rows: usize,
    /// Those in which it was found.
    pub present: usize,
    /// Layer 2.
    pub decision: Decision,
    /// From which probability on it counts as there: chosen out of fold for macro-F1.
    pub rule: Rule,
    /// What is known of its quality.
    pub record: Record,
}

/// What an act's head says of a comment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Tag {
    /// The calibrated probability that the act is there.
    pub probability: f64,
    /// Whether it counts as there.
    pub present: bool,
}

/// What a comment does in the conversation: acts as heads tell them, and two facts that its text shows.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Doing {
    /// One tag an act, in the order of the heads.
    pub tags: Vec<Tag>,
    /// It repeats somebody's words: a quoted block, or marks around four words and more.
    pub quote: bool,
    /// It names somebody with an `@`.
    pub mention: bool,
}

/// The heads of all acts that some data was labelled with.
pub struct Acts {
    /// How they were trained.
    pub recipe: Recipe,
    /// SHA-256 of the data file.
    pub data_sha256: String,
    /// Layer 1 of all heads, in their order.
    pub scorer: Scorer,
    /// The heads.
    pub heads: Vec<Act>,
    layout: Layout,
    stemmer: Stemmer,
    phrases: Vec<&'static dyn PhraseFamily>,
    paths: Vec<Path>,
    /// For each cue family, whether a head reads it.
    cues: Vec<bool>,
}

/// The labels of an act's head.
const LABELS: [&str; 2] = ["absent", "present"];
/// The label of an act that is there.
const PRESENT: usize = 1;

impl Acts {
    /// The columns of an act's head.
    pub(crate) fn layout(vectors: bool) -> Layout {
        Layout { labels: LABELS.map(String::from).to_vec(), targets: vec![String::new()], vectors }
    }

    /// Puts the parts of a model file together.
    pub(crate) fn assemble(recipe: Recipe, data_sha256: String, mut scorer: Scorer, heads: Vec<Act>) -> Result<Self> {
        let layout = Self::layout(scorer.meaning.is_some());
        if !heads.iter().any(|head| layout.vectors_read(&head.decision.columns)) {
            scorer.meaning = None;
        }
        let paths: Vec<Path> = heads.iter().map(|head| Path::of(&head.decision, &layout)).collect();
        let cues = (0..CUE_FAMILIES.len()).map(|family| paths.iter().any(|path| path.cues[family])).collect();
        let (stemmer, phrases) = (Stemmer::new(&recipe.language)?, phrase_families(&recipe.phrases));
        Ok(Self { recipe, data_sha256, scorer, heads, layout, stemmer, phrases, paths, cues })
    }

    /// Whether an act is found better with the text that a comment answers.
    #[must_use]
    pub fn reads_parent(&self) -> bool {
        self.paths.iter().any(|path| path.reads_parent)
    }

    /// Tags a comment. `memory` belongs to these acts alone.
    pub fn tag<'a>(&self, said: impl Into<Said<'a>>, memory: &mut Memory) -> Doing {
        let said = said.into();
        memory.read.read(said.text);
        let scale = self.scorer.score(&self.phrases, &self.stemmer, memory);
        let mut row = vec![0.0; self.layout.layer_one()];
        let (read, notes) = memory.notes();
        let parent = said.parent.filter(|_| self.reads_parent()).and_then(|text| Parent::of(text, &self.stemmer));
        let view = View { raw: said.text, read, notes, target: None, parent: parent.as_ref() };
        cues::measure(&view, Some(&self.cues), &mut row);
        let quote = read.quotes().iter().any(|quote| quote.words >= MIN_QUOTE_WORDS);
        let mention = read.tokens().iter().any(|token| token.kind == Kind::Mention);
        let mut probabilities = Vec::new();
        let tag = |(at, (head, path)): (usize, (&Act, &Path))| {
            for (column, slot) in (at..).step_by(self.heads.len()).take(self.layout.layer_one()).enumerate() {
                row[column] = self.scorer.of(memory, scale, slot);
            }
            path.decision.probabilities(&row, &mut probabilities);
            Tag { probability: probabilities[PRESENT], present: head.rule.label(&probabilities) == PRESENT }
        };
        let tags = self.heads.iter().zip(&self.paths).enumerate().map(tag).collect();
        Doing { tags, quote, mention }
    }
}
