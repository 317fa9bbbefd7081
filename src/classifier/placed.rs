//! The decision in the thread: what a comment says on its own, weighed against what those around it say.
//!
//! A third linear layer over log-odds that did not see the comment (stacking, Wolpert 1992; collective classification
//! in one round, Neville and Jensen 2000). A comment with nobody around it keeps the decision on its own words.

use ndarray::{Array2, aview1};
use serde::{Deserialize, Serialize};

use super::accord::Accord;
use super::context::{self, Heard};
use super::record::{Record, Told};
use super::table::Table;
use super::{Conversation, Layout, Recipe};
use crate::decision::{Columns, Decision, Rule, select};
use crate::error::Result;
use crate::lexical::Folds;

/// Folds of this layer: a few dozen columns need no more.
const FOLDS: usize = 5;

/// The decision in the thread with its record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Placed {
    /// The decision.
    pub decision: Decision,
    /// How it chooses a label.
    pub rule: Rule,
    /// The context families that it reads.
    pub kept: Vec<String>,
    /// What is known of its quality, over the same comments as the model's record.
    pub record: Record,
}

impl Placed {
    /// Whether the decision reads how far comments agree with what they answer.
    pub(crate) fn reads_accord(&self) -> bool {
        context::reads_accord(&self.kept)
    }
}

/// What surrounds the rows of a table.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub all: &'a Conversation,
    pub accord: Option<&'a Accord>,
}

impl Around<'_> {
    /// What the comments say, by place in the conversation; nothing of those that are not among `rows`.
    fn heard(&self, rows: &[u32], probabilities: &[Vec<f64>]) -> Vec<Option<Heard>> {
        let mut heard = vec![None; self.all.len()];
        for (row, probabilities) in rows.iter().zip(probabilities) {
            let accord = self.accord.map_or(0.0, |accord| accord.rows[*row as usize]);
            heard[*row as usize] = Some(Heard::of(probabilities, accord));
        }
        heard
    }
}

/// The decision in the thread before there is a record of it.
pub(super) struct Stage {
    pub decision: Decision,
    pub rule: Rule,
    pub kept: Vec<String>,
    /// Cross-fitted probabilities of the rows that it was fitted on.
    pub probabilities: Vec<Vec<f64>>,
}

impl Stage {
    /// As it is served, with its record.
    pub fn served(self, record: Record) -> Placed {
        let Self { decision, rule, kept, .. } = self;
        Placed { decision, rule, kept, record }
    }

    /// Fits the decision on rows whose probabilities did not see them; nothing where nobody answers anybody, or where
    /// the thread does not help.
    pub fn fit(
        table: &Table,
        layout: &Layout,
        around: Around<'_>,
        rows: &[u32],
        probabilities: &[Vec<f64>],
        recipe: &Recipe,
    ) -> Result<Option<Self>> {
        if recipe.folds == 0 || around.all.is_empty() {
            return Ok(None);
        }
        let columns = columns(layout, around.all, rows, &around.heard(rows, probabilities));
        let gold = Table::at(&table.labels, rows);
        let count = FOLDS.min(recipe.folds);
        let dealt = Folds::deal(&Table::at(&table.groups, rows), &table.strata(rows), count, recipe.seed ^ 3);
        let folds: Vec<usize> = (0..rows.len()).map(|at| dealt.of(at)).collect();
        let (chosen, crossfit) = select(&columns, &gold, &folds, table.classes, &recipe.alpha, &recipe.leave_out)?;
        let kept: Vec<String> = columns
            .groups
            .iter()
            .zip(&chosen.keep)
            .filter(|(g, keep)| g.optional && **keep)
            .map(|(g, _)| g.name.clone())
            .collect();
        if kept.is_empty() {
            return Ok(None);
        }
        let picked = columns.picked(&chosen.keep);
        let every: Vec<usize> = (0..rows.len()).collect();
        let values = columns.part(&every, &picked);
        let decision = Decision::fit(&values, picked, &gold, table.classes, chosen.alpha, crossfit.decisions.first())?;
        let probabilities = crossfit.probabilities;
        let rule = recipe.rule(&gold, &probabilities, table.classes);
        Ok(Some(Self { decision, rule, kept, probabilities }))
    }

    /// The probabilities of rows in their threads, given those on their own; these stay where there is nobody around.
    pub fn predict(&self, around: Around<'_>, rows: &[u32], alone: &Told) -> Told {
        let heard = around.heard(rows, &alone.probabilities);
        let mut told = alone.clone();
        for ((row, label), probabilities) in rows.iter().zip(&mut told.labels).zip(&mut told.probabilities) {
            if let Some(placed) = decide(&self.decision, around.all, &heard, *row) {
                (*label, *probabilities) = (self.rule.label(&placed), placed);
            }
        }
        told
    }
}

/// The columns of rows with the groups that they fall into.
fn columns(layout: &Layout, all: &Conversation, rows: &[u32], heard: &[Option<Heard>]) -> Columns {
    let groups = context::groups(&layout.labels);
    let width = context::context_width(layout.labels.len());
    let mut values = Vec::with_capacity(rows.len() * width);
    for row in rows {
        context::measure(all, *row, |at| heard[at as usize].as_ref(), &mut values);
    }
    Columns { values: Array2::from_shape_vec((rows.len(), width), values).unwrap_or_default(), groups }
}

/// The probabilities of the comment at a place in its thread; nothing where there is nobody around it. `heard` has what
/// every comment says on its own, and nothing for one that has not been read.
pub(super) fn decide(decision: &Decision, all: &Conversation, heard: &[Option<Heard>], at: u32) -> Option<Vec<f64>> {
    heard[at as usize].as_ref()?;
    let mut row = Vec::new();
    let accompanied = context::measure(all, at, |at| heard[at as usize].as_ref(), &mut row);
    accompanied.then(|| decision.probabilities(aview1(&row)))
}
