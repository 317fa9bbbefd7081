//! Text with a word and its numbers a line: GloVe without a header, word2vec and fastText `.vec` with `words dimensions`.

use std::io::{BufRead, Read};

use super::{Source, Words};
use crate::error::{Error, Place, Result};
use crate::vectors::read::unreadable;
use crate::vectors::words::dimensions;

/// `line`: bytes in a line, at most.
const LONGEST_LINE: u64 = 1 << 18;
/// What to do about a line that is none.
const CURE: &str = "Repair the line, or fetch the file again; binary formats must be saved as text first.";

/// GloVe, word2vec and fastText text.
pub(super) struct Text;

impl Source for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn recognises(&self, _: &[u8]) -> bool {
        true
    }

    fn read(&self, name: &str, input: &mut dyn BufRead, words: &mut Words<'_>) -> Result<()> {
        let (mut line, mut number, mut width, mut promised) = (Vec::new(), 0u64, 0, None);
        let mut vector = Vec::new();
        while !words.is_full() && next(name, input, &mut line, number + 1)? {
            number += 1;
            let place = || Place::file(name).row(number);
            // Words that are not UTF-8 occur in published files: they become words that are no token.
            let text = String::from_utf8_lossy(&line);
            let text = text.trim_end_matches([' ', '\t', '\r', '\n']);
            if number == 1 {
                let text = text.trim_start_matches('\u{feff}');
                if let Some((count, wide)) = header(text) {
                    (promised, width) = (Some(count), dimensions(wide, &place)?);
                    continue;
                }
                width = dimensions(text.split([' ', '\t']).count() as u64 - 1, &place)?;
                take(text, width, &mut vector, words, place)?;
            } else if !text.is_empty() {
                take(text, width, &mut vector, words, place)?;
            }
        }
        match promised.filter(|promised| !words.is_full() && words.read < *promised) {
            Some(promised) => {
                let cause = format!("its first line promises {promised} words, and it has {}", words.read);
                Err(Error::input(Place::file(name), cause, "It was cut off: fetch it again."))
            }
            None => Ok(()),
        }
    }
}

/// Reads a line; whether there was one.
fn next(name: &str, input: &mut dyn BufRead, line: &mut Vec<u8>, number: u64) -> Result<bool> {
    line.clear();
    input.take(LONGEST_LINE + 1).read_until(b'\n', line).map_err(|error| unreadable(name, error))?;
    if line.len() as u64 <= LONGEST_LINE {
        return Ok(!line.is_empty());
    }
    Err(Error::Limit {
        place: Place::file(name).row(number),
        what: "a line".into(),
        limit: "line",
        allowed: format!("{LONGEST_LINE} bytes"),
        cure: "Check that this is a text file with one word and its vector a line.".into(),
    })
}

/// The numbers of words and dimensions, if a line is those.
fn header(line: &str) -> Option<(u64, u64)> {
    let (words, dimensions) = line.split_once([' ', '\t'])?;
    Some((words.parse().ok()?, dimensions.parse().ok()?))
}

/// Takes a line: its last `width` fields are the vector, all before them is the word, which may have spaces in it.
fn take(
    line: &str,
    width: usize,
    vector: &mut Vec<f32>,
    words: &mut Words<'_>,
    place: impl Fn() -> Place,
) -> Result<()> {
    let malformed = |cause: String| Err(Error::input(place(), cause, CURE));
    vector.clear();
    let mut rest = line;
    for _ in 0..width {
        let Some((before, field)) = rest.rsplit_once([' ', '\t']) else {
            return malformed(format!("{} numbers follow the word, not {width}", vector.len()));
        };
        let Ok(value) = field.parse() else {
            return malformed(format!("`{}` is no number", shown(field)));
        };
        vector.push(value);
        rest = before;
    }
    if rest.rsplit_once([' ', '\t']).is_some_and(|(_, last)| last.parse::<f32>().is_ok()) {
        return malformed(format!("more than {width} numbers follow the word"));
    }
    vector.reverse();
    words.push(rest, vector, place)
}

/// So much of a field as a message can hold.
fn shown(field: &str) -> String {
    field.chars().take(24).collect()
}
