//! One comment in its place.

use crate::text::{Analysis, Stemmer, analyse};

/// A comment as the families see it. It holds no label: a family cannot peek.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The text as written.
    pub raw: &'a str,
    /// The text as read.
    pub read: &'a Analysis,
    /// The question whose sides are asked for.
    pub target: Option<&'a Target>,
}

/// A target with the stems of its words, by which its mentions are found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Target {
    stems: Vec<String>,
}

/// Words of a target's name that do not name it.
const FILLERS: [&str; 14] =
    ["the", "a", "an", "of", "to", "in", "for", "is", "be", "should", "and", "on", "movement", "real"];

impl Target {
    /// Reads a target's name.
    #[must_use]
    pub fn new(name: &str, stemmer: &Stemmer) -> Self {
        let read = analyse(name);
        let stems = read
            .words()
            .filter(|(_, form)| !FILLERS.contains(form))
            .map(|(_, form)| stemmer.stem(form).into_owned())
            .collect();
        Self { stems }
    }

    /// Whether a form is one of the target's words.
    #[must_use]
    pub fn names(&self, form: &str, stemmer: &Stemmer) -> bool {
        !self.stems.is_empty() && {
            let stem = stemmer.stem(form.trim_start_matches('#'));
            self.stems.iter().any(|s| *s == stem)
        }
    }
}
