//! Which column of the decision layer means what.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::decision::Group;
use crate::features::CUE_FAMILIES;
use crate::lexical::scores_for;

/// The name of the group of word vectors.
pub(super) const VECTORS: &str = "vectors";

/// The order of the dense columns: own expert's scores, pooled expert's scores, cues, word vectors, target intercepts.
///
/// With one target the own scores would repeat the pooled ones, and an intercept would repeat the model's: both are
/// left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Names of the labels.
    pub labels: Vec<String>,
    /// Names of the targets.
    pub targets: Vec<String>,
    /// Numbers in the mean word vector of a comment; 0 where vectors were not tried.
    #[serde(default)]
    pub vectors: usize,
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

    /// Lexical scores a comment: those of its own target's expert, if there are several, then the pool's.
    #[must_use]
    pub fn lexical(&self) -> usize {
        self.scores() * if self.by_target() { 2 } else { 1 }
    }

    /// The column groups in order.
    #[must_use]
    pub fn groups(&self) -> Vec<Group> {
        let group = |name: &str, columns: Vec<String>, optional: bool| {
            // A hundred columns under one penalty would drown the others: together they vary as much as one.
            let shrink = if name == VECTORS { (columns.len() as f64).sqrt() } else { 1.0 };
            Group { name: name.into(), columns, optional, shrink }
        };
        let speaks: Vec<&String> =
            if self.scores() == 1 { vec![&self.labels[1]] } else { self.labels.iter().collect() };
        let scores = |of: &str| speaks.iter().map(|label| format!("{of}: {label}")).collect::<Vec<_>>();
        let mut groups = Vec::new();
        if self.by_target() {
            groups.push(group("own", scores("own expert"), false));
        }
        groups.push(group("pool", scores("pooled expert"), self.by_target()));
        for family in CUE_FAMILIES {
            groups.push(group(family.name(), family.columns().iter().map(ToString::to_string).collect(), true));
        }
        if self.vectors > 0 {
            groups.push(group(VECTORS, (1..=self.vectors).map(|d| format!("vector {d}")).collect(), true));
        }
        if self.by_target() {
            groups.push(group("target", self.targets.iter().map(|t| format!("target: {t}")).collect(), true));
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

    /// Which columns are the mean word vector.
    #[must_use]
    pub fn vector_columns(&self) -> Range<usize> {
        let start = self.lexical() + CUE_FAMILIES.iter().map(|family| family.columns().len()).sum::<usize>();
        start..start + self.vectors
    }

    /// Whether a decision over these columns reads the mean word vector.
    #[must_use]
    pub fn vectors_read(&self, columns: &[usize]) -> bool {
        let own = self.vector_columns();
        columns.iter().any(|column| own.contains(column))
    }

    /// For each cue family, whether a decision over these columns reads any of its columns.
    #[must_use]
    pub fn cues_read(&self, columns: &[usize]) -> Vec<bool> {
        let mut start = self.lexical();
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
