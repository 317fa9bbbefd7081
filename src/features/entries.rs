//! Where what is known of a unit stands, by the unit's fingerprint.

use super::Facts;

/// A unit that was met, with what its owner keeps of it. Aligned so that it lies in one cache line if the owner's part
/// leaves room for the rest: all that a comment asks of a unit then costs one line.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
pub(super) struct Entry<R> {
    print: u64,
    pub facts: Facts,
    /// The last comment that it stood in, and how often.
    comment: u32,
    count: u32,
    pub row: R,
}

/// Entries in the order in which they were met, so that those met all the time lie together in few pages and stay near
/// the processor. An entry never changes its place.
///
/// Which place a fingerprint has stands in the first slot, from the one that its low bits name, that is either free or
/// its own. As the frequent units come first, they nearly always have the slot that they are looked for in.
#[derive(Debug, Default)]
pub(super) struct Entries<R> {
    all: Vec<Entry<R>>,
    /// One more than a place; 0 where a slot is free.
    slots: Vec<u32>,
}

/// Slots for each entry, at least.
const SPARE: usize = 3;

impl<R: Copy + Default> Entries<R> {
    /// Counts one standing of a fingerprint in a comment: its place, and how often it has stood in the comment.
    #[inline]
    pub fn stands(&mut self, print: u64, comment: u32) -> Option<(u32, u32)> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = print as usize & mask;
        loop {
            let place = self.slots.get(at)?.checked_sub(1)?;
            let entry = &mut self.all[place as usize];
            if entry.print == print {
                entry.count = if entry.comment == comment { entry.count + 1 } else { 1 };
                entry.comment = comment;
                return Some((place, entry.count));
            }
            at = (at + 1) & mask;
        }
    }

    /// Puts in a fingerprint that is not there, with its first standing in a comment.
    pub fn insert(&mut self, print: u64, comment: u32, facts: Facts, row: R) -> (u32, u32) {
        self.all.push(Entry { print, facts, comment, count: 1, row });
        if self.all.len() * SPARE > self.slots.len() {
            let more = (self.slots.len() * 4).max(256);
            self.slots.clear();
            self.slots.resize(more, 0);
            (0..self.all.len()).for_each(|place| self.point(place));
        } else {
            self.point(self.all.len() - 1);
        }
        (self.all.len() as u32 - 1, 1)
    }

    /// Writes a place into a slot.
    fn point(&mut self, place: usize) {
        let print = self.all[place].print;
        let mask = self.slots.len() - 1;
        let mut at = print as usize & mask;
        while self.slots[at] != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = place as u32 + 1;
    }

    /// The entry at a place.
    #[inline]
    pub fn at(&self, place: u32) -> &Entry<R> {
        &self.all[place as usize]
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Forgets all, but keeps the room.
    pub fn clear(&mut self) {
        self.all.clear();
        self.slots.fill(0);
    }

    /// Forgets which comments the units stood in.
    pub fn forget_comments(&mut self) {
        self.all.iter_mut().for_each(|entry| entry.comment = 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_put_in_even_where_slots_are_contended() {
        let mut entries = Entries::default();
        // Few different low bits, and the fingerprint 0.
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
