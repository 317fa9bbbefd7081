//! Where what is known of a unit stands, by the unit's key.

use prefetch_index::prefetch_index;

use super::key::Key;

/// A unit that was met, with what its owner keeps of it. Aligned so that it lies in one cache line if the owner's part
/// leaves room for the rest: all that a comment asks of a unit then costs one line.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
pub(super) struct Entry<R> {
    key: Key,
    /// The last comment that it stood in, and how often.
    comment: u32,
    pub count: u32,
    pub row: R,
}

/// Entries in the order in which they were met, so that those met all the time lie together in few pages and stay near
/// the processor. An entry never changes its place.
///
/// Which place a key has stands in the first slot, from the one that its hash names, that is either free or its own. As
/// the frequent units come first, they nearly always have the slot that they are looked for in. What of a place's bits is
/// not needed to count slots are bits of the hash, so that the entry of another key is hardly ever asked.
#[derive(Debug, Default)]
pub(super) struct Entries<R> {
    all: Vec<Entry<R>>,
    /// The upper bits of a hash and one more than a place; 0 where a slot is free. There are a power of two.
    slots: Vec<u32>,
}

/// Slots for each entry, at least.
const SPARE: usize = 2;

/// Where entries are looked for, in so few words that they stay in registers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Map<'a, R> {
    all: &'a [Entry<R>],
    slots: &'a [u32],
    mask: u32,
}

impl<R> Map<'_, R> {
    /// Has the slot that a hash names come near, for [`Map::likely`].
    #[inline(always)]
    pub fn prefetch_slot(self, hash: u32) {
        prefetch_index(self.slots, (hash & self.mask) as usize);
    }

    /// One more than the place that the key of a hash most likely has; 0 if it has none.
    #[inline(always)]
    pub fn likely(self, hash: u32) -> u32 {
        let mut at = hash & self.mask;
        loop {
            let slot = self.slots.get(at as usize).copied().unwrap_or(0);
            if slot == 0 {
                return 0;
            }
            if (slot ^ hash) & !self.mask == 0 {
                return slot & self.mask;
            }
            at = (at + 1) & self.mask;
        }
    }

    /// Has the unit at one less than `next` come near, for [`stands_at`]; nothing of use for 0.
    #[inline(always)]
    pub fn prefetch(self, next: u32) {
        prefetch_index(self.all, (next as usize).wrapping_sub(1));
    }
}

/// Counts one standing of the unit at one less than `next`, if it has this key: whether it is the first there.
#[inline(always)]
pub(super) fn stands_at<R>(all: &mut [Entry<R>], next: u32, key: Key, comment: u32) -> Option<bool> {
    let entry = all.get_mut((next as usize).wrapping_sub(1)).filter(|entry| entry.key == key)?;
    // Without a branch, which would often be guessed wrongly.
    let again = u32::from(entry.comment == comment);
    entry.count = entry.count * again + 1;
    entry.comment = comment;
    Some(again == 0)
}

impl<R: Copy + Default> Entries<R> {
    /// Counts one standing of a unit in a comment: its place, and whether it is the first standing there.
    #[inline]
    pub fn stands(&mut self, key: Key, comment: u32) -> Option<(u32, bool)> {
        let mask = self.mask();
        let mut at = key.hash() & mask;
        loop {
            let slot = *self.slots.get(at as usize).filter(|slot| **slot != 0)?;
            if (slot ^ key.hash()) & !mask == 0
                && let Some(first) = stands_at(&mut self.all, slot & mask, key, comment)
            {
                return Some(((slot & mask) - 1, first));
            }
            at = (at + 1) & mask;
        }
    }

    /// All there are, for [`stands_at`].
    pub fn all(&mut self) -> &mut [Entry<R>] {
        &mut self.all
    }

    /// Where entries are looked for.
    pub fn map(&self) -> Map<'_, R> {
        Map { all: &self.all, slots: &self.slots, mask: self.mask() }
    }

    fn mask(&self) -> u32 {
        (self.slots.len() as u32).wrapping_sub(1)
    }

    /// Puts in a unit that is not there, with its first standing in a comment: its place.
    pub fn insert(&mut self, key: Key, comment: u32, row: R) -> u32 {
        self.all.push(Entry { key, comment, count: 1, row });
        if self.all.len() * SPARE > self.slots.len() {
            let more = (self.slots.len() * 2).max(256);
            self.slots.clear();
            self.slots.resize(more, 0);
            (0..self.all.len()).for_each(|place| self.point(place));
        } else {
            self.point(self.all.len() - 1);
        }
        self.all.len() as u32 - 1
    }

    /// Writes a place into a slot.
    fn point(&mut self, place: usize) {
        let (hash, mask) = (self.all[place].key.hash(), self.mask());
        let mut at = hash & mask;
        while self.slots[at as usize] != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at as usize] = hash & !mask | (place as u32 + 1);
    }

    /// The entry at a place.
    #[inline(always)]
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
    fn finds_what_was_put_in_and_counts_it() {
        let mut entries = Entries::default();
        let keys: Vec<Key> = (0..3000).map(|i| Key::of(&format!("{i:x}"))).collect();
        for (at, key) in keys.iter().enumerate() {
            assert_eq!(entries.stands(*key, 1), None);
            let place = entries.insert(*key, 1, at);
            assert_eq!(entries.stands(*key, 1), Some((place, false)));
            assert!(entries.map().likely(key.hash()) > 0);
            assert!(stands_at(entries.all(), place + 1, keys[(at + 1) % 3000], 1).is_none());
            assert_eq!(entries.at(place).count, 2);
        }
        for (at, key) in keys.iter().enumerate() {
            let (place, first) = entries.stands(*key, 2).unwrap();
            assert_eq!((entries.at(place).row, entries.at(place).count, first), (at, 1, true));
        }
        assert_eq!(entries.len(), keys.len());
        entries.clear();
        assert_eq!(entries.stands(keys[5], 3), None);
    }
}
