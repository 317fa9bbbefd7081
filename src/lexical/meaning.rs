//! The experts over the mean word vector of a comment, as they are served.

use std::sync::Arc;

use crate::features::TOKEN;
use crate::text::Analysis;
use crate::vectors::{Readout, Vectors, key};

/// All experts over the mean word vector, word by word.
#[derive(Debug, Clone)]
pub struct Meaning {
    /// The table that words are looked up in.
    pub vectors: Arc<Vectors>,
    /// All experts side by side.
    pub readout: Readout,
}

impl Meaning {
    /// Appends what a unit adds: its weight, then one sum a score. Only tokens have vectors.
    pub(super) fn read(&self, family: &str, text: &str, out: &mut Vec<f32>) {
        if family == TOKEN {
            self.readout.read(&self.vectors, key(text), out);
        } else {
            out.resize(out.len() + self.step(), 0.0);
        }
    }

    /// What a word adds to each score of a comment that is this word.
    pub(super) fn alone(&self, word: &str) -> Vec<f64> {
        let mut sums = Vec::new();
        self.readout.read(&self.vectors, key(word), &mut sums);
        let weight = if sums[0] > 0.0 { f64::from(sums[0]) } else { 1.0 };
        sums[1..].iter().map(|sum| f64::from(*sum) / weight).collect()
    }

    /// Charges the mean to the tokens that it is the mean of: writes what each adds to every score from `start` on.
    pub(super) fn charge(&self, read: &Analysis, start: usize, tokens: &mut [Vec<f64>]) {
        let mut all = Vec::new();
        read.tokens().iter().for_each(|token| self.readout.read(&self.vectors, key(read.form(token)), &mut all));
        let total: f64 = all.chunks_exact(self.step()).map(|word| f64::from(word[0])).sum();
        if total > 0.0 {
            for (token, word) in tokens.iter_mut().zip(all.chunks_exact(self.step())) {
                token[start..].iter_mut().zip(&word[1..]).for_each(|(t, sum)| *t = f64::from(*sum) / total);
            }
        }
    }

    /// One score, of the sums over a comment's tokens; that of a zero vector where no token has one.
    pub(super) fn of(&self, meant: &[f32], score: usize) -> f64 {
        let mean = if meant[0] > 0.0 { f64::from(meant[score + 1]) / f64::from(meant[0]) } else { 0.0 };
        self.readout.bias[score] + mean
    }

    /// Numbers that [`Meaning::read`] appends.
    pub(super) fn step(&self) -> usize {
        1 + self.readout.width()
    }
}
