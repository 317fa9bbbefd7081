//! What a unit is recognised by while comments are served.

use std::ops::Range;

use super::fingerprint::{BELOW, BLOCK, fingerprint, fold, token_print};

/// A unit's own bytes, if it is a token that has no more than sixteen; else its fingerprint with a last byte that no
/// text has. Tokens hold no NUL, so what fills up a short one is not mistaken for a part of it.
///
/// It is kept in memory only: files name units by their [`fingerprint`]s.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Key {
    low: u64,
    high: u64,
}

/// The last byte of a long token's key, and of a phrase's: UTF-8 has neither.
const LONG: u64 = 0xFF << 56;
const PHRASE: u64 = 0xFE << 56;

impl Key {
    /// Of a token whose form is a stretch of a longer text.
    #[inline(always)]
    pub fn within(text: &[u8], form: Range<usize>) -> Self {
        let block = text.get(form.start..).and_then(|rest| rest.first_chunk());
        block.and_then(|block| Self::short(*block, form.len())).unwrap_or_else(|| Self::apart(&text[form]))
    }

    /// Of a token of so many bytes that begins a block; nothing if it does not end in it.
    #[inline(always)]
    pub fn short(block: [u8; BLOCK], length: usize) -> Option<Self> {
        let block = u128::from_le_bytes(block) & BELOW.get(length)?;
        Some(Self { low: block as u64, high: (block >> 64) as u64 })
    }

    /// Of a token.
    pub fn of(form: &str) -> Self {
        Self::apart(form.as_bytes())
    }

    #[cold]
    #[inline(never)]
    fn apart(form: &[u8]) -> Self {
        if form.len() > BLOCK {
            return Self { low: token_print(form), high: LONG | form.len() as u64 };
        }
        let mut block = [0; BLOCK];
        block[..form.len()].copy_from_slice(form);
        Self::short(block, BLOCK).unwrap_or_default()
    }

    /// Of a phrase.
    pub fn phrase(family: &str, text: &str) -> Self {
        Self { low: fingerprint(family, text), high: PHRASE }
    }

    /// A number of which any bits differ from those of most other keys.
    #[inline(always)]
    pub fn hash(self) -> u32 {
        fold(self.low ^ 0x2d35_8dcc_aa6c_78a5, self.high ^ 0x8bb8_4b93_962e_acc9) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_that_of_one_unit() {
        let text = "should the rebels be armed by people who never met them";
        for start in 0..text.len() {
            for end in start + 1..text.len() {
                let key = Key::of(&text[start..end]);
                assert_eq!(Key::within(text.as_bytes(), start..end), key);
                assert_ne!(Key::of(&text[start..=end]), key);
                assert_ne!(Key::phrase("token", &text[start..end]), key);
            }
        }
        assert_ne!(Key::phrase("a", "b"), Key::phrase("b", "b"));
        assert!(
            Key::default() == Key::of("") && Key::default() != Key::of("a") && Key::default() != Key::phrase("a", "")
        );
    }
}
