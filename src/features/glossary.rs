//! What is known of every form that was met, so that it is found out once and not at every standing.

use super::fingerprint::token_print_within;
use super::numbers::Numbers;
use super::phrasebook::opens;
use super::{PhraseFamily, TOKEN, fingerprint, is_quotation_mark};
use crate::text::{Analysis, Scope, Stemmer, Turn};

/// What holds of a form wherever it stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// Half of the fingerprint of its stem, by which a target's words are recognised.
    pub stem: u32,
    /// Which phrases of the cue families begin with it; 0 if none does.
    pub opens: u16,
    /// What it does to the scope of a negation.
    pub turn: Turn,
    /// Whether a letter stands three times in a row.
    pub elongated: bool,
}

impl Facts {
    /// Finds out all there is to know.
    #[must_use]
    pub fn of(form: &str, stemmer: &Stemmer) -> Self {
        let same = |w: &[u8]| w[0].is_ascii_alphabetic() && w[0] == w[1] && w[1] == w[2];
        Self {
            stem: stem_print(form, stemmer),
            opens: opens(form),
            turn: Turn::of(form),
            elongated: form != "www" && form.as_bytes().windows(3).any(same),
        }
    }
}

/// Half of the fingerprint of a form's stem; a hashtag's is that of its word.
pub(super) fn stem_print(form: &str, stemmer: &Stemmer) -> u32 {
    (fingerprint("stem", &stemmer.stem(form.trim_start_matches('#'))) >> 32) as u32
}

/// One standing of a form in a comment.
#[derive(Debug, Clone, Copy, Default)]
pub struct Noted {
    /// What holds of the form.
    pub facts: Facts,
    /// Whether it stands here for the first time in this comment.
    pub first: bool,
    /// Whether it stands in the scope of a negation.
    pub negated: bool,
}

/// A unit that was met. Aligned so that none lies across two cache lines.
#[derive(Debug)]
#[repr(align(16))]
struct Entry {
    facts: Facts,
    /// The last comment that it stood in, and how often.
    comment: u32,
    count: u32,
}

/// Units by number, in order of their first appearance, and how the comment noted last is made of them.
#[derive(Debug, Default)]
pub struct Glossary {
    entries: Vec<Entry>,
    numbers: Numbers,
    comment: u32,
    prints: Vec<u64>,
    notes: Vec<Noted>,
    standings: Vec<(u32, u32)>,
}

/// Stands for a token that is no unit.
const NO_UNIT: u32 = u32::MAX;

impl Glossary {
    /// Notes a comment. `new` hears of every unit met for the first time ever (family, text), in the order of numbers.
    ///
    /// In passes: each is a short loop whose memory accesses do not wait for each other.
    pub fn note(
        &mut self,
        read: &Analysis,
        phrases: &[&dyn PhraseFamily],
        stemmer: &Stemmer,
        new: &mut dyn FnMut(&'static str, &str),
    ) {
        self.begin();
        let tokens = read.tokens();
        self.prints.extend(tokens.iter().map(|token| token_print_within(read.forms(), read.form_range(token))));
        for (at, token) in tokens.iter().enumerate() {
            let print = self.prints[at];
            let number = match self.find(print) {
                Some(number) => number,
                None if is_quotation_mark(token, read.form(token)) => NO_UNIT,
                None => {
                    new(TOKEN, read.form(token));
                    self.insert(print, Facts::of(read.form(token), stemmer))
                }
            };
            self.standings.push((number, 0));
        }
        let (mut scope, mut at) = (Scope::default(), 0);
        self.standings.retain_mut(|(number, count)| {
            let mut noted = Noted::default();
            if let Some(entry) = self.entries.get_mut(*number as usize) {
                *count = entry.stands(self.comment);
                let negated = scope.covers(&tokens[at], entry.facts.turn);
                noted = Noted { facts: entry.facts, first: *count == 1, negated };
            }
            self.notes.push(noted);
            at += 1;
            *number != NO_UNIT
        });
        for family in phrases {
            family.push(read, &mut |text, _| {
                let print = fingerprint(family.name(), text);
                let number = self.find(print).unwrap_or_else(|| {
                    new(family.name(), text);
                    self.insert(print, Facts::default())
                });
                self.standings.push((number, self.entries[number as usize].stands(self.comment)));
            });
        }
    }

    fn begin(&mut self) {
        self.comment = self.comment.checked_add(1).unwrap_or_else(|| {
            self.entries.iter_mut().for_each(|entry| entry.comment = 0);
            1
        });
        self.prints.clear();
        self.notes.clear();
        self.standings.clear();
    }

    #[inline]
    fn find(&self, print: u64) -> Option<u32> {
        self.numbers.find(print)
    }

    fn insert(&mut self, print: u64, facts: Facts) -> u32 {
        self.entries.push(Entry { facts, comment: 0, count: 0 });
        self.numbers.push(print)
    }

    /// The tokens of the comment noted last, one each.
    #[must_use]
    pub fn notes(&self) -> &[Noted] {
        &self.notes
    }

    /// The units of the comment noted last in reading order, each with how often it has stood so far, counted from 1.
    #[must_use]
    pub fn standings(&self) -> &[(u32, u32)] {
        &self.standings
    }

    /// How many units are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Forgets every unit, but keeps the room that they took.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.numbers.clear();
        self.comment = 0;
    }
}

impl Entry {
    /// Counts one standing in a comment.
    #[inline]
    fn stands(&mut self, comment: u32) -> u32 {
        self.count = if self.comment == comment { self.count + 1 } else { 1 };
        self.comment = comment;
        self.count
    }
}
