//! The parts of a pasted page: title, article, marker, and the paragraphs of the comments.

use super::below::dates_above;
use super::frames::paragraphs;
use super::furniture::strong;
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
    let head = head_of_comments(&lines, one_per_line);
    let mut numbered: Vec<(usize, &str)> = (1..).zip(lines).collect();
    if !one_per_line {
        let comments = numbered.split_off(head.map_or(0, |(at, _)| at + 1));
        numbered.extend(dates_above(comments));
    }
    let (numbers, lines): (Vec<usize>, Vec<&str>) = numbered.into_iter().unzip();
    let announced = head.and_then(|(_, found)| if let Marker::Counted(n) = found { Some(n) } else { None });
    let invites = |line: &&str| marker(line) == Some(Marker::Invitation);
    let from = head.map_or(0, |(at, _)| at + 1);
    // An invitation right below the heading belongs to it, and one above all names and dates; one further down ends the
    // comments, unless names and dates go on behind it.
    let mut from = from + lines[from..].iter().take_while(|line| line.is_empty() || invites(line)).count();
    let signed: Vec<usize> = (from..lines.len()).filter(|at| strong(lines[*at]).is_some()).collect();
    let inviting: Vec<usize> = (from..lines.len()).filter(|at| invites(&lines[*at])).collect();
    if let (Some(first), Some(name)) = (inviting.first(), signed.first())
        && first < name
        && !one_per_line
    {
        from = first + 1;
    }
    let ends = |at: &&usize| **at >= from && signed.last().is_none_or(|name| name < *at);
    let to = inviting.iter().find(ends).copied().unwrap_or(lines.len());
    let to = if announced == Some(0) { from } else { to };
    let above = head.map_or(&lines[..0], |(at, _)| &lines[..at]);
    let title = above.iter().find(|line| !line.is_empty()).map(ToString::to_string);
    Page {
        title,
        article: quote::fold(&above.join("\n")),
        marker: head.map(|(at, _)| lines[at].to_owned()),
        announced: announced.filter(|n| *n > 0),
        paragraphs: paragraphs(&lines, from, to, one_per_line)
            .into_iter()
            .map(|paragraph| Paragraph { line: numbers[paragraph.line as usize - 1] as u64, ..paragraph })
            .collect(),
    }
}

/// The line that heads the comments. The same count can stand under the title, linking to the
/// comments, and again above them: the last of these counts.
fn head_of_comments(lines: &[&str], one_per_line: bool) -> Option<(usize, Marker)> {
    let markers: Vec<(usize, Marker)> =
        (lines.iter().enumerate()).filter_map(|(at, line)| marker(line).map(|found| (at, found))).collect();
    // `No comments` may be what somebody wrote: on a page with names and dates it heads nothing.
    let signed = lines.iter().any(|line| strong(line).is_some());
    let counted = markers.iter().find(|(_, found)| matches!(found, Marker::Counted(n) if *n > 0 || !signed));
    if let Some((_, count)) = counted {
        return markers.iter().rev().find(|(_, found)| found == count).copied();
    }
    if one_per_line {
        return None; // every line is a comment, and `Comments` may be one
    }
    // Behind the first names and dates a heading is what somebody wrote, and an invitation is the end.
    let signed =
        lines.iter().enumerate().filter(|(_, line)| strong(line).is_some()).nth(1).map_or(lines.len(), |(at, _)| at);
    let heading = markers.iter().find(|(at, found)| *found == Marker::Heading && *at < signed);
    let more_follows = |at: usize| lines[at + 1..].iter().filter(|line| !line.is_empty()).nth(1).is_some();
    let invites = |found: Marker| {
        move |(at, known): &&(usize, Marker)| *known == found && *at > 0 && *at < signed && more_follows(*at)
    };
    let order = || markers.iter().find(invites(Marker::Order));
    heading.or_else(|| markers.iter().find(invites(Marker::Invitation))).or_else(order).copied()
}
