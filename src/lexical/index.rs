//! Where a fingerprint stands in a sorted list.

use prefetch_index::prefetch_index;

/// Finds fingerprints in a sorted list through a table of where each leading bit pattern begins. Fingerprints are
/// even, so a pattern has about one of them; building it takes one pass and no hashing.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    starts: Vec<u32>,
    shift: u32,
}

impl Index {
    /// Of fingerprints in ascending order.
    pub fn of(sorted: &[u64]) -> Self {
        let bits = usize::BITS - sorted.len().leading_zeros();
        let shift = u64::BITS - bits.max(1);
        let mut starts = vec![0u32; (1 << bits.max(1)) + 1];
        for print in sorted {
            starts[(print >> shift) as usize + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        Self { starts, shift }
    }

    /// The places of those fingerprints that are in the list that this was made of, in their order.
    pub fn find_all(&self, sorted: &[u64], prints: &[u64], places: &mut Vec<u32>) {
        places.clear();
        // Where they may begin is found for all first, so that one does not wait for the other to come from memory.
        places.extend(prints.iter().map(|print| self.starts[(print >> self.shift) as usize]));
        for place in &*places {
            prefetch_index(sorted, *place as usize);
        }
        let mut found = 0;
        for (at, print) in prints.iter().enumerate() {
            let end = self.starts[(print >> self.shift) as usize + 1];
            if let Some(place) = (places[at]..end).find(|at| sorted[*at as usize] == *print) {
                places[found] = place;
                found += 1;
            }
        }
        places.truncate(found);
    }

    /// The place of a fingerprint in the list that this was made of.
    #[cfg(test)]
    fn find(&self, sorted: &[u64], print: u64) -> Option<u32> {
        let pattern = (print >> self.shift) as usize;
        let (start, end) = (self.starts[pattern], self.starts[pattern + 1]);
        (start..end).find(|at| sorted[*at as usize] == print)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_all_there_are_and_no_other() {
        for n in [0u64, 1, 2, 3, 1000] {
            let mut prints: Vec<u64> = (0..n).map(|i| i.wrapping_mul(0x9E37_79B9_7F4A_7C15)).collect();
            prints.sort_unstable();
            let index = Index::of(&prints);
            assert!(prints.iter().enumerate().all(|(at, p)| index.find(&prints, *p) == Some(at as u32)));
            assert!(prints.iter().all(|p| index.find(&prints, p ^ 1).is_none()));
            assert!(index.find(&prints, u64::MAX).is_none());
            let (mut asked, mut places) = (prints.clone(), vec![7]);
            asked.extend(prints.iter().map(|p| p ^ 1));
            asked.reverse();
            index.find_all(&prints, &asked, &mut places);
            assert!(places.iter().copied().eq((0..prints.len() as u32).rev()));
        }
    }
}
