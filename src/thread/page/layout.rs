//! The parts of a pasted page: title, article, marker, and the paragraphs of the comments.

use std::collections::HashSet;

use super::buttons::is_aside;
use super::furniture::{Furniture, furniture};
use super::marker::{Marker, marker};
use crate::thread::quote::{self, Opening};

/// A page taken apart.
#[derive(Debug)]
pub(super) struct Page {
    /// Its first line, where an article stands above the comments.
    pub title: Option<String>,
    /// The article in folded form, to find quotations of it.
    pub article: String,
    /// The line that heads the comments.
    pub marker: Option<String>,
    /// How many comments that line announces.
    pub announced: Option<usize>,
    /// The lines of the comments, without the site's own.
    pub paragraphs: Vec<Paragraph>,
}

/// One line of the comments.
#[derive(Debug, Clone)]
pub(super) struct Paragraph {
    /// Its line in the page, from 1.
    pub line: u64,
    /// The line, trimmed.
    pub text: String,
    /// The same in folded form.
    pub folded: String,
    /// The quotation that it opens with.
    pub opening: Option<Opening>,
    /// How many words it has.
    pub words: usize,
    /// Whether blank lines stand above it.
    pub blank_before: bool,
    /// Whether a name, a date or buttons above it say that a comment begins.
    pub framed: bool,
    /// The name above it.
    pub author: Option<String>,
    /// The name of another commenter between the author's and the text, which is whom it answers.
    pub answers: Option<String>,
    /// The date above it.
    pub date: Option<String>,
}

/// Takes a page apart. With `one_per_line`, lines of the site's own are comments too.
pub(super) fn page(text: &str, one_per_line: bool) -> Page {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let head = head_of_comments(&lines);
    let announced = head.and_then(|(_, found)| if let Marker::Counted(n) = found { Some(n) } else { None });
    let invites = |line: &&str| marker(line) == Some(Marker::Invitation);
    let from = head.map_or(0, |(at, _)| at + 1);
    // An invitation right below the heading belongs to it; one further down ends the comments.
    let from = from + lines[from..].iter().take_while(|line| line.is_empty() || invites(line)).count();
    let to = lines[from..].iter().position(invites).map_or(lines.len(), |at| from + at);
    let to = if announced == Some(0) { from } else { to };
    let above = head.map_or(&lines[..0], |(at, _)| &lines[..at]);
    let title = above.iter().find(|line| !line.is_empty()).map(ToString::to_string);
    Page {
        title,
        article: quote::fold(&above.join("\n")),
        marker: head.map(|(at, _)| lines[at].to_owned()),
        announced: announced.filter(|n| *n > 0),
        paragraphs: paragraphs(&lines, from, to, one_per_line),
    }
}

/// The line that heads the comments. The same count can stand under the title, linking to the
/// comments, and again above them: the last of these counts.
fn head_of_comments(lines: &[&str]) -> Option<(usize, Marker)> {
    let markers: Vec<(usize, Marker)> =
        (lines.iter().enumerate()).filter_map(|(at, line)| marker(line).map(|found| (at, found))).collect();
    let counted = markers.iter().find(|(_, found)| matches!(found, Marker::Counted(_)));
    if let Some((_, count)) = counted {
        return markers.iter().rev().find(|(_, found)| found == count).copied();
    }
    let heading = markers.iter().find(|(_, found)| *found == Marker::Heading);
    let more_follows = |at: usize| lines[at + 1..].iter().any(|line| !line.is_empty());
    let invites = |found: Marker| move |(at, known): &&(usize, Marker)| *known == found && *at > 0 && more_follows(*at);
    let order = || markers.iter().find(invites(Marker::Order));
    heading.or_else(|| markers.iter().find(invites(Marker::Invitation))).or_else(order).copied()
}

fn paragraphs(lines: &[&str], from: usize, to: usize, one_per_line: bool) -> Vec<Paragraph> {
    let names = if one_per_line { HashSet::new() } else { names(lines, from, to) };
    let mut paragraphs = Vec::new();
    let (mut blank, mut above) = (false, Above::default());
    for at in from..to {
        let line = lines[at];
        if line.is_empty() {
            blank = true;
            continue;
        }
        let site = if one_per_line { None } else { furniture(line, following(lines, at, to), above.framed) };
        // A site that names whom one answers does so behind the author's own name.
        if above.author.is_some() && above.author.as_deref() != Some(line) && names.contains(line) {
            above.answers = Some(line.to_owned());
            continue;
        }
        if let Some(site) = site {
            above.framed = true;
            match site {
                Furniture::Author(name) => (above.author, above.date) = (Some(name), None),
                Furniture::Date(when) => above.date = Some(when),
                Furniture::Signed(name, when) => (above.author, above.date) = (Some(name), Some(when)),
                Furniture::Button if is_aside(line) => {}
                Furniture::Button if above.author.is_some() && above.date.is_some() => {}
                Furniture::Button => (above.author, above.date) = (None, None),
            }
            continue;
        }
        let Above { framed, author, date, answers } = std::mem::take(&mut above);
        paragraphs.push(Paragraph {
            line: at as u64 + 1,
            text: line.to_owned(),
            folded: quote::fold(line),
            opening: quote::opening(line),
            words: line.split_whitespace().count(),
            blank_before: blank,
            framed,
            author: author.filter(|name| name != "[deleted]"),
            answers,
            date,
        });
        blank = false;
    }
    paragraphs
}

/// What stands above the next text.
#[derive(Default)]
struct Above {
    framed: bool,
    author: Option<String>,
    date: Option<String>,
    answers: Option<String>,
}

/// The line that follows, signs and badges left out.
fn following<'a>(lines: &[&'a str], at: usize, to: usize) -> Option<&'a str> {
    lines[at + 1..to].iter().find(|line| !line.is_empty() && !is_aside(line)).copied()
}

/// The names of those who wrote, by the lines above their comments.
fn names<'a>(lines: &[&'a str], from: usize, to: usize) -> HashSet<&'a str> {
    let (mut names, mut after_site) = (HashSet::new(), false);
    for at in (from..to).filter(|at| !lines[*at].is_empty()) {
        let site = furniture(lines[at], following(lines, at, to), after_site);
        after_site = site.is_some();
        if let Some(Furniture::Author(_)) = site {
            names.insert(lines[at]);
        }
    }
    names
}
