//! One comment in its place.

use super::Parent;
use super::glossary::{Facts, Noted, stem_print};
use crate::text::{Analysis, Stemmer, Token, analyse};

/// A comment as the cue families see it. It holds no label: a family cannot peek.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The text as written.
    pub raw: &'a str,
    /// The text as read.
    pub read: &'a Analysis,
    /// What holds of each token's form.
    pub notes: &'a [Noted],
    /// The question whose sides are asked for.
    pub target: Option<&'a Target>,
    /// The text that it answers, where that is known.
    pub parent: Option<&'a Parent>,
}

impl<'a> View<'a> {
    /// The tokens with what holds of their forms.
    pub fn tokens(&self) -> impl Iterator<Item = (&'a Token, &'a Noted)> + use<'a> {
        self.read.tokens().iter().zip(self.notes)
    }

    /// The tokens that a reader would call words.
    pub fn words(&self) -> impl Iterator<Item = (&'a Token, &'a Noted)> + use<'a> {
        self.tokens().filter(|(token, _)| token.kind.is_word())
    }
}

/// A target with the stems of its words, by which its mentions are found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Target {
    stems: Vec<u32>,
}

/// Words of a target's name that do not name it.
const FILLERS: [&str; 14] =
    ["the", "a", "an", "of", "to", "in", "for", "is", "be", "should", "and", "on", "movement", "real"];

impl Target {
    /// Reads a target's name.
    #[must_use]
    pub fn new(name: &str, stemmer: &Stemmer) -> Self {
        let read = analyse(name);
        let words = read.words().filter(|(_, form)| !FILLERS.contains(form));
        Self { stems: words.map(|(_, form)| stem_print(form, stemmer)).collect() }
    }

    /// Whether a form is one of the target's words.
    #[must_use]
    pub fn names(&self, facts: &Facts) -> bool {
        self.stems.contains(&facts.stem)
    }
}
