//! What is known of every form that was met, so that it is found out once and not at every standing.

use super::phrasebook::opens;
use super::{FingerprintMap, PhraseFamily, fingerprint, is_quotation_mark, token_print};
use crate::text::{Analysis, Stemmer};

/// What holds of a form wherever it stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    /// The fingerprint of its stem, by which a target's words are recognised.
    pub stem: u64,
    /// Which phrases of the cue families begin with it; 0 if none does.
    pub opens: u16,
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
}

#[derive(Debug)]
struct Entry {
    facts: Facts,
    /// The last comment that it stood in, and its place among that comment's distinct units.
    comment: u32,
    place: u32,
}

/// Units by number, in order of their first appearance, and how the comment noted last is made of them.
#[derive(Debug, Default)]
pub struct Glossary {
    at: FingerprintMap<u32>,
    entries: Vec<Entry>,
    comment: u32,
    notes: Vec<Noted>,
    distinct: Vec<(u32, u32)>,
}

impl Glossary {
    /// Notes a comment. `new` hears of every unit met for the first time ever (family, text), in the order of numbers.
    pub fn note(
        &mut self,
        read: &Analysis,
        phrases: &[&dyn PhraseFamily],
        stemmer: &Stemmer,
        new: &mut dyn FnMut(&'static str, &str),
    ) {
        self.comment = self.comment.checked_add(1).unwrap_or_else(|| {
            self.entries.iter_mut().for_each(|entry| entry.comment = 0);
            1
        });
        self.notes.clear();
        self.distinct.clear();
        for token in read.tokens() {
            let form = read.form(token);
            if is_quotation_mark(token, form) {
                self.notes.push(Noted::default());
                continue;
            }
            let known = self.entries.len();
            let (entry, first) = self.stands(token_print(form), || Facts::of(form, stemmer));
            self.notes.push(Noted { facts: self.entries[entry].facts, first });
            if self.entries.len() > known {
                new(super::TOKEN, form);
            }
        }
        for family in phrases {
            family.push(read, &mut |text, _| {
                let known = self.entries.len();
                self.stands(fingerprint(family.name(), text), Facts::default);
                if self.entries.len() > known {
                    new(family.name(), text);
                }
            });
        }
    }

    /// Counts one standing of a unit: its number, and whether it is the comment's first.
    fn stands(&mut self, print: u64, facts: impl FnOnce() -> Facts) -> (usize, bool) {
        let next = self.entries.len() as u32;
        let number = *self.at.entry(print).or_insert(next);
        if number == next {
            self.entries.push(Entry { facts: facts(), comment: 0, place: 0 });
        }
        let entry = &mut self.entries[number as usize];
        let first = entry.comment != self.comment;
        if first {
            entry.comment = self.comment;
            entry.place = self.distinct.len() as u32;
            self.distinct.push((number, 0));
        }
        self.distinct[entry.place as usize].1 += 1;
        (number as usize, first)
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

    /// Forgets everything but the room that it took.
    pub fn clear(&mut self) {
        self.at.clear();
        self.entries.clear();
        self.comment = 0;
    }
}
