//! The conversation as Markdown.

use std::fmt::Write as _;

use super::super::clean::{count, line, percent, shorten};
use super::super::conversation::{Chain, Cite, Graph};
use super::{table, text};

/// Comments that a sentence names.
const CITED: usize = 24;
/// Graphemes of a comment in a chain.
const LONGEST: usize = 320;

/// A sentence, then the comments it rests on.
pub(super) fn cited(said: &str, cites: &[Cite]) -> String {
    let ids = ids(cites);
    if ids.is_empty() { text(said) } else { format!("{} ({ids})", text(said)) }
}

fn ids(cites: &[Cite]) -> String {
    let shown: Vec<String> = cites.iter().take(CITED).map(|cite| text(&cite.id)).collect();
    let rest = cites.len().saturating_sub(CITED);
    let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    format!("{}{rest}", shown.join(", "))
}

/// Answers to answers, numbered.
pub(super) fn chain(chain: &Chain) -> String {
    let mut out = format!("### {}\n\n", text(&chain.note));
    for (step, quote) in chain.quotes.iter().enumerate() {
        let author = quote.author.as_ref().map(|a| format!("{}, ", text(a))).unwrap_or_default();
        let p = percent(quote.probabilities.iter().copied().fold(0.0, f64::max));
        let unsure = if quote.unsure { ", unsure" } else { "" };
        let said = text(&shorten(&line(&quote.text), LONGEST));
        let source = format!("{author}{} ({} {p}{unsure})", text(&quote.id), text(&quote.side.name));
        let _ = writeln!(out, "{}. {source}: “{said}”", step + 1);
    }
    if !chain.more.is_empty() {
        let _ = writeln!(out, "\nThe chain goes on: {}", ids(&chain.more));
    }
    out
}

/// The pairs of a graph as a table.
pub(super) fn graph(graph: &Graph) -> String {
    let heading = graph.thread.as_ref().map(|name| format!("### {}\n\n", text(name))).unwrap_or_default();
    let who = |at: usize| {
        let person = &graph.people[at];
        format!("{} ({}{})", person.name, person.side.name, if person.unsure { "?" } else { "" })
    };
    let head = ["Pair", "First answers second", "Second answers first", "Across sides", "Answers"].map(String::from);
    let rows: Vec<Vec<String>> = graph
        .pairs
        .iter()
        .map(|pair| {
            let ids = pair.answers.iter().map(|cite| cite.id.as_str()).collect::<Vec<_>>().join(", ");
            let numbers = [pair.there, pair.back, pair.across].map(|n| n.to_string());
            let mut row = vec![format!("{} – {}", who(pair.one), who(pair.other))];
            row.extend(numbers);
            row.push(ids);
            row
        })
        .collect();
    let others = match graph.others {
        0 => String::new(),
        n => format!("\n{} left out.\n", count(n, "person who answers less is", "people who answer less are")),
    };
    format!("{heading}{}{others}", table(&head, &rows))
}
