//! The JSON texts of an input, cut apart without being parsed: one to a line, or one array element after the other.

use super::input::Input;
use super::json::Scan;
use crate::error::{Error, Result};

/// How the texts stand in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// One to a line. A broken line loses that line only.
    Lines,
    /// In an array, or spread over lines. A broken bracket ends everything.
    Elements,
}

/// How large a piece may be, by which limit, and what becomes of one that the input's end cuts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    /// The limit's name.
    pub limit: &'static str,
    /// Its value in bytes.
    pub bytes: u64,
    /// Whether a piece that is cut is still handed over; else it is an error.
    pub keep_cut: bool,
}

/// Cuts an input into the texts of its objects.
pub(super) struct Pieces {
    pub input: Input,
    /// The line of the piece last cut, or the element of the array, from 1.
    pub number: u64,
    /// The piece last cut.
    pub bytes: Vec<u8>,
    /// Whether it ended with the input, before its last bracket.
    pub cut: bool,
    /// Whether the input ended within an array, between its elements.
    pub left_open: bool,
    /// How many arrays around the elements are open.
    arrays: u64,
    shape: Shape,
    rule: Rule,
}

impl Pieces {
    pub fn new(input: Input, rule: Rule) -> Self {
        let head = input.head().trim_start();
        let line = head.lines().next().unwrap_or_default().trim();
        let cut = !head.contains('\n') && !input.ends_here();
        let closed = line.ends_with('}') || cut;
        let shape = if head.starts_with('[') || !closed { Shape::Elements } else { Shape::Lines };
        Self { input, number: 0, bytes: Vec::new(), cut: false, left_open: false, arrays: 0, shape, rule }
    }

    /// Cuts the next piece that is not empty; false at the end.
    pub fn next(&mut self) -> Result<bool> {
        loop {
            self.bytes.clear();
            let more = match self.shape {
                Shape::Lines => self.line()?,
                Shape::Elements => self.element()?,
            };
            if !more {
                return Ok(false);
            }
            self.number += 1;
            if !self.bytes.trim_ascii().is_empty() {
                return Ok(true);
            }
        }
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
                return match (depth, self.rule.keep_cut) {
                    (0, _) => {
                        self.left_open = self.arrays > 0;
                        Ok(false)
                    }
                    (_, false) => Err(self.unclosed()),
                    (_, true) => {
                        self.cut = true;
                        Ok(true)
                    }
                };
            }
            let (mut used, mut closed, mut stray) = (0, false, None);
            for &byte in chunk {
                used += 1;
                let outside = scan.step(byte);
                match outside {
                    Some(b'{') => depth += 1,
                    Some(b'[') if depth > 0 => depth += 1,
                    Some(b'}' | b']') if depth > 0 => depth -= 1,
                    Some(b'[') if depth == 0 => {
                        self.arrays += 1;
                        continue;
                    }
                    Some(b']') if depth == 0 => {
                        self.arrays = self.arrays.saturating_sub(1);
                        continue;
                    }
                    // An API answers `null` for what is not there any more.
                    Some(b',' | b' ' | b'\n' | b'\r' | b'\t' | b'n' | b'u' | b'l') if depth == 0 => continue,
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
        let length = self.bytes.len();
        if length as u64 <= self.rule.bytes {
            return Ok(());
        }
        let place = self.input.place().row(self.number + 1);
        Err(self.input.limits().exceeded(self.rule.limit, place, format!("an object of {length} bytes or more")))
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
