//! A scored thread ready to be shown: the side of each comment, by people where they said something, and who answers whom.

use std::collections::HashMap;
use std::sync::Arc;

use crate::brief::{Scored, Side, sides};
use crate::labels::LabelSet;
use crate::store::{CommentId, MarkRow};
use crate::thread::{Comment, Forest};
use crate::web::ScoredThread;

/// The tone of a label that the model does not have.
const STRANGE: usize = 8;

/// A scored thread with what all its pages need.
pub(super) struct Reading {
    pub thread: Arc<ScoredThread>,
    /// The model's labels, and behind them those that only people gave.
    pub sides: Vec<Side>,
    /// How many labels are the model's.
    pub labels: usize,
    pub forest: Forest,
    /// For each comment the place of its side among `sides`.
    shown: Vec<usize>,
    /// For each comment that somebody marked, the places of the marks, in order.
    marks: HashMap<CommentId, Vec<usize>>,
    places: HashMap<CommentId, usize>,
}

impl Reading {
    /// Puts it together.
    pub fn of(thread: Arc<ScoredThread>, labels: &LabelSet) -> Self {
        let mut all = sides(labels.names());
        let mut marks: HashMap<CommentId, Vec<usize>> = HashMap::new();
        for (at, mark) in thread.marks.iter().enumerate() {
            marks.entry(mark.comment).or_default().push(at);
        }
        let mut shown = Vec::with_capacity(thread.keys.len());
        for (key, scored) in thread.keys.iter().zip(thread.scored.iter()) {
            let given = marks.get(key).into_iter().flatten().rev().find_map(|at| thread.marks[*at].label.as_deref());
            shown.push(given.map_or(scored.prediction.label, |label| place(&mut all, labels, label)));
        }
        let forest = Forest::grow(thread.scored.iter().map(|scored| &scored.comment));
        let places = thread.keys.iter().enumerate().map(|(at, key)| (*key, at)).collect();
        Self { labels: labels.len(), sides: all, shown, forest, marks, places, thread }
    }

    /// How many comments there are.
    pub fn len(&self) -> usize {
        self.thread.keys.len()
    }

    /// The comment at a place with what the model says of it.
    pub fn scored(&self, at: usize) -> &Scored {
        &self.thread.scored[at]
    }

    /// The comment at a place.
    pub fn comment(&self, at: usize) -> &Comment {
        &self.scored(at).comment
    }

    /// Where a comment stands.
    pub fn place(&self, key: CommentId) -> Option<usize> {
        self.places.get(&key).copied()
    }

    /// The side that a comment is shown with.
    pub fn side(&self, at: usize) -> &Side {
        &self.sides[self.shown[at]]
    }

    /// The place of that side among all.
    pub fn side_at(&self, at: usize) -> usize {
        self.shown[at]
    }

    /// The side of a label, whoever gave it.
    pub fn side_of(&self, label: &str) -> Side {
        let labels = LabelSet::of(self.sides.iter().map(|side| side.name.clone()).collect());
        labels.index(label).map_or_else(|| strange(label), |at| self.sides[at].clone())
    }

    /// What people say of a comment: each one's last word, with a label.
    pub fn said(&self, at: usize) -> impl Iterator<Item = (&MarkRow, &str)> {
        let marks = self.marks.get(&self.thread.keys[at]).into_iter().flatten().map(|mark| &self.thread.marks[*mark]);
        marks.filter_map(|mark| Some((mark, mark.label.as_deref()?)))
    }

    /// Whether somebody labelled it.
    pub fn is_labelled(&self, at: usize) -> bool {
        self.said(at).next().is_some()
    }

    /// Whether nobody knows: the model is unsure, and nobody said anything.
    pub fn is_unsure(&self, at: usize) -> bool {
        self.scored(at).prediction.unsure && !self.is_labelled(at)
    }
}

/// The place of a label among the sides; one that the model does not have is put behind them.
fn place(sides: &mut Vec<Side>, labels: &LabelSet, label: &str) -> usize {
    let known = labels.index(label).or_else(|| sides.iter().position(|side| side.name == label));
    known.unwrap_or_else(|| {
        sides.push(strange(label));
        sides.len() - 1
    })
}

fn strange(label: &str) -> Side {
    let letter = label.chars().find(|c| c.is_alphanumeric()).and_then(|c| c.to_uppercase().next()).unwrap_or('?');
    Side { name: label.to_owned(), letter, tone: STRANGE, argues: true, stance: false }
}

/// The key by which a label is given: its letter where labels are stances, else its number.
pub(super) fn shortcut(sides: &[Side], at: usize) -> Option<char> {
    match &sides[at] {
        side if side.stance => side.letter.to_lowercase().next(),
        _ => char::from_digit(at as u32 + 1, 10).filter(|_| at < 9),
    }
}

/// The keys of labels with what each does, for the list of keys.
pub(super) fn shortcuts(sides: &[Side]) -> Vec<(char, String)> {
    let keys = (0..sides.len()).filter_map(|at| Some((shortcut(sides, at)?, format!("it is “{}”", sides[at].name))));
    keys.collect()
}
