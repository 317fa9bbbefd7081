//! Which comments of a corpus stand how towards each other.

use std::collections::HashMap;

use super::Said;
use crate::thread::{Comment, Record, Status};

/// Names that several people go by.
const NOBODY: [&str; 6] = ["anonymous", "anon", "guest", "unknown", "[deleted]", "[removed]"];

/// Comments by their places in a list: who answers whom, and who wrote what else in the same thread.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Conversation {
    /// What each comment answers, with how sure that is: above 0, and 1 where nobody had to guess.
    parent: Vec<Option<(u32, f64)>>,
    answers: Vec<Vec<u32>>,
    /// The number of each comment's author within its thread.
    author: Vec<Option<u32>>,
    /// What each of these authors wrote.
    wrote: Vec<Vec<u32>>,
}

/// A parent that was guessed and is no likelier right than this is not taken for one where there is no saying how sure.
const GUESS: f64 = 0.5;

/// Where one comment stands.
#[derive(Debug, Clone, Copy, Default)]
pub struct Place<'a> {
    /// Its id.
    pub id: &'a str,
    /// The thread that it stands in.
    pub thread: Option<&'a str>,
    /// The id of the comment that it answers.
    pub parent: Option<&'a str>,
    /// How sure that is, 0 to 1, if it was guessed.
    pub sure: Option<f32>,
    /// Its author's name.
    pub author: Option<&'a str>,
    /// Whether it says anything to those around it: it has a text that readers can see.
    pub heard: bool,
}

impl<'a> Place<'a> {
    /// Where a comment stands.
    #[must_use]
    pub fn of(comment: &'a Comment) -> Self {
        Self {
            id: &comment.id,
            thread: comment.thread_id.as_deref(),
            parent: comment.parent_id.as_deref(),
            sure: comment.reply_confidence,
            author: comment.author.as_deref(),
            heard: comment.status == Status::Visible && !comment.text.trim().is_empty(),
        }
    }

    /// Where a row stands.
    #[must_use]
    pub fn of_record(record: Record<'a>) -> Self {
        Self {
            id: record.id(),
            thread: record.thread(),
            parent: record.parent(),
            sure: record.reply_confidence(),
            author: record.author(),
            heard: record.status() == Status::Visible && !record.text().trim().is_empty(),
        }
    }

    fn author(&self) -> Option<String> {
        let name = self.author?.trim().to_lowercase();
        (!name.is_empty() && !NOBODY.contains(&name.as_str())).then_some(name)
    }

    /// How sure it is that it answers its parent, 0 to 1; 0 for what is no number.
    fn sure(&self) -> f64 {
        self.sure.map_or(1.0, |sure| if sure > 0.0 { f64::from(sure.min(1.0)) } else { 0.0 })
    }
}

impl Conversation {
    /// Finds what the comments have to do with each other. A parent is looked for by its id in the same thread; an id
    /// that occurs twice is that of its first comment. Nothing here depends on the order of the comments but that.
    #[must_use]
    pub fn of(places: &[Place<'_>]) -> Self {
        let mut by_id = HashMap::new();
        let answering = places.iter().any(|place| place.parent.is_some());
        for (at, place) in places.iter().enumerate().filter(|(_, place)| answering && place.heard) {
            by_id.entry((place.thread, place.id)).or_insert(at as u32);
        }
        let mut found = Self::default();
        let mut known: HashMap<(Option<&str>, String), u32> = HashMap::new();
        for (at, place) in places.iter().enumerate() {
            let parent = place.parent.and_then(|parent| by_id.get(&(place.thread, parent)).copied());
            let parent = parent.map(|parent| (parent, place.sure()));
            found.parent.push(parent.filter(|(parent, sure)| *parent as usize != at && *sure > 0.0));
            let author = place.author().map(|name| {
                let next = known.len() as u32;
                *known.entry((place.thread, name)).or_insert(next)
            });
            found.author.push(author);
            found.wrote.resize(known.len(), Vec::new());
            if let Some(author) = author.filter(|_| place.heard) {
                found.wrote[author as usize].push(at as u32);
            }
        }
        found.answers = vec![Vec::new(); found.parent.len()];
        for (at, parent) in found.parent.iter().enumerate() {
            if let Some((parent, _)) = parent {
                found.answers[*parent as usize].push(at as u32);
            }
        }
        found
    }

    /// How many comments there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parent.len()
    }

