//! Scoring with a memory of what tokens add up to, so that a comment costs one look-up a token.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::Scorer;
use super::commons::{Commons, Learnt};
use super::gather::Gather;
use super::meaning::Meaning;
use super::row::{FAR, Further, NEAR, Row, further};
use super::units::sublinear;
use crate::features::{Counts, Facts, Glossary, Noted, PhraseFamily, TOKEN, fingerprint, stem};
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
    beside: Beside,
    total: Vec<f32>,
    /// What the meanings of the comment add up to.
    meant: Vec<f32>,
    /// The weight of a unit that stands so often, and its square.
    weights: Vec<(f32, f32)>,
}

/// What is known of units beside their rows, and where it comes from.
#[derive(Debug, Default)]
struct Beside {
    /// By the number of each unit, what finds no room in its row.
    further: Vec<Further>,
    /// By the number of each unit what [`Meaning::read`] gives, if the scorer has meanings.
    meanings: Vec<f32>,
    gather: Gather,
    commons: Option<Arc<Commons>>,
}

impl Memory {
    /// A memory that shares with others what it finds out.
    #[must_use]
    pub fn sharing(commons: &Arc<Commons>) -> Self {
        let beside = Beside { commons: Some(Arc::clone(commons)), ..Beside::default() };
        Self { beside, ..Self::default() }
    }

    /// The comment scored last, and what holds of its tokens.
    #[must_use]
    pub fn notes(&mut self) -> (&Analysis, &[Noted]) {
        (&self.read, self.glossary.notes())
    }

    /// Whether the comment scored last has no token.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.glossary.standings().next().is_none()
    }

    fn begin(&mut self) {
        let Beside { further, meanings, .. } = &mut self.beside;
        if self.glossary.len() > MOST_UNITS || size_of_val(&further[..]) + size_of_val(&meanings[..]) > MOST_BYTES {
            self.glossary.clear();
            further.clear();
            meanings.clear();
        }
        if self.weights.is_empty() {
            self.weights = (0..COMMON).map(weight).collect();
        }
    }
}

impl Scorer {
    /// Scores the comment in `memory.read`; [`Scorer::scores`] gives the scores.
    pub fn score(&self, phrases: &[&dyn PhraseFamily], stemmer: &Stemmer, memory: &mut Memory) -> f64 {
        memory.begin();
        let Memory { read, glossary, beside, .. } = memory;
        glossary.note(read, phrases, &mut |number, family, text| self.learn(beside, number, family, text, stemmer));
        self.add_up(memory)
    }

    /// The same for a comment of which nothing is asked but its scores and counts: it is not read into `memory.read`.
    /// There must be no phrases.
    pub fn score_text(&self, raw: &str, stemmer: &Stemmer, memory: &mut Memory) -> (f64, Counts) {
        memory.begin();
        let Memory { glossary, beside, .. } = memory;
        let counts = glossary.count(raw, &mut |number, family, text| self.learn(beside, number, family, text, stemmer));
        (self.add_up(memory), counts)
    }

    /// What holds of a unit, and what it adds to a comment.
    fn learn(
        &self,
        beside: &mut Beside,
        number: usize,
        family: &'static str,
        text: &str,
        stemmer: &Stemmer,
    ) -> (Facts, Row) {
        let Beside { further, meanings, gather, commons } = beside;
        let width = self.width();
        // Not every number is that of a unit.
        let (start, meant) = (number * self::further(width), number * self.meaning.as_ref().map_or(0, Meaning::step));
        further.resize(start, Further::default());
        meanings.resize(meant, 0.0);
        let print = fingerprint(family, text);
        let known = commons.as_ref().and_then(|commons| {
            commons.take(print, |learnt| {
                further.extend_from_slice(&learnt.further);
                meanings.extend_from_slice(&learnt.meaning);
                (learnt.facts, learnt.row)
            })
        });
        known.unwrap_or_else(|| {
            let stem = if family == TOKEN { stem(text, stemmer) } else { Cow::default() };
            let facts = if family == TOKEN { Facts::with_stem(text, &stem, stemmer) } else { Facts::default() };
            if let Some(meaning) = &self.meaning {
                meaning.read(family, text, meanings);
            }
            let sums = self.sums(family, text, &stem, gather);
            let row = Row::of(&sums[..width], sums[width], further);
            if let Some(commons) = commons {
                let (further, meaning) = (further[start..].into(), meanings[meant..].into());
                commons.give(print, Learnt { facts, row, further, meaning });
            }
            (facts, row)
        })
    }

