//! Cues: a few dozen numbers about how a comment is written, for the decision layer.

mod address;
mod answer;
mod irony;
mod length;
mod mention;
mod negation;
mod punctuation;
mod quotation;

use std::sync::LazyLock;

use super::{View, phrasebook};

/// A family of dense columns.
pub trait CueFamily: Sync {
    /// The family's name.
    fn name(&self) -> &'static str;
    /// Names of its columns, in the order in which `measure` pushes them.
    fn columns(&self) -> &'static [&'static str];
    /// Lists of phrases whose standings are counted for it: tokens between spaces, in lower case.
    fn phrases(&self) -> &'static [&'static [&'static str]] {
        &[]
    }
    /// Whether it compares the comment with the text that it answers, which has to be found first.
    fn reads_parent(&self) -> bool {
        false
    }
    /// Pushes one finite number a column; `found` holds how many phrases of each of its lists stand in the author's own
    /// words.
    fn measure(&self, view: &View<'_>, found: &[u32], out: &mut dyn FnMut(f64));
    /// What gives the same by the counts of a comment, if the family reads nothing else of it.
    fn by_counts(&self) -> Option<ByCounts> {
        None
    }
}

/// Writes one number a column, given the counts of a comment.
pub type ByCounts = fn(&Counts, &mut [f64]);

/// How many words a comment has: what can be told without a list of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Its words.
    pub words: usize,
    /// Bytes of their forms.
    pub letters: usize,
    /// Distinct forms among them.
    pub distinct: usize,
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
    &answer::Answer,
];

/// Names of all cue columns.
pub fn columns() -> impl Iterator<Item = &'static str> {
    CUE_FAMILIES.iter().flat_map(|family| family.columns().iter().copied())
}

/// Appends all cue columns of a comment. Those of a family that `wanted` leaves out are 0, at no cost; without
/// `wanted` no family is left out.
pub fn measure(view: &View<'_>, wanted: Option<&[bool]>, row: &mut Vec<f64>) {
    let wants = |at: usize| wanted.is_none_or(|wanted| wanted[at]);
    let any = CUE_FAMILIES.iter().enumerate().any(|(at, family)| wants(at) && !family.phrases().is_empty());
    let counts = if any { phrasebook::count(view) } else { phrasebook::NONE };
    let mut list = 0;
    for (at, family) in CUE_FAMILIES.iter().enumerate() {
        let lists = family.phrases().len();
        if wants(at) {
            family.measure(view, &counts[list..list + lists], &mut |value| row.push(value));
        } else {
            row.resize(row.len() + family.columns().len(), 0.0);
        }
        list += lists;
    }
}

/// The families that are wanted, if all of them read nothing of a comment but its counts.
#[derive(Debug, Clone, Default)]
pub struct Counted {
    /// The columns of all families.
    width: usize,
    /// Where the columns of each family that is wanted begin, and what writes them.
    families: Vec<(usize, ByCounts)>,
}

impl Counted {
    /// Nothing if a family that is wanted reads more.
    #[must_use]
    pub fn of(wanted: &[bool]) -> Option<Self> {
        let mut counted = Self::default();
        for (family, wanted) in CUE_FAMILIES.iter().zip(wanted) {
            if *wanted {
                counted.families.push((counted.width, family.by_counts()?));
            }
            counted.width += family.columns().len();
        }
        Some(counted)
    }

    /// Appends the columns as [`measure`] does.
    pub fn measure(&self, counts: &Counts, row: &mut Vec<f64>) {
        let start = row.len();
        row.resize(start + self.width, 0.0);
        self.families.iter().for_each(|(at, write)| write(counts, &mut row[start + at..]));
    }
}

/// `part` of `whole`, 0 for an empty whole.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// How often something stands, on a scale on which the tenth time counts less than the first.
fn log(count: usize) -> f64 {
    static COMMON: LazyLock<[f64; 512]> = LazyLock::new(|| std::array::from_fn(|count| (count as f64).ln_1p()));
    COMMON.get(count).copied().unwrap_or_else(|| (count as f64).ln_1p())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::{Facts, Glossary, Parent, Target};
    use crate::text::{Stemmer, analyse};
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
        fn contract(text in "\\PC{0,80}|([a-zA-Z@#\"'!?.,> \n\u{201c}\u{1f600}\u{0301}\u{200d}]{0,120})", target in "\\PC{0,12}", parent in "\\PC{0,40}") {
            let stemmer = Stemmer::new("english").unwrap();
            let target = Target::new(&target, &stemmer);
            let parent = Parent::of(&parent, &stemmer);
            let (read, mut glossary) = (analyse(&text), Glossary::default());
            glossary.note(&read, &[], &mut |_, _, form| (Facts::of(form, &stemmer), ()));
            let view = View { raw: &text, read: &read, notes: glossary.notes(), target: Some(&target), parent: parent.as_ref() };
            for family in CUE_FAMILIES {
                let run = || {
                    let mut values = Vec::new();
                    family.measure(&view, &vec![2; family.phrases().len()], &mut |v| values.push(v));
                    values
                };
                let values = run();
                prop_assert_eq!(values.len(), family.columns().len(), "{} must push one number a column", family.name());
                prop_assert!(values.iter().all(|v| v.is_finite()), "{} pushed a number that is not finite", family.name());
                prop_assert_eq!(&values, &run());
                if let Some(write) = family.by_counts() {
                    let (mut told, mut glossary) = (vec![0.0; values.len()], Glossary::default());
                    let counts = glossary.count(&text, &mut |_, _, form| (Facts::of(form, &stemmer), ()));
                    write(&counts, &mut told);
                    prop_assert_eq!(values, told, "{} reads more than counts", family.name());
                }
            }
        }
    }
}
