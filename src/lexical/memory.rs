//! Scoring with a memory of what tokens add up to, so that a comment costs one look-up a token.

use super::Scorer;
use super::gather::Gather;
use super::meaning::Meaning;
use super::row::{FAR, Further, LANES, NEAR, Row, further};
use super::units::sublinear;
use crate::features::{Glossary, Noted, PhraseFamily};
use crate::text::{Analysis, Stemmer};

/// Units that are remembered at most, and bytes that what is beside the glossary takes; then a memory begins anew.
const MOST_UNITS: usize = 80_000;
const MOST_BYTES: usize = 8 << 20;
/// Counts whose weights are looked up.
const COMMON: u32 = 32;

/// Sums of the units met so far, and the buffers for one comment. Remembering changes nothing but the time it takes.
///
/// A memory belongs to one scorer.
#[derive(Debug, Default)]
pub struct Memory {
    /// The comment that is being scored.
    pub read: Analysis,
    /// Its dense columns, for who decides.
    pub row: Vec<f64>,
    pub(super) glossary: Glossary<Row>,
    gather: Gather,
    /// Units that have a number; numbers are counted from 1.
    numbered: u32,
    /// By the number of each unit, what finds no room in its row. Nothing has number 0.
    further: Vec<Further>,
    /// By the number of each unit what [`Meaning::read`] gives, if the scorer has meanings.
    meanings: Vec<f32>,
    total: Vec<f32>,
    /// What the meanings of the comment add up to.
    meant: Vec<f32>,
    /// What the n-th standing of a unit adds: to its weight, and to its weight squared.
    steps: Vec<(f32, f32)>,
}

impl Memory {
    /// The comment scored last, and what holds of its tokens.
    #[must_use]
    pub fn notes(&mut self) -> (&Analysis, &[Noted]) {
        (&self.read, self.glossary.notes())
    }

    fn begin(&mut self, rows: usize, meant: usize) {
        let beside = size_of_val(&self.further[..]) + size_of_val(&self.meanings[..]);
        if self.glossary.len() > MOST_UNITS || beside > MOST_BYTES {
            self.glossary.clear();
            self.further.clear();
            self.meanings.clear();
            self.numbered = 0;
        }
        if self.numbered == 0 {
            self.further.resize(rows, Further::default());
            self.meanings.resize(meant, 0.0);
        }
        if self.steps.is_empty() {
            self.steps = (0..COMMON).map(step).collect();
        }
    }
}

impl Scorer {
    /// Scores the comment in `memory.read`; [`Scorer::of`] gives the scores.
    pub fn score(&self, phrases: &[&dyn PhraseFamily], stemmer: &Stemmer, memory: &mut Memory) -> f64 {
        let width = self.width();
        let step_of_meanings = self.meaning.as_ref().map_or(0, Meaning::step);
        memory.begin(further(width), step_of_meanings);
        let Memory { read, glossary, gather, numbered, further, total, steps, meanings, meant, .. } = memory;
        glossary.note(read, phrases, stemmer, &mut |family, text, stem| {
            *numbered += 1;
            let sums = self.sums(family, text, stem, gather);
            if let Some(meaning) = &self.meaning {
                meaning.read(family, text, meanings);
            }
            Row::of(&sums[..width], sums[width], *numbered, further)
        });
        let (near, square) = pulp::Arch::new().dispatch(Near { glossary, steps });
        total.clear();
        total.extend_from_slice(&near[..NEAR]);
        let rows = self::further(width);
        for at in 0..rows {
            let mut far = [0f32; FAR];
            for (row, count) in glossary.standings() {
                let (step, lanes) = (weight(steps, count).0 * row.step, &further[row.number() * rows + at].0);
                (0..FAR).for_each(|lane| far[lane] += step * f32::from(lanes[lane]));
            }
            total.extend_from_slice(&far);
        }
        meant.clear();
        meant.resize(step_of_meanings, 0.0);
        if step_of_meanings > 0 {
            for (row, _) in glossary.standings() {
                let word = &meanings[row.number() * meant.len()..][..meant.len()];
                meant.iter_mut().zip(word).for_each(|(sum, w)| *sum += w);
            }
        }
        if square > 0.0 { 1.0 / square.sqrt() } else { 0.0 }
    }

    /// One score of the comment scored last, given what [`Scorer::score`] returned.
    #[must_use]
    pub fn of(&self, memory: &Memory, scale: f64, score: usize) -> f64 {
        match score.checked_sub(self.width()) {
            None => self.bias[score] + scale * f64::from(memory.total[score]),
            Some(score) => self.meaning.as_ref().map_or(0.0, |meaning| meaning.of(&memory.meant, score)),
        }
    }
}

/// What the rows of a comment's units add up to, and the square of its norm, by the instructions of any machine.
struct Near<'a> {
    glossary: &'a Glossary<Row>,
    steps: &'a [(f32, f32)],
}

impl pulp::WithSimd for Near<'_> {
    type Output = ([f32; LANES], f64);

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Self::Output {
        let (mut near, mut square) = ([0f32; LANES], 0.0);
        for (row, count) in self.glossary.standings() {
            let (step, squares) = weight(self.steps, count);
            let step = step * row.step;
            near.iter_mut().zip(&row.lanes).for_each(|(sum, lane)| *sum += step * f32::from(*lane));
            // Squares add up, so a repeat adds another share to them than to the sums.
            square += f64::from(squares * row.square);
        }
        (near, square)
    }
}

#[inline(always)]
fn weight(steps: &[(f32, f32)], count: u32) -> (f32, f32) {
    steps.get(count as usize).copied().unwrap_or_else(|| step(count))
}

/// What the `count`-th standing of a unit adds to its sublinear weight, and to the square of it.
#[cold]
fn step(count: u32) -> (f32, f32) {
    let (weight, before) = (sublinear(count.max(1)), if count > 1 { sublinear(count - 1) } else { 0.0 });
    (weight - before, weight * weight - before * before)
}
