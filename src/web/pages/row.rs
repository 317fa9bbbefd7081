//! One comment as the thread shows it.

use askama::Template;

use super::frame::may_mark;
use super::reading::{Reading, shortcut};
use super::shown::{self, clip, number, percent};
use crate::brief::Side;
use crate::store::{CommentId, ThreadId};
use crate::thread::Status;
use crate::web::Who;

/// Answers deeper than this are not indented further.
const DEEPEST: u32 = 6;
/// Characters of a name that are shown.
const NAME: usize = 80;

#[derive(Template)]
#[template(path = "comment.html")]
pub(super) struct Row<'a> {
    thread: ThreadId,
    key: CommentId,
    depth: u32,
    side: &'a Side,
    sure: String,
    unsure: bool,
    hidden: Option<&'static str>,
    author: Option<String>,
    written: Option<String>,
    /// Where it stands among the thread's comments, from 1.
    number: usize,
    id: String,
    parent: Option<Parent>,
    parts: Vec<Part>,
    text: &'a str,
    acts: Vec<&'a str>,
    people: Vec<Said<'a>>,
    model_says: String,
    may_mark: bool,
    csrf: &'a str,
    buttons: Vec<Button>,
}

struct Parent {
    key: CommentId,
    name: String,
}

struct Part {
    tone: usize,
    x: String,
    width: String,
}

struct Said<'a> {
    who: &'a str,
    side: Side,
    at: &'a str,
    shown: String,
}

/// A label that can be given.
pub(super) struct Button {
    pub side: Side,
    pub key: String,
    pub pressed: bool,
}

impl<'a> Row<'a> {
    /// The comment at a place, as `who` sees it.
    pub fn of(reading: &'a Reading, at: usize, who: &'a Who) -> Self {
        let scored = reading.scored(at);
        let (comment, prediction) = (&scored.comment, &scored.prediction);
        let model = &reading.sides[prediction.label];
        let unsure = if prediction.unsure { ", unsure" } else { "" };
        let labelled = reading.is_labelled(at);
        let said = |(mark, label): (&'a crate::store::MarkRow, &'a str)| Said {
            who: &mark.who,
            side: reading.side_of(label),
            at: &mark.at,
            shown: shown::moment(&mark.at),
        };
        Self {
            thread: reading.thread.row.id,
            key: reading.thread.keys[at],
            depth: reading.forest.depths()[at].min(DEEPEST),
            side: reading.side(at),
            sure: if labelled { "by people".into() } else { percent(prediction.confidence) },
            unsure: reading.is_unsure(at),
            hidden: hidden(comment.status),
            author: comment.author.as_deref().map(|author| clip(author, NAME)),
            written: comment.created_at.as_deref().map(shown::moment),
            number: at + 1,
            id: clip(&comment.id, NAME),
            parent: parent(reading, at),
            parts: parts(&prediction.probabilities, &reading.sides),
            text: comment.text.trim(),
            acts: scored.acts.iter().filter(|act| act.present).map(|act| act.name.as_str()).collect(),
            people: reading.said(at).map(said).collect(),
            model_says: format!("{}, {}{unsure}", model.name, percent(prediction.confidence)),
            may_mark: may_mark(who),
            csrf: &who.csrf,
            buttons: buttons(reading, reading.said(at).find(|(mark, _)| mark.who == who.actor.name).map(|(_, l)| l)),
        }
    }
}

/// The labels that can be given; `own` is the one that whoever asks has given.
fn buttons(reading: &Reading, own: Option<&str>) -> Vec<Button> {
    let own = own.map(|label| reading.side_of(label).name);
    let button = |(at, side): (usize, &Side)| Button {
        key: shortcut(&reading.sides, at).map(String::from).unwrap_or_default(),
        pressed: own.as_ref() == Some(&side.name),
        side: side.clone(),
    };
    reading.sides.iter().enumerate().take(reading.labels).map(button).collect()
}

fn parent(reading: &Reading, at: usize) -> Option<Parent> {
    let parent = reading.forest.parents()[at]?;
    let comment = reading.comment(parent);
    let name = comment.author.as_deref().map(str::trim).filter(|name| !name.is_empty()).unwrap_or(&comment.id);
    Some(Parent { key: reading.thread.keys[parent], name: clip(name, NAME) })
}

/// The probabilities as parts of a bar of 100.
fn parts(probabilities: &[f64], sides: &[Side]) -> Vec<Part> {
    let mut x = 0.0;
    let part = |(p, side): (&f64, &Side)| {
        let part = Part { tone: side.tone, x: number(x), width: number(100.0 * p) };
        x += 100.0 * p;
        part
    };
    probabilities.iter().zip(sides).map(part).collect()
}

fn hidden(status: Status) -> Option<&'static str> {
    match status {
        Status::Visible => None,
        Status::Deleted => Some("deleted"),
        Status::Spam => Some("spam"),
        Status::Pending => Some("pending"),
    }
}
