//! A data matrix that is never written out: the product of two sparse ones.

use super::design::product;
use super::{Block, Csr, Design};

/// `X = D · T`: documents × tokens times tokens × features.
///
/// A feature belongs to a token, so a token that stands in a thousand documents holds its features once. On a corpus
/// of 280,000 comments the two factors have 10 million entries where `X` has 215 million.
#[derive(Debug, Clone)]
pub struct Factored {
    documents: Csr,
    tokens: Csr,
    documents_t: Csr,
    tokens_t: Csr,
}

impl Factored {
    /// The product of documents × tokens and tokens × features.
    ///
    /// # Panics
    /// If the shapes do not meet.
    #[must_use]
    pub fn new(documents: Csr, tokens: Csr) -> Self {
        assert_eq!(documents.cols(), tokens.rows(), "documents × tokens must meet tokens × features");
        let (documents_t, tokens_t) = rayon::join(|| documents.transpose(), || tokens.transpose());
        Self { documents, tokens, documents_t, tokens_t }
    }
}

impl Design for Factored {
    fn rows(&self) -> usize {
        self.documents.rows()
    }
    fn cols(&self) -> usize {
        self.tokens.cols()
    }
    fn forward(&self, w: &Block) -> Block {
        product(&self.documents, &product(&self.tokens, w, f64::from), f64::from)
    }
    fn backward(&self, r: &Block) -> Block {
        product(&self.tokens_t, &product(&self.documents_t, r, f64::from), f64::from)
    }
    /// Leaves out the products between different tokens of one document that share a feature.
    fn backward_squared(&self, r: &Block) -> Block {
        let square = |v: f32| f64::from(v) * f64::from(v);
        product(&self.tokens_t, &product(&self.documents_t, r, square), square)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(rows: usize, cols: usize, salt: u32) -> Csr {
        let mut m = Csr::with_cols(cols);
        for row in 0..rows as u32 {
            m.push_row(
                (0..cols as u32)
                    .filter(|c| (c * 7 + row * 5 + salt).is_multiple_of(3))
                    .map(|c| (c, (c + row + 1) as f32 / 4.0)),
            );
        }
        m
    }

    #[test]
    fn equals_the_product_written_out() {
        let (d, t) = (sample(5, 4, 0), sample(4, 6, 1));
        let mut x = Csr::with_cols(6);
        for row in 0..5 {
            let mut dense = [0f32; 6];
            for (token, count) in d.entries(row) {
                t.entries(token).for_each(|(feature, value)| dense[feature] += count * value);
            }
            x.push_row(dense.iter().enumerate().map(|(c, v)| (c as u32, *v)));
        }
        let written = (x.clone(), x.transpose());
        let factored = Factored::new(d, t);
        let w = Block { data: (0..12).map(f64::from).collect(), width: 2 };
        let r = Block { data: (0..10).map(|v| f64::from(v) - 4.5).collect(), width: 2 };
        for (a, b) in [(factored.forward(&w), written.forward(&w)), (factored.backward(&r), written.backward(&r))] {
            assert!(a.data.iter().zip(&b.data).all(|(a, b)| (a - b).abs() < 1e-5 * b.abs().max(1.0)));
        }
    }
}
