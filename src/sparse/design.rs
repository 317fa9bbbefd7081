//! What a solver asks of a data matrix: products with blocks of vectors.

use rayon::prelude::*;

use super::Csr;

/// Several vectors of one length stored side by side: entry `(i, k)` at `i * width + k`.
///
/// Interleaving lets one pass over a sparse matrix serve every class.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// The entries.
    pub data: Vec<f64>,
    /// How many vectors there are.
    pub width: usize,
}

impl Block {
    /// A block of zeros.
    #[must_use]
    pub fn zeros(len: usize, width: usize) -> Self {
        Self { data: vec![0.0; len * width], width }
    }

    /// Weaves vectors of one length into a block.
    #[must_use]
    pub fn weave(vectors: &[&[f64]]) -> Self {
        let width = vectors.len();
        let mut block = Self::zeros(vectors.first().map_or(0, |v| v.len()), width);
        for (k, vector) in vectors.iter().enumerate() {
            block.data.iter_mut().skip(k).step_by(width).zip(*vector).for_each(|(slot, value)| *slot = *value);
        }
        block
    }

    /// The `k`-th vector.
    #[must_use]
    pub fn vector(&self, k: usize) -> Vec<f64> {
        self.data.iter().skip(k).step_by(self.width.max(1)).copied().collect()
    }

    /// The entries of all vectors at position `i`.
    #[must_use]
    pub fn at(&self, i: usize) -> &[f64] {
        &self.data[i * self.width..(i + 1) * self.width]
    }
}

/// A data matrix, rows × columns. Every product is a gather in a fixed order, so results do not depend on how many
/// threads compute them.
pub trait Design: Sync {
    /// Number of rows.
    fn rows(&self) -> usize;
    /// Number of columns.
    fn cols(&self) -> usize;
    /// `X · w`
    fn forward(&self, w: &Block) -> Block;
    /// `Xᵀ · r`
    fn backward(&self, r: &Block) -> Block;
    /// `(X∘X)ᵀ · r` or a cheap stand-in of the same scale: it only preconditions.
    fn backward_squared(&self, r: &Block) -> Block;
}

/// Rows per parallel task: enough work to be worth a task, few enough to share.
const ROWS_PER_TASK: usize = 512;

/// `m · x` for an interleaved block, with each value passed through `map` first.
pub(super) fn product(m: &Csr, x: &Block, map: impl Fn(f32) -> f64 + Sync) -> Block {
    let width = x.width;
    let mut out = Block::zeros(m.rows(), width);
    if width == 0 {
        return out;
    }
    out.data.par_chunks_mut(ROWS_PER_TASK * width).enumerate().for_each(|(task, chunk)| {
        for (offset, slot) in chunk.chunks_exact_mut(width).enumerate() {
            gather(m, task * ROWS_PER_TASK + offset, x, &map, slot);
        }
    });
    out
}

fn gather(m: &Csr, row: usize, x: &Block, map: &impl Fn(f32) -> f64, out: &mut [f64]) {
    match *out {
        [ref mut a] => *a = m.entries(row).map(|(col, value)| map(value) * x.data[col]).sum(),
        [ref mut a, ref mut b, ref mut c] => {
            for (col, value) in m.entries(row) {
                let (value, at) = (map(value), x.at(col));
                *a += value * at[0];
                *b += value * at[1];
                *c += value * at[2];
            }
        }
        _ => {
            for (col, value) in m.entries(row) {
                let value = map(value);
                for (sum, entry) in out.iter_mut().zip(x.at(col)) {
                    *sum += value * entry;
                }
            }
        }
    }
}

/// A matrix written out, with its transpose.
impl Design for (Csr, Csr) {
    fn rows(&self) -> usize {
        self.0.rows()
    }
    fn cols(&self) -> usize {
        self.0.cols()
    }
    fn forward(&self, w: &Block) -> Block {
        product(&self.0, w, f64::from)
    }
    fn backward(&self, r: &Block) -> Block {
        product(&self.1, r, f64::from)
    }
    fn backward_squared(&self, r: &Block) -> Block {
        product(&self.1, r, |v| f64::from(v) * f64::from(v))
    }
}
