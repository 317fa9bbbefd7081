//! Several vectors side by side.

use pulp::Arch;
use rayon::prelude::*;

use super::Real;

/// Vectors are kept in bundles of this many: what a processor adds in a few instructions.
pub const BUNDLE: usize = 8;

/// Entries of a bundle of vectors at one position.
pub type Bundle<R> = [R; BUNDLE];

/// One number a vector, for the widest block there is.
pub type PerLane = [f64; LANES];

/// Vectors that a block holds at most; more problems are solved in several blocks.
pub const LANES: usize = 4 * BUNDLE;

/// Positions handled by one task. Sums are taken a task at a time, so they do not depend on the number of threads.
const POSITIONS: usize = 4096;

/// Up to [`LANES`] vectors of one length, interleaved: one pass over a sparse matrix serves all of them, and the
/// entries of all vectors at a position lie in one or two cache lines.
#[derive(Debug, Clone, Default)]
pub struct Block<R> {
    /// The bundles, position by position.
    pub data: Vec<Bundle<R>>,
    /// Bundles a position.
    pub bundles: usize,
}

impl<R: Real> Block<R> {
    /// Zeros.
    #[must_use]
    pub fn zeros(len: usize, bundles: usize) -> Self {
        Self { data: vec![[R::default(); BUNDLE]; len * bundles], bundles }
    }

    /// Zeros that are written, by all threads, for what stays and changes again and again. Those of [`Block::zeros`] are
    /// the system's, one page for all until it is written: to read such a page first costs a fault that interrupts
    /// every processor.
    pub(super) fn written(len: usize, bundles: usize) -> Self {
        Self { data: rayon::iter::repeat_n([R::default(); BUNDLE], len * bundles).collect(), bundles }
    }

    /// The vectors of some `items`, one a lane, of which `value` tells each entry; zeros in the lanes behind them.
    pub(super) fn of<T: Sync>(len: usize, items: &[T], value: impl Fn(&T, usize) -> R + Sync) -> Self {
        let mut block = Self::zeros(len, items.len().div_ceil(BUNDLE));
        let bundles = block.bundles.max(1);
        block.data.par_chunks_mut(bundles * POSITIONS).enumerate().for_each(|(task, chunk)| {
            for (at, position) in chunk.chunks_mut(bundles).enumerate() {
                for (lane, item) in items.iter().enumerate() {
                    position[lane / BUNDLE][lane % BUNDLE] = value(item, task * POSITIONS + at);
                }
            }
        });
        block
    }

    /// Positions.
    #[must_use]
    pub fn len(&self) -> usize {
        self.data.len() / self.bundles.max(1)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.data.is_empty()
    }

    /// Puts a vector into a lane.
    pub fn set(&mut self, lane: usize, vector: impl Iterator<Item = R>) {
        let (bundle, at) = (lane / BUNDLE, lane % BUNDLE);
        let bundles = self.bundles;
        self.data.iter_mut().skip(bundle).step_by(bundles).zip(vector).for_each(|(slot, value)| slot[at] = value);
    }

    /// The vector of a lane.
    #[must_use]
    pub fn lane(&self, lane: usize) -> Vec<R> {
        let (bundle, at) = (lane / BUNDLE, lane % BUNDLE);
        self.data.iter().skip(bundle).step_by(self.bundles).map(|slot| slot[at]).collect()
    }

    /// The block of some lanes, in the order given.
    #[must_use]
    pub fn select(&self, lanes: &[usize]) -> Self {
        let mut some = Self::zeros(self.len(), lanes.len().div_ceil(BUNDLE));
        let bundles = some.bundles;
        some.data.par_chunks_mut(bundles).zip(self.data.par_chunks(self.bundles)).for_each(|(out, all)| {
            for (to, from) in lanes.iter().enumerate() {
                out[to / BUNDLE][to % BUNDLE] = all[from / BUNDLE][from % BUNDLE];
            }
        });
        some
    }

    /// Calls `visit` for the bundles of every position, in parallel, with the bundle's number and the same bundles
    /// of `others`; what it adds to its sums is added up in a fixed order.
    pub fn sweep<const N: usize>(
        &mut self,
        others: [&Self; N],
        visit: impl Fn(&mut Bundle<R>, [&Bundle<R>; N], usize, &mut [f64; BUNDLE]) + Sync,
    ) -> PerLane {
        let (bundles, size) = (self.bundles, self.bundles * POSITIONS);
        let one = |(task, chunk): (usize, &mut [Bundle<R>])| {
            let range = task * size..task * size + chunk.len();
            let others = others.map(|other| &other.data[range.clone()]);
            let mut sums = [0f64; LANES];
            let (sums_of, _) = sums.as_chunks_mut::<BUNDLE>();
            Arch::new().dispatch(|| {
                for (at, own) in chunk.iter_mut().enumerate() {
                    let bundle = at % bundles;
                    visit(own, others.map(|other| &other[at]), bundle, &mut sums_of[bundle]);
                }
            });
            sums
        };
        let sums: Vec<PerLane> = self.data.par_chunks_mut(size).enumerate().map(one).collect();
        add_up(&sums)
    }

    /// The same for blocks of one shape that are only read.
    pub fn sums<const N: usize>(
        blocks: [&Self; N],
        visit: impl Fn([&Bundle<R>; N], usize, &mut [f64; BUNDLE]) + Sync,
    ) -> PerLane {
        let Some(first) = blocks.first() else { return [0.0; LANES] };
        let (bundles, size) = (first.bundles, first.bundles * POSITIONS);
        let one = |(task, chunk): (usize, &[Bundle<R>])| {
            let range = task * size..task * size + chunk.len();
            let blocks = blocks.map(|block| &block.data[range.clone()]);
            let mut sums = [0f64; LANES];
            let (sums_of, _) = sums.as_chunks_mut::<BUNDLE>();
            Arch::new().dispatch(|| {
                for at in 0..chunk.len() {
                    let bundle = at % bundles;
                    visit(blocks.map(|block| &block[at]), bundle, &mut sums_of[bundle]);
                }
            });
            sums
        };
        add_up(&first.data.par_chunks(size.max(1)).enumerate().map(one).collect::<Vec<_>>())
    }
}

/// Numbers of the lanes, bundle by bundle: a bundle's own are found once and not lane by lane.
pub(super) fn bundled<T>(all: &[T; LANES]) -> &[[T; BUNDLE]] {
    all.as_chunks().0
}

/// The sums of all tasks, in their order.
pub(super) fn add_up(parts: &[PerLane]) -> PerLane {
    let mut sums = [0f64; LANES];
    for part in parts {
        sums.iter_mut().zip(part).for_each(|(sum, value)| *sum += value);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_side_by_side_are_the_vectors() {
        let items = [3usize, 5, 7, 11, 13, 17, 19, 23, 29];
        let len = POSITIONS + 70;
        let block = Block::<f32>::of(len, &items, |item, at| (at % item) as f32);
        assert_eq!((block.len(), block.bundles), (len, 2));
        for (lane, item) in items.iter().enumerate() {
            assert_eq!(block.lane(lane), (0..len).map(|at| (at % item) as f32).collect::<Vec<_>>());
        }
        assert!((items.len()..2 * BUNDLE).all(|lane| block.lane(lane) == vec![0.0; len]));
        assert!(Block::<f32>::of(9, &[0u8; 0], |_, _| 1.0).is_empty());
        assert_eq!(Block::<f64>::written(len, 2).data, Block::<f64>::zeros(len, 2).data);
    }
}
