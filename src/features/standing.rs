//! Which units stand in a comment.

use std::ops::Range;

use super::Counts;
use super::glossary::{Known, New};
use super::key::Key;
use crate::text::{Kind, Normalised, Reading, Sink, Span};

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

    /// Lists a place if it is the first standing there; without a branch on that, which nobody could foretell.
    #[inline(always)]
    pub fn note(&mut self, place: u32, first: bool) {
        match self.places.get_mut(self.count) {
            Some(room) => *room = place,
            None => self.grow(place),
        }
        self.count += usize::from(first);
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, place: u32) {
        self.places.push(place);
        self.places.resize((2 * self.places.len()).max(64), 0);
    }
}

/// Whoever takes the tokens of a comment as units, and keeps nothing else of them but counts.
pub(super) struct Counting<'a, R> {
    pub known: &'a mut Known<R>,
    pub standing: &'a mut Standing,
    pub comment: u32,
    pub counts: Counts,
    pub new: New<'a, R>,
}

impl<R: Copy + Default> Counting<'_, R> {
    /// Takes all tokens of a text, by the instructions of any machine.
    pub fn count(self, reading: &mut Reading, normal: &Normalised<'_>) -> Counts {
        pulp::Arch::new().dispatch(Count { sink: self, reading, normal })
    }

    #[inline(always)]
    fn add(&mut self, kind: Kind, text: &[u8], form: Range<usize>) {
        let (length, key) = (form.len(), Key::within(text, form.clone()));
        let (place, first) = match self.known.entries.stands(key, self.comment) {
            Some(found) => found,
            None => (self.meet(kind, &text[form], key), true),
        };
        self.standing.note(place, first);
        let word = usize::from(kind.is_word());
        self.counts.words += word;
        self.counts.letters += word * length;
        self.counts.distinct += word & usize::from(first);
    }

    #[cold]
    #[inline(never)]
    fn meet(&mut self, kind: Kind, form: &[u8], key: Key) -> u32 {
        // A token begins and ends where characters do.
        let form = std::str::from_utf8(form).unwrap_or_default();
        self.known.meet((kind, form), key, self.comment, self.new)
    }
}

impl<R: Copy + Default> Sink for Counting<'_, R> {
    const DETAILS: bool = false;

    #[inline(always)]
    fn stretch(&mut self, kind: Kind, span: Span, _: bool, lower: &[u8]) {
        self.add(kind, lower, span.range());
    }

    #[inline(never)]
    fn form(&mut self, kind: Kind, _: Span, _: bool, form: &str) {
        self.add(kind, form.as_bytes(), 0..form.len());
    }
}

/// [`Counting::count`] by the instructions of any machine.
struct Count<'a, 'b, R> {
    sink: Counting<'a, R>,
    reading: &'b mut Reading,
    normal: &'b Normalised<'b>,
}

impl<R: Copy + Default> pulp::WithSimd for Count<'_, '_, R> {
    type Output = Counts;

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(mut self, _: S) -> Counts {
        self.reading.cut(self.normal, &mut self.sink);
        self.sink.counts
    }
}
