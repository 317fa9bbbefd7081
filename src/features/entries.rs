//! Where what is known of a unit stands, by the unit's key.

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
/// Which place a key has stands in the first slot, from the one that its hash names, that is either free or
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
    /// Counts one standing of a unit in a comment: its place, and whether it is the first standing there.
    #[inline]
    pub fn stands(&mut self, key: Key, comment: u32) -> Option<(u32, bool)> {
        stands(&mut self.all, &self.slots, key, comment)
    }

    /// Counts the standing of one unit after the other, as [`Entries::stands`], until one has no key or is not there.
    /// It has all that it needs in registers: nothing else happens on the way.
    #[inline(always)]
    pub fn stand<T>(
        &mut self,
        keys: impl Iterator<Item = (Option<Key>, T)>,
        comment: u32,
        mut take: impl FnMut(u32, bool, T),
    ) {
        let (all, slots) = (&mut self.all[..], &self.slots[..]);
        for (key, beside) in keys {
            let Some((place, first)) = key.and_then(|key| stands(all, slots, key, comment)) else { return };
            take(place, first, beside);
        }
    }

    /// Puts in a unit that is not there, with its first standing in a comment: its place.
    pub fn insert(&mut self, key: Key, comment: u32, row: R) -> u32 {
        self.all.push(Entry { key, comment, count: 1, row });
        if self.all.len() * SPARE > self.slots.len() {
            let more = (self.slots.len() * 4).max(256);
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
        let mask = self.slots.len() - 1;
        let mut at = self.all[place].key.hash() & mask;
        while self.slots[at] != 0 {
            at = (at + 1) & mask;
        }
        self.slots[at] = place as u32 + 1;
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

/// [`Entries::stands`] of entries and their slots.
#[inline(always)]
fn stands<R>(all: &mut [Entry<R>], slots: &[u32], key: Key, comment: u32) -> Option<(u32, bool)> {
    let mask = slots.len().wrapping_sub(1);
    let mut at = key.hash() & mask;
    loop {
        let place = slots.get(at)?.checked_sub(1)?;
        let entry = &mut all[place as usize];
        if entry.key == key {
            let first = entry.comment != comment;
            entry.count = if first { 1 } else { entry.count + 1 };
            entry.comment = comment;
            return Some((place, first));
        }
        at = (at + 1) & mask;
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
