//! The parts of a pasted page: title, article, marker, and the paragraphs of the comments.

use std::collections::{HashMap, HashSet};

use super::buttons::{is_aside, is_button, is_count};
use super::furniture::{Around, Furniture, Waiting, furniture, strong};
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
        paragraphs: paragraphs(&lines, from, to, one_per_line),
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

/// How many names, dates and buttons a page must have for its buttons, counters and badges to be the site's.
const FRAMED: usize = 2;

fn paragraphs(lines: &[&str], from: usize, to: usize, one_per_line: bool) -> Vec<Paragraph> {
    if one_per_line {
        return (from..to)
            .filter(|at| !lines[*at].is_empty())
            .map(|at| paragraph(lines, at, Above::default(), false))
            .collect();
    }
    let page = Lines::of(lines, from, to);
    let mut paragraphs = Vec::new();
    let (mut blank, mut above) = (false, Above::default());
    for at in from..to {
        let line = lines[at];
        if line.is_empty() {
            blank = true;
            continue;
        }
        let site = page.furniture(at, above.framed, above.waits());
        // A site that names whom one answers does so behind the author's own name, and above a text.
        let answered = answered(line).filter(|name| page.names.contains(name));
        if let (Some(name), Some(author)) = (answered, &above.author)
            && !matches!(site, Some(Furniture::Author(_) | Furniture::Signed(..)))
            && author != name
            && page.text_follows(at)
        {
            above.answers = Some(name.to_owned());
            continue;
        }
        match site {
            Some(Furniture::Author(name)) => {
                paragraphs.extend(above.rescued(&page));
                let (name, answers) =
                    name.split_once("  ").map_or((name.as_str(), None), |(a, b)| (a, Some(b.trim().to_owned())));
                above = Above { framed: true, author: Some(name.to_owned()), answers, ..Above::default() };
            }
            Some(Furniture::Signed(name, when)) => {
                paragraphs.extend(above.rescued(&page));
                above = Above { framed: true, author: Some(name), date: Some(when), ..Above::default() };
            }
            Some(Furniture::Date(_)) if above.author.is_some() && above.date.is_some() => above.dropped.push(at),
            Some(Furniture::Date(when)) => {
                (above.framed, above.date) = (true, Some(when));
                above.dropped.retain(|at| !is_aside(lines[*at]));
            }
            Some(Furniture::Button) => {
                above.framed = true;
                if above.author.is_some() {
                    above.dropped.push(at);
                } else {
                    above.date = None;
                }
            }
            None => {
                paragraphs.push(paragraph(lines, at, std::mem::take(&mut above), blank));
                blank = false;
            }
        }
    }
    paragraphs.extend(above.rescued(&page));
    paragraphs
}

fn paragraph(lines: &[&str], at: usize, above: Above, blank_before: bool) -> Paragraph {
    let (line, Above { framed, author, date, answers, .. }) = (lines[at], above);
    Paragraph {
        line: at as u64 + 1,
        text: line.to_owned(),
        folded: quote::fold(line),
        opening: quote::opening(line),
        words: line.split_whitespace().count(),
        blank_before,
        framed,
        author: author.filter(|name| name != "[deleted]"),
        answers,
        date,
    }
}

/// What stands above the next text.
#[derive(Default)]
struct Above {
    framed: bool,
    author: Option<String>,
    date: Option<String>,
    answers: Option<String>,
    /// Lines taken for the site's since the name and the date.
    dropped: Vec<usize>,
}

impl Above {
    fn waits(&self) -> Waiting {
        match (&self.author, &self.date) {
            (None, _) => Waiting::Nobody,
            (_, None) => Waiting::Named,
            _ => Waiting::Dated,
        }
    }

    /// The comment of somebody who wrote nothing but what looks like the site's: `+1`, `Best`, `3 hours ago`. What the page has
    /// as a button elsewhere is one only if it stands there twice.
    fn rescued(&mut self, page: &Lines<'_>) -> Option<Paragraph> {
        let above = std::mem::take(self);
        above.author.as_ref()?;
        let mut times: HashMap<&str, usize> = HashMap::new();
        above.dropped.iter().for_each(|at| *times.entry(page.lines[*at]).or_default() += 1);
        let wrote = |line: &str| !page.buttons.contains(line) || times[line] > 1;
        let at = above.dropped.iter().copied().find(|at| wrote(page.lines[*at]))?;
        Some(paragraph(page.lines, at, above, false))
    }
}

