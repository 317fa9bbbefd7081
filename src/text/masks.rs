//! Which bytes of a text belong to words, one bit a byte, so that a word's end is found in one step and not letter by
//! letter.

use super::lanes::{BLOCK, Lanes, Sixteen};

/// Where words stand in a text: bit `i` of mask `j` is byte `64 j + i`.
#[derive(Debug, Clone, Default)]
pub(super) struct Masks {
    words: Vec<u64>,
    /// Small and capital letters.
    letters: Vec<[u64; 2]>,
    seen: Seen,
}

/// What stands anywhere in a text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    /// Whether four equal signs or letters may stand side by side somewhere, whatever the letters' case.
    pub repeats: bool,
    /// Whether something may have to be normalised: what is not ASCII, `&`, `<` or NUL.
    pub odd: bool,
    /// Whether there is a double quotation mark or a `>`.
    pub quotes: bool,
}

/// What the bytes of one block are.
#[derive(Debug, Clone, Copy, Default)]
struct Kinds {
    small: u64,
    capital: u64,
    digits: u64,
    apostrophes: u64,
    separators: u64,
    /// What equals the byte before it, but for the case of a letter, and is no space.
    same: u64,
    odd: u64,
    quotes: u64,
}

impl Masks {
    /// Looks at another text.
    pub fn read(&mut self, text: &str) {
        #[cfg(target_arch = "x86_64")]
        match pulp::Arch::new() {
            pulp::Arch::V4(lanes) => return lanes.vectorize(Scan { masks: self, bytes: text.as_bytes(), lanes }),
            pulp::Arch::V3(lanes) => return lanes.vectorize(Scan { masks: self, bytes: text.as_bytes(), lanes }),
            _ => {}
        }
        self.scan(text.as_bytes(), Sixteen);
    }

    #[inline(always)]
    fn scan(&mut self, bytes: &[u8], lanes: impl Lanes) {
        self.words.clear();
        self.letters.clear();
        self.letters.reserve(bytes.len() / BLOCK + 2);
        self.words.reserve(bytes.len() / BLOCK + 1);
        let whole = bytes.len() / BLOCK;
        // The last block, filled up, and the first, each with the byte before it.
        let (mut last, mut first) = ([b' '; BLOCK + 1], [b' '; BLOCK + 1]);
        let rest = &bytes[whole * BLOCK..];
        last[1..=rest.len()].copy_from_slice(rest);
        last[0] = bytes[..whole * BLOCK].last().copied().unwrap_or(b' ');
        if let Some(block) = bytes.first_chunk::<BLOCK>() {
            first[1..].copy_from_slice(block);
        }
        let (mut before, mut here) = (Kinds::default(), Kinds::default());
        let (mut repeats, mut odd, mut quotes) = (0, 0, 0);
        for at in 0..bytes.len().div_ceil(BLOCK) {
            let place = if at == whole {
                &last
            } else if at == 0 {
                &first
            } else {
                bytes[at * BLOCK - 1..].first_chunk().unwrap_or(&last)
            };
            let next = Kinds::of(lanes, place);
            if at > 0 {
                self.words.push(here.words(before, next));
            }
            self.letters.push([next.small, next.capital]);
            repeats |= next.repeats(here);
            (odd, quotes) = (odd | next.odd, quotes | next.quotes);
            (before, here) = (here, next);
        }
        self.letters.push([0; 2]); // so that behind each block there is one
        if !bytes.is_empty() {
            self.words.push(here.words(before, Kinds::default()));
        }
        self.seen = Seen { repeats: repeats != 0, odd: odd != 0, quotes: quotes != 0 };
    }

    /// What stands anywhere in the text.
    pub fn seen(&self) -> Seen {
        self.seen
    }

    /// The mask of a block: letters, digits, and the signs that join them.
    #[inline]
    pub fn words(&self, block: usize) -> u64 {
        self.words[block]
    }

    /// Which bytes of a stretch of at most [`BLOCK`] are small letters, and which capitals: the first of it in the
    /// lowest bit.
    #[inline]
    pub fn letters(&self, start: usize, end: usize) -> [u64; 2] {
        let (block, shift, length) = (start / BLOCK, start % BLOCK, end - start);
        let (here, next) = (self.letters[block], self.letters[block + 1]);
        let all = !0 >> (BLOCK - length);
        let small = here[0] >> shift | next[0] << 1 << (BLOCK - 1 - shift);
        let capital = here[1] >> shift | next[1] << 1 << (BLOCK - 1 - shift);
        [small & all, capital & all]
    }
}

