//! The JSON objects of an input, one after the other, in constant memory.

use super::input::Input;
use super::json::{self, Object, Refusal, Scan};
use crate::error::{Error, Place, Result};

/// How the objects stand in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// One to a line. A broken line loses that line only.
    Lines,
    /// In an array, or spread over lines. A broken bracket ends everything.
    Elements,
}

/// One row's object, or why there is none.
pub(super) struct Found {
    /// The line, or the element of the array, from 1.
    pub number: u64,
    /// The object, or what is wrong with the row.
    pub object: Result<Object, String>,
    /// Whether raw NUL bytes stood in it.
    pub nul: bool,
}

/// Reads objects from lines or from an array, whichever the input holds.
pub(super) struct Objects {
    pub input: Input,
    shape: Shape,
    number: u64,
    bytes: Vec<u8>,
}

impl Objects {
    pub fn new(input: Input) -> Self {
        let head = input.head().trim_start();
        let line = head.lines().next().unwrap_or_default().trim();
        let cut = !head.contains('\n') && !input.ends_here();
        let closed = line.ends_with('}') || cut;
        let shape = if head.starts_with('[') || !closed { Shape::Elements } else { Shape::Lines };
        Self { input, shape, number: 0, bytes: Vec::new() }
    }

    /// The next object; nothing at the end.
    pub fn next(&mut self) -> Result<Option<Found>> {
        loop {
            self.bytes.clear();
            let more = match self.shape {
                Shape::Lines => self.line()?,
                Shape::Elements => self.element()?,
            };
            if !more {
                return Ok(None);
            }
            self.number += 1;
            if !self.bytes.trim_ascii().is_empty() {
                return self.found().map(Some);
            }
        }
    }

    fn found(&mut self) -> Result<Found> {
        let nul = memchr::memchr(0, &self.bytes).is_some();
        if nul {
            let text = String::from_utf8_lossy(&self.bytes).replace('\0', "\u{FFFD}");
            self.bytes = text.into_bytes();
        }
        let object = match json::object(&self.bytes, &self.input.limits(), &self.here()) {
            Ok(object) => Ok(object),
            Err(Refusal::Malformed(cause)) => Err(cause),
            Err(Refusal::Limit(error)) => return Err(error),
        };
        Ok(Found { number: self.number, object, nul })
    }

    fn here(&self) -> Place {
        self.input.place().row(self.number)
    }

    /// Reads up to the next line end.
    fn line(&mut self) -> Result<bool> {
        let mut any = false;
        loop {
            let chunk = self.input.fill()?;
            if chunk.is_empty() {
                return Ok(any);
            }
            any = true;
            let end = memchr::memchr(b'\n', chunk);
            let (taken, used) = end.map_or((chunk.len(), chunk.len()), |end| (end, end + 1));
            self.bytes.extend_from_slice(&chunk[..taken]);
            self.input.consume(used);
            if end.is_some() {
                return Ok(true);
            }
            self.check_size()?;
        }
    }

    /// Reads from the next opening bracket to its closing one.
    fn element(&mut self) -> Result<bool> {
        let (mut depth, mut scan) = (0usize, Scan::default());
        loop {
            let chunk = self.input.fill()?;
            if chunk.is_empty() {
                return if depth == 0 { Ok(false) } else { Err(self.unclosed()) };
            }
            let (mut used, mut closed, mut stray) = (0, false, None);
            for &byte in chunk {
                used += 1;
                let outside = scan.step(byte);
                match outside {
                    Some(b'{') => depth += 1,
                    Some(b'[') if depth > 0 => depth += 1,
                    Some(b'}' | b']') if depth > 0 => depth -= 1,
                    Some(b'[' | b']' | b',' | b' ' | b'\n' | b'\r' | b'\t') if depth == 0 => continue,
                    _ if depth == 0 => stray = Some(char::from(byte)),
                    _ => {}
                }
                self.bytes.push(byte);
                closed = depth == 0;
                if closed {
                    break;
                }
            }
            self.input.consume(used);
            if let Some(stray) = stray {
                return Err(self.stray(stray));
            }
            if closed {
                return Ok(true);
            }
            self.check_size()?;
        }
    }

    fn check_size(&self) -> Result<()> {
        let (limits, length) = (self.input.limits(), self.bytes.len());
        if length as u64 <= limits.row_bytes {
            return Ok(());
        }
        let place = self.input.place().row(self.number + 1);
        Err(limits.exceeded("row", place, format!("an object of {length} bytes or more")))
    }

    fn unclosed(&self) -> Error {
        let place = self.input.place().row(self.number + 1);
        let cause = "the input ends inside a JSON object: a bracket or a string is not closed";
        Error::input(place, cause, "Fetch the export again, or close the object that this row begins.")
    }

    fn stray(&self, found: char) -> Error {
        let place = self.input.place().row(self.number + 1);
        let cause = format!("`{found}` stands where a JSON object should begin");
        Error::input(place, cause, "Give one object a comment: an array of objects, or one object to a line.")
    }
}
