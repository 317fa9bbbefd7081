//! Which bytes of a text belong to words, one bit a byte, so that a word's end is found in one step and not letter by
//! letter.

use wide::u8x16;

/// Bytes in one mask.
pub(super) const BLOCK: usize = 64;
/// Bytes that are compared at once.
const LANE: usize = 16;

/// Where words stand in a text: bit `i` of mask `j` is byte `64 j + i`.
#[derive(Debug, Clone, Default)]
pub(super) struct Masks {
    words: Vec<u64>,
    repeats: bool,
}

/// What the bytes of one block are.
#[derive(Debug, Clone, Copy, Default)]
struct Kinds {
    letters: u64,
    digits: u64,
    apostrophes: u64,
    separators: u64,
    /// What equals the byte before it, but for the case of a letter, and is no space.
    same: u64,
}

impl Masks {
    /// Looks at another text.
    pub fn read(&mut self, bytes: &[u8]) {
        self.words.clear();
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        let mut last = [b' '; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        let (mut before, mut here, mut end) = (Kinds::default(), Kinds::default(), b' ');
        let mut repeats = 0;
        for (at, block) in blocks.iter().chain((!rest.is_empty()).then_some(&last)).enumerate() {
            let next = Kinds::of(block, end);
            if at > 0 {
                self.words.push(here.words(before, next));
            }
            repeats |= next.repeats(here);
            (before, here, end) = (here, next, block[BLOCK - 1]);
        }
        if !bytes.is_empty() {
            self.words.push(here.words(before, Kinds::default()));
        }
        self.repeats = repeats != 0;
    }

    /// Whether four equal signs or letters may stand side by side somewhere, whatever the letters' case.
    pub fn repeats(&self) -> bool {
        self.repeats
    }

    /// The mask of a block: letters, digits, and the signs that join them.
    #[inline]
    pub fn words(&self, block: usize) -> u64 {
        self.words[block]
    }
}

impl Kinds {
    /// Of a block behind the byte `before`.
    #[inline]
    fn of(block: &[u8; BLOCK], before: u8) -> Self {
        let mut kinds = Self::default();
        let mut previous = [before; LANE];
        previous[1..].copy_from_slice(&block[..LANE - 1]);
        for (at, lane) in block.as_chunks::<LANE>().0.iter().enumerate() {
            let bytes = u8x16::new(*lane);
            let within = |bytes: u8x16, first: u8, last: u8| {
                bytes.simd_ge(u8x16::splat(first)) & bytes.simd_le(u8x16::splat(last))
            };
            let is = |byte: u8| bytes.simd_eq(u8x16::splat(byte));
            let bits = |mask: u8x16| u64::from(mask.to_bitmask()) << (LANE * at);
            if at > 0 {
                previous.copy_from_slice(&block[LANE * at - 1..LANE * (at + 1) - 1]);
            }
            let case = u8x16::splat(0x20);
            let same = (bytes | case).simd_eq(u8x16::new(previous) | case);
            kinds.same |= bits(same) & !bits((bytes | case).simd_eq(case));
            kinds.letters |= bits(within(bytes | case, b'a', b'z'));
            kinds.digits |= bits(within(bytes, b'0', b'9'));
            kinds.apostrophes |= bits(is(b'\''));
            kinds.separators |= bits(is(b'.') | is(b','));
        }
        kinds
    }

    /// Where the fourth of equal bytes stands.
    fn repeats(self, before: Self) -> u64 {
        let behind = |n: u32| self.same << n | before.same >> (64 - n);
        self.same & behind(1) & behind(2)
    }

    /// Letters and digits, an apostrophe between one of them and a letter, a separator between digits.
    fn words(self, before: Self, after: Self) -> u64 {
        let behind = |mask: u64, last: u64| mask << 1 | last >> 63;
        let ahead = |mask: u64, first: u64| mask >> 1 | first << 63;
        let plain = self.letters | self.digits;
        let apostrophes =
            self.apostrophes & behind(plain, before.letters | before.digits) & ahead(self.letters, after.letters);
        let separators = self.separators & behind(self.digits, before.digits) & ahead(self.digits, after.digits);
        plain | apostrophes | separators
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agree_with_one_byte_after_the_other(text in "([ -~\n\u{1}\u{7f}]|[a1'.,]|aAa){0,200}") {
            let (bytes, mut masks) = (text.as_bytes(), Masks::default());
            masks.read(bytes);
            let is = |at: usize, kind: fn(&u8) -> bool| bytes.get(at).is_some_and(kind);
            for (at, byte) in bytes.iter().enumerate() {
                let word = match byte {
                    b'\'' => at > 0 && is(at - 1, u8::is_ascii_alphanumeric) && is(at + 1, u8::is_ascii_alphabetic),
                    b'.' | b',' => at > 0 && is(at - 1, u8::is_ascii_digit) && is(at + 1, u8::is_ascii_digit),
                    _ => byte.is_ascii_alphanumeric(),
                };
                prop_assert_eq!(masks.words(at / BLOCK) >> (at % BLOCK) & 1 == 1, word, "at {}", at);
            }
            let lower = text.to_ascii_lowercase();
            let four = |w: &[u8]| w[0] > b' ' && w.iter().all(|b| *b == w[0]);
            prop_assert!(masks.repeats() || !lower.as_bytes().windows(4).any(four));
        }
    }
}
