//! A data matrix that is never written out: the product of two sparse ones.

use std::ops::Range;

use rayon::prelude::*;

use super::block::{BUNDLE, Bundle, PerLane, add_up};
use super::{Block, Csr, Real};

/// `X = D · T`: documents × tokens times tokens × features.
///
/// A feature belongs to a token, so a token that stands in a thousand documents holds its features once. On a corpus
/// of 280,000 comments the two factors have 10 million entries where `X` has 215 million. Every product adds in an
/// order that the data alone decides, so results do not depend on how many threads compute them.
#[derive(Debug, Clone)]
pub struct Factored {
    documents: Csr,
    tokens: Csr,
    tokens_t: Csr,
    /// Runs of documents whose sums over tokens are kept apart until they are added up.
    tasks: Vec<Range<usize>>,
}

/// Rows per parallel task of a product that gathers.
const ROWS_PER_TASK: usize = 512;
/// Runs of documents at most: each holds one block over all tokens.
const TASKS: usize = 8;
/// A run has at least this many entries for every token, or adding up would cost more than the products.
const ENTRIES_PER_TOKEN: usize = 4;

/// Calls a function with the number of bundles as a constant, so that sums stay in registers.
macro_rules! by_bundles {
    ($bundles:expr, $name:ident ( $($argument:expr),* )) => {
        match $bundles {
            1 => $name::<R, 1>($($argument),*),
            2 => $name::<R, 2>($($argument),*),
            3 => $name::<R, 3>($($argument),*),
            _ => $name::<R, 4>($($argument),*),
        }
    };
}

/// What happens to the bundles of a document between a gather and a scatter: given its number, it replaces them.
pub(super) type Turn<'a, R> = dyn Fn(usize, &mut [Bundle<R>], &mut PerLane) + Sync + 'a;

impl Factored {
    /// The product of documents × tokens and tokens × features.
    ///
    /// # Panics
    /// If the shapes do not meet.
    #[must_use]
    pub fn new(documents: Csr, tokens: Csr) -> Self {
        assert_eq!(documents.cols(), tokens.rows(), "documents × tokens must meet tokens × features");
        let tokens_t = tokens.transpose();
        let count = (documents.nnz() / (ENTRIES_PER_TOKEN * tokens.rows()).max(1)).clamp(1, TASKS);
        let tasks = documents.runs(count);
        Self { documents, tokens, tokens_t, tasks }
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.documents.rows()
    }

    /// Number of columns.
    #[must_use]
    pub fn cols(&self) -> usize {
        self.tokens.cols()
    }

    /// Whether a single product is worth several threads.
    pub(super) fn is_large(&self) -> bool {
        self.tasks.len() > 1
    }

    /// `T · w`
    pub(super) fn tokens<R: Real>(&self, w: &Block<R>) -> Block<R> {
        let mut sums = Block::zeros(self.tokens.rows(), w.bundles);
        gather_all(&self.tokens, w, &mut sums);
        sums
    }

    /// `X · w`
    #[must_use]
    pub fn forward<R: Real>(&self, w: &Block<R>) -> Block<R> {
        let mut out = Block::zeros(self.rows(), w.bundles);
        gather_all(&self.documents, &self.tokens(w), &mut out);
        out
    }

    /// `Tᵀ · t`
    pub(super) fn features<R: Real>(&self, t: &Block<R>) -> Block<R> {
        let mut out = Block::zeros(self.cols(), t.bundles);
        gather_all(&self.tokens_t, t, &mut out);
        out
    }

    /// `(T∘T)ᵀ · t`
    pub(super) fn features_squared<R: Real>(&self, t: &Block<R>) -> Block<R> {
        let mut out = Block::zeros(self.cols(), t.bundles);
        let bundles = t.bundles;
        out.data.par_chunks_mut(ROWS_PER_TASK * bundles).enumerate().for_each(|(task, chunk)| {
            for (offset, out) in chunk.chunks_exact_mut(bundles).enumerate() {
                for (at, value) in self.tokens_t.entries(task * ROWS_PER_TASK + offset) {
                    let value = R::of(f64::from(value) * f64::from(value));
                    add(out, &t.data[at * bundles..(at + 1) * bundles], value);
                }
            }
        });
        out
    }

