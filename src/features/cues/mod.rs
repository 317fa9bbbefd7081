//! Cues: a few dozen numbers about how a comment is written, for the decision layer.

mod address;
mod irony;
mod length;
mod mention;
mod negation;
mod punctuation;
mod quotation;

use super::View;
use crate::text::Stemmer;

/// A family of dense columns.
pub trait CueFamily: Sync {
    /// The family's name.
    fn name(&self) -> &'static str;
    /// Names of its columns, in the order in which `measure` pushes them.
    fn columns(&self) -> &'static [&'static str];
    /// Pushes one finite number a column.
    fn measure(&self, view: &View<'_>, stemmer: &Stemmer, out: &mut dyn FnMut(f64));
}

/// The families of cues, in a fixed order.
pub static CUE_FAMILIES: &[&dyn CueFamily] = &[
    &length::Length,
    &punctuation::Punctuation,
    &negation::Negation,
    &quotation::Quotation,
    &irony::Irony,
    &mention::Mention,
    &address::Address,
];

/// Names of all cue columns.
pub fn columns() -> impl Iterator<Item = &'static str> {
    CUE_FAMILIES.iter().flat_map(|family| family.columns().iter().copied())
}

/// All cue columns of a comment.
#[must_use]
pub fn measure(view: &View<'_>, stemmer: &Stemmer) -> Vec<f64> {
    let mut values = Vec::with_capacity(32);
    for family in CUE_FAMILIES {
        family.measure(view, stemmer, &mut |value| values.push(value));
    }
    values
}

/// `part` of `whole`, 0 for an empty whole.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// How many times any of the phrases stands in a text of tokens joined by spaces, bounded by spaces itself.
fn phrases(joined: &str, list: &[&str]) -> usize {
    list.iter().map(|phrase| joined.matches(phrase).count()).sum()
}

/// The tokens' forms between spaces, for phrase cues. Only the author's own words: quoted tokens are left out.
fn joined(view: &View<'_>) -> String {
    let mut joined = String::from(" ");
    for token in view.read.tokens().iter().filter(|t| !t.quoted) {
        joined.push_str(view.read.form(token));
        joined.push(' ');
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::Target;
    use crate::text::analyse;
    use proptest::prelude::*;

    #[test]
    fn every_file_is_listed() {
        let listed: Vec<&str> = CUE_FAMILIES.iter().map(|f| f.name()).collect();
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/features/cues");
        for entry in std::fs::read_dir(folder).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let stem = name.trim_end_matches(".rs");
            assert!(
                stem == "mod" || listed.contains(&stem),
                "add `&{stem}::…` to CUE_FAMILIES in src/features/cues/mod.rs"
            );
        }
    }

    proptest! {
        /// The contract of every family: finite, as many as named, the same twice, no panic.
        #[test]
        fn contract(text in "\\PC{0,80}|([a-zA-Z@#\"'!?.,> \n\u{201c}\u{1f600}\u{0301}\u{200d}]{0,120})", target in "\\PC{0,12}") {
            let stemmer = Stemmer::new("english").unwrap();
            let target = Target::new(&target, &stemmer);
            let read = analyse(&text);
            let view = View { raw: &text, read: &read, target: Some(&target) };
            for family in CUE_FAMILIES {
                let run = || {
                    let mut values = Vec::new();
                    family.measure(&view, &stemmer, &mut |v| values.push(v));
                    values
                };
                let values = run();
                prop_assert_eq!(values.len(), family.columns().len(), "{} must push one number a column", family.name());
                prop_assert!(values.iter().all(|v| v.is_finite()), "{} pushed a number that is not finite", family.name());
                prop_assert_eq!(values, run());
            }
        }
    }
}
