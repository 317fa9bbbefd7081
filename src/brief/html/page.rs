//! Blocks as HTML elements.

use std::fmt::Write as _;

use super::super::block::{Block, End, Exchange, Node, Quote, Term};
use super::super::clean::{each, percent};
use super::super::side::Side;
use super::{chart, conversation, escape, escape_lines, graph};

/// Exchanges shown before the rest is folded away.
const EXCHANGES: usize = 12;
/// Answers deeper than this are not indented further.
const DEEPEST: usize = 8;
/// Steps in which cells of a table darken.
const HEAT: f64 = 8.0;

/// One block.
pub(super) fn block(block: &Block) -> String {
    match block {
        Block::Lead { said, figures: None } => format!("<h1>{}</h1>\n", escape(said)),
        Block::Lead { said, figures: Some(figures) } => {
            // A word joiner keeps `39–65%` on one line; `escape` would take it for a hidden character.
            let figures = escape(figures).replace('–', "\u{2060}–\u{2060}");
            format!("<h1>{}</h1>\n<p class=\"deck\">{}</p>\n", escape(said), capital(&figures))
        }
        Block::Prose(said) => format!("<p>{}</p>\n", escape(said)),
        Block::Cited { said, cites } => conversation::cited(said, cites),
        Block::Chain(chain) => conversation::chain(chain),
        Block::Course(course) => conversation::course(course),
        Block::Graph(one) => graph::graph(one),
        Block::Warning(said) => format!("<p class=\"warning\"><strong>Note.</strong> {}</p>\n", escape(said)),
        Block::Bars(bars) => chart::shares(bars),
        Block::Strip(marks) => chart::strip(marks),
        Block::Table { head, rows } => table(head, rows),
        Block::Terms { side, terms } => terms_of(side, terms),
        Block::Quotes { heading, side, note, quotes } => quotes_of(heading, side.as_ref(), note.as_deref(), quotes),
        Block::Flow { sides, counts } => flow(sides, counts),
        Block::Exchanges(list) => exchanges(list),
        Block::Notes(notes) => {
            let one = |(term, note): &(String, String)| format!("<dt>{}</dt><dd>{}</dd>\n", escape(term), escape(note));
            format!("<dl class=\"notes\">\n{}</dl>\n", notes.iter().map(one).collect::<String>())
        }
        Block::Tree(nodes) => tree(nodes),
    }
}

fn capital(said: &str) -> String {
    let mut chars = said.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn badge(side: &Side) -> String {
    letter(side, false)
}

/// The side's letter, hollow where the model is unsure.
pub(super) fn letter(side: &Side, unsure: bool) -> String {
    let hollow = if unsure { " hollow" } else { "" };
    format!("<b class=\"badge t{}{hollow}\" aria-hidden=\"true\">{}</b>", side.tone, side.letter)
}

fn side_heading(heading: &str, side: Option<&Side>) -> String {
    let badge = side.map(|s| badge(s) + " ").unwrap_or_default();
    format!("<h3>{badge}{}</h3>\n", escape(heading))
}

fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let head: String = each(head, |h| format!("<th scope=\"col\">{}</th>", escape(h)));
    let row = |cells: &Vec<String>| {
        let cells = cells.iter().enumerate().map(|(i, cell)| match i {
            0 => format!("<th scope=\"row\">{}</th>", escape(cell)),
            _ => format!("<td>{}</td>", escape(cell)),
        });
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    };
    let rows: String = rows.iter().map(row).collect();
    format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n"
    )
}

fn terms_of(side: &Side, terms: &[Term]) -> String {
    let mut out = format!(
        "<div class=\"side t{}\">\n{}<ul class=\"terms\">\n",
        side.tone,
        side_heading(&side.heading(), Some(side))
    );
    for term in terms {
        let [before, hit, after] = &term.passage;
        let spaced = |raw: &str| {
            let front = if raw.starts_with(char::is_whitespace) { " " } else { "" };
            let back = if raw.ends_with(char::is_whitespace) { " " } else { "" };
            format!("{front}{}{back}", escape(raw))
        };
        let _ = writeln!(
            out,
            "<li><p class=\"term\"><strong>{}</strong> <span class=\"n\">{} here, {} elsewhere · <abbr title=\"log-odds over \
             their standard deviation\">z</abbr>&nbsp;{:.1}</span></p>\
             <p class=\"passage\">“{}<mark>{}</mark>{}” {}</p></li>",
            escape(&term.written),
            term.here,
            term.elsewhere,
            term.z,
            spaced(before),
            escape(hit),
            spaced(after),
            link(term.anchor, &term.id),
        );
    }
    out.push_str("</ul>\n</div>\n");
    out
}

fn link(anchor: usize, id: &str) -> String {
    format!("<a class=\"id\" href=\"#c{anchor}\">{}</a>", escape(id))
}

