//! People around a circle, those of a side beside each other, and a line between two who answer each other.

use std::f64::consts::TAU;
use std::fmt::Write as _;

use super::super::clean::{count, each, line, shorten};
use super::super::conversation::{Graph, Pair, Person};
use super::{conversation, escape};

/// Width of the drawing, in its own units; on a phone these are some two thirds of a pixel.
const WIDTH: f64 = 520.0;
/// Graphemes of a name.
const NAME: usize = 16;

/// Where somebody is drawn.
struct Spot {
    x: f64,
    y: f64,
    /// The way out of the circle.
    out: (f64, f64),
    r: f64,
}

/// The drawing, what it means, and the same as a table.
pub(super) fn graph(graph: &Graph) -> String {
    let heading = graph.thread.as_ref().map(|name| format!("<h3>{}</h3>\n", escape(name))).unwrap_or_default();
    let number = graph.pairs.first().and_then(|pair| pair.answers.first()).map_or(0, |cite| cite.anchor);
    let (ring, spots) = spots(&graph.people);
    let lines = each(&graph.pairs, |pair| edge(pair, &spots, ring));
    let nodes: String = graph.people.iter().zip(&spots).map(|(person, spot)| node(person, spot)).collect();
    let others = match graph.others {
        0 => String::new(),
        n => format!(" {} not drawn.", count(n, "person who answers less is", "people who answer less are")),
    };
    format!(
        "{heading}<figure class=\"graph\">\n<svg role=\"img\" viewBox=\"0 0 {WIDTH} {:.0}\" aria-labelledby=\"g{number}t g{number}d\">\
         <title id=\"g{number}t\">Who argues with whom</title><desc id=\"g{number}d\">{}</desc>{lines}{nodes}</svg>\n\
         <figcaption>A line joins two people who answer each other, thicker for more answers and numbered from two \
         on; dashed where none of them surely crosses sides. The letter is the side that their comments here take \
         together, hollow if the program is unsure of every one.{others}</figcaption>\n</figure>\n{}",
        2.0 * ring.1,
        escape(&described(graph)),
        table(graph)
    )
}

/// What the drawing shows, for those who do not see it.
fn described(graph: &Graph) -> String {
    let people = count(graph.people.len(), "person", "people");
    let pairs = count(graph.pairs.len(), "pair", "pairs");
    format!("{people} in {pairs}; the table below says the same. {}", each(&graph.pairs, |pair| said(graph, pair)))
}

fn said(graph: &Graph, pair: &Pair) -> String {
    let who = |at: usize| graph.people.get(at).map(|p| format!("{} ({})", p.name, p.side.name)).unwrap_or_default();
    format!("{} and {}: {}. ", who(pair.one), who(pair.other), count(pair.total(), "answer", "answers"))
}

/// The centre of the ring, and the place of each person on it. The first side stands on the right.
fn spots(people: &[Person]) -> ((f64, f64), Vec<Spot>) {
    let n = people.len().max(1) as f64;
    let (rx, ry) = (128.0, (18.0 * n + 20.0).clamp(64.0, 170.0));
    let (cx, cy) = (WIDTH / 2.0, ry + 48.0);
    let first = people.iter().filter(|p| p.side == people[0].side).count() as f64;
    let spot = |(place, person): (usize, &Person)| {
        let angle = (place as f64 - (first - 1.0) / 2.0) / n * TAU;
        let out = (angle.cos(), angle.sin());
        Spot { x: cx + rx * out.0, y: cy + ry * out.1, out, r: 11.0 + (person.comments.min(9) as f64) }
    };
    ((cx, cy), people.iter().enumerate().map(spot).collect())
}

fn edge(pair: &Pair, spots: &[Spot], centre: (f64, f64)) -> String {
    let (Some(a), Some(b)) = (spots.get(pair.one), spots.get(pair.other)) else { return String::new() };
    // Bent towards the middle, so that a line between neighbours does not run through names.
    let bend = |a: f64, b: f64, centre: f64| f64::midpoint(a, b) * 0.45 + centre * 0.55;
    let (x, y) = (bend(a.x, b.x, centre.0), bend(a.y, b.y, centre.1));
    let width = (1.0 + 1.3 * pair.total() as f64).min(9.0);
    let class = if pair.across > 0 { "across" } else { "along" };
    let mut out = format!(
        "<path class=\"edge {class}\" stroke-width=\"{width:.1}\" d=\"M{:.1} {:.1}Q{x:.1} {y:.1} {:.1} {:.1}\"/>",
        a.x, a.y, b.x, b.y
    );
    if pair.total() > 1 {
        // A third of the way, where fewer lines cross than in the middle.
        let t = 0.34_f64;
        let at = |a: f64, c: f64, b: f64| (1.0 - t).powi(2) * a + 2.0 * t * (1.0 - t) * c + t * t * b;
        let (x, y) = (at(a.x, x, b.x), at(a.y, y, b.y));
        let _ = write!(out, "<text class=\"times\" x=\"{x:.1}\" y=\"{:.1}\">{}</text>", y + 4.5, pair.total());
    }
    out
}

fn node(person: &Person, spot: &Spot) -> String {
    let (x, y, r) = (spot.x, spot.y, spot.r);
    let hollow = if person.unsure { " hollow" } else { "" };
    let (anchor, dx, dy) = match spot.out {
        (x, _) if x > 0.25 => ("start", r + 7.0, 5.0),
        (x, _) if x < -0.25 => ("end", -r - 7.0, 5.0),
        (_, y) if y < 0.0 => ("middle", 0.0, -r - 8.0),
        _ => ("middle", 0.0, r + 18.0),
    };
    format!(
        "<g class=\"person t{}{hollow}\"><circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r:.1}\"/>\
         <text class=\"letter\" x=\"{x:.1}\" y=\"{:.1}\">{}</text>\
         <text class=\"name\" text-anchor=\"{anchor}\" x=\"{:.1}\" y=\"{:.1}\">{}</text></g>",
        person.side.tone,
        y + 5.0,
        person.side.letter,
        x + dx,
        y + dy,
        escape(&shorten(&line(&person.name), NAME)),
    )
}

fn table(graph: &Graph) -> String {
    let row = |pair: &Pair| {
        let who = |at: usize| {
            let person = &graph.people[at];
            format!("{} {}", super::page::letter(&person.side, person.unsure), escape(&person.name))
        };
        let cells = [pair.there, pair.back, pair.across].map(|n| format!("<td>{n}</td>")).concat();
        let links = conversation::links(&pair.answers);
        format!("<tr><th scope=\"row\">{} – {}</th>{cells}<td>{links}</td></tr>\n", who(pair.one), who(pair.other))
    };
    let head = each(["Pair", "First answers second", "Second answers first", "Across sides", "Answers"], |h| {
        format!("<th scope=\"col\">{h}</th>")
    });
    format!(
        "<details><summary>The same as a table, with the comments</summary>\n<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table class=\"pairs\">\n\
         <thead><tr>{head}</tr></thead>\n<tbody>\n{}</tbody></table></div>\n</details>\n",
        each(&graph.pairs, row)
    )
}
