//! What is known of every form that was met, so that it is found out once and not at every standing.

use super::entries::Entries;
use super::key::Key;
use super::phrasebook::opens;
use super::standing::{Counting, Standing};
use super::{Counts, PhraseFamily, TOKEN, fingerprint, is_quotation_mark, stem};
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
    /// Finds out all there is to know of a form.
    #[must_use]
    pub fn of(form: &str, stemmer: &Stemmer) -> Self {
        Self::with_stem(form, &stem(form, stemmer), stemmer)
    }

    /// The same if its stem is known.
    #[must_use]
    pub fn with_stem(form: &str, stem: &str, stemmer: &Stemmer) -> Self {
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
    known: Known<R>,
    comment: u32,
    standing: Standing,
    /// Where each token's unit is, and whether it stands there for the first time.
    tokens: Vec<(u32, bool)>,
    notes: Vec<Noted>,
    counting: Counting,
}

/// The units met so far.
#[derive(Debug, Default)]
pub(super) struct Known<R> {
    pub entries: Entries<R>,
    /// What holds of the form of each, by its place.
    facts: Vec<Facts>,
}

/// Asked what holds of a unit that is not known yet, and what to keep of it: by its number, family and text.
pub(super) type New<'a, R> = &'a mut dyn FnMut(usize, &'static str, &str) -> (Facts, R);

impl<R: Copy + Default> Known<R> {
    /// Takes in a token that is not there, with its first standing in a comment.
    #[inline(never)]
    pub fn meet(&mut self, form: &str, key: Key, comment: u32, new: New<'_, R>) -> u32 {
        let (facts, row) =
            if is_quotation_mark(form) { Default::default() } else { new(self.entries.len(), TOKEN, form) };
        self.facts.push(facts);
        self.entries.insert(key, comment, row)
    }

    /// Where a phrase's unit is, and whether it stands there for the first time.
    fn phrase(&mut self, family: &'static str, text: &str, comment: u32, new: New<'_, R>) -> (u32, bool) {
        let key = Key::phrase(family, text);
        self.entries.stands(key, comment).unwrap_or_else(|| {
            let (facts, row) = new(self.entries.len(), family, text);
            self.facts.push(facts);
            (self.entries.insert(key, comment, row), true)
        })
    }
}

impl<R: Copy + Default> Glossary<R> {
    /// Notes a comment. `new` is asked what holds of every unit that is not known yet and what to keep of it: by its
    /// number, family and text.
    pub fn note(
        &mut self,
        read: &Analysis,
        phrases: &[&dyn PhraseFamily],
        new: &mut dyn FnMut(usize, &'static str, &str) -> (Facts, R),
    ) {
        self.begin();
        let Self { known, standing, tokens, comment, .. } = self;
        for token in read.tokens() {
            let key = Key::within(read.forms().as_bytes(), read.form_range(token));
            let (place, first) = known
                .entries
                .stands(key, *comment)
                .unwrap_or_else(|| (known.meet(read.form(token), key, *comment, new), true));
            tokens.push((place, first));
            standing.note(place, first);
        }
        for family in phrases {
            family.push(read, &mut |text, _| {
                let (place, first) = known.phrase(family.name(), text, *comment, new);
                standing.note(place, first);
            });
        }
    }

    /// Notes a comment that nothing is asked of but its units and [`Counts`]: as [`Glossary::note`], without a list of
    /// tokens.
    pub fn count(&mut self, raw: &str, new: &mut dyn FnMut(usize, &'static str, &str) -> (Facts, R)) -> Counts {
        self.begin();
        let Self { known, standing, counting, comment, .. } = self;
        counting.count(raw, known, *comment, standing, new)
    }

    fn begin(&mut self) {
        self.comment = self.comment.checked_add(1).unwrap_or_else(|| {
            self.known.entries.forget_comments();
            1
        });
        self.standing.clear();
        self.tokens.clear();
    }

    /// The tokens of the comment noted last, one each; none if it was only counted.
    #[must_use]
    pub fn notes(&mut self) -> &[Noted] {
        self.notes.clear();
        let noted = |(place, first): &(u32, bool)| Noted { facts: self.known.facts[*place as usize], first: *first };
        self.notes.extend(self.tokens.iter().map(noted));
        &self.notes
    }

    /// The distinct units of the comment noted last, in the order of their first standings: the number of each, what is
    /// kept of it, and how often it stands there. Units are numbered from 0 in the order in which they were met. A
    /// quotation mark, which is no unit, has a number too and nothing kept of it.
    #[inline(always)]
    pub fn standings(&self) -> impl Iterator<Item = (usize, &R, u32)> {
        self.standing.places().iter().map(|place| {
            let entry = self.known.entries.at(*place);
            (*place as usize, &entry.row, entry.count)
        })
    }

    /// How many units have a number.
    #[must_use]
    pub fn len(&self) -> usize {
        self.known.entries.len()
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets every unit, but keeps the room that they took.
    pub fn clear(&mut self) {
        self.known.entries.clear();
        self.known.facts.clear();
        self.comment = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyse;
    use proptest::prelude::*;

    /// What a comment is made of: form and count of each unit, in order.
    fn units(glossary: &Glossary<usize>, forms: &[String]) -> Vec<(String, u32)> {
        glossary.standings().map(|(_, form, count)| (forms[*form].clone(), count)).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn counting_finds_what_listing_finds(
            parts in proptest::collection::vec(prop_oneof![
                4 => "[a-zA-Z]{1,9}|[0-9.,]{1,5}|[a-z]{60,70}",
                2 => " |, |\\\\. |\n|'|n't |[!?.]{1,4}|[ -@]{1,3}",
                2 => "a{4,6}|N[o]{3,5}|<br>|&gt; |&amp;|[\"\u{201c}\u{201d}]|:D|<3|:\\)|@[a-z_']{1,4}|#[a-z']{1,4}",
                1 => "https?://[a-z./]{1,9}|www\\.[a-z.!]{8,70}|\u{1F44D}|é[a-zé]{0,3}|武器|\u{0}|\\PC{1,3}|e\u{301}",
            ], 0..40),
        ) {
            let text = parts.concat();
            let (mut listed, mut counted) = (Glossary::<usize>::default(), Glossary::<usize>::default());
            let (mut forms, mut met) = (vec!["\"".to_owned()], vec!["\"".to_owned()]);
            let read = analyse(&text);
            listed.note(&read, &[], &mut |_, _, form| {
                forms.push(form.to_owned());
                (Facts::default(), forms.len() - 1)
            });
            let counts = counted.count(&text, &mut |_, _, form| {
                met.push(form.to_owned());
                (Facts::default(), met.len() - 1)
            });
            prop_assert_eq!(units(&listed, &forms), units(&counted, &met), "{:?}", text);
            let (mut words, mut letters, mut distinct) = (0, 0, 0);
            for (token, noted) in read.tokens().iter().zip(listed.notes()) {
                let word = usize::from(token.kind.is_word());
                (words, letters) = (words + word, letters + word * read.form(token).len());
                distinct += word & usize::from(noted.first);
            }
            prop_assert_eq!(counts, Counts { words, letters, distinct }, "{:?}", text);
        }
    }
    #[test]
    fn words_are_counted_wherever_blocks_begin() {
        // One glossary for all texts, so that every buffer was another text's before.
        let mut glossary = Glossary::<usize>::default();
        let alphabet: String = ('a'..='z').cycle().take(200).collect();
        for before in 0..=130 {
            for length in [1, 2, 15, 16, 17, 62, 63, 64, 65, 128, 130] {
                for behind in ["", " ", " on", "!"] {
                    let text = format!("{}{}{behind}", " ".repeat(before), &alphabet[..length]);
                    let counts = glossary.count(&text, &mut |number, _, _| (Facts::default(), number));
                    let words = 1 + usize::from(behind == " on");
                    let letters = length + 2 * (words - 1);
                    assert_eq!(counts, Counts { words, letters, distinct: words }, "{text:?}");
                    assert_eq!(glossary.standings().count(), words + usize::from(behind == "!"), "{text:?}");
                }
            }
        }
        assert_eq!(glossary.len(), 13, "eleven words, `on` and `!`");
    }
}
