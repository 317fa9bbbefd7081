//! The experts as they are served: one table of weights by feature fingerprint.

use std::borrow::Cow;

use half::f16;

use super::gather::Gather;
use super::index::Index;
use super::meaning::Meaning;
use super::units::{counted, sublinear};
use super::{Expert, Lexicon, Names, Weighting};
use crate::features::{FingerprintMap, PhraseFamily, TOKEN, fingerprint, stem, units};
use crate::text::{Analysis, Stemmer};

/// All experts of a model over one weighting.
#[derive(Debug, Clone)]
pub struct Scorer {
    pub(super) index: Index,
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
    /// The same experts over the mean word vector, if a decision reads them; their scores follow the others.
    pub meaning: Option<Meaning>,
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
        let index = Index::of(&fingerprints);
        Self { index, fingerprints, names, idf, weights, bias, meaning: None }
    }

    /// Scores that a comment gets for its text; those for its meaning come after them.
    #[must_use]
    pub fn width(&self) -> usize {
        self.bias.len()
    }

    /// What a score starts from; 0 if it is not served.
    #[must_use]
    pub fn intercept(&self, score: usize) -> f64 {
        let meant = || self.meaning.as_ref().and_then(|meaning| meaning.readout.bias.get(score - self.width()));
        self.bias.get(score).or_else(meant).copied().unwrap_or(0.0)
    }

    /// What a word adds to each score of a comment that is this word.
    #[must_use]
    pub fn alone(&self, word: &str, stemmer: &Stemmer) -> Vec<f64> {
        let mut gather = Gather::default();
        let sums = self.sums(TOKEN, word, &stem(word, stemmer), &mut gather);
        let norm = f64::from(sums[self.width()]).sqrt().max(1e-9);
        let mut alone: Vec<f64> = sums[..self.width()].iter().map(|sum| f64::from(*sum) / norm).collect();
        alone.extend(self.meaning.iter().flat_map(|meaning| meaning.alone(word)));
        alone
    }

    /// What every token of a comment adds to each score, in token order; with the intercepts they make up the scores.
    pub fn contributions(&self, read: &Analysis, phrases: &[&dyn PhraseFamily], stemmer: &Stemmer) -> Vec<Vec<f64>> {
        let width = self.width();
        let (mut met, mut gather) = (Vec::new(), Gather::default());
        units(read, phrases, &mut |family, text, at| {
            let stem = if family == TOKEN { stem(text, stemmer) } else { Cow::default() };
            met.push((fingerprint(family, text), at, self.sums(family, text, &stem, &mut gather).to_vec()));
        });
        let counts: FingerprintMap<u32> = counted(met.iter().map(|(unit, ..)| *unit).collect()).into_iter().collect();
        let weight = |unit: &u64| f64::from(sublinear(counts[unit]));
        // A unit that stands n times weighs 1 + ln n in all: each standing carries an equal part of it.
        let part = |unit: &u64| weight(unit) / f64::from(counts[unit]);
        let square: f64 = met.iter().map(|(unit, _, sums)| weight(unit) * part(unit) * f64::from(sums[width])).sum();
        let scale = if square > 0.0 { 1.0 / square.sqrt() } else { 0.0 };
        let more = self.meaning.as_ref().map_or(0, |meaning| meaning.readout.width());
        let mut tokens = vec![vec![0f64; width + more]; read.tokens().len()];
        for (unit, at, sums) in &met {
            tokens[*at][..width].iter_mut().zip(sums).for_each(|(t, s)| *t += scale * part(unit) * f64::from(*s));
        }
        if let Some(meaning) = &self.meaning {
            meaning.charge(read, width, &mut tokens);
        }
        tokens
    }
}