/// A scan with the instructions of one machine.
#[cfg(target_arch = "x86_64")]
struct Scan<'a, L> {
    masks: &'a mut Masks,
    bytes: &'a [u8],
    lanes: L,
}

#[cfg(target_arch = "x86_64")]
impl<L: Lanes> pulp::NullaryFnOnce for Scan<'_, L> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.masks.scan(self.bytes, self.lanes);
    }
}

impl Kinds {
    /// Of a block, given with the byte before it.
    #[inline(always)]
    fn of<L: Lanes>(lanes: L, place: &[u8; BLOCK + 1]) -> Self {
        let (Some(block), Some(previous)) = (place.last_chunk(), place.first_chunk()) else { return Self::default() };
        let (bytes, case) = (lanes.load(block), lanes.all(0x20));
        let small = lanes.or(bytes, case);
        let same = lanes.equal(small, lanes.or(lanes.load(previous), case));
        Self {
            small: lanes.within(bytes, b'a', b'z'),
            capital: lanes.within(bytes, b'A', b'Z'),
            digits: lanes.within(bytes, b'0', b'9'),
            apostrophes: lanes.is(bytes, b'\''),
            separators: lanes.is(bytes, b'.') | lanes.is(bytes, b','),
            same: same & !lanes.equal(small, case),
            odd: lanes.within(bytes, 0x80, 0xff) | lanes.is(bytes, b'&') | lanes.is(bytes, b'<') | lanes.is(bytes, 0),
            quotes: lanes.is(bytes, b'"') | lanes.is(bytes, b'>'),
        }
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
        let letters = |kinds: Self| kinds.small | kinds.capital;
        let plain = letters(self) | self.digits;
        let apostrophes =
            self.apostrophes & behind(plain, letters(before) | before.digits) & ahead(letters(self), letters(after));
        let separators = self.separators & behind(self.digits, before.digits) & ahead(self.digits, after.digits);
        plain | apostrophes | separators
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The masks of a text, which are the same by every kind of lanes.
    fn masks(text: &str) -> Masks {
        let (mut masks, mut plain) = (Masks::default(), Masks::default());
        masks.read(text);
        plain.scan(text.as_bytes(), Sixteen);
        assert_eq!(format!("{masks:?}"), format!("{plain:?}"));
        #[cfg(target_arch = "x86_64")]
        if let Some(lanes) = pulp::x86::V3::try_new() {
            let mut masks = Masks::default();
            lanes.vectorize(Scan { masks: &mut masks, bytes: text.as_bytes(), lanes });
            assert_eq!(format!("{masks:?}"), format!("{plain:?}"));
        }
        masks
    }

    proptest! {
        #[test]
        fn agree_with_one_byte_after_the_other(text in "([ -~\n\u{1}\u{7f}]|[a1'.,]|aAa|[&<\u{0}é\">]){0,200}") {
            let (bytes, masks) = (text.as_bytes(), masks(&text));
            let is = |at: usize, kind: fn(&u8) -> bool| bytes.get(at).is_some_and(kind);
            for (at, byte) in bytes.iter().enumerate() {
                let word = match byte {
                    b'\'' => at > 0 && is(at - 1, u8::is_ascii_alphanumeric) && is(at + 1, u8::is_ascii_alphabetic),
                    b'.' | b',' => at > 0 && is(at - 1, u8::is_ascii_digit) && is(at + 1, u8::is_ascii_digit),
                    _ => byte.is_ascii_alphanumeric(),
                };
                prop_assert_eq!(masks.words(at / BLOCK) >> (at % BLOCK) & 1 == 1, word, "at {}", at);
                for end in at + 1..bytes.len().min(at + BLOCK) + 1 {
                    let bits = |kind: fn(&u8) -> bool| {
                        bytes[at..end].iter().enumerate().fold(0, |bits, (i, b)| bits | u64::from(kind(b)) << i)
                    };
                    let letters = [bits(u8::is_ascii_lowercase), bits(u8::is_ascii_uppercase)];
                    prop_assert_eq!(masks.letters(at, end), letters, "{}..{}", at, end);
                }
            }
            let lower = text.to_ascii_lowercase();
            let four = |w: &[u8]| w[0] > b' ' && w.iter().all(|b| *b == w[0]);
            let seen = masks.seen();
            prop_assert!(seen.repeats || !lower.as_bytes().windows(4).any(four));
            prop_assert_eq!(seen.odd, !text.is_ascii() || text.contains(['&', '<', '\0']));
            prop_assert_eq!(seen.quotes, text.contains(['"', '>']));
        }
    }
}
