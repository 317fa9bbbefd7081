//! Which number a fingerprint was given.

/// Fingerprints in one cache line.
const WAYS: usize = 5;

/// The fingerprints of some units and their numbers, counted from 1; 0 is an empty place.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
struct Bucket {
    prints: [u64; WAYS],
    numbers: [u32; WAYS],
}

/// Numbers by fingerprint. A look-up reads one cache line and compares all that is in it, so that it has no branch to
/// guess wrongly.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    buckets: Vec<Bucket>,
    len: u32,
}

impl Numbers {
    /// The number of a fingerprint.
    #[inline]
    pub fn find(&self, print: u64) -> Option<u32> {
        let mask = self.buckets.len().checked_sub(1)?;
        let mut at = print as usize & mask;
        loop {
            let bucket = &self.buckets[at];
            let mut found = 0;
            for way in 0..WAYS {
                found |= if bucket.prints[way] == print { bucket.numbers[way] } else { 0 };
            }
            if found != 0 {
                return Some(found - 1);
            }
            if bucket.numbers[WAYS - 1] == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
    }

    /// Gives a new fingerprint the next number.
    pub fn push(&mut self, print: u64) -> u32 {
        if self.len as usize * 3 >= self.buckets.len() * WAYS * 2 {
            let more = vec![Bucket::default(); (self.buckets.len() * 2).max(64)];
            for bucket in std::mem::replace(&mut self.buckets, more) {
                let full = bucket.prints.iter().zip(bucket.numbers).filter(|(_, number)| *number != 0);
                full.for_each(|(print, number)| self.place(*print, number));
            }
        }
        self.len += 1;
        self.place(print, self.len);
        self.len - 1
    }

    fn place(&mut self, print: u64, number: u32) {
        let mask = self.buckets.len() - 1;
        let mut at = print as usize & mask;
        loop {
            let bucket = &mut self.buckets[at];
            if let Some(way) = bucket.numbers.iter().position(|number| *number == 0) {
                bucket.prints[way] = print;
                bucket.numbers[way] = number;
                return;
            }
            at = (at + 1) & mask;
        }
    }

    /// Forgets all, but keeps the room.
    pub fn clear(&mut self) {
        self.buckets.fill(Bucket::default());
        self.len = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_it_numbered_even_where_buckets_are_full() {
        let mut numbers = Numbers::default();
        // Few different low bits, and the fingerprint 0, which empty places have too.
        let prints: Vec<u64> = (0..3000u64).map(|i| i << 4 | (i % 7)).collect();
        for (at, print) in prints.iter().enumerate() {
            assert_eq!(numbers.find(*print), None);
            assert_eq!(numbers.push(*print), at as u32);
            assert_eq!(numbers.find(*print), Some(at as u32));
            assert_eq!(numbers.find(prints[0]), Some(0));
        }
        numbers.clear();
        assert_eq!(numbers.find(prints[5]), None);
    }
}
