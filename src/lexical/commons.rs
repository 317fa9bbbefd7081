//! What several memories of one scorer know of units.

use std::sync::{Mutex, PoisonError};

use super::row::{Further, Row};
use crate::features::{Facts, FingerprintMap};

/// Parts that are locked each by itself.
const SHARES: usize = 64;
/// Units that a part holds at most; then it begins anew.
const MOST: usize = 160_000 / SHARES;

/// What memories that share it have found out of units: whoever meets a unit first finds it out for all, and a memory
/// that had to forget finds it here again. Nothing but the time it takes depends on it.
///
/// It belongs to one scorer, as its memories do.
#[derive(Debug)]
pub struct Commons {
    shares: [Mutex<FingerprintMap<Learnt>>; SHARES],
}

/// What is known of a unit.
#[derive(Debug, Clone)]
pub(super) struct Learnt {
    pub facts: Facts,
    pub row: Row,
    pub further: Box<[Further]>,
    pub meaning: Box<[f32]>,
}

impl Default for Commons {
    fn default() -> Self {
        Self { shares: std::array::from_fn(|_| Mutex::default()) }
    }
}

impl Commons {
    /// Hands over what is known of the unit of a fingerprint; nothing if nobody has met it.
    pub(super) fn take<T>(&self, print: u64, take: impl FnOnce(&Learnt) -> T) -> Option<T> {
        self.share(print).lock().unwrap_or_else(PoisonError::into_inner).get(&print).map(take)
    }

    /// Notes what is known of a unit.
    pub(super) fn give(&self, print: u64, learnt: Learnt) {
        let mut share = self.share(print).lock().unwrap_or_else(PoisonError::into_inner);
        if share.len() >= MOST {
            share.clear();
        }
        share.insert(print, learnt);
    }

    fn share(&self, print: u64) -> &Mutex<FingerprintMap<Learnt>> {
        &self.shares[(print >> 32) as usize % SHARES]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_forgets_before_it_grows_without_end() {
        let commons = Commons::default();
        let learnt = |n: u32| Learnt {
            facts: Facts { stem: n, ..Facts::default() },
            row: Row::default(),
            further: Box::default(),
            meaning: Box::default(),
        };
        for n in 0..2 * MOST as u32 {
            commons.give(u64::from(n), learnt(n)); // all in the first share
            assert_eq!(commons.take(u64::from(n), |known| known.facts.stem), Some(n));
        }
        assert_eq!(commons.take(0, |known| known.facts.stem), None);
        assert_eq!(commons.shares[0].lock().unwrap().len(), MOST);
    }
}
