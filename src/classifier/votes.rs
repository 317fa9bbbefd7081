//! One example for every comment, however many people labelled it.

use std::collections::BTreeMap;

use super::targets::target_key;
use crate::thread::Comment;

/// A comment with the labels that its annotators gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Voted {
    /// The place of its first row.
    pub row: usize,
    /// One label an annotator.
    pub labels: Vec<usize>,
}

/// What makes two rows the same question: thread, id, target and text.
type Asked<'a> = (Option<&'a str>, &'a str, String, &'a str);

/// Brings together rows that name different annotators and are otherwise of one comment. A later label by the same
/// annotator replaces the earlier one; rows that name no annotator stay apart, as they always did.
pub(super) fn voted(rows: &[(&Comment, usize)]) -> Vec<Voted> {
    let mut at: BTreeMap<Asked<'_>, usize> = BTreeMap::new();
    let mut who: Vec<Vec<&str>> = Vec::new();
    let mut found: Vec<Voted> = Vec::new();
    for (row, (comment, label)) in rows.iter().enumerate() {
        let named = comment.annotator.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let known = named.and_then(|_| at.get(&asked(comment)).copied());
        let Some(place) = known else {
            if named.is_some() {
                at.insert(asked(comment), found.len());
            }
            who.push(named.into_iter().collect());
            found.push(Voted { row, labels: vec![*label] });
            continue;
        };
        if let Some(again) = who[place].iter().position(|name| Some(*name) == named) {
            found[place].labels[again] = *label;
        } else {
            who[place].extend(named);
            found[place].labels.push(*label);
        }
    }
    found
}

fn asked(comment: &Comment) -> Asked<'_> {
    let target = comment.target.as_deref().map(target_key).unwrap_or_default();
    (comment.thread_id.as_deref(), &comment.id, target, &comment.text)
}

/// The label that most annotators gave. Of several, the one that is most frequent among all labels of the data, and of
/// these the first of the label set.
pub(super) fn majority(labels: &[usize], everywhere: &[u32]) -> usize {
    let votes = |k: usize| labels.iter().filter(|label| **label == k).count();
    let rank = |k: usize| (votes(k), everywhere.get(k).copied().unwrap_or(0), std::cmp::Reverse(k));
    labels.iter().copied().max_by_key(|k| rank(*k)).unwrap_or(0)
}

/// How often each label was given, where they differ; nothing where all agree.
pub(super) fn shared(labels: &[usize]) -> Vec<(usize, u32)> {
    let mut counts: BTreeMap<usize, u32> = BTreeMap::new();
    for k in labels {
        *counts.entry(*k).or_default() += 1;
    }
    if counts.len() < 2 { Vec::new() } else { counts.into_iter().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_example_a_comment() {
        let comment = |id: &str, who: &str| Comment {
            id: id.into(),
            text: "a text".into(),
            annotator: Some(who.to_owned()).filter(|w| !w.is_empty()),
            ..Comment::default()
        };
        let rows = [
            comment("1", "ann"),
            comment("2", ""),
            comment("1", "bob"),
            comment("2", ""),
            comment("1", "ann"),
            comment("1", ""),
        ];
        let rows: Vec<(&Comment, usize)> = rows.iter().zip([0, 1, 2, 1, 1, 0]).collect();
        let found = voted(&rows);
        let labels: Vec<(usize, &[usize])> = found.iter().map(|v| (v.row, v.labels.as_slice())).collect();
        assert_eq!(labels, [(0, &[1, 2][..]), (1, &[1]), (3, &[1]), (5, &[0])]);
    }

    #[test]
    fn ties_go_to_the_more_frequent_label_then_to_the_first() {
        assert_eq!(majority(&[2, 0, 2], &[9, 9, 1]), 2);
        assert_eq!(majority(&[2, 0], &[3, 9, 4]), 2);
        assert_eq!(majority(&[2, 0], &[4, 9, 4]), 0);
        assert_eq!(shared(&[2, 0, 2]), [(0, 1), (2, 2)]);
        assert!(shared(&[1, 1]).is_empty());
    }
}
