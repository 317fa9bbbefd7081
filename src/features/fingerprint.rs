//! The number that stands for a feature or unit.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// Bytes that are hashed at once.
pub(super) const BLOCK: usize = 16;

/// The number that stands for a feature or unit: the same on every machine and in every version.
#[must_use]
#[inline]
pub fn fingerprint(family: &str, text: &str) -> u64 {
    seeded(seed(family), text.as_bytes())
}

/// A fingerprint whose family's [`seed`] is known.
#[must_use]
#[inline]
fn seeded(seed: u64, text: &[u8]) -> u64 {
    if text.len() > BLOCK {
        return xxhash_rust::xxh3::xxh3_64_with_seed(text, seed);
    }
    let mut block = [0; BLOCK];
    block[..text.len()].copy_from_slice(text);
    short(seed, u128::from_le_bytes(block), text.len())
}

/// The fingerprint of a feature that is a stretch of a longer text.
#[inline]
pub(super) fn fingerprint_within(family: &str, text: &[u8], stretch: Range<usize>) -> u64 {
    seeded_within(seed(family), text, stretch)
}

/// The same of a stretch of a longer text, without copying it where what follows can be masked away.
#[inline]
fn seeded_within(seed: u64, text: &[u8], stretch: Range<usize>) -> u64 {
    let length = stretch.len();
    match text.get(stretch.start..).and_then(|rest| rest.first_chunk::<BLOCK>()) {
        Some(block) if length <= BLOCK => short(seed, u128::from_le_bytes(*block) & BELOW[length], length),
        _ => seeded(seed, &text[stretch]),
    }
}

/// For each length the bits of so many bytes.
pub(super) static BELOW: [u128; BLOCK + 1] = {
    let mut below = [0; BLOCK + 1];
    let mut length = 1;
    while length <= BLOCK {
        below[length] = u128::MAX >> (8 * (BLOCK - length));
        length += 1;
    }
    below
};

/// Up to sixteen bytes in two folded multiplications, as wyhash mixes them (Wang Yi 2019); words and n-grams are short,
/// and a hash without branches does not wait for their lengths.
#[inline]
fn short(seed: u64, block: u128, length: usize) -> u64 {
    let (low, high) = (block as u64, (block >> 64) as u64);
    let mixed = fold(low ^ 0x2d35_8dcc_aa6c_78a5 ^ seed, high ^ 0x8bb8_4b93_962e_acc9 ^ length as u64);
    fold(mixed ^ 0x4b33_a62e_d433_d4a3, seed ^ 0x4d5a_2da5_1de1_aa47)
}

/// Both halves of a product.
#[inline(always)]
pub(super) fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    product as u64 ^ (product >> 64) as u64
}

/// A family's seed: the FNV-1a hash of its name.
#[inline]
const fn seed(family: &str) -> u64 {
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
pub fn token_print(form: impl AsRef<[u8]>) -> u64 {
    seeded(TOKEN_SEED, form.as_ref())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_has_the_fingerprint_of_its_text() {
        let text = "should the rebels be armed by people who never met them";
        for start in 0..text.len() {
            for end in start..text.len() {
                let within = fingerprint_within(TOKEN, text.as_bytes(), start..end);
                assert_eq!(within, token_print(&text[start..end]));
            }
        }
    }

    #[test]
    fn fingerprints_are_what_they_were() {
        // A model file names its features by these.
        assert_eq!(fingerprint("chars", "_ar"), 0xba46_50d5_1aa1_9ef4);
        assert_ne!(fingerprint("chars", "ar"), fingerprint("stems", "ar"));
        assert_ne!(token_print(""), token_print("\0"));
    }
}
