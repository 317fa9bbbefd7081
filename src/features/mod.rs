//! What the model sees of a comment. Training and prediction call the same functions with the same [`View`].
//!
//! Three lists, each the place to add a family with one file and one line:
//! [`TOKEN_FAMILIES`] (what a token owns), [`PHRASE_FAMILIES`] (units of several tokens), [`CUE_FAMILIES`] (dense
//! columns of the decision layer).

mod bigrams;
mod chars;
pub mod cues;
mod entries;
mod fingerprint;
mod glossary;
mod key;
mod lead;
mod negated;
mod opening;
mod parent;
mod phrasebook;
mod sought;
mod standing;
mod stems;
mod view;

pub use cues::{CUE_FAMILIES, Counts, CueFamily};
pub use fingerprint::{FingerprintMap, TOKEN, fingerprint, token_print};
pub use glossary::{Facts, Glossary, Noted};
pub use parent::Parent;
pub use view::{Target, View};

use std::borrow::Cow;

use crate::text::{Analysis, Stemmer};

/// Features that belong to a token: whoever writes the token has them, wherever it stands.
pub trait TokenFamily: Sync {
    /// The family's name in recipes and in [`fingerprint`]s.
    fn name(&self) -> &'static str;
    /// Pushes the features of a token's form, whose stem is given.
    fn push(&self, form: &str, stem: &str, out: &mut dyn FnMut(&str));
    /// Appends their fingerprints in the same order; a family overrides it where it can do so faster.
    fn prints(&self, form: &str, stem: &str, prints: &mut Vec<u64>) {
        self.push(form, stem, &mut |feature| prints.push(fingerprint(self.name(), feature)));
    }
}

/// Units made of several tokens or of a token in its place. Each unit is its own only feature.
pub trait PhraseFamily: Sync {
    /// The family's name in recipes and in [`fingerprint`]s.
    fn name(&self) -> &'static str;
    /// Pushes the comment's units; the second argument is the index of the token to which `explain` charges it.
    fn push(&self, read: &Analysis, out: &mut dyn FnMut(&str, usize));
}

/// The families of token features, in a fixed order.
pub static TOKEN_FAMILIES: &[&dyn TokenFamily] = &[&chars::Chars, &stems::Stems];

/// The families of phrase units, in a fixed order.
pub static PHRASE_FAMILIES: &[&dyn PhraseFamily] =
    &[&bigrams::Bigrams, &negated::Negated, &opening::Opening, &lead::Lead];

/// Characters of a token that its stem is made of.
const LONGEST_STEM: usize = 64;

/// Classes such as `<url>` have no letters of their own.
fn is_class(form: &str) -> bool {
    form.len() > 2 && form.starts_with('<') && form.ends_with('>')
}

/// A plain quotation mark: what it marks is in the tokens' flags, so it is no unit of its own.
fn is_quotation_mark(form: &str) -> bool {
    form == "\""
}

/// Calls `out` for every unit of a comment: (family, text, index of the token it stands at).
pub fn units(read: &Analysis, phrases: &[&dyn PhraseFamily], out: &mut dyn FnMut(&'static str, &str, usize)) {
    for (at, token) in read.tokens().iter().enumerate() {
        let form = read.form(token);
        if !is_quotation_mark(form) {
            out(TOKEN, form, at);
        }
    }
    for family in phrases {
        family.push(read, &mut |text, at| out(family.name(), text, at));
    }
}

/// Calls `out` for every feature that a unit owns: (family, text).
pub fn owned(unit_family: &'static str, text: &str, stemmer: &Stemmer, out: &mut dyn FnMut(&'static str, &str)) {
    if unit_family == TOKEN {
        let stem = stem(text, stemmer);
        for family in TOKEN_FAMILIES {
            family.push(text, &stem, &mut |feature| out(family.name(), feature));
        }
    } else {
        out(unit_family, text);
    }
}

/// The stem of a token's form; a form without end is cut first.
#[must_use]
pub fn stem<'a>(form: &'a str, stemmer: &Stemmer) -> Cow<'a, str> {
    stemmer.stem(form.char_indices().nth(LONGEST_STEM).map_or(form, |(end, _)| &form[..end]))
}

/// Appends the fingerprints of every feature that a unit owns, each as often as it owns it. `stem` is that of a token.
pub fn owned_prints(unit_family: &'static str, text: &str, stem: &str, prints: &mut Vec<u64>) {
    if unit_family == TOKEN {
        for family in TOKEN_FAMILIES {
            family.prints(text, stem, prints);
        }
    } else {
        prints.push(fingerprint(unit_family, text));
    }
}

/// The phrase families of these names.
#[must_use]
pub fn phrase_families(names: &[String]) -> Vec<&'static dyn PhraseFamily> {
    PHRASE_FAMILIES.iter().copied().filter(|f| names.iter().any(|n| n == f.name())).collect()
}
