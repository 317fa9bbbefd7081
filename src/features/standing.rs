//! Which units stand in a comment.

use super::Counts;
use super::glossary::{Known, New};
use super::key::Key;
use crate::text::{Normalised, Piece, Pieces, Reading};

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

/// A text whose units are to be counted.
pub(super) struct Counting<'a> {
    pub reading: &'a mut Reading,
    pub pieces: &'a mut Pieces,
    pub normal: &'a Normalised<'a>,
}

impl Counting<'_> {
    /// Counts the units of the text's tokens, which is the `comment`-th.
    pub fn count<R: Copy + Default>(
        self,
        known: &mut Known<R>,
        comment: u32,
        standing: &mut Standing,
        new: New<'_, R>,
    ) -> Counts {
        let Self { reading, pieces, normal } = self;
        pieces.begin(reading.lower().len());
        pulp::Arch::new().dispatch(Cut { reading, pieces, normal });
        let (lower, list) = (reading.lower(), pieces.list());
        standing.make_room(list.len());
        let (mut at, mut distinct) = (0, 0);
        loop {
            let all = (&mut at, &mut distinct);
            pulp::Arch::new().dispatch(Find { known, comment, standing, lower, list, all });
            let Some(piece) = list.get(at) else { break };
            // It is long, or not a stretch of the text, or not known yet.
            let form = pieces.form(*piece, lower);
            let key = Key::of(form);
            let (place, first) = known
                .entries
                .stands(key, comment)
                .unwrap_or_else(|| (known.meet(form, key, comment, new), true));
            standing.note(place, first);
            distinct += usize::from(first && piece.is_word());
            at += 1;
        }
        let words = list.iter().map(|piece| usize::from(piece.is_word())).sum();
        let letters = list.iter().map(|piece| if piece.is_word() { piece.len() } else { 0 }).sum();
        Counts { words, letters, distinct }
    }
}

/// Cutting, by the instructions of any machine.
struct Cut<'a> {
    reading: &'a mut Reading,
    pieces: &'a mut Pieces,
    normal: &'a Normalised<'a>,
}

impl pulp::WithSimd for Cut<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        self.reading.cut(self.normal, self.pieces);
    }
}

/// Finding the units of tokens until one has to be looked at more closely, by the instructions of any machine.
struct Find<'a, R> {
    known: &'a mut Known<R>,
    comment: u32,
    standing: &'a mut Standing,
    lower: &'a [u8],
    list: &'a [Piece],
    /// The token to go on with, and the words among the distinct units.
    all: (&'a mut usize, &'a mut usize),
}

impl<R: Copy + Default> pulp::WithSimd for Find<'_, R> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        let Self { known, comment, standing, lower, list, all } = self;
        let room = &mut standing.places[..];
        let (mut at, mut count, mut distinct) = (*all.0, standing.count, *all.1);
        let keys = list[at..].iter().map(|piece| {
            let block = lower.get(piece.start as usize..).and_then(|rest| rest.first_chunk());
            (block.and_then(|block| Key::short(*block, piece.len())), piece.is_word())
        });
        known.entries.stand(keys, comment, |place, first, word| {
            // Listed without a branch on whether it is the first, which nobody could foretell.
            room[count] = place;
            count += usize::from(first);
            distinct += usize::from(first & word);
            at += 1;
        });
        (*all.0, standing.count, *all.1) = (at, count, distinct);
    }
}
