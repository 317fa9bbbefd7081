//! A corpus as two sparse matrices: comments × units and units × features.

use rayon::prelude::*;

use super::lexicon::Lexicon;
use crate::features::{FingerprintMap, PhraseFamily, Target, fingerprint, owned, units};
use crate::sparse::Csr;
use crate::text::{Stemmer, analyse};

/// Comments read by one task.
const CHUNK: usize = 512;

/// A text and the target that its sides are about.
#[derive(Clone, Copy)]
pub struct Document<'a> {
    /// The comment as written.
    pub text: &'a str,
    /// Its target, if any.
    pub target: Option<&'a Target>,
}

/// What a corpus holds before anything is weighed: counts only, so every fold shares it.
pub struct UnitMatrix {
    /// Comments × units, each value `1 + ln(count)`.
    pub documents: Csr,
    /// Units × features, each value how often the unit owns the feature.
    pub owned: Csr,
    /// The units.
    pub units: Lexicon,
    /// The features.
    pub features: Lexicon,
}

/// One chunk's units: their counts a comment, and the spelling of each that the chunk met.
#[derive(Default)]
struct Part {
    rows: Vec<Vec<(u64, u32)>>,
    spelled: FingerprintMap<(&'static str, String)>,
}

impl UnitMatrix {
    /// Reads the comments in parallel; numbers units and features by first appearance, whatever the thread count.
    #[must_use]
    pub fn build(documents: &[Document<'_>], phrases: &[&dyn PhraseFamily], stemmer: &Stemmer) -> Self {
        let parts: Vec<Part> = documents.par_chunks(CHUNK).map(|chunk| Part::read(chunk, phrases)).collect();
        let mut lexicon = Lexicon::default();
        let mut rows = Vec::with_capacity(documents.len());
        for part in parts {
            for row in &part.rows {
                rows.push(
                    row.iter()
                        .map(|(unit, count)| (part.number(&mut lexicon, *unit), sublinear(*count)))
                        .collect::<Vec<_>>(),
                );
            }
        }
        let mut matrix = Csr::with_cols(lexicon.len());
        for row in rows {
            matrix.push_row(row);
        }
        let (owned, features) = own(&lexicon, stemmer);
        Self { documents: matrix, owned, units: lexicon, features }
    }
}

impl Part {
    fn read(documents: &[Document<'_>], phrases: &[&dyn PhraseFamily]) -> Self {
        let mut part = Self::default();
        for document in documents {
            let read = analyse(document.text);
            let mut row: Vec<u64> = Vec::with_capacity(read.tokens().len());
            units(&read, phrases, &mut |family, text, _| {
                let unit = fingerprint(family, text);
                part.spelled.entry(unit).or_insert_with(|| (family, text.to_owned()));
                row.push(unit);
            });
            part.rows.push(counted(row));
        }
        part
    }

    fn number(&self, lexicon: &mut Lexicon, unit: u64) -> u32 {
        let (family, text) = &self.spelled[&unit];
        lexicon.intern(unit, family, text)
    }
}

/// Distinct values with their counts, sorted by value so that sums over them have one order everywhere.
pub(super) fn counted(mut values: Vec<u64>) -> Vec<(u64, u32)> {
    values.sort_unstable();
    let mut counts: Vec<(u64, u32)> = Vec::with_capacity(values.len());
    for value in values {
        match counts.last_mut() {
            Some((last, count)) if *last == value => *count += 1,
            _ => counts.push((value, 1)),
        }
    }
    counts
}

/// Sublinear term frequency.
pub(super) fn sublinear(count: u32) -> f32 {
    1.0 + (count as f32).ln()
}

fn own(units: &Lexicon, stemmer: &Stemmer) -> (Csr, Lexicon) {
    let mut features = Lexicon::default();
    let mut rows: Vec<Vec<(u32, f32)>> = Vec::with_capacity(units.len());
    for unit in 0..units.len() {
        let (family, text) = units.entry(unit);
        let mut row: Vec<u32> = Vec::with_capacity(32);
        owned(family, text, stemmer, &mut |family, name| {
            row.push(features.intern(fingerprint(family, name), family, name));
        });
        row.sort_unstable();
        let counted = row.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as f32)).collect();
        rows.push(counted);
    }
    let mut matrix = Csr::with_cols(features.len());
    for row in rows {
        matrix.push_row(row);
    }
    (matrix, features)
}
