//! The comments that a model was checked on, as far as they can stand for others.

use serde::Serialize;

use super::{Classifier, Record};

/// Fewer comments about a target cannot stand for it alone,
const FEWEST: usize = 100;
/// nor those among which a label is rarer.
const FEWEST_OF_LABEL: usize = 10;

/// Which comments of a record are referred to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Those about the same target or targets.
    Target,
    /// All: of those about the same target there are too few.
    All,
    /// All, each read by a decision that had not seen its target: what is asked for is a target never seen.
    Unseen,
}

/// Comments with their labels, and what was said of them by layers that had not seen them.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// Which comments they are.
    pub scope: Scope,
    /// Number of labels.
    pub classes: usize,
    /// Probabilities, row by row.
    pub probabilities: Vec<Vec<f64>>,
    /// Labels chosen from these by the model's rule.
    pub told: Vec<usize>,
    /// Gold labels.
    pub gold: Vec<usize>,
    /// What must be resampled together.
    pub groups: Vec<u32>,
}

impl Classifier {
    /// The comments of the record that can stand for comments about these targets (as [`Classifier::target`] numbers
    /// them; nothing for a target never seen), read in their threads or not. Nothing if the model keeps no record.
    ///
    /// A target stands for itself if there are at least 100 comments about it, ten of every label; else all do.
    #[must_use]
    pub fn reference(&self, targets: &[Option<usize>], placed: bool) -> Option<Reference> {
        let record = self.record.as_ref()?;
        let seen: Vec<usize> = targets.iter().flatten().copied().collect();
        let unseen = seen.is_empty() && !targets.is_empty();
        let placed = self.placed.as_ref().filter(|_| placed);
        let (other, rule) = match (&self.open, placed) {
            (Some((_, open)), _) if unseen => (Some(open), &self.rule),
            (_, Some(placed)) => (Some(&placed.record), &placed.rule),
            _ => (None, &self.rule),
        };
        // A record of part of the comments cannot be put beside the others' labels.
        let probabilities = other.map(|r| &r.probabilities).filter(|p| p.len() == record.rows);
        let probabilities = probabilities.unwrap_or(&record.probabilities);
        let all: Vec<usize> = (0..record.gold.len()).collect();
        let own: Vec<usize> = all.iter().copied().filter(|row| seen.contains(&record.targets[*row])).collect();
        let (scope, rows) = match () {
            () if unseen => (Scope::Unseen, all),
            () if enough(record, &own, self.labels.len()) => (Scope::Target, own),
            () => (Scope::All, all),
        };
        let picked: Vec<Vec<f64>> = rows.iter().map(|row| probabilities[*row].clone()).collect();
        let group = |row: &usize| record.groups.get(*row).copied().unwrap_or(*row as u32);
        Some(Reference {
            scope,
            classes: self.labels.len(),
            told: rule.labels(&picked),
            gold: rows.iter().map(|row| record.gold[*row]).collect(),
            groups: rows.iter().map(group).collect(),
            probabilities: picked,
        })
        .filter(|reference| !reference.gold.is_empty())
    }
}

fn enough(record: &Record, rows: &[usize], classes: usize) -> bool {
    let count = |label: usize| rows.iter().filter(|row| record.gold[**row] == label).count();
    rows.len() >= FEWEST && (0..classes).all(|label| count(label) >= FEWEST_OF_LABEL)
}
