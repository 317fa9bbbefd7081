//! What stands around each text: a name, a date, whom it answers; and what a person wrote that looks like the site's.

use std::collections::HashMap;

use super::buttons::is_aside;
use super::furniture::{Furniture, Waiting, is_handle};
use super::layout::Paragraph;
use super::lines::Lines;
use crate::thread::quote;

/// The lines of the comments that are no furniture, each with what stands above it.
pub(super) fn paragraphs(lines: &[&str], from: usize, to: usize, one_per_line: bool) -> Vec<Paragraph> {
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
        let answered = answered(line).filter(|name| page.names.contains(*name));
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
                let (author, answers) = two(&name);
                above = Above { framed: true, author, answers, ..Above::default() };
            }
            Some(Furniture::Signed(name, when)) => {
                paragraphs.extend(above.rescued(&page));
                let (author, answers) = two(&name);
                above = Above { framed: true, author, answers, date: Some(when), ..Above::default() };
            }
            Some(Furniture::Date(_)) if above.author.is_some() && above.date.is_some() => above.dropped.push(at),
            Some(Furniture::Date(when)) => {
                (above.framed, above.date) = (true, Some(when));
                above.between = std::mem::take(&mut above.dropped);
                above.between.retain(|at| !is_aside(lines[*at]) && !is_handle(lines[*at]));
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
    /// Lines taken for the site's between the name and the date, and since.
    between: Vec<usize>,
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
        let taken = || above.dropped.iter().chain(&above.between);
        taken().for_each(|at| *times.entry(page.lines[*at]).or_default() += 1);
        let wrote = |line: &str| !page.buttons.contains(line) || times[line] > 1;
        // A word that sites have beside names is what was written only if there is nothing else.
        let beside = |line: &str| is_handle(line) || (is_aside(line) && line.contains(char::is_alphanumeric));
        let likely = |line: &str| wrote(line) && !beside(line);
        let at = taken().find(|at| likely(page.lines[**at])).or_else(|| taken().find(|at| wrote(page.lines[**at])));
        let at = *at?;
        Some(paragraph(page.lines, at, above, false))
    }
}

/// Who wrote, and whom that answers: Disqus has both in one line, two spaces between them.
fn two(name: &str) -> (Option<String>, Option<String>) {
    let (author, answers) = name.split_once("  ").map_or((name, None), |(a, b)| (a, Some(b.trim().to_owned())));
    (Some(author.to_owned()), answers)
}

/// Whom a line says is answered, if it says nothing else.
fn answered(line: &str) -> Option<&str> {
    let starts = [
        "In reply to ",
        "Replying to ",
        "Reply to ",
        "Antwort an ",
        "Antwort auf ",
        "En réponse à ",
        "En respuesta a ",
    ];
    let name = starts.iter().find_map(|start| line.strip_prefix(start)).unwrap_or(line);
    (name.split_whitespace().count() <= 4).then(|| name.trim_start_matches('@'))
}
