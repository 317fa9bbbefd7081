//! Scoring with a memory of what tokens add up to, so that a comment costs one look-up a token.

use super::Scorer;
use super::meaning::{Meaning, meaning};
use super::units::sublinear;
use crate::features::{Glossary, PhraseFamily};
use crate::text::{Analysis, Stemmer};

/// Bytes that one memory takes, about; when it is full it begins anew.
const MOST_BYTES: usize = 12 << 20;
/// What a unit takes beside its sums: its entry in the glossary and in the glossary's map, and its meaning.
const UNIT_BYTES: usize = 48 + size_of::<Meaning>();
/// Sums that fill a cache line.
const LINE: usize = 16;
/// Counts whose weights are looked up.
const COMMON: u32 = 32;

/// Sums side by side in one cache line.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
struct Line([f32; LINE]);

/// Sums of the units met so far, and the buffers for one comment. Remembering changes nothing but the time it takes.
///
/// A memory belongs to one scorer.
#[derive(Debug, Default)]
pub struct Memory {
    /// The comment that is being scored.
    pub read: Analysis,
    /// Its dense columns, for who decides.
    pub row: Vec<f64>,
    pub(super) glossary: Glossary,
    /// For each unit as many lines as its sums need.
    sums: Vec<Line>,
    total: Vec<Line>,
    /// For each unit the row of its word vector, if they are asked for.
    pub(super) meanings: Vec<Meaning>,
    /// The mean that is being made.
    pub(super) mean: Vec<f32>,
    /// What the n-th standing of a unit adds: to its weight, and to its weight squared.
    steps: Vec<(f32, f32)>,
}

impl Memory {
    /// What holds of the tokens of the comment scored last.
    #[must_use]
    pub fn glossary(&self) -> &Glossary {
        &self.glossary
    }

    fn begin(&mut self, lines: usize) {
        if self.glossary.len() * (lines * size_of::<Line>() + UNIT_BYTES) > MOST_BYTES {
            self.glossary.clear();
            self.sums.clear();
            self.meanings.clear();
        }
        self.total.clear();
        self.total.resize(lines, Line::default());
        if self.steps.is_empty() {
            self.steps = (0..COMMON).map(step).collect();
        }
    }
}

impl Scorer {
    /// Scores the comment in `memory.read`; [`Scorer::of`] gives the scores.
    pub fn score(&self, phrases: &[&dyn PhraseFamily], stemmer: &Stemmer, memory: &mut Memory) -> f64 {
        let width = self.width();
        let lines = (width + 1).div_ceil(LINE);
        memory.begin(lines);
        let Memory { read, glossary, sums, total, steps, meanings, .. } = memory;
        glossary.note(read, phrases, stemmer, &mut |family, text| {
            for part in self.sums(family, text, stemmer).chunks(LINE) {
                let mut line = Line::default();
                line.0[..part.len()].copy_from_slice(part);
                sums.push(line);
            }
            if let Some(vectors) = self.vectors {
                meanings.push(meaning(vectors, family, text));
            }
        });
        let weight = |count: u32| steps.get(count as usize).copied().unwrap_or_else(|| step(count));
        for (line, total) in total.iter_mut().enumerate() {
            let mut sum = [0f32; LINE];
            for (unit, count) in glossary.standings() {
                let sums = &sums[*unit as usize * lines + line].0;
                let (weight, _) = weight(*count);
                (0..LINE).for_each(|lane| sum[lane] += weight * sums[lane]);
            }
            total.0 = sum;
        }
        let norm = (width / LINE, width % LINE);
        let squares = glossary.standings().iter().map(|(unit, count)| {
            // Squares add up, so a repeat adds another share to them than to the sums.
            f64::from(weight(*count).1 * sums[*unit as usize * lines + norm.0].0[norm.1])
        });
        let square: f64 = squares.sum();
        if square > 0.0 { 1.0 / square.sqrt() } else { 0.0 }
    }

    /// One score of the comment scored last, given what [`Scorer::score`] returned.
    #[must_use]
    pub fn of(&self, memory: &Memory, scale: f64, score: usize) -> f64 {
        self.bias[score] + scale * f64::from(memory.total[score / LINE].0[score % LINE])
    }
}

/// What the `count`-th standing of a unit adds to its sublinear weight, and to the square of it.
fn step(count: u32) -> (f32, f32) {
    let (weight, before) = (sublinear(count.max(1)), if count > 1 { sublinear(count - 1) } else { 0.0 });
    (weight - before, weight * weight - before * before)
}
