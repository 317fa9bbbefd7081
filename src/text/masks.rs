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
    kinds: Vec<Kinds>,
}

/// What the bytes of one block are.
#[derive(Debug, Clone, Copy, Default)]
struct Kinds {
    letters: u64,
    digits: u64,
    apostrophes: u64,
    separators: u64,
}

impl Masks {
    /// Looks at another text.
    pub fn read(&mut self, bytes: &[u8]) {
        self.kinds.clear();
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        self.kinds.extend(blocks.iter().map(Kinds::of));
        if !rest.is_empty() {
            let mut last = [b' '; BLOCK];
            last[..rest.len()].copy_from_slice(rest);
            self.kinds.push(Kinds::of(&last));
        }
        self.words.clear();
        let mut before = Kinds::default();
        for at in 0..self.kinds.len() {
            let after = self.kinds.get(at + 1).copied().unwrap_or_default();
            self.words.push(self.kinds[at].words(before, after));
            before = self.kinds[at];
        }
    }

    /// The mask of a block: letters, digits, and the signs that join them.
    #[inline]
    pub fn words(&self, block: usize) -> u64 {
        self.words[block]
    }
}

impl Kinds {
    fn of(block: &[u8; BLOCK]) -> Self {
        let mut kinds = Self::default();
        for (at, lane) in block.as_chunks::<LANE>().0.iter().enumerate() {
            let bytes = u8x16::new(*lane);
            let within = |bytes: u8x16, first: u8, last: u8| {
                bytes.simd_ge(u8x16::splat(first)) & bytes.simd_le(u8x16::splat(last))
            };
            let is = |byte: u8| bytes.simd_eq(u8x16::splat(byte));
            let bits = |mask: u8x16| u64::from(mask.to_bitmask()) << (LANE * at);
            kinds.letters |= bits(within(bytes | u8x16::splat(0x20), b'a', b'z'));
            kinds.digits |= bits(within(bytes, b'0', b'9'));
            kinds.apostrophes |= bits(is(b'\''));
            kinds.separators |= bits(is(b'.') | is(b','));
        }
        kinds
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
        fn agree_with_one_byte_after_the_other(text in "([ -~\n\u{1}\u{7f}]|[a1'.,]){0,200}") {
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
        }
    }
}
