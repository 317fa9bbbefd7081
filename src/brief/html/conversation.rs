//! The conversation as HTML elements: sentences with their comments, chains of answers, a course along the thread.

use std::fmt::Write as _;

use super::super::clean::{clean, each, percent, shorten};
use super::super::conversation::{Beat, Chain, Cite, Course};
use super::escape;
use super::page::letter;

/// Comments that a sentence links to.
const CITED: usize = 24;
/// Graphemes of a comment in a chain; the whole of it is further down the page.
const LONGEST: usize = 320;

/// A sentence, then the comments it rests on.
pub(super) fn cited(said: &str, cites: &[Cite]) -> String {
    format!("<p>{}{}</p>\n", escape(said), links(cites))
}

/// Links to comments, led in by a space; nothing if there are none.
pub(super) fn links(cites: &[Cite]) -> String {
    if cites.is_empty() {
        return String::new();
    }
    let shown = each(cites.iter().take(CITED), |cite| format!(" {}", link(cite)));
    let rest = cites.len().saturating_sub(CITED);
    let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    format!(" <span class=\"cites\">{}{rest}</span>", shown.trim_start())
}

fn link(cite: &Cite) -> String {
    let (id, short) = (escape(&cite.id), escape(&cite.short));
    format!("<a href=\"#c{}\" title=\"{id}\">{short}</a>", cite.anchor)
}

/// Answers to answers, the first at the top.
pub(super) fn chain(chain: &Chain) -> String {
    let mut out =
        format!("<div class=\"answers\">\n<h3>{}</h3>\n<ol class=\"chain\">\n", escape(&capital(&chain.note)));
    for quote in &chain.quotes {
        let author = quote.author.as_ref().map(|a| format!("<cite>{}</cite> ", escape(a))).unwrap_or_default();
        let p = quote.probabilities.iter().copied().fold(0.0, f64::max);
        let unsure = if quote.unsure { ", unsure" } else { "" };
        let text = clean(&quote.text);
        let _ = writeln!(
            out,
            "<li class=\"t{}\">{}<p class=\"by\">{author}<a class=\"id\" href=\"#c{}\">{}</a> <span class=\"n\">{} {}{unsure}</span></p>\
             <p class=\"said\" dir=\"auto\">{}</p></li>",
            quote.side.tone,
            letter(&quote.side, quote.unsure),
            quote.anchor,
            escape(&quote.id),
            escape(&quote.side.name),
            percent(p),
            htmlize::escape_all_quotes(shorten(&text, LONGEST)),
        );
    }
    out.push_str("</ol>\n");
    if !chain.more.is_empty() {
        let _ = writeln!(out, "<p class=\"n\">The chain goes on:{}</p>", links(&chain.more));
    }
    out.push_str("</div>\n");
    out
}

fn capital(said: &str) -> String {
    let mut chars = said.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// One bar a comment, each a link to it.
pub(super) fn course(course: &Course) -> String {
    let what = escape(course.what);
    let bars = each(&course.beats, |beat| {
        let marked = if beat.present { ", marked" } else { "" };
        let label = format!("{}: {what} {}{marked}", escape(&beat.cite.id), percent(beat.probability));
        let anchor = beat.cite.anchor;
        format!("<li><a href=\"#c{anchor}\" title=\"{label}\" aria-label=\"{label}\">{}</a></li>", bar(beat))
    });
    format!(
        "<figure>\n<ol class=\"strip course\" aria-label=\"Probability of {what}, comment by comment\">{bars}</ol>\n\
         <figcaption>One bar a comment, in reading order: how probable an {what} is. Bars with a dot are \
         marked. Choose one to read it.</figcaption>\n</figure>\n"
    )
}

fn bar(beat: &Beat) -> String {
    let height = (beat.probability * 36.0).max(1.0);
    let dot = format!("<circle class=\"hot\" cx=\"7\" cy=\"{:.1}\" r=\"2\"/>", 40.0 - height);
    let (class, dot) = if beat.present { ("hot", dot) } else { ("cool", String::new()) };
    format!(
        "<svg aria-hidden=\"true\" focusable=\"false\" width=\"14\" height=\"46\"><line class=\"base\" x2=\"14\" y1=\"45\" \
         y2=\"45\"/>{dot}<rect class=\"{class}\" x=\"2.5\" y=\"{:.1}\" width=\"9\" height=\"{height:.1}\"/></svg>",
        44.0 - height
    )
}
