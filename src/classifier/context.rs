//! What the comments around a comment say, as columns for the decision in its thread.

use super::Conversation;
use crate::decision::Group;

/// The comments that a family reads for a comment: calls the function with the place of each.
type Kin = fn(&Conversation, u32, &mut dyn FnMut(u32));

/// The families of context with whom each listens to, in a fixed order. A family is one line here.
pub(super) const FAMILIES: &[(&str, Kin)] = &[
    ("parent", |all, at, hear| all.parent(at).into_iter().for_each(hear)),
    ("grandparent", |all, at, hear| all.parent(at).and_then(|parent| all.parent(parent)).into_iter().for_each(hear)),
    ("answers", |all, at, hear| all.answers(at).iter().copied().for_each(hear)),
    ("author", |all, at, hear| all.others(at).for_each(hear)),
];

/// The name of the group of the comment's own log-odds.
const OWN: &str = "own";
/// Probabilities below this say no more.
const LEAST: f64 = 1e-6;

/// Log-odds of every label, centred so that they sum to 0.
pub(super) fn log_odds(probabilities: &[f64]) -> Vec<f64> {
    let logs: Vec<f64> = probabilities.iter().map(|p| p.max(LEAST).ln()).collect();
    let mean = logs.iter().sum::<f64>() / logs.len().max(1) as f64;
    logs.into_iter().map(|log| log - mean).collect()
}

/// How many columns there are for this many labels.
#[must_use]
pub fn context_width(labels: usize) -> usize {
    labels + FAMILIES.len() * (labels + 1)
}

/// The groups of columns: the comment's own log-odds, then for each family those of whom it listens to, and whether
/// there is anybody.
pub(super) fn groups(labels: &[String]) -> Vec<Group> {
    let said = |of: &str| labels.iter().map(move |label| format!("{of}: {label}")).collect::<Vec<_>>();
    let mut groups = vec![Group { name: OWN.into(), columns: said("own words"), optional: false }];
    for (name, _) in FAMILIES {
        let mut columns = said(name);
        columns.push(format!("{name}: known"));
        groups.push(Group { name: (*name).into(), columns, optional: true });
    }
    groups
}

/// Appends the columns of the comment at a place; `odds` gives the log-odds of one that has been read on its own, and
/// nothing of one that has not. False if there is nobody to listen to.
///
/// Several comments count as their sum over one more than their number, so that one alone says less than many who agree.
pub(super) fn measure<'a>(
    all: &Conversation,
    at: u32,
    odds: impl Fn(u32) -> Option<&'a [f64]>,
    row: &mut Vec<f64>,
) -> bool {
    let own = odds(at).unwrap_or_default();
    row.extend_from_slice(own);
    let mut accompanied = false;
    for (_, kin) in FAMILIES {
        let start = row.len();
        row.resize(start + own.len() + 1, 0.0);
        let mut count = 0.0;
        kin(all, at, &mut |other| {
            if let Some(said) = odds(other) {
                row[start..].iter_mut().zip(said).for_each(|(sum, value)| *sum += value);
                count += 1.0;
            }
        });
        row[start..start + own.len()].iter_mut().for_each(|sum| *sum /= count + 1.0);
        row[start + own.len()] = count / (count + 1.0);
        accompanied |= count > 0.0;
    }
    accompanied
}