    /// Whether no comment has to do with another.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parent.iter().all(Option::is_none) && self.wrote.iter().all(|wrote| wrote.len() < 2)
    }

    /// The comment that one answers, as far as anybody knows, and how sure that is: above 0, and 1 where it was not
    /// guessed.
    #[must_use]
    pub fn answered(&self, at: u32) -> Option<(u32, f64)> {
        self.parent[at as usize]
    }

    /// The comment that one answers; nothing for a guess that is no likelier right than wrong.
    #[must_use]
    pub fn parent(&self, at: u32) -> Option<u32> {
        self.answered(at).filter(|(_, sure)| *sure > GUESS).map(|(parent, _)| parent)
    }

    /// What a comment says to those who know the comment that it answers; `said` gives what each says by itself.
    #[must_use]
    pub fn said<'a>(&self, at: u32, said: impl Fn(u32) -> Said<'a>) -> Said<'a> {
        let own = said(at);
        Said { parent: own.parent.or_else(|| self.parent(at).map(|parent| said(parent).text)), ..own }
    }

    /// The comments that answer one, guesses among them.
    #[must_use]
    pub fn answers(&self, at: u32) -> &[u32] {
        &self.answers[at as usize]
    }

    /// What the author of a comment wrote elsewhere in the thread, never the comment itself.
    pub fn others(&self, at: u32) -> impl Iterator<Item = u32> + '_ {
        let wrote = self.author[at as usize].map_or(&[][..], |author| &self.wrote[author as usize]);
        wrote.iter().copied().filter(move |other| *other != at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place<'a>(id: &'a str, thread: &'a str, parent: &'a str, author: &'a str) -> Place<'a> {
        let parent = Some(parent).filter(|p| !p.is_empty());
        Place { id, thread: Some(thread), parent, sure: None, author: Some(author), heard: true }
    }

    #[test]
    fn comments_find_each_other_within_their_thread() {
        let places = [
            place("1", "a", "", "Ann"),
            place("2", "a", "1", "Bob"),
            place("3", "a", "2", " ANN"),
            place("1", "b", "", "Ann"),
            place("2", "b", "2", "guest"),
            place("3", "b", "9", "guest"),
            Place { heard: false, ..place("4", "b", "1", "Ann") },
            place("5", "b", "4", "Eve"),
        ];
        let found = Conversation::of(&places);
        assert_eq!(found.parent(1), Some(0));
        assert_eq!(found.answers(0), [1]);
        assert_eq!(found.others(0).collect::<Vec<_>>(), [2]);
        assert_eq!(found.others(4).count(), 0, "a guest is nobody in particular");
        assert_eq!((found.parent(4), found.parent(5)), (None, None), "itself, and nobody");
        assert_eq!(found.parent(6), Some(3));
        assert_eq!((found.parent(7), found.others(3).count()), (None, 0), "what nobody sees answers nobody");
        assert!(Conversation::of(&places[3..6]).is_empty());
    }

    #[test]
    fn a_guess_is_a_parent_where_it_is_likely() {
        let answer = |sure| Comment { parent_id: Some("1".into()), reply_confidence: sure, ..Comment::default() };
        for (sure, answered, parent) in [
            (None, Some((0, 1.0)), Some(0)),
            (Some(0.75), Some((0, 0.75)), Some(0)),
            (Some(0.25), Some((0, 0.25)), None),
            (Some(7.0), Some((0, 1.0)), Some(0)),
            (Some(0.0), None, None),
            (Some(f32::NAN), None, None),
        ] {
            let (one, answer) = (Comment { id: "1".into(), text: "We".into(), ..Comment::default() }, answer(sure));
            let found = Conversation::of(&[&one, &answer].map(Place::of));
            assert_eq!((found.answered(1), found.parent(1)), (answered, parent), "{sure:?}");
            assert_eq!(found.answers(0).len(), usize::from(answered.is_some()), "{sure:?}");
        }
    }
}
