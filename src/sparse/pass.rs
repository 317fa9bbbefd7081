//! Documents × tokens, and the pass there and back that a product with the Hessian makes over it.

use std::ops::Range;

use prefetch_index::prefetch_index;
use pulp::Arch;
use rayon::prelude::*;

use super::block::{BUNDLE, Bundle, LANES, PerLane, add_up};
use super::factored::{AHEAD, by_bundles, gather, gather_rows};
use super::room::Room;
use super::{Block, Csr, Real};

/// `D`, documents × tokens, its columns in an order of its own: tokens of many documents first.
///
/// On the way back a document's numbers are added to all of its tokens. The sums of the common tokens, most of
/// what is added, are so few that they stay in a processor's cache, one set of them a run of documents; the many rare
/// ones are gathered afterwards, token by token, from what the documents gave.
#[derive(Debug, Clone)]
pub(super) struct Documents {
    common: Csr,
    rare: Csr,
    rare_t: Csr,
    /// Runs of documents whose sums over common tokens are kept apart until they are added up.
    runs: Vec<Range<usize>>,
}

/// Tokens that are common, at most: with two bundles of `f32` their sums take half a megabyte.
const COMMON: usize = 1 << 13;
/// Runs of documents at most.
const RUNS: usize = 8;
/// A run has at least this many entries for every token, or adding up would cost more than the products.
const ENTRIES_PER_TOKEN: usize = 4;
/// Positions added up by one task.
const ADDED_PER_TASK: usize = 512;

/// What a pass does beside its turn.
#[derive(Clone, Copy)]
pub(super) struct Pass<'a, R> {
    /// What is gathered; without it a turn starts from zeros.
    pub tokens: Option<&'a Block<R>>,
    pub bundles: usize,
    /// Whether the way back is `(D∘D)ᵀ`.
    pub squared: bool,
}

/// What happens to a document's numbers between the ways. A trait and no closure: that it is inlined, and so compiled for
/// the same instructions as the pass, can be said of a method only.
pub(super) trait Turn<R>: Sync {
    /// Replaces one bundle of a document, given its place in a block of documents and its number, and adds to its totals.
    fn turn(&self, at: usize, bundle: usize, own: &mut Bundle<R>, totals: &mut [f64; BUNDLE]);
}

impl Documents {
    /// The matrix, and which of its columns stands at each place now.
    pub fn new(documents: Csr) -> (Self, Vec<u32>) {
        let counts = documents.column_counts();
        let mut order: Vec<u32> = (0..documents.cols() as u32).collect();
        order.sort_by_key(|token| std::cmp::Reverse(counts[*token as usize]));
        let mut place = vec![0u32; order.len()];
        order.iter().enumerate().for_each(|(at, token)| place[*token as usize] = at as u32);
        let runs = (documents.nnz() / (ENTRIES_PER_TOKEN * documents.cols()).max(1)).clamp(1, RUNS);
        let runs = documents.runs(runs);
        let (common, rare) = documents.renumbered(&place).split(COMMON.min(order.len()));
        let rare_t = rare.transpose();
        (Self { common, rare, rare_t, runs }, order)
    }

    pub fn rows(&self) -> usize {
        self.common.rows()
    }

    /// Whether a single product is worth several threads.
    pub fn is_large(&self) -> bool {
        self.runs.len() > 1
    }

    /// `D · t`
    pub fn forward<R: Real>(&self, t: &Block<R>) -> Block<R> {
        let mut out = Block::zeros(self.rows(), t.bundles);
        let bundles = t.bundles;
        out.data.par_chunks_mut(ADDED_PER_TASK * bundles).enumerate().for_each(|(task, chunk)| {
            Arch::new()
                .dispatch(|| by_bundles!(bundles, Self::forward_from(self, task * ADDED_PER_TASK, &t.data, chunk)));
        });
        out
    }

