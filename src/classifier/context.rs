//! What the comments around a comment say, as columns for the decision in its thread.

use super::Conversation;
use crate::decision::Group;

/// What a comment says to those around it.
#[derive(Debug, Clone)]
pub(super) struct Heard {
    /// Log-odds of every label on its own words, which sum to 0.
    pub odds: Vec<f64>,
    /// How far its words agree with the comment that it answers, from -1 to 1; 0 where that was not learnt.
    pub accord: f64,
}

impl Heard {
    /// What a comment says that was told these probabilities on its own words.
    pub fn of(probabilities: &[f64], accord: f64) -> Self {
        Self { odds: log_odds(probabilities), accord }
    }
}

/// The comments that a family reads for a comment: calls the last function with the place of each and the weight of
/// what it says; the function before it knows the accord of a comment with its parent.
type Kin = fn(&Conversation, u32, &dyn Fn(u32) -> f64, &mut dyn FnMut(u32, f64));

/// The families of context with whom each listens to, in a fixed order. A family is one line here.
pub(super) const FAMILIES: &[(&str, Kin)] = &[
    ("parent", |all, at, _, hear| all.parent(at).into_iter().for_each(|parent| hear(parent, 1.0))),
    ("grandparent", |all, at, _, hear| {
        all.parent(at).and_then(|parent| all.parent(parent)).into_iter().for_each(|other| hear(other, 1.0));
    }),
    ("answers", |all, at, _, hear| all.answers(at).iter().for_each(|answer| hear(*answer, 1.0))),
    ("author", |all, at, _, hear| all.others(at).for_each(|other| hear(other, 1.0))),
    ("accord with parent", |all, at, accord, hear| {
        all.parent(at).into_iter().for_each(|parent| hear(parent, accord(at)));
    }),
    ("accord of answers", |all, at, accord, hear| {
        all.answers(at).iter().for_each(|answer| hear(*answer, accord(*answer)));
    }),
];

/// Whether one of these families weighs what is said by accord.
pub(super) fn reads_accord(families: &[String]) -> bool {
    families.iter().any(|family| family.starts_with("accord"))
}

/// The name of the group of the comment's own log-odds.
const OWN: &str = "own";
/// Probabilities below this say no more.
const LEAST: f64 = 1e-6;

/// Log-odds of every label, centred so that they sum to 0.
fn log_odds(probabilities: &[f64]) -> Vec<f64> {
    let logs: Vec<f64> = probabilities.iter().map(|p| p.max(LEAST).ln()).collect();
    let mean = logs.iter().sum::<f64>() / logs.len().max(1) as f64;
    logs.into_iter().map(|log| log - mean).collect()
}

/// How many columns there are for this many labels.
#[must_use]
pub fn context_width(labels: usize) -> usize {
    labels + FAMILIES.len() * (labels + 1)
}

/// The groups of columns: the comment's own log-odds, then for each family those of whom it listens to, and how much
/// weight they have in all.
pub(super) fn groups(labels: &[String]) -> Vec<Group> {
    let said = |of: &str| labels.iter().map(move |label| format!("{of}: {label}")).collect::<Vec<_>>();
    let mut groups = vec![Group { name: OWN.into(), columns: said("own words"), optional: false }];
    for (name, _) in FAMILIES {
        let mut columns = said(name);
        columns.push(format!("{name}: weight"));
        groups.push(Group { name: (*name).into(), columns, optional: true });
    }
    groups
}

/// Appends the columns of the comment at a place; `heard` gives what one says that has been read on its own, and
/// nothing of one that has not. False if there is nobody to listen to.
///
/// Several comments count as their sum over one more than their number, so that one alone says less than many who agree.
pub(super) fn measure<'a>(
    all: &Conversation,
    at: u32,
    heard: impl Fn(u32) -> Option<&'a Heard>,
    row: &mut Vec<f64>,
) -> bool {
    let own = heard(at).map_or(&[][..], |own| &own.odds);
    row.extend_from_slice(own);
    let accord = |at: u32| heard(at).map_or(0.0, |heard| heard.accord);
    let mut accompanied = false;
    for (_, kin) in FAMILIES {
        let start = row.len();
        row.resize(start + own.len() + 1, 0.0);
        let mut count = 0.0;
        kin(all, at, &accord, &mut |other, weight| {
            if let Some(said) = heard(other) {
                row[start..].iter_mut().zip(&said.odds).for_each(|(sum, value)| *sum += weight * value);
                row[start + own.len()] += weight;
                count += 1.0;
            }
        });
        row[start..].iter_mut().for_each(|sum| *sum /= count + 1.0);
        accompanied |= count > 0.0;
    }
    accompanied
}
