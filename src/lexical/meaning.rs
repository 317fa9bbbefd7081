//! The experts over the word vector of a comment, as they are served.

use std::sync::Arc;

use crate::features::TOKEN;
use crate::text::Analysis;
use crate::vectors::{Readout, Vectors, key};

/// All experts over the vector of a comment, word by word.
#[derive(Debug, Clone)]
pub struct Meaning {
    /// The table that words are looked up in.
    pub vectors: Arc<Vectors>,
    /// All experts side by side.
    pub readout: Readout,
}

impl Meaning {
    /// Appends what a unit adds: its square, then one sum a score. Only tokens have vectors.
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
        let length = if sums[0] > 0.0 { f64::from(sums[0]).sqrt() } else { 1.0 };
        sums[1..].iter().map(|sum| f64::from(*sum) / length).collect()
    }

    /// Charges the vector to the tokens that it is made of: writes what each adds to every score from `start` on.
    pub(super) fn charge(&self, read: &Analysis, start: usize, tokens: &mut [Vec<f64>]) {
        let mut all = Vec::new();
        read.tokens().iter().for_each(|token| self.readout.read(&self.vectors, key(read.form(token)), &mut all));
        let square: f64 = all.chunks_exact(self.step()).map(|word| f64::from(word[0])).sum();
        if square > 0.0 {
            let scale = 1.0 / square.sqrt();
            for (token, word) in tokens.iter_mut().zip(all.chunks_exact(self.step())) {
                token[start..].iter_mut().zip(&word[1..]).for_each(|(t, sum)| *t = f64::from(*sum) * scale);
            }
        }
    }

    /// One score, of the sums over a comment's tokens; that of a zero vector where no token has one.
    pub(super) fn of(&self, meant: &[f32], score: usize) -> f64 {
        let read = if meant[0] > 0.0 { f64::from(meant[score + 1]) / f64::from(meant[0]).sqrt() } else { 0.0 };
        self.readout.bias[score] + read
    }

    /// Numbers that [`Meaning::read`] appends.
    pub(super) fn step(&self) -> usize {
        1 + self.readout.width()
    }
}
