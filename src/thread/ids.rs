//! Which ids have been met, as far back as the limit allows.

use prefetch_index::prefetch_index;
use xxhash_rust::xxh3::xxh3_64;

/// Sets that share the ids among them. Each grows by itself, so that there is never an old and a
/// new copy of all of them at once.
const SHARES: usize = 64;

/// Fingerprints of the ids met so far.
pub(super) struct Ids {
    shares: Vec<Share>,
    met: u64,
    most: u64,
}

/// The fingerprint of an id, which is its own hash. It is never 0.
pub(super) fn print(id: &str) -> u64 {
    xxh3_64(id.as_bytes()).max(1)
}

impl Ids {
    /// Remembers at most `most` ids.
    pub fn new(most: u64) -> Self {
        Self { shares: vec![Share::default(); SHARES], met: 0, most }
    }

    /// Notes an id by its fingerprint; whether it was met before.
    pub fn again(&mut self, print: u64) -> bool {
        let full = self.is_full();
        let share = &mut self.shares[share(print)];
        let again = share.holds(print);
        if !again && !full {
            share.put(print);
            self.met += 1;
        }
        again
    }

    /// Has what [`Ids::again`] looks at come near: every id is somewhere else, so that looking waits for memory.
    pub fn prefetch(&self, print: u64) {
        self.shares[share(print)].prefetch(print);
    }

    /// Whether ids are no longer remembered.
    pub fn is_full(&self) -> bool {
        self.met >= self.most
    }

    /// How many are remembered.
    pub fn len(&self) -> u64 {
        self.met
    }
}

fn share(print: u64) -> usize {
    (print >> 32) as usize % SHARES
}

/// Fingerprints, each in the first slot that was free from the one that its lower bits name; 0 where a slot is free.
/// `std`'s set has no way to ask for a slot ahead.
#[derive(Debug, Clone, Default)]
struct Share {
    slots: Vec<u64>,
    taken: usize,
}

impl Share {
    fn at(&self, print: u64) -> usize {
        print as usize & self.slots.len().wrapping_sub(1)
    }

    /// The slot of a fingerprint, or the free one where it would be looked for; nothing if there are no slots.
    fn find(&self, print: u64) -> Option<usize> {
        let (before, from) = self.slots.split_at(self.at(print).min(self.slots.len()));
        let stops = |slot: &u64| *slot == print || *slot == 0;
        let ahead = from.iter().position(stops).map(|at| before.len() + at);
        ahead.or_else(|| before.iter().position(stops))
    }

    fn holds(&self, print: u64) -> bool {
        self.find(print).is_some_and(|at| self.slots[at] == print)
    }

    fn prefetch(&self, print: u64) {
        prefetch_index(&self.slots, self.at(print));
    }

    /// Puts in a fingerprint that is not there. Two slots of three are taken at most.
    fn put(&mut self, print: u64) {
        if 3 * (self.taken + 1) > 2 * self.slots.len() {
            let more = (2 * self.slots.len()).max(64);
            let before = std::mem::replace(&mut self.slots, vec![0; more]);
            self.taken = 0;
            before.into_iter().filter(|print| *print != 0).for_each(|print| self.put(print));
        }
        if let Some(at) = self.find(print) {
            self.slots[at] = print;
            self.taken += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_met_before_the_limit_is_known_after_it() {
        let mut ids = Ids::new(2);
        let mut again = |id| ids.again(print(id));
        assert!(!again("a") && again("a") && !again("b"));
        assert!(!again("c") && !again("c") && again("b"));
        assert!(ids.is_full() && ids.len() == 2);
    }

    #[test]
    fn every_id_is_met_once_however_many_there_are() {
        let mut ids = Ids::new(u64::MAX);
        // The same lower bits in every one, then all kinds of bits.
        let mut all: Vec<u64> = (1..300u64).map(|n| n << 38).collect();
        all.extend((0..50_000).map(|n| print(&n.to_string())));
        for (met, print) in all.iter().enumerate() {
            assert!(!ids.again(*print) && ids.len() == met as u64 + 1);
        }
        assert!(all.iter().all(|print| ids.again(*print)) && ids.len() == all.len() as u64);
    }
}
