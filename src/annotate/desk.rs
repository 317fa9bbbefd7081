//! One annotator's work on a queue: what is next, what was said, and the way back.

use std::collections::HashMap;

use super::Queued;
use crate::thread::{Comment, HEADER, cells};

/// The columns of a file of labels behind the canonical ones. The last says when, and that the row is whole.
pub const LABEL_COLUMNS: [&str; 6] = ["why", "inclusion_probability", "weight", "parent_text", "note", "labelled_at"];

/// A comment to label.
#[derive(Debug, Clone, Default)]
pub struct Item {
    /// The comment.
    pub comment: Comment,
    /// Why it is in the queue, and what it answers.
    pub queued: Queued,
}

/// What an annotator said of a comment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mark {
    /// The label; nothing for a comment that was passed over.
    pub label: Option<String>,
    /// A remark.
    pub note: String,
}

/// The comments of a queue, in order, and which of them one annotator has marked.
#[derive(Debug, Clone)]
pub struct Desk {
    items: Vec<Item>,
    annotator: String,
    marked: Vec<bool>,
    /// Places of what was marked, in the order in which it was.
    history: Vec<usize>,
}

/// What tells a comment of a queue from the others.
fn key(comment: &Comment) -> (Option<&str>, &str, &str) {
    (comment.thread_id.as_deref(), &comment.id, &comment.text)
}

impl Desk {
    /// Takes up the work of an annotator where it was left: `earlier` are the annotator's rows in the order in which
    /// they were written.
    pub fn take_up<'a>(items: Vec<Item>, annotator: &str, earlier: impl IntoIterator<Item = &'a Comment>) -> Self {
        let mut marked = vec![false; items.len()];
        let mut history = Vec::new();
        {
            let places: HashMap<_, usize> =
                items.iter().enumerate().map(|(at, item)| (key(&item.comment), at)).collect();
            for comment in earlier.into_iter().filter(|c| c.annotator.as_deref() == Some(annotator)) {
                if let Some(at) = places.get(&key(comment)).filter(|at| !marked[**at]) {
                    marked[*at] = true;
                    history.push(*at);
                }
            }
        }
        Self { items, annotator: annotator.to_owned(), marked, history }
    }

    /// The comment to label next; nothing when all are marked.
    #[must_use]
    pub fn next(&self) -> Option<&Item> {
        self.marked.iter().position(|marked| !marked).map(|at| &self.items[at])
    }

    /// How many are marked, and of how many.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (self.history.len(), self.items.len())
    }

    /// The row that a mark on the next comment becomes: the canonical cells and those of [`LABEL_COLUMNS`].
    #[must_use]
    pub fn row(&self, mark: &Mark, labelled_at: &str) -> Vec<String> {
        let item = self.next().cloned().unwrap_or_default();
        let comment = Comment { stance: mark.label.clone(), annotator: Some(self.annotator.clone()), ..item.comment };
        let queued = item.queued.cells();
        let note = mark.note.clone();
        cells(&comment).into_iter().chain(queued).chain([note, labelled_at.to_owned()]).collect()
    }

    /// Marks the next comment, once its row is safe.
    pub fn mark(&mut self) {
        if let Some(at) = self.marked.iter().position(|marked| !marked) {
            self.marked[at] = true;
            self.history.push(at);
        }
    }

    /// The comment that was marked last.
    #[must_use]
    pub fn last(&self) -> Option<&Item> {
        self.history.last().map(|at| &self.items[*at])
    }

    /// Takes the last mark back; its comment is next again, before what follows it in the queue.
    pub fn undo(&mut self) {
        if let Some(at) = self.history.pop() {
            self.marked[at] = false;
        }
    }

    /// The columns of a file of labels.
    #[must_use]
    pub fn header() -> Vec<String> {
        HEADER.iter().chain(&LABEL_COLUMNS).map(ToString::to_string).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items() -> Vec<Item> {
        let item = |id: &str| Item {
            comment: Comment { id: id.into(), text: format!("text {id}"), ..Comment::default() },
            queued: Queued { why: "audit".into(), weight: "5".into(), inclusion: "0.2".into(), parent: None },
        };
        ["1", "2", "3"].into_iter().map(item).collect()
    }

    #[test]
    fn work_is_taken_up_where_it_was_left_and_can_be_taken_back() {
        let mut desk = Desk::take_up(items(), "ann", []);
        let row = desk.row(&Mark { label: Some("favor".into()), note: "sure".into() }, "2026-01-01T00:00:00.000Z");
        assert_eq!(row.len(), Desk::header().len());
        let cell = |name: &str| row[Desk::header().iter().position(|header| header == name).expect(name)].as_str();
        assert_eq!((cell("id"), cell("stance"), cell("annotator"), cell("note")), ("1", "favor", "ann", "sure"));
        assert_eq!((cell("why"), cell("weight"), cell("labelled_at")), ("audit", "5", "2026-01-01T00:00:00.000Z"));
        desk.mark();
        desk.mark();
        assert_eq!((desk.next().map(|i| i.comment.id.as_str()), desk.progress()), (Some("3"), (2, 3)));
        desk.undo();
        assert_eq!(desk.next().map(|i| i.comment.id.as_str()), Some("2"));
        let by = |name: &str, id: usize| Comment { annotator: Some(name.into()), ..items()[id].comment.clone() };
        let rows = [by("ann", 1), by("bob", 0), by("ann", 0)];
        let mut again = Desk::take_up(items(), "ann", &rows);
        assert_eq!((again.progress(), again.last().map(|i| i.comment.id.as_str())), ((2, 3), Some("1")));
        again.mark();
        assert!(again.next().is_none());
        (0..4).for_each(|_| again.undo());
        assert_eq!(again.progress(), (0, 3));
    }
}
