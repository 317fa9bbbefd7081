//! The conversation for a terminal.

use super::super::clean::{count, each, line, percent, shorten};
use super::super::conversation::{Chain, Cite, Course, Graph};
use super::pen::Pen;

/// Comments that a sentence names.
const CITED: usize = 12;
/// Graphemes of a comment in a chain.
const LONGEST: usize = 240;
/// Pairs of people that are listed.
const PAIRS: usize = 12;

/// A sentence, then the comments it rests on.
pub(super) fn cited(pen: &mut Pen, said: &str, cites: &[Cite]) {
    pen.gap();
    pen.wrap(0, 0, &format!("{}{}", line(said), ids(cites)));
}

fn ids(cites: &[Cite]) -> String {
    if cites.is_empty() {
        return String::new();
    }
    let shown: Vec<String> = cites.iter().take(CITED).map(|cite| line(&cite.short)).collect();
    let rest = cites.len().saturating_sub(CITED);
    let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    format!(" [{}{rest}]", shown.join(", "))
}

/// Answers to answers, each a step further in.
pub(super) fn chain(pen: &mut Pen, chain: &Chain) {
    pen.gap();
    pen.line(0, &pen.bold(&line(&chain.note)));
    for (step, quote) in chain.quotes.iter().enumerate() {
        let indent = 2 * (step + 1);
        let author = quote.author.as_ref().map(|a| format!("{} ", line(a))).unwrap_or_default();
        let p = percent(quote.probabilities.iter().copied().fold(0.0, f64::max));
        let unsure = if quote.unsure { ", unsure" } else { "" };
        let arrow = if step > 0 { "↳ " } else { "" };
        let head = format!("{arrow}{author}[{}] {} {p}{unsure}", line(&quote.id), line(&quote.side.name));
        pen.styled(indent, &head, Pen::dim);
        pen.wrap(indent, indent + 1, &format!("“{}”", shorten(&line(&quote.text), LONGEST)));
    }
    if !chain.more.is_empty() {
        pen.wrap(2, 2, &format!("The chain goes on:{}", ids(&chain.more)));
    }
}

/// One block character a comment.
pub(super) fn course(pen: &mut Pen, course: &Course) {
    const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    pen.gap();
    pen.line(0, &pen.dim(&format!("In reading order, how probable an {} is (!: marked)", course.what)));
    for row in course.beats.chunks(pen.width()) {
        if row.iter().any(|beat| beat.present) {
            let marks = each(row, |beat| if beat.present { "!" } else { " " }.to_owned());
            pen.line(0, marks.trim_end());
        }
        let level = |p: f64| LEVELS[((p * 8.0) as usize).min(7)];
        pen.line(0, &each(row, |beat| level(beat.probability).to_string()));
    }
}

/// The pairs of a graph.
pub(super) fn graph(pen: &mut Pen, graph: &Graph) {
    pen.gap();
    if let Some(thread) = &graph.thread {
        pen.styled(0, &line(thread), Pen::bold);
    }
    for pair in graph.pairs.iter().take(PAIRS) {
        let who = |at: usize| {
            let person = &graph.people[at];
            format!("{} ({}{})", line(&person.name), line(&person.side.name), if person.unsure { "?" } else { "" })
        };
        let arrow = match (pair.there, pair.back) {
            (_, 0) => "→",
            (0, _) => "←",
            _ => "↔",
        };
        let total = count(pair.total(), "answer", "answers");
        let said = format!("{} {arrow} {}: {total}, {} across sides", who(pair.one), who(pair.other), pair.across);
        pen.wrap(0, 4, &format!("{said}{}", ids(&pair.answers)));
    }
    let hidden = graph.pairs.len().saturating_sub(PAIRS);
    if hidden > 0 {
        pen.line(0, &format!("… and {}", count(hidden, "more pair", "more pairs")));
    }
}
