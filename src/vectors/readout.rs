//! Linear scores of a comment's vector, word by word.

use super::Vectors;

/// A linear layer over the vector of a comment (see [`super::mean`]): one score for each of its columns.
///
/// A score is `bias + Σ w·r(v − c) / √Σ (w·‖v − c‖)²` over a comment's tokens, with a word's weight `w` and what this
/// layer reads from its vector beside the common one, `r(v − c)`: both sums can be remembered for each word.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Readout {
    /// Dimensions × scores, interleaved.
    pub weights: Vec<f32>,
    /// One intercept a score.
    pub bias: Vec<f64>,
}

impl Readout {
    /// Scores that it gives.
    #[must_use]
    pub fn width(&self) -> usize {
        self.bias.len()
    }

    /// The scores of a comment's vector.
    #[must_use]
    pub fn scores(&self, mean: &[f32]) -> Vec<f64> {
        let mut scores = self.bias.clone();
        for (value, row) in mean.iter().zip(self.weights.chunks_exact(self.width())) {
            scores.iter_mut().zip(row).for_each(|(score, w)| *score += f64::from(*value) * f64::from(*w));
        }
        scores
    }

    /// Appends a word's square and what it adds to each score, both weighed; zeros for a word without a vector.
    pub fn read(&self, vectors: &Vectors, key: u64, out: &mut Vec<f32>) {
        let start = out.len();
        out.resize(start + 1 + self.width(), 0.0);
        let Some((weight, row)) = vectors.get(key) else { return };
        let (first, sums) = out[start..].split_at_mut(1);
        let values = vectors.scale().iter().zip(vectors.common());
        for ((step, (scale, common)), row) in row.iter().zip(values).zip(self.weights.chunks_exact(sums.len())) {
            let value = weight * (f32::from(*step) * scale - common);
            first[0] += value * value;
            sums.iter_mut().zip(row).for_each(|(sum, w)| *sum += value * w);
        }
    }

    /// The mean of some layers over vectors of one table.
    #[must_use]
    pub fn mean(parts: &[&Self]) -> Self {
        let share = 1.0 / parts.len().max(1) as f64;
        let mut all = Self { weights: vec![0.0; parts[0].weights.len()], bias: vec![0.0; parts[0].width()] };
        for part in parts {
            all.weights.iter_mut().zip(&part.weights).for_each(|(sum, w)| *sum += share as f32 * w);
            all.bias.iter_mut().zip(&part.bias).for_each(|(sum, b)| *sum += share * b);
        }
        all
    }

    /// Some layers over vectors of one table side by side, as one.
    #[must_use]
    pub fn beside(parts: &[&Self]) -> Self {
        let dimensions = parts.first().map_or(0, |part| part.weights.len() / part.width().max(1));
        let row = |d: usize| {
            parts.iter().flat_map(move |part| part.weights[d * part.width()..(d + 1) * part.width()].iter().copied())
        };
        Self {
            weights: (0..dimensions).flat_map(row).collect(),
            bias: parts.iter().flat_map(|part| part.bias.iter().copied()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{key, mean};
    use super::*;

    #[test]
    fn words_add_up_to_the_scores_of_the_comment() {
        let vectors = Vectors::shipped();
        let one = |seed: usize, width: usize| Readout {
            weights: (0..100 * width).map(|i| ((i * 7 + seed) % 13) as f32 / 13.0 - 0.5).collect(),
            bias: (0..width).map(|k| k as f64).collect(),
        };
        let both = Readout::beside(&[&one(1, 2), &one(5, 3)]);
        let words = ["rebels", "weapons", "rebels", "zzzq"];
        let (mut sums, mut vector) = (Vec::new(), vec![0.0; 100]);
        for word in words {
            both.read(&vectors, key(word), &mut sums);
        }
        mean(&vectors, words.iter().map(|word| (key(word), 1)), &mut vector);
        let vector: Vec<f32> = vector.into_iter().map(|v| v as f32).collect();
        let total = |at: usize| sums.chunks_exact(6).map(|word| word[at]).sum::<f32>();
        let alone = [one(1, 2).scores(&vector), one(5, 3).scores(&vector)].concat();
        for (k, score) in both.scores(&vector).into_iter().enumerate() {
            assert!((score - both.bias[k] - f64::from(total(k + 1) / total(0).sqrt())).abs() < 1e-5, "score {k}");
            assert!((score - alone[k]).abs() < 1e-12);
        }
        assert_eq!(Readout::mean(&[&both, &both]), both);
    }
}
