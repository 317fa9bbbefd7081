//! Charts in SVG, written by hand. Lengths are per cent of the width, so that text keeps its size on a phone.

use std::fmt::Write as _;

use super::super::block::{Bar, Mark};
use super::super::clean::{count, each, interval, percent};
use super::super::side::TONES;
use super::escape;

/// Patterns that tell the sides apart where colour cannot: one a tone, referred to as `url(#p0)` and so on.
pub(super) fn patterns() -> String {
    let strokes = [
        "",
        "<path d=\"M-2 10 10 -2M-2 2 2 -2M6 10 10 6\"/>",
        "<path d=\"M4 1v2M0 5v2M8 5v2\"/>",
        "<path d=\"M0 4h8\"/>",
        "<path d=\"M4 0v8\"/>",
        "<path d=\"M-2 -2 10 10M-2 6 2 10M6 -2 10 2\"/>",
        "<path d=\"M0 4h8M4 0v8\"/>",
        "<path d=\"M2 2h2v2h-2z\"/>",
        "<path d=\"M0 0 8 8M0 8 8 0\"/>",
    ];
    let mut out =
        String::from("<svg class=\"defs\" aria-hidden=\"true\" focusable=\"false\" width=\"0\" height=\"0\"><defs>");
    for (tone, stroke) in strokes.iter().enumerate().take(TONES) {
        let _ = write!(
            out,
            "<pattern id=\"p{tone}\" class=\"t{tone}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
             <rect class=\"fill\" width=\"8\" height=\"8\"/><g class=\"hatch\">{stroke}</g></pattern>"
        );
    }
    out.push_str("</defs></svg>\n");
    out
}

/// One row a side: name, bar with the interval's whisker, figures.
pub(super) fn shares(bars: &[Bar]) -> String {
    let mut out = String::from("<figure class=\"shares\">\n");
    for (row, bar) in bars.iter().enumerate() {
        let (name, range) = (escape(&bar.side.heading()), interval(bar.low, bar.high));
        let share = percent(bar.share);
        let unsure = if bar.unsure > 0 { format!(", {} unsure", bar.unsure) } else { String::new() };
        let most_likely = count(bar.sure + bar.unsure, "comment", "comments");
        let _ = writeln!(
            out,
            "<div class=\"share t{tone}\"><p class=\"who\"><b class=\"badge\">{letter}</b> {name}\
             <span class=\"n\">{most_likely}{unsure}</span></p>{svg}\
             <p class=\"figure\"><strong>{share}</strong> <span>{range}</span></p></div>",
            tone = bar.side.tone,
            letter = bar.side.letter,
            svg = drawn(row, bar, &name, &share, &range),
        );
    }
    out.push_str("<figcaption>Share of the comments; the line marks the 95% range.</figcaption>\n</figure>\n");
    out
}

fn drawn(row: usize, bar: &Bar, name: &str, share: &str, range: &str) -> String {
    let tone = bar.side.tone;
    let (low, high, x) = (bar.low * 100.0, bar.high * 100.0, bar.share * 100.0);
    let grid = each([25, 50, 75], |g| format!("<line class=\"grid\" x1=\"{g}%\" x2=\"{g}%\" y1=\"0\" y2=\"34\"/>"));
    format!(
        "<svg role=\"img\" width=\"100%\" height=\"34\" aria-labelledby=\"s{row}t s{row}d\">\
         <title id=\"s{row}t\">{name}: {share}</title><desc id=\"s{row}d\">95% range {range}</desc>\
         <rect class=\"track\" width=\"100%\" height=\"22\" y=\"6\"/>{grid}\
         <rect fill=\"url(#p{tone})\" width=\"{x:.2}%\" height=\"22\" y=\"6\"/>\
         <g class=\"halo\"><line x1=\"{low:.2}%\" x2=\"{high:.2}%\" y1=\"17\" y2=\"17\"/></g>\
         <g class=\"whisker\"><line x1=\"{low:.2}%\" x2=\"{high:.2}%\" y1=\"17\" y2=\"17\"/>\
         <line x1=\"{low:.2}%\" x2=\"{low:.2}%\" y1=\"11\" y2=\"23\"/>\
         <line x1=\"{high:.2}%\" x2=\"{high:.2}%\" y1=\"11\" y2=\"23\"/></g></svg>"
    )
}

/// All comments in order, each a link to itself: favor above the line, against below it, others on it.
pub(super) fn strip(marks: &[Mark]) -> String {
    let stance = marks.iter().all(|m| m.side.stance);
    let mut out = String::from("<figure>\n<ol class=\"strip\" aria-label=\"The comments in order\">");
    for mark in marks {
        let unsure = if mark.unsure { ", unsure" } else { "" };
        let label = format!("{}: {} {}{unsure}", escape(&mark.id), escape(&mark.side.name), percent(mark.confidence));
        let _ = write!(
            out,
            "<li><a href=\"#c{anchor}\" title=\"{label}\" aria-label=\"{label}\" class=\"t{tone}\">{svg}</a></li>",
            anchor = mark.anchor,
            tone = mark.side.tone,
            svg = cell(mark),
        );
    }
    let place = if stance { "Above the line: in favor; below: against; on it: no side. " } else { "" };
    let _ = write!(
        out,
        "</ol>\n<figcaption>The comments in order. {place}The fainter, the less certain; an outline is unsure. \
         Choose one to read it.</figcaption>\n</figure>\n"
    );
    out
}

fn cell(mark: &Mark) -> String {
    let (y, height) = match mark.side.tone {
        0 => (2, 22),
        1 => (28, 22),
        2 => (20, 12),
        _ => (9, 34),
    };
    let style = if mark.unsure {
        "class=\"outline\"".to_owned()
    } else {
        format!("class=\"fill\" fill-opacity=\"{:.2}\"", (mark.confidence * 1.25 - 0.25).clamp(0.2, 1.0))
    };
    let letter =
        if mark.side.stance { String::new() } else { format!("<text x=\"9\" y=\"50\">{}</text>", mark.side.letter) };
    format!(
        "<svg aria-hidden=\"true\" focusable=\"false\" width=\"18\" height=\"52\"><line class=\"base\" x2=\"18\" \
         y1=\"26\" y2=\"26\"/><rect x=\"2.5\" y=\"{y}\" width=\"13\" height=\"{height}\" rx=\"1.5\" {style}/>{letter}</svg>"
    )
}
