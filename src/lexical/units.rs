//! A corpus as two sparse matrices: comments × units and units × features.

use rayon::prelude::*;

use super::lexicon::Lexicon;
use crate::features::{PhraseFamily, fingerprint, owned, units};
use crate::sparse::Csr;
use crate::text::{Analysis, Stemmer};

/// Items counted by one task.
const CHUNK: usize = 1024;

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

impl UnitMatrix {
    /// Reads the comments in parallel; numbers units and features by first appearance, whatever the thread count.
    #[must_use]
    pub fn build(texts: &[&str], phrases: &[&dyn PhraseFamily], stemmer: &Stemmer) -> Self {
        // A task reads its texts into the same buffers. Lists that grow anew for every text keep asking for memory, and
        // a thread that was given some by another one waits for that one's lock each time.
        let (documents, found) = number(texts, sublinear, |text, read: &mut Analysis, out| {
            read.read(text);
            units(read, phrases, &mut |family, text, _| out(family, text));
        });
        let list: Vec<usize> = (0..found.len()).collect();
        let (owned, features) = number(
            &list,
            |count| count as f32,
            |unit, (), out| {
                let (family, text) = found.entry(*unit);
                owned(family, text, stemmer, out);
            },
        );
        Self { documents, owned, units: found, features }
    }
}

/// The named things of every item as a matrix of their counts, and a lexicon that numbers them by first appearance.
///
/// Every chunk of items is counted with numbers of its own; only its distinct things are looked up again when the
/// chunks' lexicons become one. `visit` is given what the chunk's items before left of its state.
fn number<T: Sync, S: Default>(
    items: &[T],
    value: impl Fn(u32) -> f32 + Sync,
    visit: impl Fn(&T, &mut S, &mut dyn FnMut(&'static str, &str)) + Sync,
) -> (Csr, Lexicon) {
    let parts: Vec<(Csr, Lexicon)> = items
        .par_chunks(CHUNK)
        .map(|chunk| {
            let (mut counts, mut lexicon) = (Csr::with_cols(usize::MAX), Lexicon::default());
            let (mut row, mut state) = (Vec::new(), S::default());
            for item in chunk {
                row.clear();
                visit(item, &mut state, &mut |family, text| {
                    row.push(lexicon.intern(fingerprint(family, text), family, text));
                });
                row.sort_unstable();
                counts.push_row(row.chunk_by(|a, b| a == b).map(|same| (same[0], value(same.len() as u32))));
            }
            (counts, lexicon)
        })
        .collect();
    let mut all = Lexicon::default();
    let (counts, numbers): (Vec<Csr>, Vec<Vec<u32>>) =
        parts.into_iter().map(|(counts, lexicon)| (counts, all.absorb(&lexicon))).unzip();
    let counts = counts.into_par_iter().zip(numbers).map(|(part, numbers)| part.renumbered(&numbers)).collect();
    (Csr::stack(all.len(), counts), all)
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

/// The count that has this sublinear frequency.
#[must_use]
pub fn standings(frequency: f32) -> f64 {
    // Nearly everything stands once, and needs no exponential.
    if frequency > 1.0 { f64::from(frequency - 1.0).exp() } else { 1.0 }
}
