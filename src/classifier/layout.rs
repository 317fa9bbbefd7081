//! Which column of the decision layer means what.

use serde::{Deserialize, Serialize};

use crate::decision::Group;
use crate::features::CUE_FAMILIES;
use crate::lexical::scores_for;

/// The name of the group of the pooled expert over word vectors.
pub(super) const VECTORS: &str = "vectors";
/// The name of the group of the targets' own experts over word vectors.
pub(super) const OWN_VECTORS: &str = "own vectors";
/// The name of the group of the targets' intercepts.
pub(super) const TARGET: &str = "target";

/// The order of the dense columns: own expert's scores, pooled expert's scores, the same of the experts over word
/// vectors, cues, target intercepts.
///
/// With one target the own scores would repeat the pooled ones, and an intercept would repeat the model's: both are
/// left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Names of the labels.
    pub labels: Vec<String>,
    /// Names of the targets.
    pub targets: Vec<String>,
    /// Whether there are experts over word vectors.
    pub vectors: bool,
}

impl Layout {
    /// Scores an expert gives.
    #[must_use]
    pub fn scores(&self) -> usize {
        scores_for(self.labels.len())
    }

    /// Whether targets have columns of their own.
    #[must_use]
    pub fn by_target(&self) -> bool {
        self.targets.len() > 1
    }

    /// Scores a comment gets for its text: those of its own target's expert, if there are several, then the pool's.
    #[must_use]
    pub fn lexical(&self) -> usize {
        self.scores() * if self.by_target() { 2 } else { 1 }
    }

    /// Scores a comment gets from layer 1: for its text, then for its word vectors.
    #[must_use]
    pub fn layer_one(&self) -> usize {
        self.lexical() * if self.vectors { 2 } else { 1 }
    }

    /// The column groups in order.
    #[must_use]
    pub fn groups(&self) -> Vec<Group> {
        let group = |name: &str, columns: Vec<String>, optional: bool| Group { name: name.into(), columns, optional };
        let speaks: Vec<&String> =
            if self.scores() == 1 { vec![&self.labels[1]] } else { self.labels.iter().collect() };
        let scores = |of: &str| speaks.iter().map(|label| format!("{of}: {label}")).collect::<Vec<_>>();
        let mut groups = Vec::new();
        if self.by_target() {
            groups.push(group("own", scores("own expert"), false));
        }
        groups.push(group("pool", scores("pooled expert"), self.by_target()));
        if self.vectors && self.by_target() {
            groups.push(group(OWN_VECTORS, scores("own vector expert"), true));
        }
        if self.vectors {
            groups.push(group(VECTORS, scores("pooled vector expert"), true));
        }
        for family in CUE_FAMILIES {
            groups.push(group(family.name(), family.columns().iter().map(ToString::to_string).collect(), true));
        }
        if self.by_target() {
            groups.push(group(TARGET, self.targets.iter().map(|t| format!("target: {t}")).collect(), true));
        }
        groups
    }

    /// Number of columns.
    #[must_use]
    pub fn width(&self) -> usize {
        self.groups().iter().map(|g| g.columns.len()).sum()
    }

    /// Appends the last columns of a comment's row: which target it is about.
    pub fn push_target(&self, target: Option<usize>, row: &mut Vec<f64>) {
        if self.by_target() {
            row.extend((0..self.targets.len()).map(|t| f64::from(u8::from(target == Some(t)))));
        }
    }

    /// Whether a decision over these columns reads scores of word vectors.
    #[must_use]
    pub fn vectors_read(&self, columns: &[usize]) -> bool {
        columns.iter().any(|column| (self.lexical()..self.layer_one()).contains(column))
    }

    /// For each cue family, whether a decision over these columns reads any of its columns.
    #[must_use]
    pub fn cues_read(&self, columns: &[usize]) -> Vec<bool> {
        let mut start = self.layer_one();
        CUE_FAMILIES
            .iter()
            .map(|family| {
                let own = start..start + family.columns().len();
                start = own.end;
                columns.iter().any(|column| own.contains(column))
            })
            .collect()
    }
}
