//! Nested JSON exports: one document or many, each parsed whole and walked without recursion.

use super::input::Input;
use super::limits::{Limits, count};
use super::mend;
use super::pieces::{Pieces, Rule};
use super::shelf::{Feed, Shelf};
use super::tree::{Json, Tree};
use crate::error::Result;

/// How one program nests comments in its documents.
pub(super) trait Shape: Send {
    /// Puts the comments of one document on the shelf. What an earlier document told can be remembered.
    fn take(&mut self, document: Json<'_>, shelf: &mut Shelf);
}

/// The documents of an input, one after the other.
pub(super) struct Documents<S> {
    pieces: Pieces,
    shape: S,
}

impl<S: Shape> Documents<S> {
    pub fn new(input: Input, shape: S) -> Self {
        let rule = Rule { limit: "document", bytes: input.limits().document_bytes, keep_cut: true };
        Self { pieces: Pieces::new(input, rule), shape }
    }

    /// What the documents have taught.
    pub fn shape(self) -> S {
        self.shape
    }
}

impl<S: Shape> Feed for Documents<S> {
    fn read_on(&mut self, shelf: &mut Shelf) -> Result<bool> {
        if !self.pieces.next()? {
            if std::mem::take(&mut self.pieces.left_open) {
                shelf.cut("the array is never closed");
            }
            return Ok(false);
        }
        let limits = self.pieces.input.limits();
        let (json, mended) = mend::surrogates(&self.pieces.bytes);
        shelf.tell("halves of surrogate pairs, now U+FFFD (\u{FFFD})", mended);
        let tree = Tree::parse(&json, &limits);
        shelf.tell("keys that stand twice in their object, of which the first value counts", tree.twice);
        self.shape.take(tree.root(), shelf);
        if let Some((cause, at)) = tree.broken {
            let cause = broken(&cause, &limits, self.pieces.cut);
            shelf.cut(&format!("document {}, byte {}: {cause}", self.pieces.number, count(at)));
        }
        Ok(true)
    }

    fn input(&self) -> &Input {
        &self.pieces.input
    }
}

fn broken(cause: &str, limits: &Limits, cut: bool) -> String {
    if cause.contains("stack size") {
        let most = limits.nesting;
        return format!(
            "nested deeper than the limit `nesting` of {}; --limit nesting={} raises it",
            count(most),
            most * 4
        );
    }
    if cut { "the document ends inside a bracket or a string".into() } else { cause.trim_end_matches('.').into() }
}

/// The objects for which `wanted` holds, in the order of the text; what stands inside of one is not looked at.
pub(super) fn find<'t>(root: Json<'t>, wanted: impl Fn(Json<'t>) -> bool) -> Vec<Json<'t>> {
    let (mut found, mut open) = (Vec::new(), vec![root]);
    while let Some(value) = open.pop() {
        if value.is_object() && wanted(value) {
            found.push(value);
        } else {
            descend(&mut open, value);
        }
    }
    found
}

/// Puts what a value holds on the stack, so that the first comes off first.
pub(super) fn descend<'t>(open: &mut Vec<Json<'t>>, value: Json<'t>) {
    let from = open.len();
    open.extend(value.items());
    open[from..].reverse();
}