/// Whom a line says is answered, if it says nothing else.
fn answered(line: &str) -> Option<&str> {
    let starts = ["In reply to ", "Replying to ", "Antwort an ", "En réponse à ", "En respuesta a "];
    let name = starts.iter().find_map(|start| line.strip_prefix(start)).unwrap_or(line);
    (name.split_whitespace().count() <= 4).then(|| name.trim_start_matches('@'))
}

/// The lines of the comments, with what must be known of all of them.
struct Lines<'a> {
    lines: &'a [&'a str],
    from: usize,
    to: usize,
    /// For each line the next that is no sign or badge, and the next that is no counter either.
    next: Vec<Option<usize>>,
    below: Vec<Option<usize>>,
    framed: bool,
    /// The buttons that come again and again.
    buttons: HashSet<&'a str>,
    /// The names of those who wrote.
    names: HashSet<&'a str>,
}

impl<'a> Lines<'a> {
    fn of(lines: &'a [&'a str], from: usize, to: usize) -> Self {
        let signed = lines[from..to].iter().filter(|line| strong(line).is_some()).count();
        let mut buttons: Vec<&str> = lines[from..to].iter().copied().filter(|line| is_button(line)).collect();
        buttons.sort_unstable();
        // A site's buttons come again and again; a `Like` alone may be all that somebody wrote.
        let again: HashSet<&str> = buttons.windows(2).filter(|two| two[0] == two[1]).map(|two| two[0]).collect();
        let framed = signed >= FRAMED || (signed + buttons.len() >= FRAMED && (signed > 0 || !again.is_empty()));
        let (next, below) = following(lines, from, to);
        let mut page = Self { lines, from, to, next, below, framed, buttons: again, names: HashSet::new() };
        let (mut after_site, mut waits) = (false, Waiting::Nobody);
        for at in (from..to).filter(|at| !lines[*at].is_empty()) {
            let site = page.furniture(at, after_site, waits);
            after_site = site.is_some();
            match site {
                Some(Furniture::Author(name)) => {
                    waits = Waiting::Named;
                    page.names.extend((name == lines[at]).then_some(lines[at]));
                }
                Some(Furniture::Signed(..)) => waits = Waiting::Dated,
                Some(Furniture::Date(_)) if waits == Waiting::Named => waits = Waiting::Dated,
                Some(_) => {}
                None => waits = Waiting::Nobody,
            }
        }
        page
    }

    fn furniture(&self, at: usize, after_site: bool, waiting: Waiting) -> Option<Furniture> {
        let line = |at: Option<usize>| at.map(|at| self.lines[at]);
        let (next, below) = (line(self.next[at - self.from]), line(self.below[at - self.from]));
        furniture(self.lines[at], Around { next, below, after_site, waiting, framed: self.framed })
    }

    /// Whether a text comes behind a line before the next name.
    fn text_follows(&self, at: usize) -> bool {
        let mut rest = (at + 1..self.to).filter(|at| !self.lines[*at].is_empty());
        rest.find_map(|at| match self.furniture(at, true, Waiting::Dated) {
            None => Some(true),
            Some(Furniture::Author(_) | Furniture::Signed(..)) => Some(false),
            Some(_) => None,
        })
        .unwrap_or(false)
    }
}

/// For each line the next that is no sign or badge, and the next that is no counter either.
fn following(lines: &[&str], from: usize, to: usize) -> (Vec<Option<usize>>, Vec<Option<usize>>) {
    let (mut next, mut below) = (vec![None; to - from], vec![None; to - from]);
    let mut last = (None, None);
    for at in (from..to).rev() {
        (next[at - from], below[at - from]) = last;
        if !lines[at].is_empty() && !is_aside(lines[at]) {
            last.0 = Some(at);
            if !is_count(lines[at]) {
                last.1 = Some(at);
            }
        }
    }
    (next, below)
}
