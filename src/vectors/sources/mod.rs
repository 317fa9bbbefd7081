//! What word vectors are published in, one file a format. Words stand in order of frequency in all of them.

mod text;
mod wink;

use std::io::BufRead;

use super::Words;
use crate::error::Result;

/// A format of word vectors.
pub trait Source: Sync {
    /// Its name, which is its file's.
    fn name(&self) -> &'static str;
    /// Whether a file that begins like this is one.
    fn recognises(&self, head: &[u8]) -> bool;
    /// Reads words until there are enough.
    ///
    /// # Errors
    /// What is malformed, with its place; what is over a limit; what cannot be read.
    fn read(&self, name: &str, input: &mut dyn BufRead, words: &mut Words<'_>) -> Result<()>;
}

/// The formats, in the order in which they are asked; the last takes whatever is left.
pub static SOURCES: &[&dyn Source] = &[&wink::Wink, &text::Text];

/// The format of a file that begins like this.
pub(super) fn of(head: &[u8]) -> &'static dyn Source {
    SOURCES.iter().copied().find(|source| source.recognises(head)).unwrap_or(&text::Text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_listed_and_every_name_is_its_file() {
        let names: Vec<&str> = SOURCES.iter().map(|source| source.name()).collect();
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/vectors/sources");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
            .collect();
        files.retain(|file| file != "mod");
        for file in &files {
            assert!(
                names.contains(&file.as_str()),
                "src/vectors/sources/{file}.rs is not listed. Add `mod {file};` and `&{file}::…` to SOURCES in mod.rs, \
                 before `text`, and let its `name()` be \"{file}\"."
            );
        }
        assert_eq!(files.len(), names.len(), "a source in SOURCES has no file of its own, or two share a name");
        assert_eq!(names.last(), Some(&"text"), "`text` takes everything, so it is asked last");
    }
}
