//! The JSON part of a model file.

use serde::{Deserialize, Serialize};

use crate::classifier::{Act, Layout, Placed, Recipe, Record, Training};
use crate::decision::{Decision, Rule};
use crate::labels::LabelSet;

/// The format that this version writes and the newest that it reads.
pub const FORMAT: u32 = 2;

/// What the names of the tensors of conversation acts begin with.
pub(super) const ACTS: &str = "acts.";

/// One task that a model serves: its labels and targets, its decision layers, its record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// `stance`, or `label` for any other label set.
    pub name: String,
    /// Labels.
    pub labels: LabelSet,
    /// Targets and columns.
    pub layout: Layout,
    /// For each target, whether it has an expert of its own.
    pub own: Vec<bool>,
    /// Layer 2.
    pub decision: Decision,
    /// How a label is chosen.
    #[serde(default)]
    pub rule: Rule,
    /// Layer 2 for unseen targets.
    pub open: Option<(Decision, Record)>,
    /// Layer 3, in the thread, with its record.
    #[serde(default)]
    pub placed: Option<Placed>,
    /// Out-of-fold record.
    pub record: Option<Record>,
    /// What it was trained on.
    pub training: Training,
}

/// Everything of a model that is not a table of numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The file format's number.
    pub format: u32,
    /// Version of the program that wrote it.
    pub hustings: String,
    /// How it was trained.
    pub recipe: Recipe,
    /// SHA-256 of the word vectors' content, if a decision reads them.
    #[serde(default)]
    pub vectors: Option<String>,
    /// Its heads: one, or none where only conversation acts are tagged.
    pub heads: Vec<Head>,
    /// The conversation acts that it tags beside them.
    #[serde(default)]
    pub acts: Option<ActsHead>,
}

/// The heads of conversation acts, which share a text pass of their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActsHead {
    /// How they were trained.
    pub recipe: Recipe,
    /// SHA-256 of the word vectors' content, if a decision reads them.
    pub vectors: Option<String>,
    /// SHA-256 of the data that they were trained on.
    pub data_sha256: String,
    /// The heads.
    pub heads: Vec<Act>,
}
