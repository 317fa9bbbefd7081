//! Words in a block of ASCII that has nothing else in it.

use super::cut::{Cutter, Sink};
use super::token::{Kind, Span};

/// Where the set bits of a block stand, in ascending order.
struct Places(u64);

impl Iterator for Places {
    type Item = usize;

    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        let first = (self.0 != 0).then(|| self.0.trailing_zeros() as usize);
        self.0 &= self.0.wrapping_sub(1);
        first
    }
}

impl<S: Sink> Cutter<'_, S> {
    /// The words of a block in which nothing else is a token, given where they begin and end. Where the word begins that
    /// the block ends in.
    #[inline(always)]
    pub(super) fn words(&mut self, base: usize, edges: u64, begun: Option<usize>) -> Option<usize> {
        let mut edges = Places(edges);
        let (lower, sink) = (self.masks.lower(), &mut *self.sink);
        let mut begun = begun.or_else(|| Some(base + edges.next()?));
        while let Some(start) = begun {
            let Some(end) = edges.next() else { break };
            sink.stretch(Kind::Word, Span::new(start, base + end), false, lower);
            begun = edges.next().map(|next| base + next);
        }
        begun
    }
}
