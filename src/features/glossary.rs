//! What is known of every form that was met, so that it is found out once and not at every standing.

use super::entries::Entries;
use super::fingerprint::token_print_within;
use super::phrasebook::opens;
use super::{PhraseFamily, TOKEN, fingerprint, is_quotation_mark, stem};
use crate::text::{Analysis, Stemmer, Turn};

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
    /// Finds out all there is to know of a form with its stem.
    #[must_use]
    pub fn of(form: &str, stem: &str, stemmer: &Stemmer) -> Self {
        let same = |w: &[u8]| w[0].is_ascii_alphabetic() && w[0] == w[1] && w[1] == w[2];
        Self {
            stem: if form.starts_with('#') { stem_print(form, stemmer) } else { half_print(stem) },
            opens: opens(form),
            turn: Turn::of(form),
            elongated: form != "www" && form.as_bytes().windows(3).any(same),
        }
    }
}

/// Half of the fingerprint of a form's stem; a hashtag's is that of its word.
pub(super) fn stem_print(form: &str, stemmer: &Stemmer) -> u32 {
    half_print(&stem(form.trim_start_matches('#'), stemmer))
}

fn half_print(stem: &str) -> u32 {
    (fingerprint("stem", stem) >> 32) as u32
}

/// One standing of a form in a comment.
#[derive(Debug, Clone, Copy, Default)]
pub struct Noted {
    /// What holds of the form.
    pub facts: Facts,
    /// Whether it stands here for the first time in this comment.
    pub first: bool,
}

/// What is known of the units met so far, and how the comment noted last is made of them. `R` is what its owner wants
/// to find with a unit.
#[derive(Debug, Default)]
pub struct Glossary<R = ()> {
    entries: Entries<R>,
    comment: u32,
    /// The fingerprints of the tokens.
    prints: Vec<u64>,
    /// Where the table has each unit, the tokens first, and how often it has stood so far.
    standings: Vec<(u32, u32)>,
    notes: Vec<Noted>,
}

/// Stands for a token that is not in the table yet.
const NEW: (u32, u32) = (u32::MAX, 0);

impl<R: Copy + Default> Glossary<R> {
    /// Notes a comment. `new` is asked what to keep of every unit (family, text, stem of a token) that is not known yet.
    pub fn note(
        &mut self,
        read: &Analysis,
        phrases: &[&dyn PhraseFamily],
        stemmer: &Stemmer,
        new: &mut dyn FnMut(&'static str, &str, &str) -> R,
    ) {
        self.prints.clear();
        self.prints.extend(read.tokens().iter().map(|token| token_print_within(read.forms(), read.form_range(token))));
        let comment = self.begin();
        let Self { entries, prints, standings, .. } = self;
        standings.resize(prints.len(), NEW);
        // Nearly all is known. The loop that finds that out does nothing else: so short, it asks for the lines of many
        // tokens before the first has come from memory.
        let mut known = true;
        for (standing, print) in standings.iter_mut().zip(&*prints) {
            *standing = entries.stands(*print, comment).unwrap_or(NEW);
            known &= standing.0 != NEW.0;
        }
        if !known {
            for ((standing, print), token) in standings.iter_mut().zip(prints).zip(read.tokens()) {
                if *standing != NEW {
                    continue;
                }
                let (print, form) = (*print, read.form(token));
                *standing = entries.stands(print, comment).unwrap_or_else(|| {
                    if is_quotation_mark(token, form) {
                        return entries.insert(print, comment, Facts::default(), R::default());
                    }
                    let stem = stem(form, stemmer);
                    entries.insert(print, comment, Facts::of(form, &stem, stemmer), new(TOKEN, form, &stem))
                });
            }
        }
        for family in phrases {
            family.push(read, &mut |text, _| {
                let print = fingerprint(family.name(), text);
                let found = entries.stands(print, comment);
                standings.push(found.unwrap_or_else(|| {
                    let row = new(family.name(), text, "");
                    entries.insert(print, comment, Facts::default(), row)
                }));
            });
        }
    }

    fn begin(&mut self) -> u32 {
        self.comment = self.comment.checked_add(1).unwrap_or_else(|| {
            self.entries.forget_comments();
            1
        });
        self.standings.clear();
        self.comment
    }

    /// The tokens of the comment noted last, one each.
    #[must_use]
    pub fn notes(&mut self) -> &[Noted] {
        self.notes.clear();
        let tokens = &self.standings[..self.prints.len()];
        let noted = |(place, count): &(u32, u32)| Noted { facts: self.entries.at(*place).facts, first: *count == 1 };
        self.notes.extend(tokens.iter().map(noted));
        &self.notes
    }

    /// The units of the comment noted last, tokens in reading order and then phrases: what is kept of each, and how
    /// often it has stood so far, counted from 1. A quotation mark, which is no unit, has nothing kept of it.
    pub fn standings(&self) -> impl Iterator<Item = (&R, u32)> {
        self.standings.iter().map(|(place, count)| (&self.entries.at(*place).row, *count))
    }

    /// How many units are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets every unit, but keeps the room that they took.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.comment = 0;
    }
}
