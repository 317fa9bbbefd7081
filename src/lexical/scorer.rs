//! The experts as they are served: one table of weights by feature fingerprint, and a memory of what tokens add up to.

use half::f16;

use super::lexicon::FingerprintMap;
use super::units::{counted, sublinear};
use super::{Expert, Lexicon, Names, Weighting};
use crate::features::{PhraseFamily, TOKEN, View, fingerprint, owned, units};
use crate::text::Stemmer;

/// Tokens that one memory holds at most; a few thousand cover most text.
const MEMORY_TOKENS: usize = 1 << 15;

/// All experts of a model over one weighting.
#[derive(Debug, Clone)]
pub struct Scorer {
    pub(super) index: FingerprintMap<u32>,
    /// Fingerprints of the features, ascending.
    pub fingerprints: Vec<u64>,
    /// Their names, for people.
    pub names: Names,
    /// Their inverse document frequencies.
    pub idf: Vec<f32>,
    /// Features × scores, interleaved; each weight already times its feature's idf.
    pub weights: Vec<f16>,
    /// One intercept a score.
    pub bias: Vec<f64>,
}

/// What a token adds to a comment: its squared norm and one sum a score.
pub type Sums = Vec<f64>;

/// Sums of the tokens met so far. Remembering changes nothing but the time it takes.
#[derive(Debug, Default)]
pub struct Memory {
    at: FingerprintMap<u32>,
    sums: Vec<f64>,
}

impl Scorer {
    /// Puts experts side by side over the features that their weighting knows.
    #[must_use]
    pub fn new(features: &Lexicon, weighting: &Weighting, experts: &[&Expert]) -> Self {
        let widths: Vec<usize> = experts.iter().map(|e| e.bias.len()).collect();
        let width: usize = widths.iter().sum();
        let dense: Vec<Vec<f32>> = experts.iter().map(|e| e.spread(features.len(), |f| weighting.idf[f])).collect();
        let mut order: Vec<(u64, usize)> = (0..features.len())
            .filter(|f| weighting.idf[*f] > 0.0)
            .map(|f| {
                let (family, name) = features.entry(f);
                (fingerprint(family, name), f)
            })
            .collect();
        order.sort_unstable();
        let mut names = Names::default();
        let mut weights = Vec::with_capacity(order.len() * width);
        for (_, feature) in &order {
            names.push(features.entry(*feature).1);
            for (expert, width) in dense.iter().zip(&widths) {
                weights.extend(expert[feature * width..(feature + 1) * width].iter().map(|w| f16::from_f32(*w)));
            }
        }
        let idf = order.iter().map(|(_, f)| weighting.idf[*f]).collect();
        let bias = experts.iter().flat_map(|e| e.bias.iter().copied()).collect();
        Self::from_parts(order.into_iter().map(|(print, _)| print).collect(), names, idf, weights, bias)
    }

    /// A scorer of its stored parts, which must fit together.
    #[must_use]
    pub fn from_parts(fingerprints: Vec<u64>, names: Names, idf: Vec<f32>, weights: Vec<f16>, bias: Vec<f64>) -> Self {
        let index = fingerprints.iter().enumerate().map(|(at, print)| (*print, at as u32)).collect();
        Self { index, fingerprints, names, idf, weights, bias }
    }

    /// Scores a comment gets.
    #[must_use]
    pub fn width(&self) -> usize {
        self.bias.len()
    }

    /// What a unit adds before weighing by its count and the comment's norm: squared norm, then one sum a score.
    #[must_use]
    pub fn sums(&self, family: &'static str, text: &str, stemmer: &Stemmer) -> Sums {
        let width = self.width();
        let mut sums = vec![0f64; width + 1];
        let mut features: Vec<u32> = Vec::with_capacity(32);
        owned(family, text, stemmer, &mut |family, name| features.extend(self.index.get(&fingerprint(family, name))));
        features.sort_unstable();
        for same in features.chunk_by(|a, b| a == b) {
            let (count, feature) = (same.len() as f64, same[0] as usize);
            sums[0] += (count * f64::from(self.idf[feature])).powi(2);
            let weights = &self.weights[feature * width..(feature + 1) * width];
            sums[1..].iter_mut().zip(weights).for_each(|(sum, w)| *sum += count * w.to_f64());
        }
        sums
    }

    /// The scores of a comment, and one over its norm (0 if no feature is known).
    pub fn score(
        &self,
        view: &View<'_>,
        phrases: &[&dyn PhraseFamily],
        stemmer: &Stemmer,
        memory: &mut Memory,
    ) -> (Vec<f64>, f64) {
        let mut list: Vec<u64> = Vec::with_capacity(view.read.tokens().len());
        let width = self.width() + 1;
        let mut strangers: FingerprintMap<Sums> = FingerprintMap::default();
        units(view, phrases, &mut |family, text, _| {
            let unit = fingerprint(family, text);
            list.push(unit);
            if memory.at.contains_key(&unit) || strangers.contains_key(&unit) {
                return;
            }
            let sums = self.sums(family, text, stemmer);
            if memory.at.len() < MEMORY_TOKENS && family == TOKEN {
                memory.at.insert(unit, (memory.sums.len() / width) as u32);
                memory.sums.extend(sums);
            } else {
                strangers.insert(unit, sums);
            }
        });
        let mut total = vec![0f64; width];
        for (unit, count) in counted(list) {
            let sums = memory
                .at
                .get(&unit)
                .map_or_else(|| strangers[&unit].as_slice(), |at| &memory.sums[*at as usize * width..][..width]);
            let tf = f64::from(sublinear(count));
            total[0] += tf * tf * sums[0];
            total[1..].iter_mut().zip(&sums[1..]).for_each(|(t, s)| *t += tf * s);
        }
        let scale = if total[0] > 0.0 { 1.0 / total[0].sqrt() } else { 0.0 };
        (self.bias.iter().zip(&total[1..]).map(|(b, t)| b + scale * t).collect(), scale)
    }

    /// What every token of a comment adds to each score, in token order; with the intercepts they make up the scores.
    pub fn contributions(&self, view: &View<'_>, phrases: &[&dyn PhraseFamily], stemmer: &Stemmer) -> Vec<Vec<f64>> {
        let mut met: Vec<(u64, usize, Sums)> = Vec::new();
        units(view, phrases, &mut |family, text, at| {
            met.push((fingerprint(family, text), at, self.sums(family, text, stemmer)));
        });
        let counts: FingerprintMap<u32> = counted(met.iter().map(|(unit, ..)| *unit).collect()).into_iter().collect();
        let weight = |unit: &u64| f64::from(sublinear(counts[unit]));
        // A unit that stands n times weighs 1 + ln n in all: each standing carries an equal part of it.
        let part = |unit: &u64| weight(unit) / f64::from(counts[unit]);
        let square: f64 =
            met.iter().map(|(unit, _, sums)| weight(unit).powi(2) / f64::from(counts[unit]) * sums[0]).sum();
        let scale = if square > 0.0 { 1.0 / square.sqrt() } else { 0.0 };
        let mut tokens = vec![vec![0f64; self.width()]; view.read.tokens().len()];
        for (unit, at, sums) in &met {
            tokens[*at].iter_mut().zip(&sums[1..]).for_each(|(t, s)| *t += scale * part(unit) * s);
        }
        tokens
    }
}
