//! What every byte of a text is, one bit a byte, so that a word's end is found in one step and not letter by letter.

/// Bytes in one mask.
const BLOCK: usize = 64;

/// Where words and signs stand in a text: bit `i` of mask `j` is byte `64 j + i`.
#[derive(Debug, Clone, Default)]
pub(super) struct Masks {
    /// Letters and digits.
    words: Vec<u64>,
    /// Whatever else is no white space; a line break counts as a sign.
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
        // Plain arithmetic on every byte: the compiler makes vector code of both loops.
        let word = block.map(|b| u8::from((b | 0x20).wrapping_sub(b'a') < 26) | u8::from(b.wrapping_sub(b'0') < 10));
        let sign = block.map(|b| u8::from(b > b' ') | u8::from(b == b'\n') | u8::from(b.wrapping_sub(0x0e) < 18));
        let words = packed(&word);
        self.words.push(words);
        self.signs.push(packed(&sign) & !words);
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

/// Sixty-four zeros and ones as the bits of one number.
#[inline]
fn packed(flags: &[u8; BLOCK]) -> u64 {
    let (eights, _) = flags.as_chunks::<8>();
    // The multiplication moves the eight low bits side by side into the top byte.
    let pack = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    eights.iter().enumerate().fold(0, |bits, (i, eight)| bits | pack(eight) << (8 * i))
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
            let blank = |b: u8| matches!(b, b'\t' | 0x0b..=b'\r' | b' ') || b < 9;
            let next = (at..bytes.len()).find(|i| !blank(bytes[*i]));
            prop_assert_eq!(masks.next(at), next.map(|i| (i, bytes[i].is_ascii_alphanumeric())));
            if let Some((start, true)) = masks.next(at) {
                let end = (start..bytes.len()).find(|i| !bytes[*i].is_ascii_alphanumeric()).unwrap_or(bytes.len());
                prop_assert_eq!(masks.word_end(start), end);
            }
        }
    }
}