fn quotes_of(heading: &str, side: Option<&Side>, note: Option<&str>, quotes: &[Quote]) -> String {
    let tone = side.map(|s| format!(" t{}", s.tone)).unwrap_or_default();
    let mut out = format!("<div class=\"side{tone}\">\n{}", side_heading(heading, side));
    out.extend(note.map(|n| format!("<p class=\"n\">{}</p>\n", escape(n))));
    for q in quotes {
        let author = q.author.as_ref().map(|a| format!("<cite>{}</cite> ", escape(a))).unwrap_or_default();
        let why = q.why.as_ref().map(|w| format!(" · {}", escape(w))).unwrap_or_default();
        let p = q.probabilities.iter().copied().fold(0.0, f64::max);
        let unsure = if q.unsure { ", unsure" } else { "" };
        let _ = writeln!(
            out,
            "<figure class=\"quote t{}\"><blockquote dir=\"auto\"><p>{}</p></blockquote>\
             <figcaption>{author}{} · {} {} {}{unsure}{why}</figcaption></figure>",
            q.side.tone,
            escape_lines(&q.text),
            link(q.anchor, &q.id),
            letter(&q.side, q.unsure),
            escape(&q.side.name),
            percent(p),
        );
    }
    out.push_str("</div>\n");
    out
}

fn flow(sides: &[Side], counts: &[Vec<usize>]) -> String {
    let most = counts.iter().flatten().copied().max().unwrap_or(1).max(1) as f64;
    let head: String = each(sides, |s| format!("<th scope=\"col\">{} {}</th>", badge(s), escape(&s.name)));
    let mut out = format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table class=\"flow\">\n<caption>A comment of the row’s side answers one of the column’s.\
         </caption>\n<thead><tr><td></td>{head}</tr></thead>\n<tbody>\n"
    );
    for (side, row) in sides.iter().zip(counts) {
        let cells: String = row
            .iter()
            .map(|&n| match n {
                0 => "<td class=\"zero\">0</td>".to_owned(),
                // A class, not a style: the desk serves briefs where style attributes are forbidden.
                _ => format!("<td class=\"h{:.0}\">{n}</td>", HEAT * n as f64 / most),
            })
            .collect();
        let name = escape(&side.name);
        let _ = writeln!(out, "<tr><th scope=\"row\">{} {name} answers</th>{cells}</tr>", badge(side));
    }
    out.push_str("</tbody></table></div>\n");
    out
}

fn exchanges(list: &[Exchange]) -> String {
    let items = |part: &[Exchange]| {
        format!("<ul class=\"exchanges\">\n{}</ul>\n", part.iter().map(exchange).collect::<String>())
    };
    let (first, rest) = list.split_at(list.len().min(EXCHANGES));
    let mut out = items(first);
    if !rest.is_empty() {
        let _ = writeln!(out, "<details><summary>{} more</summary>\n{}</details>", rest.len(), items(rest));
    }
    out
}

fn exchange(one: &Exchange) -> String {
    let to = match (&one.to, &one.name) {
        (Some(to), _) => end(to),
        (None, Some(name)) => format!("“{}”", escape(name)),
        (None, None) => "?".into(),
    };
    let sure = one.confidence.map(|c| format!(" <span class=\"n\">reply recovered, {}</span>", percent(c)));
    let verb = if one.to.is_some() { "answers" } else { "names" };
    format!("<li>{} <span class=\"to\">{verb}</span> {to}{}</li>\n", end(&one.from), sure.unwrap_or_default())
}

fn end(end: &End) -> String {
    let author = end.author.as_ref().map(|a| format!("{} ", escape(a))).unwrap_or_default();
    let unsure = if end.unsure { " <span class=\"n\">unsure</span>" } else { "" };
    let name = escape(&end.side.name);
    format!(
        "{}<span class=\"sr\">{name}</span> {author}{}{unsure}",
        letter(&end.side, end.unsure),
        link(end.anchor, &end.id)
    )
}

fn tree(nodes: &[Node]) -> String {
    let mut out = String::new();
    for node in nodes {
        if node.opens.is_some() || out.is_empty() {
            out.push_str(if out.is_empty() { "" } else { "</ol>\n" });
            out.extend(node.opens.iter().map(|title| format!("<h3>{}</h3>\n", escape(title))));
            out.push_str("<ol class=\"tree\">\n");
        }
        let depth = node.depth.min(DEEPEST);
        let author = node.author.as_ref().map(|a| format!("<cite>{}</cite> ", escape(a))).unwrap_or_default();
        let p = node.probabilities.iter().copied().fold(0.0, f64::max);
        let unsure = if node.unsure { ", unsure" } else { "" };
        let _ = writeln!(
            out,
            "<li id=\"c{anchor}\" class=\"t{tone} d{depth}\"><p class=\"by\">{badge} {author}\
             <a class=\"id\" href=\"#c{anchor}\">{id}</a> <span class=\"n\">{side} {p}{unsure}</span></p>\
             <p class=\"said\" dir=\"auto\">{text}</p></li>",
            anchor = node.anchor,
            tone = node.side.tone,
            badge = letter(&node.side, node.unsure),
            id = escape(&node.id),
            side = escape(&node.side.name),
            p = percent(p),
            text = escape_lines(&node.text),
        );
    }
    out.push_str("</ol>\n");
    out
}
