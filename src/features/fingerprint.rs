//! The number that stands for a feature or unit.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// The number that stands for a feature or unit: the same on every machine and in every version.
#[must_use]
#[inline]
pub fn fingerprint(family: &str, text: &str) -> u64 {
    seeded(seed(family), text.as_bytes())
}

/// A fingerprint whose family's [`seed`] is known.
#[must_use]
#[inline]
pub(super) fn seeded(seed: u64, text: &[u8]) -> u64 {
    xxhash_rust::xxh3::xxh3_64_with_seed(text, seed)
}

/// A family's seed: the FNV-1a hash of its name.
#[inline]
pub(super) const fn seed(family: &str) -> u64 {
    let (bytes, mut at, mut hash) = (family.as_bytes(), 0, 0xcbf2_9ce4_8422_2325u64);
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}

/// The family name under which a plain token is fingerprinted as a unit.
pub const TOKEN: &str = "token";

const TOKEN_SEED: u64 = seed(TOKEN);

/// The fingerprint of a token as a unit.
#[must_use]
#[inline]
pub fn token_print(form: &str) -> u64 {
    seeded(TOKEN_SEED, form.as_bytes())
}

/// A hasher for keys that are already hashes.
#[derive(Default)]
pub struct Fingerprinted(u64);

impl Hasher for Fingerprinted {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |h, b| h.rotate_left(8) ^ u64::from(*b));
    }
    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// A map whose keys are fingerprints.
pub type FingerprintMap<V> = HashMap<u64, V, BuildHasherDefault<Fingerprinted>>;
