//! What every byte of a text is, one bit a byte, so that a word's end is found in one step and not letter by letter.

use wide::u8x16;

/// Bytes in one mask.
const BLOCK: usize = 64;
/// Bytes that are compared at once.
const LANE: usize = 16;

/// Where words and signs stand in a text: bit `i` of mask `j` is byte `64 j + i`.
#[derive(Debug, Clone, Default)]
pub(super) struct Masks {
    /// Letters and digits.
    words: Vec<u64>,
    /// Whatever else is neither white space nor a control character; a line break counts as a sign.
    signs: Vec<u64>,
}

impl Masks {
    /// Looks at another text.
    pub fn read(&mut self, bytes: &[u8]) {
        self.words.clear();
        self.signs.clear();
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        for block in blocks {
            self.push(block);
        }
        if !rest.is_empty() {
            let mut last = [b' '; BLOCK];
            last[..rest.len()].copy_from_slice(rest);
            self.push(&last);
        }
    }

    fn push(&mut self, block: &[u8; BLOCK]) {
        let (mut words, mut signs) = (0, 0);
        for (at, lane) in block.as_chunks::<LANE>().0.iter().enumerate() {
            let bytes = u8x16::new(*lane);
            let within = |bytes: u8x16, first: u8, last: u8| {
                bytes.simd_ge(u8x16::splat(first)) & bytes.simd_le(u8x16::splat(last))
            };
            let word = within(bytes | u8x16::splat(0x20), b'a', b'z') | within(bytes, b'0', b'9');
            let blank = bytes.simd_le(u8x16::splat(b' ')) & bytes.simd_ne(u8x16::splat(b'\n'));
            words |= u64::from(word.to_bitmask()) << (LANE * at);
            signs |= u64::from(!(word | blank).to_bitmask() & 0xffff) << (LANE * at);
        }
        self.words.push(words);
        self.signs.push(signs);
    }

    /// The first byte from `at` on that is no white space, and whether a word begins there.
    #[inline]
    pub fn next(&self, at: usize) -> Option<(usize, bool)> {
        let mut block = at / BLOCK;
        let mut ahead = !0u64 << (at % BLOCK);
        loop {
            let (words, signs) = (*self.words.get(block)? & ahead, self.signs[block] & ahead);
            let any = words | signs;
            if any != 0 {
                let bit = any.trailing_zeros();
                return Some((block * BLOCK + bit as usize, words >> bit & 1 != 0));
            }
            block += 1;
            ahead = !0;
        }
    }

    /// The first byte from `at` on that is no letter or digit.
    #[inline]
    pub fn word_end(&self, at: usize) -> usize {
        let mut block = at / BLOCK;
        let mut ahead = !0u64 << (at % BLOCK);
        while let Some(words) = self.words.get(block) {
            let others = !words & ahead;
            if others != 0 {
                return block * BLOCK + others.trailing_zeros() as usize;
            }
            block += 1;
            ahead = !0;
        }
        block * BLOCK
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agree_with_one_byte_after_the_other(text in "[ -~\n\t\u{1}\u{1c}\u{7f}]{0,200}", at in 0usize..200) {
            let (bytes, mut masks) = (text.as_bytes(), Masks::default());
            masks.read(bytes);
            let blank = |b: u8| b <= b' ' && b != b'\n';
            let next = (at..bytes.len()).find(|i| !blank(bytes[*i]));
            prop_assert_eq!(masks.next(at), next.map(|i| (i, bytes[i].is_ascii_alphanumeric())));
            if let Some((start, true)) = masks.next(at) {
                let end = (start..bytes.len()).find(|i| !bytes[*i].is_ascii_alphanumeric()).unwrap_or(bytes.len());
                prop_assert_eq!(masks.word_end(start), end);
            }
        }
    }
}