    /// `Dᵀ · turn(D · t)`, and what `turn` summed up.
    pub fn through<R: Real>(&self, pass: Pass<'_, R>, room: &mut Room<R>, turn: &impl Turn<R>) -> (Block<R>, PerLane) {
        let bundles = pass.bundles;
        let common = self.common.cols() * bundles;
        room.sums.resize_with(self.runs.len(), Vec::new);
        room.given.resize(self.rows() * bundles, [R::default(); BUNDLE]);
        let mut rest = room.given.as_mut_slice();
        let given: Vec<&mut [Bundle<R>]> =
            self.runs.iter().map(|run| rest.split_off_mut(..run.len() * bundles).unwrap_or_default()).collect();
        let totals: Vec<PerLane> = (room.sums.par_iter_mut().zip(given).zip(&self.runs))
            .with_max_len(1) // they are few and long, so whoever is idle may take any single one
            .map(|((sums, given), run)| {
                sums.clear();
                sums.resize(common, [R::default(); BUNDLE]);
                Arch::new().dispatch(|| by_bundles!(bundles, Self::run(self, run.clone(), pass, turn, sums, given)))
            })
            .collect();
        let mut out = room.block(common / bundles + self.rare.cols(), bundles);
        let (head, tail) = out.data.split_at_mut(common);
        head.par_chunks_mut(ADDED_PER_TASK).enumerate().for_each(|(task, chunk)| {
            Arch::new().dispatch(|| {
                chunk.fill([R::default(); BUNDLE]);
                for sums in &room.sums {
                    for (slot, sum) in chunk.iter_mut().zip(&sums[task * ADDED_PER_TASK..]) {
                        (0..BUNDLE).for_each(|l| slot[l] += sum[l]);
                    }
                }
            });
        });
        tail.par_chunks_mut(ADDED_PER_TASK * bundles).enumerate().for_each(|(task, chunk)| {
            let from = task * ADDED_PER_TASK;
            Arch::new()
                .dispatch(|| by_bundles!(bundles, gather_rows(&self.rare_t, from, &room.given, pass.squared, chunk)));
        });
        (out, add_up(&totals))
    }

    /// There, the turn, and back to the common tokens, for one run of documents.
    #[inline(always)]
    fn run<R: Real, const B: usize>(
        &self,
        rows: Range<usize>,
        pass: Pass<'_, R>,
        turn: &impl Turn<R>,
        sums: &mut [Bundle<R>],
        given: &mut [Bundle<R>],
    ) -> PerLane {
        let mut totals = [0f64; LANES];
        let (sums, _) = sums.as_chunks_mut::<B>();
        let (given, _) = given.as_chunks_mut::<B>();
        for (row, given) in rows.zip(given) {
            let mut own = pass.tokens.map_or([[R::default(); BUNDLE]; B], |tokens| self.document(row, &tokens.data));
            for (b, (own, totals)) in own.iter_mut().zip(totals.as_chunks_mut().0).enumerate() {
                turn.turn(row * B + b, b, own, totals);
            }
            // A copy that nobody else can know of stays in registers.
            let own = own;
            *given = own;
            let ((indices, values), ahead) = (self.common.row(row), self.common.columns_from(row));
            for (entry, (token, value)) in indices.iter().zip(values).enumerate() {
                if let Some(next) = ahead.get(entry + AHEAD) {
                    prefetch_index(&*sums, *next as usize);
                }
                let value = R::of(f64::from(if pass.squared { value * value } else { *value }));
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

    #[inline(always)]
    fn forward_from<R: Real, const B: usize>(&self, from: usize, t: &[Bundle<R>], out: &mut [Bundle<R>]) {
        let (out, _) = out.as_chunks_mut::<B>();
        out.iter_mut().enumerate().for_each(|(offset, out)| *out = self.document(from + offset, t));
    }

    /// A document's product with `t`.
    #[inline(always)]
    fn document<R: Real, const B: usize>(&self, row: usize, t: &[Bundle<R>]) -> [Bundle<R>; B] {
        let (common, rare) = t.split_at(self.common.cols() * B);
        let sum = gather(&self.common, row, common, false, [[R::default(); BUNDLE]; B]);
        gather(&self.rare, row, rare, false, sum)
    }
}
