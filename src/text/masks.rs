//! Which bytes of a text belong to words, one bit a byte, so that a word's end is found in one step and not letter by
//! letter.

use super::lanes::{BLOCK, Lanes, Sixteen};

/// What stands where in a text, a block of bytes after the other.
#[derive(Debug, Clone, Default)]
pub(super) struct Masks {
    /// With one behind the last that nothing stands in.
    blocks: Vec<Marks>,
    /// The text with small letters for capitals, filled up with spaces, and one block more of them.
    lower: Vec<[u8; BLOCK]>,
    seen: Seen,
}

/// What stands where in a block: bit `i` is its byte `i`.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Marks {
    /// Letters, digits, and the signs that join them.
    pub words: u64,
    /// What is neither of a word nor a space.
    pub others: u64,
    /// Those of the others with which a token may begin.
    pub signs: u64,
    small: u64,
    capital: u64,
}

/// What stands anywhere in a text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    /// Whether four equal signs or letters may stand side by side somewhere, whatever the letters' case.
    pub repeats: bool,
    /// Whether something may have to be normalised: what is not ASCII, `&`, `<` or NUL.
    pub odd: bool,
    /// Whether an address may begin somewhere.
    pub links: bool,
}

/// What the bytes of one block are.
#[derive(Debug, Clone, Copy, Default)]
struct Kinds {
    small: u64,
    capital: u64,
    digits: u64,
    apostrophes: u64,
    dots: u64,
    commas: u64,
    spaces: u64,
    /// From `!` to `#` and from `:` to `@`.
    signs: u64,
    /// What equals the byte before it, but for the case of a letter, and is no space.
    same: u64,
    odd: u64,
    /// The slash of `:/`.
    slashes: u64,
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
        let whole = bytes.len() / BLOCK;
        self.blocks.clear();
        self.blocks.reserve(whole + 2);
        self.lower.clear();
        self.lower.reserve(whole + 2);
        // The last block, filled up, and the first, each with the byte before it.
        let (mut last, mut first) = ([b' '; BLOCK + 1], [b' '; BLOCK + 1]);
        let rest = &bytes[whole * BLOCK..];
        last[1..=rest.len()].copy_from_slice(rest);
        last[0] = bytes[..whole * BLOCK].last().copied().unwrap_or(b' ');
        if let Some(block) = bytes.first_chunk::<BLOCK>() {
            first[1..].copy_from_slice(block);
        }
        let (mut before, mut here) = (Kinds::default(), Kinds::default());
        let (mut repeats, mut odd, mut slashes, mut triples) = (0, 0, 0, 0);
        for at in 0..bytes.len().div_ceil(BLOCK) {
            let place = if at == whole {
                &last
            } else if at == 0 {
                &first
            } else {
                bytes[at * BLOCK - 1..].first_chunk().unwrap_or(&last)
            };
            let (next, lower) = Kinds::of(lanes, place);
            self.lower.push(lower);
            if at > 0 {
                self.blocks.push(here.marks(before, next));
            }
            // The third and the fourth of equal bytes.
            let third = next.same & (next.same << 1 | here.same >> 63);
            repeats |= third & (next.same << 2 | here.same >> 62);
            (odd, slashes, triples) = (odd | next.odd, slashes | next.slashes, triples | third);
            (before, here) = (here, next);
        }
        self.blocks.push(here.marks(before, Kinds::default()));
        self.blocks.push(Marks::default());
        self.lower.push([b' '; BLOCK]);
        // Three equal letters are rare, so only then these are looked for.
        let www = || triples != 0 && memchr::memmem::find(self.lower(), b"www").is_some();
        self.seen = Seen { repeats: repeats != 0, odd: odd != 0, links: slashes != 0 || www() };
    }

    /// What stands anywhere in the text.
    pub fn seen(&self) -> Seen {
        self.seen
    }

    /// What stands where in a block.
    #[inline(always)]
    pub fn block(&self, block: usize) -> Marks {
        self.blocks[block]
    }

    /// Whether a byte is of a word.
    pub fn is_word(&self, at: usize) -> bool {
        self.blocks[at / BLOCK].words >> (at % BLOCK) & 1 == 1
    }

    /// The text in small letters. Behind its end there is at least one block of spaces.
    #[inline(always)]
    pub fn lower(&self) -> &[u8] {
        self.lower.as_flattened()
    }

    /// Four bytes of the text in small letters, the first lowest.
    #[inline(always)]
    pub fn four(&self, at: usize) -> u32 {
        self.lower()[at..].first_chunk().map_or(0, |four| u32::from_le_bytes(*four))
    }

    /// Which bytes of a stretch of at most [`BLOCK`] are small letters, and which capitals: the first of it in the
    /// lowest bit.
    #[inline]
    pub fn letters(&self, start: usize, end: usize) -> [u64; 2] {
        let (block, shift, length) = (start / BLOCK, start % BLOCK, end - start);
        let (here, next) = (self.blocks[block], self.blocks[block + 1]);
        let all = !0 >> (BLOCK - length);
        let small = here.small >> shift | next.small << 1 << (BLOCK - 1 - shift);
        let capital = here.capital >> shift | next.capital << 1 << (BLOCK - 1 - shift);
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
    /// Of a block, given with the byte before it, and the block in small letters.
    #[inline(always)]
    fn of<L: Lanes>(lanes: L, place: &[u8; BLOCK + 1]) -> (Self, [u8; BLOCK]) {
        let (Some(block), Some(previous)) = (place.last_chunk(), place.first_chunk()) else {
            return (Self::default(), [b' '; BLOCK]);
        };
        let (bytes, previous, case) = (lanes.load(block), lanes.load(previous), lanes.all(0x20));
        let (folded, capital) = (lanes.or(bytes, case), lanes.within(bytes, b'A', b'Z'));
        let letters = lanes.bits(lanes.within(folded, b'a', b'z'));
        let (spaces, is_capital) = (lanes.bits(lanes.is(bytes, b' ')), lanes.bits(capital));
        let same = lanes.bits(lanes.equal(folded, lanes.or(previous, case)));
        let beyond = lanes.either(lanes.within(bytes, 0x80, 0xff), lanes.is(bytes, 0));
        let entities = lanes.either(lanes.is(bytes, b'&'), lanes.is(bytes, b'<'));
        let signs = lanes.either(lanes.within(bytes, b'!', b'#'), lanes.within(bytes, b':', b'@'));
        let kinds = Self {
            small: letters & !is_capital,
            capital: is_capital,
            digits: lanes.bits(lanes.within(bytes, b'0', b'9')),
            apostrophes: lanes.bits(lanes.is(bytes, b'\'')),
            dots: lanes.bits(lanes.is(bytes, b'.')),
            commas: lanes.bits(lanes.is(bytes, b',')),
            spaces,
            signs: lanes.bits(signs),
            same: same & !spaces,
            odd: lanes.bits(lanes.either(beyond, entities)),
            slashes: lanes.bits(lanes.both(lanes.is(bytes, b'/'), lanes.is(previous, b':'))),
        };
        (kinds, lanes.store(lanes.or_case(bytes, capital)))
    }

    /// Words are letters and digits, an apostrophe between one of them and a letter, a separator between digits. A dot
    /// is a sign only before another.
    #[inline(always)]
    fn marks(self, before: Self, after: Self) -> Marks {
        let behind = |mask: u64, last: u64| mask << 1 | last >> 63;
        let ahead = |mask: u64, first: u64| mask >> 1 | first << 63;
        let letters = |kinds: Self| kinds.small | kinds.capital;
        let plain = letters(self) | self.digits;
        let apostrophes =
            self.apostrophes & behind(plain, letters(before) | before.digits) & ahead(letters(self), letters(after));
        let separators =
            (self.dots | self.commas) & behind(self.digits, before.digits) & ahead(self.digits, after.digits);
        let words = plain | apostrophes | separators;
        Marks {
            words,
            others: !(words | self.spaces),
            signs: self.signs | self.dots & ahead(self.dots, after.dots),
            small: self.small,
            capital: self.capital,
        }
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
        fn agree_with_one_byte_after_the_other(text in "([ -~\n\u{1}\u{7f}]|[a1'.,]|aAa|ww|:|/|[&<\u{0}é\">]){0,200}") {
            let (bytes, masks) = (text.as_bytes(), masks(&text));
            let is = |at: usize, kind: fn(&u8) -> bool| bytes.get(at).is_some_and(kind);
            for (at, byte) in bytes.iter().enumerate() {
                let word = match byte {
                    b'\'' => at > 0 && is(at - 1, u8::is_ascii_alphanumeric) && is(at + 1, u8::is_ascii_alphabetic),
                    b'.' | b',' => at > 0 && is(at - 1, u8::is_ascii_digit) && is(at + 1, u8::is_ascii_digit),
                    _ => byte.is_ascii_alphanumeric(),
                };
                prop_assert_eq!(masks.is_word(at), word, "at {}", at);
                let marks = masks.block(at / BLOCK);
                let set = |mask: u64| mask >> (at % BLOCK) & 1 == 1;
                let sign = matches!(byte, b'!'..=b'#' | b':'..=b'@') || (*byte == b'.' && bytes.get(at + 1) == Some(&b'.'));
                prop_assert_eq!((set(marks.others), set(marks.signs)), (!word && *byte != b' ', sign), "at {}", at);
                for end in at + 1..=bytes.len().min(at + BLOCK) {
                    let bits = |kind: fn(&u8) -> bool| {
                        bytes[at..end].iter().enumerate().fold(0, |bits, (i, b)| bits | u64::from(kind(b)) << i)
                    };
                    let letters = [bits(u8::is_ascii_lowercase), bits(u8::is_ascii_uppercase)];
                    prop_assert_eq!(masks.letters(at, end), letters, "{}..{}", at, end);
                }
            }
            let lower = text.to_ascii_lowercase();
            prop_assert_eq!(&masks.lower()[..text.len()], lower.as_bytes());
            prop_assert!(masks.lower()[text.len()..].len() >= BLOCK && masks.lower()[text.len()..].iter().all(|b| *b == b' '));
            let four = |w: &[u8]| w[0] > b' ' && w.iter().all(|b| *b == w[0]);
            let seen = masks.seen();
            prop_assert!(seen.repeats || !lower.as_bytes().windows(4).any(four));
            prop_assert_eq!(seen.odd, !text.is_ascii() || text.contains(['&', '<', '\0']));
            prop_assert_eq!(seen.links, lower.contains(":/") || lower.contains("www"));
        }
    }
}