    /// `Dᵀ · turn(D · t)` in one pass over the documents, and what `turn` summed up. Without `t` the gather is left
    /// out; with `squared` the scatter is `(D∘D)ᵀ`.
    pub(super) fn through<R: Real>(
        &self,
        t: Option<&Block<R>>,
        bundles: usize,
        squared: bool,
        room: &mut Room<R>,
        turn: &Turn<'_, R>,
    ) -> (Block<R>, PerLane) {
        let size = self.documents.cols() * bundles;
        room.sums.resize_with(self.tasks.len(), Vec::new);
        let totals: Vec<PerLane> = room
            .sums
            .par_iter_mut()
            .zip(&self.tasks)
            .map(|(sums, rows)| {
                sums.clear();
                sums.resize(size, [R::default(); BUNDLE]);
                by_bundles!(bundles, pass(&self.documents, rows.clone(), t, squared, turn, sums))
            })
            .collect();
        let mut out = Block::zeros(self.documents.cols(), bundles);
        out.data.par_chunks_mut(ROWS_PER_TASK).enumerate().for_each(|(task, chunk)| {
            for sums in &room.sums {
                let from = task * ROWS_PER_TASK;
                for (slot, sum) in chunk.iter_mut().zip(&sums[from..]) {
                    (0..BUNDLE).for_each(|l| slot[l] += sum[l]);
                }
            }
        });
        (out, add_up(&totals))
    }
}

/// Where the runs of documents sum up; kept from one pass to the next.
#[derive(Default)]
pub(super) struct Room<R> {
    sums: Vec<Vec<Bundle<R>>>,
}

fn pass<R: Real, const B: usize>(
    documents: &Csr,
    rows: Range<usize>,
    t: Option<&Block<R>>,
    squared: bool,
    turn: &Turn<'_, R>,
    sums: &mut [Bundle<R>],
) -> PerLane {
    let mut totals = [0f64; super::block::LANES];
    let (sums, _) = sums.as_chunks_mut::<B>();
    for row in rows {
        let mut own = t.map_or([[R::default(); BUNDLE]; B], |t| gather::<R, B>(documents, row, &t.data));
        turn(row, &mut own, &mut totals);
        let (indices, values) = documents.row(row);
        for (token, value) in indices.iter().zip(values) {
            let value = R::of(f64::from(if squared { value * value } else { *value }));
            let slot = &mut sums[*token as usize];
            for b in 0..B {
                for l in 0..BUNDLE {
                    slot[b][l] += value * own[b][l];
                }
            }
        }
    }
    totals
}

fn gather<R: Real, const B: usize>(m: &Csr, row: usize, x: &[Bundle<R>]) -> [Bundle<R>; B] {
    let mut sum = [[R::default(); BUNDLE]; B];
    let (x, _) = x.as_chunks::<B>();
    let (indices, values) = m.row(row);
    for (col, value) in indices.iter().zip(values) {
        let (value, at) = (R::of(f64::from(*value)), &x[*col as usize]);
        for b in 0..B {
            for l in 0..BUNDLE {
                sum[b][l] += value * at[b][l];
            }
        }
    }
    sum
}

fn gather_all<R: Real>(m: &Csr, x: &Block<R>, out: &mut Block<R>) {
    let bundles = x.bundles;
    out.data.par_chunks_mut(ROWS_PER_TASK * bundles).enumerate().for_each(|(task, chunk)| {
        by_bundles!(bundles, gather_rows(m, task * ROWS_PER_TASK, &x.data, chunk));
    });
}

fn gather_rows<R: Real, const B: usize>(m: &Csr, from: usize, x: &[Bundle<R>], out: &mut [Bundle<R>]) {
    let (out, _) = out.as_chunks_mut::<B>();
    out.iter_mut().enumerate().for_each(|(offset, out)| *out = gather(m, from + offset, x));
}

fn add<R: Real>(out: &mut [Bundle<R>], x: &[Bundle<R>], value: R) {
    for (out, x) in out.iter_mut().zip(x) {
        (0..BUNDLE).for_each(|l| out[l] += value * x[l]);
    }
}
