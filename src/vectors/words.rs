//! Where sources put the words that they find.

use std::collections::HashSet;

use super::form;
use crate::error::{Error, Place, Result};
use crate::text::Analysis;

/// `dimensions`: numbers in a vector, at most.
pub const MOST_DIMENSIONS: usize = 1024;
/// `values`: words times dimensions, at most: half a gigabyte while a table is made.
pub const MOST_VALUES: usize = 1 << 27;
/// Words between two reports of progress.
const REPORT: usize = 500;

/// The words of a table in the making.
pub struct Words<'a> {
    most: usize,
    progress: &'a mut dyn FnMut(usize),
    analysis: Analysis,
    seen: HashSet<u64>,
    /// Key, rank and number of the row of every word kept.
    pub(super) rows: Vec<(u64, u64, usize)>,
    pub(super) values: Vec<f32>,
    pub(super) dimensions: usize,
    pub(super) read: u64,
    pub(super) no_token: u64,
    pub(super) repeated: u64,
}

impl<'a> Words<'a> {
    pub(super) fn new(most: usize, progress: &'a mut dyn FnMut(usize)) -> Self {
        Self {
            most,
            progress,
            analysis: Analysis::default(),
            seen: HashSet::new(),
            rows: Vec::new(),
            values: Vec::new(),
            dimensions: 0,
            read: 0,
            no_token: 0,
            repeated: 0,
        }
    }

    /// Whether no more words are wanted.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.rows.len() >= self.most
    }

    /// Takes the next word with its vector; `place` says where it stands.
    ///
    /// # Errors
    /// If the vector has not as many numbers as the first one, too many, or one that is not finite.
    pub fn push(&mut self, word: &str, vector: &[f32], place: impl Fn() -> Place) -> Result<()> {
        if self.read == 0 {
            self.dimensions = dimensions(vector.len() as u64, &place)?;
        }
        self.read += 1;
        if vector.len() != self.dimensions {
            let cause = format!("`{word}` has {} numbers, and the first word has {}", vector.len(), self.dimensions);
            return Err(Error::input(place(), cause, "Fetch the file again, or repair the line."));
        }
        if let Some(odd) = vector.iter().find(|v| !v.is_finite()) {
            let cause = format!("the vector of `{word}` holds {odd}, which is no finite number");
            return Err(Error::input(place(), cause, "Repair or remove it."));
        }
        match form::key_of(word, &mut self.analysis) {
            None => self.no_token += 1,
            Some(key) if !self.seen.insert(key) => self.repeated += 1,
            Some(key) => self.keep(key, vector, place)?,
        }
        Ok(())
    }

    fn keep(&mut self, key: u64, vector: &[f32], place: impl Fn() -> Place) -> Result<()> {
        if self.values.len() + vector.len() > MOST_VALUES {
            return Err(Error::Limit {
                place: place(),
                what: format!("a table of {} words", self.rows.len() + 1),
                limit: "values",
                allowed: format!("{MOST_VALUES} words times dimensions"),
                cure: format!("Ask for fewer words: `--words {}`.", MOST_VALUES / self.dimensions),
            });
        }
        self.rows.push((key, self.read, self.rows.len()));
        self.values.extend_from_slice(vector);
        if self.rows.len().is_multiple_of(REPORT) {
            (self.progress)(self.rows.len());
        }
        Ok(())
    }
}

/// A number of dimensions that a table can have.
pub(super) fn dimensions(wanted: u64, place: &impl Fn() -> Place) -> Result<usize> {
    match usize::try_from(wanted) {
        Ok(0) => Err(Error::input(
            place(),
            "no numbers follow the word",
            "Give word vectors in GloVe, word2vec or fastText text: a word and its numbers a line.",
        )),
        Ok(wanted) if wanted <= MOST_DIMENSIONS => Ok(wanted),
        _ => Err(Error::Limit {
            place: place(),
            what: format!("a vector of {wanted} numbers"),
            limit: "dimensions",
            allowed: MOST_DIMENSIONS.to_string(),
            cure: "Use vectors of fewer dimensions.".into(),
        }),
    }
}
