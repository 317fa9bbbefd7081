//! The tokens of a text, each with what its unit is looked for by.

use super::entries::Map;
use super::fingerprint::BLOCK;
use super::key::Key;
use crate::text::{Kind, Sink, Span};

/// A token that is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sought {
    /// No unit's, as no token is empty, for long tokens and those that are no stretch of the text: they are found nowhere,
    /// and then looked up one by one.
    pub key: Key,
    /// At first its hash, then one more than the place that its unit most likely has, 0 if nothing can be said; only the
    /// key there tells.
    pub likely: u32,
    /// Where its form begins: in the text in small letters, or behind it in [`Tokens::form`].
    start: u32,
    /// Twice the length of its form, and one more if it is a word.
    length: u32,
}

impl Sought {
    #[inline(always)]
    fn new(key: Key, kind: Kind, start: usize, length: usize) -> Self {
        let word = u32::from(kind.is_word());
        Self { key, likely: key.hash(), start: start as u32, length: (length as u32) << 1 | word }
    }

    /// The length of its form in bytes.
    #[inline(always)]
    pub fn len(self) -> usize {
        (self.length >> 1) as usize
    }

    /// Whether a reader would call it a word.
    #[inline(always)]
    pub fn is_word(self) -> bool {
        self.length & 1 == 1
    }
}

/// All tokens of a text in reading order.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub list: Vec<Sought>,
    /// Forms that are no stretch of the text, one behind the other.
    forms: String,
    /// Where they would begin in the text.
    base: usize,
}

impl Tokens {
    /// Empties the list for a text of so many bytes in small letters.
    pub fn begin(&mut self, lower: usize) {
        self.list.clear();
        self.forms.clear();
        self.base = lower;
    }

    /// The form of a token, given the text in small letters.
    pub fn form<'a>(&'a self, token: Sought, lower: &'a [u8]) -> &'a str {
        let start = token.start as usize;
        match start.checked_sub(self.base) {
            // A token begins and ends where characters do.
            None => std::str::from_utf8(&lower[start..start + token.len()]).unwrap_or_default(),
            Some(start) => &self.forms[start..start + token.len()],
        }
    }
}

/// Takes tokens, and has the slot of each come near as soon as it is cut.
pub(super) struct Seeking<'a, R> {
    pub tokens: &'a mut Tokens,
    pub map: Map<'a, R>,
    /// How many words there are, and the letters of all.
    pub words: usize,
    pub letters: usize,
}

impl<R> Seeking<'_, R> {
    #[inline(always)]
    fn add(&mut self, token: Sought) {
        self.words += usize::from(token.is_word());
        self.letters += usize::from(token.is_word()) * token.len();
        self.tokens.list.push(token);
    }
}

impl<R: Copy + Default> Sink for Seeking<'_, R> {
    const DETAILS: bool = false;

    #[inline(always)]
    fn stretch(&mut self, kind: Kind, span: Span, _: bool, lower: &[u8]) {
        let (start, length) = (span.start as usize, (span.end - span.start) as usize);
        let block = lower.get(start..start + BLOCK).and_then(|block| block.first_chunk());
        let key = block.and_then(|block| Key::short(*block, length)).unwrap_or_default();
        let token = Sought::new(key, kind, start, length);
        self.map.prefetch_slot(token.likely);
        self.add(token);
    }

    #[inline(never)]
    fn form(&mut self, kind: Kind, _: Span, _: bool, form: &str) {
        let Tokens { forms, base, .. } = &mut *self.tokens;
        let start = *base + forms.len();
        forms.push_str(form);
        self.add(Sought::new(Key::default(), kind, start, form.len()));
    }
}
