//! The brief for a terminal: wrapped, with bars of block characters.

mod conversation;
mod pen;

use super::Brief;
use super::block::{Bar, Block, End, Exchange, Mark, Quote, Term};
use super::clean::{each, interval, line, percent, shorten};
use super::side::Side;
use pen::{Pen, pad, width_of};

/// Graphemes of a comment that are quoted.
const LONGEST: usize = 360;
/// Exchanges that are listed.
const EXCHANGES: usize = 12;
/// Side names are cut to this many columns.
const NAME: usize = 18;

/// The brief as text of at most `width` columns (at least 40), with ANSI colours if `colour`.
///
/// Escape sequences in comments are shown as symbols, never sent to the terminal.
#[must_use]
pub fn terminal(brief: &Brief, width: usize, colour: bool) -> String {
    let mut pen = Pen::new(width.max(40), colour);
    pen.line(0, &pen.dim(&line(&brief.name())));
    if let Some(title) = &brief.title {
        pen.wrap(0, 0, &format!("On “{}”", line(title)));
    }
    for part in &brief.parts {
        let shows = part.blocks.iter().any(|b| !matches!(b, Block::Tree(_)));
        if !shows {
            continue;
        }
        if !part.title.is_empty() {
            pen.gap();
            pen.line(0, &pen.bold(&part.title.to_uppercase()));
        }
        for b in &part.blocks {
            block(&mut pen, b);
        }
    }
    pen.finish()
}

fn block(pen: &mut Pen, block: &Block) {
    match block {
        Block::Lead { said, figures } => {
            pen.gap();
            pen.styled(0, &format!("{}{}", line(said), if figures.is_some() { ":" } else { "" }), Pen::bold);
            if let Some(figures) = figures {
                pen.wrap(0, 0, figures);
            }
        }
        Block::Prose(said) => {
            pen.gap();
            pen.wrap(0, 0, &line(said));
        }
        Block::Cited { said, cites } => conversation::cited(pen, said, cites),
        Block::Chain(chain) => conversation::chain(pen, chain),
        Block::Course(course) => conversation::course(pen, course),
        Block::Graph(graph) => conversation::graph(pen, graph),
        Block::Warning(said) => {
            pen.gap();
            pen.wrap(0, 2, &format!("! {}", line(said)));
        }
        Block::Bars(bars) => shares(pen, bars),
        Block::Strip(marks) => strip(pen, marks),
        Block::Table { head, rows } => table(pen, head, rows),
        Block::Terms { side, terms } => {
            heading(pen, &side.heading(), Some(side));
            for t in terms {
                term(pen, t);
            }
        }
        Block::Quotes { heading: said, side, note, quotes } => {
            heading(pen, said, side.as_ref());
            if let Some(note) = note {
                pen.wrap(2, 2, &line(note));
            }
            for q in quotes {
                quote(pen, q);
            }
        }
        Block::Flow { sides, counts } => {
            let head: Vec<String> =
                std::iter::once("answers →").chain(sides.iter().map(|s| s.name.as_str())).map(String::from).collect();
            let row = |(side, row): (&Side, &Vec<usize>)| {
                std::iter::once(side.name.clone()).chain(row.iter().map(usize::to_string)).collect()
            };
            table(pen, &head, &sides.iter().zip(counts).map(row).collect::<Vec<_>>());
        }
        Block::Exchanges(list) => exchanges(pen, list),
        Block::Notes(notes) => {
            for (about, note) in notes {
                pen.wrap(0, 2, &format!("{}. {}", line(about), line(note)));
            }
        }
        Block::Tree(_) => {}
    }
}

fn heading(pen: &mut Pen, said: &str, side: Option<&Side>) {
    pen.gap();
    let said = line(said);
    let shown = side.map_or_else(|| pen.bold(&said), |s| pen.side(s.tone, &format!("{} {said}", s.letter)));
    pen.line(0, &shown);
}

fn shares(pen: &mut Pen, bars: &[Bar]) {
    pen.gap();
    let names: Vec<String> = bars.iter().map(|b| shorten(&line(&b.side.name), NAME - 1).into_owned()).collect();
    let wide = names.iter().map(|n| width_of(n)).max().unwrap_or(0);
    let room = pen.width().saturating_sub(wide + 20).clamp(8, 50);
    for (bar, name) in bars.iter().zip(&names) {
        let drawn = pen.side(bar.side.tone, &drawn(bar, room));
        let range = format!("({})", interval(bar.low, bar.high));
        pen.line(0, &format!("{}  {drawn} {:>4}  {range}", pad(name, wide), percent(bar.share)));
    }
    let key = "█ at least   ▓ expected   ░ at most";
    pen.line(wide + 2, &pen.dim(key));
}

