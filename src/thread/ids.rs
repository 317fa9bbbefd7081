//! Which ids have been met, as far back as the limit allows.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use xxhash_rust::xxh3::xxh3_64;

/// Sets that share the ids among them. Each grows by itself, so that there is never an old and a
/// new copy of all of them at once.
const SHARES: usize = 64;

/// Fingerprints of the ids met so far.
pub(super) struct Ids {
    shares: Vec<HashSet<u64, BuildHasherDefault<AsIs>>>,
    met: u64,
    most: u64,
}

/// The fingerprint of an id.
pub(super) fn print(id: &str) -> u64 {
    xxh3_64(id.as_bytes())
}

impl Ids {
    /// Remembers at most `most` ids.
    pub fn new(most: u64) -> Self {
        Self { shares: vec![HashSet::default(); SHARES], met: 0, most }
    }

    /// Notes an id by its fingerprint; whether it was met before.
    pub fn again(&mut self, print: u64) -> bool {
        let share = &mut self.shares[(print >> 32) as usize % SHARES];
        if self.met >= self.most {
            return share.contains(&print);
        }
        let new = share.insert(print);
        self.met += u64::from(new);
        !new
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

/// A fingerprint is its own hash.
#[derive(Default, Clone, Copy)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64(bytes);
    }

    fn write_u64(&mut self, print: u64) {
        self.0 = print;
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
}
