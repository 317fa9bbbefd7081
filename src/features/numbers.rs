//! Which number a fingerprint was given.

use wide::u32x8;

/// Fingerprints in one cache line.
const WAYS: usize = 8;

/// Part of the fingerprints of some units, and their numbers; 0 is an empty place.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
struct Bucket {
    tags: [u32; WAYS],
    numbers: [u32; WAYS],
}

/// Numbers by fingerprint. A look-up reads one cache line and compares all of its tags at once, so that it has no branch
/// to guess wrongly.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    buckets: Vec<Bucket>,
    len: usize,
}

impl Numbers {
    /// The number of a fingerprint; `same` says whether a number is really its.
    #[inline]
    pub fn find(&self, print: u64, same: impl Fn(u32) -> bool) -> Option<u32> {
        let mask = self.buckets.len().checked_sub(1)?;
        let (tag, mut at) = (tag(print), print as usize & mask);
        loop {
            let bucket = &self.buckets[at];
            let mut hits = u32x8::new(bucket.tags).simd_eq(u32x8::splat(tag)).to_bitmask();
            while hits != 0 {
                let number = bucket.numbers[hits.trailing_zeros() as usize];
                if same(number) {
                    return Some(number);
                }
                hits &= hits - 1;
            }
            if bucket.tags[WAYS - 1] == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
    }

    /// Gives a new fingerprint the next number, `count - 1`. `print` tells the fingerprint of any number, the new one
    /// included.
    pub fn push(&mut self, count: usize, print: impl Fn(usize) -> u64) {
        if count * 2 > self.buckets.len() * WAYS {
            let buckets = (self.buckets.len() * 2).max(64);
            self.buckets.clear();
            self.buckets.resize(buckets, Bucket::default());
            self.len = 0;
        }
        for number in self.len..count {
            self.place(print(number));
        }
    }

    fn place(&mut self, print: u64) {
        let mask = self.buckets.len() - 1;
        let mut at = print as usize & mask;
        while self.buckets[at].tags[WAYS - 1] != 0 {
            at = (at + 1) & mask;
        }
        let bucket = &mut self.buckets[at];
        let way = bucket.tags.iter().position(|tag| *tag == 0).unwrap_or(0);
        bucket.tags[way] = tag(print);
        bucket.numbers[way] = self.len as u32;
        self.len += 1;
    }

    /// Forgets all, but keeps the room.
    pub fn clear(&mut self) {
        self.buckets.fill(Bucket::default());
        self.len = 0;
    }
}

/// The part of a fingerprint that a bucket keeps, never 0.
#[inline]
fn tag(print: u64) -> u32 {
    (print >> 32) as u32 | 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_it_numbered_even_where_tags_are_equal() {
        let mut numbers = Numbers::default();
        // Few different low and high bits: full buckets, equal tags.
        let prints: Vec<u64> = (0..3000u64).map(|i| (i % 7) << 33 | (i / 7) << 4 | 3).collect();
        for (at, print) in prints.iter().enumerate() {
            let find = |numbers: &Numbers, print| numbers.find(print, |n| prints[n as usize] == print);
            assert_eq!(find(&numbers, *print), None);
            numbers.push(at + 1, |number| prints[number]);
            assert_eq!(find(&numbers, *print), Some(at as u32));
            assert_eq!(find(&numbers, prints[0]), Some(0));
        }
        numbers.clear();
        assert_eq!(numbers.find(prints[5], |_| true), None);
    }
}