    /// Adds up what the units of the comment noted last add to it. Returns one over its norm, or 0.
    fn add_up(&self, memory: &mut Memory) -> f64 {
        let Memory { glossary, beside, total, weights, meant, .. } = memory;
        let Beside { further, meanings, .. } = beside;
        let (near, square) = pulp::Arch::new().dispatch(Near { glossary, weights });
        total.clear();
        total.extend_from_slice(&near);
        let rows = self::further(self.width());
        further.resize(glossary.len() * rows, Further::default());
        for at in 0..rows {
            let mut far = [0f32; FAR];
            for (number, row, count) in glossary.standings() {
                let (step, lanes) = (common(weights, count).0 * row.step, &further[number * rows + at].0);
                (0..FAR).for_each(|lane| far[lane] += step * f32::from(lanes[lane]));
            }
            total.extend_from_slice(&far);
        }
        let step = self.meaning.as_ref().map_or(0, Meaning::step);
        meant.clear();
        meant.resize(step, 0.0);
        if step > 0 {
            meanings.resize(glossary.len() * step, 0.0);
            for (number, _, count) in glossary.standings() {
                let (word, count) = (&meanings[number * step..][..step], count as f32);
                meant.iter_mut().zip(word).for_each(|(sum, w)| *sum += count * w);
            }
        }
        if square > 0.0 { 1.0 / square.sqrt() } else { 0.0 }
    }

    /// Appends scores of the comment scored last, given what [`Scorer::score`] returned: stretches of those for its text,
    /// or of those for its meaning.
    pub fn scores(&self, memory: &Memory, scale: f64, stretches: &[Range<usize>], out: &mut Vec<f64>) {
        for stretch in stretches {
            if let (Some(bias), Some(total)) = (self.bias.get(stretch.clone()), memory.total.get(stretch.clone())) {
                let start = out.len();
                out.extend_from_slice(bias);
                pulp::Arch::new().dispatch(AddScaled { total, scale, out: &mut out[start..] });
            } else {
                // Of its meaning.
                out.extend(stretch.clone().map(|score| self.of(memory, scale, score)));
            }
        }
    }

    /// One score of the comment scored last, given what [`Scorer::score`] returned.
    #[must_use]
    #[inline]
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
    weights: &'a [(f32, f32)],
}

impl pulp::WithSimd for Near<'_> {
    type Output = ([f32; NEAR], f64);

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Self::Output {
        let (mut near, mut square) = ([0f32; NEAR], 0.0);
        for (_, row, count) in self.glossary.standings() {
            let (weight, squared) = common(self.weights, count);
            let step = weight * row.step;
            near.iter_mut().zip(&row.lanes).for_each(|(sum, lane)| *sum += step * f32::from(*lane));
            square += f64::from(squared * row.square);
        }
        (near, square)
    }
}

/// Adds totals to biases, by the instructions of any machine.
struct AddScaled<'a> {
    total: &'a [f32],
    scale: f64,
    out: &'a mut [f64],
}

impl pulp::WithSimd for AddScaled<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        self.out.iter_mut().zip(self.total).for_each(|(score, total)| *score += self.scale * f64::from(*total));
    }
}

#[inline(always)]
fn common(weights: &[(f32, f32)], count: u32) -> (f32, f32) {
    weights.get(count as usize).copied().unwrap_or_else(|| weight(count))
}

/// The sublinear weight of a unit that stands so often, and its square.
#[cold]
fn weight(count: u32) -> (f32, f32) {
    let weight = sublinear(count.max(1));
    (weight, weight * weight)
}
