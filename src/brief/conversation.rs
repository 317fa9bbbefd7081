//! The shapes of the conversation: sentences with the comments they rest on, chains of answers, people and pairs.

use serde::Serialize;

use super::block::Quote;
use super::side::Side;

/// A comment that a sentence rests on. In JSON it is its id.
#[derive(Debug, Clone, Serialize)]
#[serde(into = "String")]
pub(super) struct Cite {
    pub id: String,
    /// The id without the thread's, where the one begins with the other.
    pub short: String,
    pub anchor: usize,
}

impl Cite {
    pub fn of(id: &str, thread: Option<&str>, anchor: usize) -> Self {
        let rest = thread.filter(|thread| !thread.is_empty()).and_then(|thread| id.strip_prefix(thread));
        let short = rest.map(|rest| rest.trim_start_matches(['-', '_', '/', ':', '.'])).filter(|rest| !rest.is_empty());
        Self { id: id.to_owned(), short: short.unwrap_or(id).to_owned(), anchor }
    }
}

impl From<Cite> for String {
    fn from(cite: Cite) -> Self {
        cite.id
    }
}

/// Comments each of which answers the one before.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    /// Why it is shown.
    pub note: String,
    pub quotes: Vec<Quote>,
    /// Comments of the chain that are not shown.
    pub more: Vec<Cite>,
}

/// How probable something is of one comment after the other.
#[derive(Debug, Clone)]
pub(super) struct Course {
    /// What, in one word.
    pub what: &'static str,
    pub beats: Vec<Beat>,
}

/// One comment of a course.
#[derive(Debug, Clone)]
pub(super) struct Beat {
    pub cite: Cite,
    pub probability: f64,
    pub present: bool,
}

/// Who answers whom in one thread, person by person.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Graph {
    /// What its thread is known by, where there are several.
    pub thread: Option<String>,
    pub people: Vec<Person>,
    pub pairs: Vec<Pair>,
    /// People who answer or are answered, but are not among `people`.
    pub others: usize,
}

/// Somebody, in this thread only.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Person {
    pub name: String,
    /// The side that their comments here most probably take, taken together.
    pub side: Side,
    /// None of their comments is sure.
    pub unsure: bool,
    pub comments: usize,
    /// Answers that they give and get.
    pub answers: usize,
}

/// Two people of a graph, by their places in it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Pair {
    pub one: usize,
    pub other: usize,
    /// How often `one` answers `other`.
    pub there: usize,
    /// How often `other` answers `one`.
    pub back: usize,
    /// How many of these answers surely stand on another side than what they answer.
    pub across: usize,
    /// The answers.
    pub answers: Vec<Cite>,
}

impl Pair {
    pub fn total(&self) -> usize {
        self.there + self.back
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_shortened_by_their_thread() {
        let short = |id, thread| Cite::of(id, thread, 0).short;
        assert_eq!(short("bridge-2015-12", Some("bridge-2015")), "12");
        assert_eq!(short("bridge-2015", Some("bridge-2015")), "bridge-2015");
        assert_eq!(short("12", Some("")), "12");
    }
}
