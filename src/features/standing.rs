//! Which units stand in a comment.

use super::Counts;
use super::entries::stands_at;
use super::glossary::{Known, New};
use super::key::Key;
use super::sought::{Seeking, Sought, Tokens};
use crate::text::{Normalised, Reading};

/// The places of a comment's distinct units, in the order of their first standings.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// With room behind them.
    places: Vec<u32>,
    count: usize,
}

impl Standing {
    pub fn clear(&mut self) {
        self.count = 0;
    }

    pub fn places(&self) -> &[u32] {
        &self.places[..self.count]
    }

    /// Lists a place if it is the first standing there.
    pub fn note(&mut self, place: u32, first: bool) {
        self.make_room(1);
        self.places[self.count] = place;
        self.count += usize::from(first);
    }

    fn make_room(&mut self, more: usize) {
        if self.places.len() < self.count + more {
            self.places.resize(2 * (self.count + more), 0);
        }
    }
}

/// The buffers that the units of one text after the other are counted in.
#[derive(Debug, Default)]
pub(super) struct Counting {
    reading: Reading,
    tokens: Tokens,
}

impl Counting {
    /// Counts the units of a text, which is the `comment`-th.
    pub fn count<R: Copy + Default>(
        &mut self,
        raw: &str,
        known: &mut Known<R>,
        comment: u32,
        standing: &mut Standing,
        new: New<'_, R>,
    ) -> Counts {
        let normal = self.reading.normal(raw);
        let (words, letters) = pulp::Arch::new().dispatch(Seek { counting: self, normal: &normal, known });
        let Self { reading, tokens } = self;
        standing.make_room(tokens.list.len());
        let (mut at, mut distinct) = (0, 0);
        loop {
            let all = (&mut at, &mut distinct);
            pulp::Arch::new().dispatch(Find { known, comment, standing, sought: &tokens.list, all });
            let Some(token) = tokens.list.get(at) else { break };
            // It is long, or no stretch of the text, or not known yet.
            let form = tokens.form(*token, reading.lower());
            let key = Key::of(form);
            let found = known.entries.stands(key, comment);
            let (place, first) = found.unwrap_or_else(|| (known.meet(form, key, comment, new), true));
            standing.note(place, first);
            distinct += usize::from(first && token.is_word());
            at += 1;
        }
        Counts { words, letters, distinct }
    }
}

/// Cuts a text into tokens and looks where the unit of each may be, by the instructions of any machine. The slots of all
/// are asked for before any is looked at, and then the units of all, so that one does not wait for the other to come
/// from memory. Returns the words and their letters.
struct Seek<'a, R> {
    counting: &'a mut Counting,
    normal: &'a Normalised<'a>,
    known: &'a Known<R>,
}

impl<R: Copy + Default> pulp::WithSimd for Seek<'_, R> {
    type Output = (usize, usize);

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> (usize, usize) {
        let Counting { reading, tokens } = self.counting;
        tokens.begin(reading.lower().len());
        let map = self.known.entries.map();
        let mut seeking = Seeking { tokens, map, words: 0, letters: 0 };
        reading.cut(self.normal, &mut seeking);
        let counts = (seeking.words, seeking.letters);
        // A loop and no iterator's closure: one that the compiler does not inline would be compiled for any machine.
        for token in &mut tokens.list {
            token.likely = map.likely(token.likely);
            map.prefetch(token.likely);
        }
        counts
    }
}

/// Counting the standings of tokens until one has to be looked at more closely, by the instructions of any machine.
struct Find<'a, R> {
    known: &'a mut Known<R>,
    comment: u32,
    standing: &'a mut Standing,
    sought: &'a [Sought],
    /// The token to go on with, and the words among the distinct units.
    all: (&'a mut usize, &'a mut usize),
}

impl<R: Copy + Default> pulp::WithSimd for Find<'_, R> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let Self { known, comment, standing, sought, all } = self;
        let (room, units) = (&mut standing.places[..], known.entries.all());
        let (start, mut count, mut distinct) = (*all.0, standing.count, *all.1);
        *all.0 = sought.len();
        for (at, token) in sought[start..].iter().enumerate() {
            let Some(first) = stands_at(units, token.likely, token.key, comment) else {
                *all.0 = start + at;
                break;
            };
            // Listed without a branch on whether it is the first, which nobody could foretell.
            room[count] = token.likely - 1;
            count += usize::from(first);
            distinct += usize::from(first & token.is_word());
        }
        (standing.count, *all.1) = (count, distinct);
    }
}
