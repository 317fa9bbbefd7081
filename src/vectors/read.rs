//! Source → table.

use std::io::BufRead;

use super::quantise::quantise;
use super::save::to_bytes;
use super::{Words, sources};
use crate::error::{Error, Place, Result};

/// Words of the shipped table, and of any table unless another number is asked for.
pub const DEFAULT_WORDS: usize = 48_000;

/// A table that was made, and from what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What the table's file holds.
    pub bytes: Vec<u8>,
    /// The name of the source's format.
    pub format: &'static str,
    /// Words in the table.
    pub words: usize,
    /// Numbers in a vector.
    pub dimensions: usize,
    /// Words of the source that were looked at.
    pub read: u64,
    /// Those of them that no comment can contain as one token.
    pub no_token: u64,
    /// Those of them whose token a more frequent word had already (`The` after `the`).
    pub repeated: u64,
}

/// Makes a table of the `most` most frequent usable words of a source; `progress` hears how many there are so far.
///
/// The source is read as a stream, and not further than needed; memory is 4 bytes a value of the table, and as much
/// as the table twice. A word's rank is its place in the source, with every word before it counted.
///
/// # Errors
/// [`Error::Input`] for malformed data, with its line; [`Error::Limit`]; [`Error::Io`]. [`Error::Recipe`] if no word
/// is asked for.
pub fn read(name: &str, mut input: impl BufRead, most: usize, progress: &mut dyn FnMut(usize)) -> Result<Made> {
    if most == 0 {
        return Err(Error::recipe("words", "a table needs at least one word", "Ask for more, e.g. --words 50000."));
    }
    let source = sources::of(input.fill_buf().map_err(|error| unreadable(name, error))?);
    let mut words = Words::new(most, progress);
    source.read(name, &mut input, &mut words)?;
    if words.rows.is_empty() {
        let cause = format!("none of its {} words is one that a comment can contain", words.read);
        return Err(Error::input(Place::file(name), cause, "Give word vectors in GloVe, word2vec or fastText text."));
    }
    Ok(Made {
        format: source.name(),
        words: words.rows.len(),
        dimensions: words.dimensions,
        read: words.read,
        no_token: words.no_token,
        repeated: words.repeated,
        bytes: to_bytes(words.rows, &quantise(&words.values, words.dimensions))?,
    })
}

/// An error of the system, or of a decompressor, which has no number of the system's.
pub(super) fn unreadable(name: &str, error: std::io::Error) -> Error {
    if error.raw_os_error().is_some() {
        return Error::io("read", name)(error);
    }
    let cause = format!("the data is damaged or ends too early ({error})");
    Error::input(Place::file(name), cause, "Fetch or compress the file again.")
}
