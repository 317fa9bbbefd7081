//! XML as a stream of elements and text, in memory that no document can grow.

use std::io::{self, BufRead, Read};

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use super::input::Input;
use crate::error::{Error, Result};

/// What comes next in a document.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// An element opens: its name without the prefix, and its `id` attribute of whatever prefix.
    Open(String, Option<String>),
    /// Text inside the element that is open.
    Text(String),
    /// The element opened last closes.
    Close,
    /// The document breaks off or is no XML from here on, for this reason; nothing follows.
    Broken(String),
}

/// Reads a document piece by piece.
pub(super) struct Xml {
    reader: Reader<Bounded>,
    buffer: Vec<u8>,
    depth: u64,
    /// Bytes of text since a tag.
    run: u64,
}

impl Xml {
    pub fn new(input: Input) -> Self {
        let most = input.limits().row_bytes;
        let mut reader = Reader::from_reader(Bounded { input, left: most, most, failed: None });
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Self { reader, buffer: Vec::new(), depth: 0, run: 0 }
    }

    pub fn input(&self) -> &Input {
        &self.reader.get_ref().input
    }

    /// The next piece; nothing at the end.
    pub fn next(&mut self) -> Result<Option<Piece>> {
        loop {
            self.buffer.clear();
            let bounded = self.reader.get_mut();
            bounded.left = bounded.most;
            let piece = match self.reader.read_event_into(&mut self.buffer) {
                Ok(Event::Start(tag)) => {
                    self.depth += 1;
                    Piece::Open(tag.local_name().as_ref().to_owned(), id(&tag))
                }
                Ok(Event::End(_)) => {
                    self.depth = self.depth.saturating_sub(1);
                    Piece::Close
                }
                Ok(Event::Text(text)) => Piece::Text(text.into_inner().into_owned()),
                Ok(Event::CData(text)) => Piece::Text(text.into_inner().into_owned()),
                Ok(Event::GeneralRef(name)) => Piece::Text(resolved(&name)),
                Ok(Event::DocType(_)) => return Err(self.doctype()),
                Ok(Event::Eof) if self.depth > 0 => Piece::Broken("the document ends inside an element".into()),
                Ok(Event::Eof) => return Ok(None),
                Ok(_) => continue,
                Err(error) => return self.broken(&error).map(Some),
            };
            let limits = self.input().limits();
            self.run = if let Piece::Text(text) = &piece { self.run + text.len() as u64 } else { 0 };
            if self.run > limits.row_bytes {
                return Err(limits.exceeded("row", self.input().place(), format!("XML text of {} bytes", self.run)));
            }
            if self.depth > limits.xml_depth {
                let what = format!("XML nested {} deep", self.depth);
                return Err(limits.exceeded("xml-depth", self.input().place(), what));
            }
            return Ok(Some(piece));
        }
    }

    /// What was read of a CDATA section that never ends is text all the same.
    fn broken(&mut self, error: &quick_xml::Error) -> Result<Piece> {
        if let Some(failed) = self.reader.get_mut().failed.take() {
            return Err(failed);
        }
        let read = std::str::from_utf8(&self.buffer).unwrap_or_default();
        if let Some(text) = read.split_once("[CDATA[").map(|(_, text)| text.to_owned())
            && matches!(error, quick_xml::Error::Syntax(quick_xml::errors::SyntaxError::UnclosedCData))
        {
            return Ok(Piece::Text(text));
        }
        Ok(Piece::Broken(error.to_string()))
    }

    fn doctype(&self) -> Error {
        let cause = "it declares a document type (<!DOCTYPE …>), in which entities can be made to grow without bounds";
        let cure = "No comment export has one: fetch the export again, or take the declaration out.";
        Error::input(self.input().place(), cause, cure)
    }
}

fn id(tag: &BytesStart<'_>) -> Option<String> {
    let mut attributes = tag.attributes();
    let found = attributes.with_checks(false).flatten();
    let id = found.into_iter().find(|attribute| attribute.key.local_name().as_ref() == "id")?;
    Some(id.value.trim().to_owned())
}

/// The character of a reference. What only a document type could define stays as it is written.
fn resolved(name: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = name.resolve_char_ref() {
        return c.to_string();
    }
    match &**name {
        "amp" => "&".into(),
        "lt" => "<".into(),
        "gt" => ">".into(),
        "quot" => "\"".into(),
        "apos" => "'".into(),
        other => format!("&{other};"),
    }
}

/// An input that ends with a limit's error when one piece of markup or text takes too much of it.
struct Bounded {
    input: Input,
    left: u64,
    most: u64,
    failed: Option<Error>,
}

impl Bounded {
    fn stop(&mut self, error: Error) -> io::Error {
        self.failed = Some(error);
        io::Error::other("stopped")
    }
}

impl BufRead for Bounded {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            let limits = self.input.limits();
            let what = format!("a piece of XML of {} bytes or more", self.most);
            let error = limits.exceeded("row", self.input.place(), what);
            return Err(self.stop(error));
        }
        if let Err(error) = self.input.fill() {
            return Err(self.stop(error));
        }
        // Filled already, so this reads nothing.
        self.input.fill().map_err(|_| io::Error::other("stopped"))
    }

    fn consume(&mut self, n: usize) {
        self.left = self.left.saturating_sub(n as u64);
        self.input.consume(n);
    }
}

impl Read for Bounded {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut chunk = self.fill_buf()?;
        let n = chunk.read(out)?;
        self.consume(n);
        Ok(n)
    }
}