/// Solid up to the interval's low end, dark to the share, light to the high end.
fn drawn(bar: &Bar, room: usize) -> String {
    let at = |share: f64| ((share * room as f64).round() as usize).min(room);
    let (low, share, high) = (at(bar.low), at(bar.share), at(bar.high));
    let cell = |i: usize| match i {
        i if i < low => '█',
        i if i < share => '▓',
        i if i < high => '░',
        _ => '·',
    };
    (0..room).map(cell).collect()
}

/// Comments whose sides are shown letter by letter.
const MOST_MARKS: usize = 1_000;

fn strip(pen: &mut Pen, marks: &[Mark]) {
    pen.gap();
    pen.line(0, &pen.dim("In order (small letter: unsure)"));
    let shown = &marks[..marks.len().min(MOST_MARKS)];
    for row in shown.chunks(pen.width()) {
        let cell = |m: &Mark| {
            let letter = if m.unsure { m.side.letter.to_lowercase().to_string() } else { m.side.letter.to_string() };
            pen.side(m.side.tone, &letter)
        };
        let shown: String = row.iter().map(cell).collect();
        pen.line(0, &shown);
    }
    if marks.len() > shown.len() {
        pen.line(0, &pen.dim(&format!("and {} more", marks.len() - shown.len())));
    }
}

fn table(pen: &mut Pen, head: &[String], rows: &[Vec<String>]) {
    pen.gap();
    let all: Vec<Vec<String>> = std::iter::once(head)
        .chain(rows.iter().map(Vec::as_slice))
        .map(|r| r.iter().map(|c| line(c)).collect())
        .collect();
    let column = |i: usize| all.iter().filter_map(|r| r.get(i)).map(|c| width_of(c)).max().unwrap_or(0);
    let widths: Vec<usize> = (0..head.len()).map(column).collect();
    let others: usize = widths.iter().skip(1).map(|w| w + 2).sum();
    if others + 12 > pen.width() {
        // Too wide for columns: a paragraph a row.
        for row in &all[1..] {
            let cells: Vec<String> = row.iter().zip(&all[0]).skip(1).map(|(c, h)| format!("{h} {c}")).collect();
            pen.wrap(0, 2, &format!("{}: {}", row.first().map_or("", String::as_str), cells.join(", ")));
        }
        return;
    }
    let first = widths.first().copied().unwrap_or(0).min(pen.width() - others);
    for (number, row) in all.iter().enumerate() {
        let name = row.first().map_or("", String::as_str);
        let name =
            if width_of(name) > first { shorten(name, first.saturating_sub(1) / 2).into_owned() } else { name.into() };
        let cells: String =
            each(row.iter().zip(&widths).skip(1), |(c, w)| format!("  {}{c}", " ".repeat(w - width_of(c))));
        let shown = format!("{}{cells}", pad(&name, first));
        pen.line(0, &if number == 0 { pen.dim(&shown) } else { shown });
    }
}

fn term(pen: &mut Pen, term: &Term) {
    let uses = format!("{} here, {} elsewhere, z {:.1}", term.here, term.elsewhere, term.z);
    pen.wrap(2, 4, &format!("{}  ({uses})", line(&term.written)));
    pen.wrap(4, 4, &format!("“{}” [{}]", line(&term.passage.concat()), line(&term.id)));
}

fn quote(pen: &mut Pen, quote: &Quote) {
    let p = quote.probabilities.iter().copied().fold(0.0, f64::max);
    let mut source = format!("[{}]", line(&quote.id));
    source.extend(quote.author.iter().map(|a| format!(" {},", line(a))));
    source.extend([" ", &line(&quote.side.name), " ", &percent(p)]);
    source.push_str(if quote.unsure { ", unsure" } else { "" });
    source.extend(quote.why.iter().map(|w| format!("; {}", line(w))));
    pen.wrap(2, 3, &format!("“{}”", shorten(&line(&quote.text), LONGEST)));
    pen.styled(4, &format!("— {source}"), Pen::dim);
}

fn exchanges(pen: &mut Pen, list: &[Exchange]) {
    pen.gap();
    for one in list.iter().take(EXCHANGES) {
        let to = match (&one.to, &one.name) {
            (Some(to), _) => end(to),
            (None, Some(name)) => format!("“{}”", line(name)),
            (None, None) => "?".into(),
        };
        let sure = one.confidence.map(|c| format!("  reply recovered, {}", percent(c))).unwrap_or_default();
        pen.wrap(0, 4, &format!("{} → {to}{sure}", end(&one.from)));
    }
    if list.len() > EXCHANGES {
        pen.line(0, &format!("… and {} more", list.len() - EXCHANGES));
    }
}

fn end(end: &End) -> String {
    let author = end.author.as_ref().map(|a| format!("{} ", line(a))).unwrap_or_default();
    format!("{author}[{}] {}{}", line(&end.id), line(&end.side.name), if end.unsure { "?" } else { "" })
}
