//! What is known of every form that was met, so that it is found out once and not at every standing.

use super::phrasebook::opens;
use super::{PhraseFamily, TOKEN, fingerprint, is_quotation_mark, token_print};
use crate::text::{Analysis, Scope, Stemmer, Turn};

/// What holds of a form wherever it stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// The fingerprint of its stem, by which a target's words are recognised.
    pub stem: u64,
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

/// The fingerprint of a form's stem; a hashtag's is that of its word.
pub(super) fn stem_print(form: &str, stemmer: &Stemmer) -> u64 {
    fingerprint("stem", &stemmer.stem(form.trim_start_matches('#')))
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
#[repr(align(32))]
struct Entry {
    print: u64,
    facts: Facts,
    /// The last comment that it stood in, and its place among that comment's distinct units.
    comment: u32,
    place: u32,
}

/// Units by number, in order of their first appearance, and how the comment noted last is made of them.
#[derive(Debug, Default)]
pub struct Glossary {
    entries: Vec<Entry>,
    /// Open addressing: some bits of a fingerprint and the number of its entry plus one; 0 is an empty place.
    places: Vec<(u32, u32)>,
    comment: u32,
    prints: Vec<u64>,
    numbers: Vec<u32>,
    notes: Vec<Noted>,
    distinct: Vec<(u32, u32)>,
}

/// Stands for a token that is no unit.
const NO_UNIT: u32 = u32::MAX;
/// Places of an empty table.
const FEWEST_PLACES: usize = 1 << 10;

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
        self.prints.extend(tokens.iter().map(|token| token_print(read.form(token))));
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
            self.numbers.push(number);
        }
        let mut scope = Scope::default();
        for (at, token) in tokens.iter().enumerate() {
            let number = self.numbers[at];
            let noted = if number == NO_UNIT {
                Noted::default()
            } else {
                let (facts, first) = self.stands(number);
                Noted { facts, first, negated: scope.covers(token, facts.turn) }
            };
            self.notes.push(noted);
        }
        for family in phrases {
            family.push(read, &mut |text, _| {
                let print = fingerprint(family.name(), text);
                let number = self.find(print).unwrap_or_else(|| {
                    new(family.name(), text);
                    self.insert(print, Facts::default())
                });
                self.stands(number);
            });
        }
    }

    fn begin(&mut self) {
        self.comment = self.comment.checked_add(1).unwrap_or_else(|| {
            self.entries.iter_mut().for_each(|entry| entry.comment = 0);
            1
        });
        self.prints.clear();
        self.numbers.clear();
        self.notes.clear();
        self.distinct.clear();
        if self.places.is_empty() {
            self.places.resize(FEWEST_PLACES, (0, 0));
        }
    }

    #[inline]
    fn find(&self, print: u64) -> Option<u32> {
        let mask = self.places.len() - 1;
        let mut at = print as usize & mask;
        loop {
            let (tag, next) = self.places[at];
            if next == 0 {
                return None;
            }
            if tag == (print >> 32) as u32 && self.entries[next as usize - 1].print == print {
                return Some(next - 1);
            }
            at = (at + 1) & mask;
        }
    }

    fn insert(&mut self, print: u64, facts: Facts) -> u32 {
        self.entries.push(Entry { print, facts, comment: 0, place: 0 });
        if self.entries.len() * 2 > self.places.len() {
            self.places = vec![(0, 0); self.places.len() * 2];
            (0..self.entries.len()).for_each(|number| self.place(number));
        } else {
            self.place(self.entries.len() - 1);
        }
        self.entries.len() as u32 - 1
    }

    fn place(&mut self, number: usize) {
        let (print, mask) = (self.entries[number].print, self.places.len() - 1);
        let mut at = print as usize & mask;
        while self.places[at].1 != 0 {
            at = (at + 1) & mask;
        }
        self.places[at] = ((print >> 32) as u32, number as u32 + 1);
    }

    /// Counts one standing of a unit: what holds of it, and whether it is the comment's first.
    fn stands(&mut self, number: u32) -> (Facts, bool) {
        let entry = &mut self.entries[number as usize];
        let first = entry.comment != self.comment;
        if first {
            entry.comment = self.comment;
            entry.place = self.distinct.len() as u32;
            self.distinct.push((number, 1));
        } else {
            self.distinct[entry.place as usize].1 += 1;
        }
        (entry.facts, first)
    }

    /// The tokens of the comment noted last, one each.
    #[must_use]
    pub fn notes(&self) -> &[Noted] {
        &self.notes
    }

    /// The units of the comment noted last with how often each stands, in order of first appearance.
    #[must_use]
    pub fn distinct(&self) -> &[(u32, u32)] {
        &self.distinct
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
        self.places.fill((0, 0));
        self.comment = 0;
    }
}
