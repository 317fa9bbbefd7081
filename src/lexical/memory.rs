//! Scoring with a memory of what tokens add up to, so that a comment costs one look-up a token.

use super::Scorer;
use super::units::sublinear;
use crate::features::{Glossary, PhraseFamily};
use crate::text::{Analysis, Stemmer};

/// Bytes that one memory takes, about; when it is full it begins anew.
const MOST_BYTES: usize = 12 << 20;
/// What a unit takes beside its sums: its entry in the glossary and in the glossary's map.
const UNIT_BYTES: usize = 48;
/// Sums are padded to whole vector registers.
const LANES: usize = 8;
/// Counts whose sublinear weight is looked up.
const COMMON: usize = 16;

/// Sums of the units met so far, and the buffers for one comment. Remembering changes nothing but the time it takes.
///
/// A memory belongs to one scorer.
#[derive(Debug, Default)]
pub struct Memory {
    /// The comment that is being scored.
    pub read: Analysis,
    /// Its dense columns, for who decides.
    pub row: Vec<f64>,
    glossary: Glossary,
    sums: Vec<f32>,
    total: Vec<f32>,
    weights: Vec<f32>,
}

impl Memory {
    /// What holds of the tokens of the comment scored last.
    #[must_use]
    pub fn glossary(&self) -> &Glossary {
        &self.glossary
    }

    fn begin(&mut self, stride: usize) {
        if self.glossary.len() * (stride * size_of::<f32>() + UNIT_BYTES) > MOST_BYTES {
            self.glossary.clear();
            self.sums.clear();
        }
        self.total.clear();
        self.total.resize(stride, 0.0);
        if self.weights.is_empty() {
            self.weights = (0..COMMON as u32).map(|count| sublinear(count.max(1))).collect();
        }
    }
}

impl Scorer {
    /// Scores the comment in `memory.read`; [`Scorer::of`] gives the scores.
    pub fn score(&self, phrases: &[&dyn PhraseFamily], stemmer: &Stemmer, memory: &mut Memory) -> f64 {
        let width = self.width();
        let stride = (width + 1).next_multiple_of(LANES);
        memory.begin(stride);
        let Memory { read, glossary, sums, total, weights, .. } = memory;
        glossary.note(read, phrases, stemmer, &mut |family, text| {
            sums.extend(self.sums(family, text, stemmer));
            sums.resize(sums.len().next_multiple_of(stride), 0.0);
        });
        for (unit, count) in glossary.distinct() {
            let sums = &sums[*unit as usize * stride..][..stride];
            let tf = weights.get(*count as usize).copied().unwrap_or_else(|| sublinear(*count));
            for (total, sums) in total.chunks_exact_mut(LANES).zip(sums.chunks_exact(LANES)) {
                total.iter_mut().zip(sums).for_each(|(t, s)| *t += tf * s);
            }
            // The norm adds up squares.
            total[width] += (tf * tf - tf) * sums[width];
        }
        let square = f64::from(total[width]);
        if square > 0.0 { 1.0 / square.sqrt() } else { 0.0 }
    }

    /// One score of the comment scored last, given what [`Scorer::score`] returned.
    #[must_use]
    pub fn of(&self, memory: &Memory, scale: f64, score: usize) -> f64 {
        self.bias[score] + scale * f64::from(memory.total[score])
    }
}
