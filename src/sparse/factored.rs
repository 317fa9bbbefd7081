//! A data matrix that is never written out: the product of two sparse ones.

use prefetch_index::prefetch_index;
use pulp::Arch;
use rayon::prelude::*;

use super::block::{BUNDLE, Bundle, PerLane};
use super::pass::{Documents, Pass, Turn};
use super::room::Room;
use super::{Block, Csr, Real};

/// `X = D · T`: documents × tokens times tokens × features.
///
/// A feature belongs to a token, so a token that stands in a thousand documents holds its features once. On a corpus
/// of 280,000 comments the two factors have 10 million entries where `X` has 215 million. Every product adds in an
/// order that the data alone decides, so results do not depend on how many threads compute them.
#[derive(Debug, Clone)]
pub struct Factored {
    documents: Documents,
    tokens: Csr,
    tokens_t: Csr,
}

/// Rows per parallel task of a product that gathers.
const ROWS_PER_TASK: usize = 512;

/// Calls a function with the number of bundles as a constant, so that sums stay in registers.
macro_rules! by_bundles {
    ($bundles:expr, $($name:ident)::+ ( $($argument:expr),* )) => {
        match $bundles {
            1 => $($name)::+::<_, 1>($($argument),*),
            2 => $($name)::+::<_, 2>($($argument),*),
            3 => $($name)::+::<_, 3>($($argument),*),
            _ => $($name)::+::<_, 4>($($argument),*),
        }
    };
}
pub(super) use by_bundles;

impl Factored {
    /// The product of documents × tokens and tokens × features.
    ///
    /// # Panics
    /// If the shapes do not meet.
    #[must_use]
    pub fn new(documents: Csr, tokens: &Csr) -> Self {
        assert_eq!(documents.cols(), tokens.rows(), "documents × tokens must meet tokens × features");
        let (documents, order) = Documents::new(documents);
        let tokens = tokens.picked(&order);
        let tokens_t = tokens.transpose();
        Self { documents, tokens, tokens_t }
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
        self.documents.is_large()
    }

    /// `T · w`
    pub(super) fn tokens<R: Real>(&self, w: &Block<R>, room: &mut Room<R>) -> Block<R> {
        gathered(&self.tokens, w, false, room)
    }

    /// `X · w`
    #[must_use]
    pub fn forward<R: Real>(&self, w: &Block<R>) -> Block<R> {
        self.forward_in(w, &mut Room::default())
    }

    /// The same, with memory of the products before.
    pub(super) fn forward_in<R: Real>(&self, w: &Block<R>, room: &mut Room<R>) -> Block<R> {
        let tokens = self.tokens(w, room);
        let scores = self.documents.forward(&tokens);
        room.give_back(tokens);
        scores
    }

    /// `Tᵀ · t`
    pub(super) fn features<R: Real>(&self, t: &Block<R>, room: &mut Room<R>) -> Block<R> {
        gathered(&self.tokens_t, t, false, room)
    }

    /// `(T∘T)ᵀ · t`
    pub(super) fn features_squared<R: Real>(&self, t: &Block<R>, room: &mut Room<R>) -> Block<R> {
        gathered(&self.tokens_t, t, true, room)
    }

    /// `Dᵀ · turn(D · t)` and what `turn` summed up: see [`Documents::through`].
    pub(super) fn through<R: Real>(
        &self,
        pass: Pass<'_, R>,
        room: &mut Room<R>,
        turn: &impl Turn<R>,
    ) -> (Block<R>, PerLane) {
        self.documents.through(pass, room, turn)
    }
}

/// `M · x`, or `(M∘M) · x`.
fn gathered<R: Real>(m: &Csr, x: &Block<R>, squared: bool, room: &mut Room<R>) -> Block<R> {
    let mut out = room.block(m.rows(), x.bundles);
    let bundles = x.bundles;
    out.data.par_chunks_mut(ROWS_PER_TASK * bundles).enumerate().for_each(|(task, chunk)| {
        Arch::new().dispatch(|| by_bundles!(bundles, gather_rows(m, task * ROWS_PER_TASK, &x.data, squared, chunk)));
    });
    out
}

/// The rows of a product from one on.
#[inline(always)]
pub(super) fn gather_rows<R: Real, const B: usize>(
    m: &Csr,
    from: usize,
    x: &[Bundle<R>],
    squared: bool,
    out: &mut [Bundle<R>],
) {
    let (out, _) = out.as_chunks_mut::<B>();
    for (offset, out) in out.iter_mut().enumerate() {
        *out = gather(m, from + offset, x, squared, [[R::default(); BUNDLE]; B]);
    }
}

/// How many entries ahead a position is asked for, across the ends of rows: the next row is nearly always the next to be
/// gathered.
pub(super) const AHEAD: usize = 12;

/// `sum` and a row's product. (By value, so that it stays in registers.)
#[inline(always)]
pub(super) fn gather<R: Real, const B: usize>(
    m: &Csr,
    row: usize,
    x: &[Bundle<R>],
    squared: bool,
    mut sum: [Bundle<R>; B],
) -> [Bundle<R>; B] {
    let (x, _) = x.as_chunks::<B>();
    let ((indices, values), ahead) = (m.row(row), m.columns_from(row));
    for (entry, (col, value)) in indices.iter().zip(values).enumerate() {
        if let Some(next) = ahead.get(entry + AHEAD) {
            prefetch_index(x, *next as usize);
        }
        let (value, at) = (R::of(f64::from(if squared { value * value } else { *value })), &x[*col as usize]);
        for b in 0..B {
            for l in 0..BUNDLE {
                sum[b][l] += value * at[b][l];
            }
        }
    }
    sum
}
