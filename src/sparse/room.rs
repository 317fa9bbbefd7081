//! Memory that is kept from one product to the next: asking the system for it takes as long as some products do.

use super::block::{BUNDLE, Bundle};
use super::{Block, Real};

/// What the products of one batch leave to each other.
#[derive(Default)]
pub(super) struct Room<R> {
    /// Blocks that nobody needs any more.
    spare: Vec<Block<R>>,
    /// For each run of documents, its sums over the common tokens.
    pub sums: Vec<Vec<Bundle<R>>>,
    /// What the documents gave.
    pub given: Vec<Bundle<R>>,
}

impl<R: Real> Room<R> {
    /// A block to be written all over: what stands in it is anything.
    pub fn block(&mut self, len: usize, bundles: usize) -> Block<R> {
        let fits = |block: &Block<R>| block.bundles == bundles && block.len() == len;
        let Some(at) = self.spare.iter().position(fits) else { return Block::zeros(len, bundles) };
        let mut block = self.spare.swap_remove(at);
        if cfg!(debug_assertions) {
            // Whoever reads what was there before finds out in a test.
            block.data.fill([R::of(f64::NAN); BUNDLE]);
        }
        block
    }

    /// Takes a block back.
    pub fn give_back(&mut self, block: Block<R>) {
        self.spare.push(block);
    }

    /// Lets go of the blocks, as others of another width will be asked for.
    pub fn forget(&mut self) {
        self.spare.clear();
    }
}
