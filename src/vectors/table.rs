//! The table of word vectors.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use zerocopy::FromBytes;

/// The shipped table; `models/README.md` says how it was made.
static SHIPPED: &[u8] = include_bytes!("../../models/words-en.safetensors");

/// Word vectors in the bytes that they were read from: nothing is copied, so that having them costs nothing.
///
/// A word is its [`super::key`]; the word itself is not kept. The value of dimension d is the row's `i8` times
/// [`Vectors::scale`] of d.
#[derive(Debug, Clone)]
pub struct Vectors {
    pub(super) bytes: Cow<'static, [u8]>,
    pub(super) parts: Parts,
    pub(super) scale: Vec<f32>,
    pub(super) common: Vec<f32>,
    pub(super) sha256: String,
}

/// Words that stand for a language where what its words have in common is asked; all of a large table would be read
/// for that whenever a program starts.
const FREQUENT: u16 = 8_000;
/// By the law of Zipf and Mandelbrot, a word's frequency is as one over its rank and this.
const SHIFT: f32 = 10.0;

/// Where each part stands in the bytes.
#[derive(Debug, Clone, Default)]
pub(super) struct Parts {
    /// Ascending fingerprints, u64.
    pub prints: Range<usize>,
    /// One f32 a word.
    pub weights: Range<usize>,
    /// Words × dimensions, i8.
    pub values: Range<usize>,
}

impl Vectors {
    /// The English table inside the program.
    ///
    /// # Panics
    /// Never: a test loads it, and proves its hash, which is not computed again here.
    #[must_use]
    pub fn shipped() -> Arc<Self> {
        static TABLE: LazyLock<Arc<Vectors>> =
            LazyLock::new(|| Arc::new(Vectors::trusted(SHIPPED, "(shipped)").expect("the shipped table was tested")));
        TABLE.clone()
    }

    /// Numbers in a vector.
    #[must_use]
    pub fn dimensions(&self) -> usize {
        self.scale.len()
    }

    /// Words in the table.
    #[must_use]
    pub fn len(&self) -> usize {
        self.prints().len()
    }

    /// Whether it has no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A word's weight, ln(1 + frequency rank), and its row, by its [`super::key`].
    ///
    /// The rarer a word, the heavier: the most frequent one weighs 0.69, the fifty-thousandth 10.8.
    #[must_use]
    pub fn get(&self, key: u64) -> Option<(f32, &[i8])> {
        let at = self.prints().binary_search_by_key(&key, |bytes| u64::from_le_bytes(*bytes)).ok()?;
        let values = self.bytes[self.parts.values.clone()].get(at * self.dimensions()..)?.get(..self.dimensions())?;
        Some((f32::from_le_bytes(*self.weights().get(at)?), <[i8]>::ref_from_bytes(values).ok()?))
    }

    /// What one step of an `i8` is worth, for each dimension.
    #[must_use]
    pub fn scale(&self) -> &[f32] {
        &self.scale
    }

    /// What the words of a text have in common: the vector that the mean of many frequent words comes near.
    #[must_use]
    pub fn common(&self) -> &[f32] {
        &self.common
    }

    /// The mean of the frequent words' vectors, each by its weight and by how often it is to be expected.
    pub(super) fn shared(&self) -> Vec<f32> {
        let mut sum = vec![0f32; self.dimensions()];
        let most = f32::from(FREQUENT).ln_1p();
        let mut total = 0.0;
        let rows = self.bytes[self.parts.values.clone()].chunks_exact(self.dimensions());
        for (weight, row) in self.weights().iter().zip(rows) {
            let weight = f32::from_le_bytes(*weight);
            if weight <= most {
                let share = weight / (weight.exp() - 1.0 + SHIFT);
                total += share;
                sum.iter_mut().zip(row).for_each(|(sum, step)| *sum += share * f32::from(step.cast_signed()));
            }
        }
        let scaled = |(sum, scale): (f32, &f32)| if total > 0.0 { sum * scale / total } else { 0.0 };
        sum.into_iter().zip(&self.scale).map(scaled).collect()
    }

    /// SHA-256 of the content, in hexadecimal: what a model names, so that it is never served with other vectors.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.sha256
    }

    /// The table as a file holds it: what [`Vectors::from_bytes`] reads.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn prints(&self) -> &[[u8; 8]] {
        self.bytes[self.parts.prints.clone()].as_chunks().0
    }

    pub(super) fn weights(&self) -> &[[u8; 4]] {
        self.bytes[self.parts.weights.clone()].as_chunks().0
    }
}
