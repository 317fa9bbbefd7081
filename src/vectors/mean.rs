//! The vector of a comment.

use super::Vectors;

/// Writes the mean vector of a comment, centred and scaled, into `out`, `vectors.dimensions()` numbers:
/// `Σ w·(v − c) / √Σ (w·‖v − c‖)²` over its tokens.
///
/// `c` is [`Vectors::common`]: what all comments share says nothing of one (Arora, Liang and Ma 2017, "A simple but
/// tough-to-beat baseline for sentence embeddings"). The plain mean of many words is short and that of few is long,
/// so that a linear layer would be surest of the shortest comments. The root is the length that the sum would have if
/// its words had nothing to do with each other; unlike the length that it has, it adds up word by word.
///
/// `tokens` are the [`super::key`]s of tokens and how often each stands; every standing counts. Tokens that the
/// table does not know count for nothing; if it knows none, the vector is zero.
///
/// # Panics
/// If `out` has another length.
pub fn mean(vectors: &Vectors, tokens: impl IntoIterator<Item = (u64, u32)>, out: &mut [f64]) {
    assert_eq!(out.len(), vectors.dimensions(), "one place for every dimension");
    out.fill(0.0);
    let mut square = 0.0;
    for (key, times) in tokens {
        let Some((weight, row)) = vectors.get(key) else { continue };
        let (weight, times) = (f64::from(weight), f64::from(times));
        let columns = vectors.scale().iter().zip(vectors.common());
        for ((sum, step), (scale, common)) in out.iter_mut().zip(row).zip(columns) {
            let value = weight * (f64::from(*step) * f64::from(*scale) - f64::from(*common));
            *sum += times * value;
            square += times * value * value;
        }
    }
    if square > 0.0 {
        let scale = 1.0 / square.sqrt();
        for sum in out {
            *sum *= scale;
        }
    }
}
