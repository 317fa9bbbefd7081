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

/// The families of context with whom each listens to, in a fixed order. A family is one line here. What is known of an
/// answer by a guess weighs as much as the guess is sure: the columns are those to be expected.
pub(super) const FAMILIES: &[(&str, Kin)] = &[
    ("parent", |all, at, _, hear| all.answered(at).into_iter().for_each(|(parent, sure)| hear(parent, sure))),
    ("grandparent", |all, at, _, hear| {
        let Some((parent, sure)) = all.answered(at) else { return };
        if let Some((other, more)) = all.answered(parent) {
            hear(other, sure * more);
        }
    }),
    ("answers", |all, at, _, hear| answers(all, at).for_each(|(answer, sure)| hear(answer, sure))),
    ("author", |all, at, _, hear| all.others(at).for_each(|other| hear(other, 1.0))),
    ("accord with parent", |all, at, accord, hear| {
        all.answered(at).into_iter().for_each(|(parent, sure)| hear(parent, sure * accord(at)));
    }),
    ("accord of answers", |all, at, accord, hear| {
        answers(all, at).for_each(|(answer, sure)| hear(answer, sure * accord(answer)));
    }),
];

/// The comments that answer one, each with how sure that is.
fn answers(all: &Conversation, at: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
    all.answers(at).iter().map(|answer| (*answer, all.answered(*answer).map_or(0.0, |(_, sure)| sure)))
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classifier::Place;

    /// The columns of a comment, the one that it answers and one that answers it, if the links are so sure.
    fn columns(sure: Option<f32>) -> [Vec<f64>; 3] {
        let place = |id, parent| Place { id, parent, sure, heard: true, ..Place::default() };
        let all = Conversation::of(&[place("1", None), place("2", Some("1")), place("3", Some("2"))]);
        let heard = [(0.9, 0.0), (0.6, -0.5), (0.2, 0.75)].map(|(p, accord)| Heard::of(&[p, 1.0 - p], accord));
        [0, 1, 2].map(|at| {
            let mut row = Vec::new();
            let accompanied = measure(&all, at, |at| heard.get(at as usize), &mut row);
            assert_eq!(accompanied, sure != Some(0.0), "a guess that is none leaves a comment to itself");
            row
        })
    }

    #[test]
    fn what_a_guess_tells_weighs_as_much_as_it_is_sure() {
        let (known, sure, guessed, none) = (columns(None), columns(Some(1.0)), columns(Some(0.25)), columns(Some(0.0)));
        assert_eq!(known, sure);
        let groups = groups(&["favor".into(), "against".into()]);
        for at in 0..3 {
            let mut column = 0;
            for group in &groups {
                let share = match group.name.as_str() {
                    OWN => 1.0,
                    "grandparent" => 0.0625,
                    _ => 0.25,
                };
                for _ in &group.columns {
                    let (full, part) = (known[at][column], guessed[at][column]);
                    assert!((part - share * full).abs() < 1e-12, "{} of comment {at}: {part} of {full}", group.name);
                    assert!(group.name == OWN || none[at][column] == 0.0);
                    column += 1;
                }
            }
        }
        assert!(known[1].iter().filter(|value| **value != 0.0).count() >= 12, "{:?}", known[1]);
    }
}
