//! Which ids have been met, as far back as the limit allows.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use xxhash_rust::xxh3::xxh3_64;

/// Fingerprints of the ids met so far.
pub(super) struct Ids {
    met: HashSet<u64, BuildHasherDefault<AsIs>>,
    most: usize,
}

impl Ids {
    /// Remembers at most `most` ids.
    pub fn new(most: u64) -> Self {
        Self { met: HashSet::default(), most: usize::try_from(most).unwrap_or(usize::MAX) }
    }

    /// Notes an id; whether it was met before.
    pub fn again(&mut self, id: &str) -> bool {
        let print = xxh3_64(id.as_bytes());
        if self.is_full() { self.met.contains(&print) } else { !self.met.insert(print) }
    }

    /// Whether ids are no longer remembered.
    pub fn is_full(&self) -> bool {
        self.met.len() >= self.most
    }

    /// How many are remembered.
    pub fn len(&self) -> usize {
        self.met.len()
    }
}

/// A fingerprint is its own hash.
#[derive(Default)]
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
        assert!(!ids.again("a") && ids.again("a") && !ids.again("b"));
        assert!(ids.is_full() && !ids.again("c") && !ids.again("c") && ids.again("b"));
        assert_eq!(ids.len(), 2);
    }
}
