//! The vector of a comment.

use super::Vectors;

/// Writes the mean vector of a comment into `out`, `vectors.dimensions()` numbers: Σ w·v / Σ w over its tokens.
///
/// `tokens` are the [`super::key`]s of tokens and how often each stands; every standing counts. Tokens that the
/// table does not know count for nothing; if it knows none, the vector is zero. The mean is linear in tokens, so a
/// linear layer L can be folded into them: L(mean) = Σ w·L(v) / Σ w, with w and L(v) remembered for each token from
/// [`Vectors::get`].
///
/// # Panics
/// If `out` has another length.
pub fn mean(vectors: &Vectors, tokens: impl IntoIterator<Item = (u64, u32)>, out: &mut [f64]) {
    assert_eq!(out.len(), vectors.dimensions(), "one place for every dimension");
    out.fill(0.0);
    let mut total = 0.0;
    for (key, times) in tokens {
        let Some((weight, row)) = vectors.get(key) else { continue };
        let weight = f64::from(weight) * f64::from(times);
        total += weight;
        out.iter_mut().zip(row).for_each(|(sum, step)| *sum += weight * f64::from(*step));
    }
    if total > 0.0 {
        out.iter_mut().zip(vectors.scale()).for_each(|(sum, scale)| *sum *= f64::from(*scale) / total);
    }
}
