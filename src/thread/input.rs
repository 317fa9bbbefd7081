//! What every source reads from: named, decoded, limited text that arrives in blocks.

use std::io::{self, Read};

use super::decode::Decode;
use super::limits::Limits;
use crate::error::{Error, Place, Result};

/// Bytes read at a time, and as much as a source sees to recognise its format.
const BLOCK: usize = 1 << 16;

/// One input, decompressed and decoded: a stream of valid UTF-8 whose first block is there from
/// the beginning.
pub struct Input {
    name: String,
    limits: Limits,
    compression: &'static str,
    inner: Box<dyn Read + Send>,
    decode: Decode,
    /// Room for the bytes of a block as they come in.
    raw: Vec<u8>,
    text: String,
    /// Whether there is a NUL in it.
    nul: bool,
    at: usize,
    ended: bool,
}

impl Input {
    /// Reads the first block of `inner`, which is already decompressed.
    pub(super) fn new(
        name: &str,
        compression: &'static str,
        inner: Box<dyn Read + Send>,
        limits: Limits,
    ) -> Result<Self> {
        let mut input = Self {
            name: name.to_owned(),
            limits,
            compression,
            inner,
            decode: Decode::default(),
            raw: vec![0; BLOCK],
            text: String::new(),
            nul: false,
            at: 0,
            ended: false,
        };
        input.fill()?;
        Ok(input)
    }

    /// The name as the user gave it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The limits to hold.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// The whole input as a place for an error.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::file(&self.name)
    }

    /// What is read and not consumed yet; before anything is consumed, the input's first block.
    #[must_use]
    pub fn head(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Whether [`Input::head`] reaches to the end of the input.
    #[must_use]
    pub fn ends_here(&self) -> bool {
        self.ended
    }

    /// The next bytes, at least one unless the input has ended.
    ///
    /// # Errors
    /// If the system cannot read, or the compressed data is damaged.
    pub fn fill(&mut self) -> Result<&[u8]> {
        self.block_if_used()?;
        Ok(&self.text.as_bytes()[self.at..])
    }

    /// The same as text; nothing if what was consumed ends within a character.
    pub(super) fn fill_text(&mut self) -> Result<&str> {
        self.block_if_used()?;
        Ok(self.head())
    }

    /// Whether a NUL may be in what [`Input::fill`] gave last.
    pub(super) fn may_hold_nul(&self) -> bool {
        self.nul
    }

    fn block_if_used(&mut self) -> Result<()> {
        while self.at == self.text.len() && !self.ended {
            self.text.clear();
            self.at = 0;
            let filled = self.block()?;
            self.ended = filled < BLOCK;
            self.decode.push(&self.raw[..filled], self.ended, &mut self.text);
            self.nul = memchr::memchr(0, self.text.as_bytes()).is_some();
        }
        Ok(())
    }

    /// Marks the first `n` bytes of [`Input::fill`] as used.
    pub fn consume(&mut self, n: usize) {
        self.at = (self.at + n).min(self.text.len());
    }

    /// All that is left, at most `page` bytes of it.
    ///
    /// # Errors
    /// As [`Input::fill`], and if there is more than the limit `page` allows.
    pub fn read_to_end(&mut self) -> Result<String> {
        let all = self.read_within("page", self.limits.page_bytes)?;
        Ok(String::from_utf8(all).unwrap_or_default())
    }

    /// All that is left, at most `document` bytes of it.
    pub(super) fn read_document(&mut self) -> Result<Vec<u8>> {
        self.read_within("document", self.limits.document_bytes)
    }

    fn read_within(&mut self, limit: &'static str, most: u64) -> Result<Vec<u8>> {
        let mut all = Vec::new();
        loop {
            let chunk = self.fill()?;
            let length = chunk.len();
            if length == 0 {
                return Ok(all);
            }
            all.extend_from_slice(chunk);
            self.consume(length);
            if all.len() as u64 > most {
                return Err(self.limits.exceeded(limit, self.place(), format!("a {limit} held in memory")));
            }
        }
    }

    pub(super) fn compression(&self) -> &'static str {
        self.compression
    }

    pub(super) fn encoding(&self) -> &'static str {
        self.decode.encoding()
    }

    /// What a reader of the report should know about how the bytes were understood.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.encoding() == "windows-1252" {
            notes.push("not UTF-8, so read as Windows-1252; if letters look wrong, convert it to UTF-8 first".into());
        }
        if self.decode.replaced > 0 {
            let (n, name) = (self.decode.replaced, self.encoding());
            notes.push(format!("{n} byte sequence(s) are not {name} and became U+FFFD (\u{FFFD})"));
        }
        notes
    }

    fn block(&mut self) -> Result<usize> {
        let mut filled = 0;
        while filled < self.raw.len() {
            match self.inner.read(&mut self.raw[filled..]) {
                Ok(0) => break,
                Ok(n) => filled += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.failed(error)),
            }
        }
        Ok(filled)
    }

    fn failed(&self, error: io::Error) -> Error {
        // A limit that was met below says itself what it is.
        let error = match error.downcast::<Error>() {
            Ok(limit) => return limit,
            Err(error) => error,
        };
        if self.compression == "none" {
            return Error::io("read", &self.name)(error);
        }
        let cause = format!("the {} data is damaged or ends too early ({error})", self.compression);
        Error::input(self.place(), cause, "Fetch or compress the file again.")
    }
}
