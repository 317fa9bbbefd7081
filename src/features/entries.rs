//! Where what is known of a unit stands, by the unit's fingerprint.

use super::Facts;

/// A unit that was met, with what its owner keeps of it. Aligned so that it lies in one cache line if the owner's part
/// leaves room for the rest: all that a comment asks of a unit then costs one line.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
pub(super) struct Entry<R> {
    /// Its fingerprint; 0 where there is no unit.
    print: u64,
    pub facts: Facts,
    /// The last comment that it stood in, and how often.
    comment: u32,
    count: u32,
    pub row: R,
}

/// Entries by fingerprint: each in the first free place from the one that its fingerprint names. Places change when
/// the table grows.
#[derive(Debug, Default)]
pub(super) struct Entries<R> {
    places: Vec<Entry<R>>,
    len: usize,
}

impl<R: Copy + Default> Entries<R> {
    /// Counts one standing of a fingerprint in a comment: where it stands in the table, and how often in the comment.
    #[inline]
    pub fn stands(&mut self, print: u64, comment: u32) -> Option<(u32, u32)> {
        let mask = self.places.len().wrapping_sub(1);
        let mut at = print as usize & mask;
        loop {
            let entry = self.places.get_mut(at)?;
            if entry.print == taken(print) {
                entry.count = if entry.comment == comment { entry.count + 1 } else { 1 };
                entry.comment = comment;
                return Some((at as u32, entry.count));
            }
            if entry.print == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
    }

    /// Puts in a fingerprint that is not there, with its first standing in a comment.
    pub fn insert(&mut self, print: u64, comment: u32, facts: Facts, row: R) -> (u32, u32) {
        if self.len * 8 >= self.places.len() * 5 {
            let more = vec![Entry::default(); (self.places.len() * 2).max(64)];
            let old = std::mem::replace(&mut self.places, more);
            old.into_iter().filter(|entry| entry.print != 0).for_each(|entry| _ = self.place(entry));
        }
        self.len += 1;
        (self.place(Entry { print: taken(print), facts, comment, count: 1, row }), 1)
    }

    fn place(&mut self, entry: Entry<R>) -> u32 {
        let mask = self.places.len() - 1;
        let mut at = entry.print as usize & mask;
        while self.places[at].print != 0 {
            at = (at + 1) & mask;
        }
        self.places[at] = entry;
        at as u32
    }

    /// The entry at a place.
    #[inline]
    pub fn at(&self, place: u32) -> &Entry<R> {
        &self.places[place as usize]
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// How many there is room for before places change.
    pub fn room(&self) -> usize {
        self.places.len()
    }

    /// Forgets all, but keeps the room.
    pub fn clear(&mut self) {
        self.places.fill(Entry::default());
        self.len = 0;
    }

    /// Forgets which comments the units stood in.
    pub fn forget_comments(&mut self) {
        self.places.iter_mut().for_each(|entry| entry.comment = 0);
    }
}

/// A fingerprint as it stands in a taken place, where it is never 0. The top bit is none of those that name places.
#[inline]
fn taken(print: u64) -> u64 {
    print | 1 << 63
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_put_in_even_where_places_are_contended() {
        let mut entries = Entries::default();
        // Few different low bits, and the fingerprint 0, which empty places have too.
        let prints: Vec<u64> = (0..3000u64).map(|i| i << 4 | (i % 7)).collect();
        for (at, print) in prints.iter().enumerate() {
            assert_eq!(entries.stands(*print, 1), None);
            let (place, _) = entries.insert(*print, 1, Facts::default(), at);
            assert_eq!(entries.stands(*print, 1), Some((place, 2)));
        }
        for (at, print) in prints.iter().enumerate() {
            let (place, count) = entries.stands(*print, 2).unwrap();
            assert_eq!((entries.at(place).row, count), (at, 1));
        }
        assert_eq!(entries.len(), prints.len());
        entries.clear();
        assert_eq!(entries.stands(prints[5], 3), None);
    }
}
