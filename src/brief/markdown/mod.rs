//! The brief as Markdown (`CommonMark` with tables).

mod conversation;

use std::fmt::Write as _;

use super::Brief;
use super::block::{Bar, Block, End, Exchange, Quote, Term};
use super::clean::{each, interval, line, percent, shorten};
use super::side::Side;

/// Graphemes of a comment that are quoted.
const LONGEST: usize = 600;
/// Exchanges that are listed.
const EXCHANGES: usize = 20;

/// The brief as a Markdown document. No comment can become markup in it.
#[must_use]
pub fn markdown(brief: &Brief) -> String {
    let mut out = format!("# {}\n", text(&brief.name()));
    if let Some(title) = &brief.title {
        let _ = write!(out, "\nOn “{}”\n", text(title));
    }
    for part in &brief.parts {
        let shown: Vec<String> = part.blocks.iter().map(block).filter(|b| !b.is_empty()).collect();
        if shown.is_empty() {
            continue;
        }
        if !part.title.is_empty() {
            let _ = write!(out, "\n## {}\n", text(part.title));
        }
        for block in shown {
            out.extend(["\n", block.trim_end(), "\n"]);
        }
    }
    out
}

fn block(block: &Block) -> String {
    match block {
        Block::Lead { said, figures: None } => format!("**{}**", text(said)),
        Block::Lead { said, figures: Some(figures) } => format!("**{}:** {}", text(said), text(figures)),
        Block::Prose(said) => text(said),
        Block::Cited { said, cites } => conversation::cited(said, cites),
        Block::Warning(said) => format!("> **Note.** {}", text(said)),
        Block::Bars(bars) => shares(bars),
        Block::Table { head, rows } => table(head, rows),
        Block::Terms { side, terms } => listed(&side.heading(), terms.iter().map(term)),
        Block::Quotes { heading, note, quotes, .. } => {
            let note = note.as_ref().map(|n| format!("{}\n\n", text(n))).unwrap_or_default();
            let quotes: Vec<String> = quotes.iter().map(quote).collect();
            format!("### {}\n\n{note}{}", text(heading), quotes.join("\n\n"))
        }
        Block::Flow { sides, counts } => flow(sides, counts),
        Block::Exchanges(list) => exchanges(list),
        Block::Chain(chain) => conversation::chain(chain),
        Block::Graph(graph) => conversation::graph(graph),
        Block::Notes(notes) => each(notes, |(term, note)| format!("- **{}.** {}\n", text(term), text(note))),
        // In order, comment by comment: too long for a text that is pasted into a mail.
        Block::Strip(_) | Block::Course(_) | Block::Tree(_) => String::new(),
    }
}

fn listed(heading: &str, items: impl Iterator<Item = String>) -> String {
    format!("### {}\n\n{}", text(heading), items.collect::<String>())
}

fn shares(bars: &[Bar]) -> String {
    let head = ["Side", "Share", "95% range", "Comments", "Unsure"].map(String::from);
    let row = |b: &Bar| {
        let range = interval(b.low, b.high);
        vec![b.side.name.clone(), percent(b.share), range, (b.sure + b.unsure).to_string(), b.unsure.to_string()]
    };
    table(&head, &bars.iter().map(row).collect::<Vec<_>>())
}

fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let row = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|c| text(c)).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let rule: String = (0..head.len()).map(|i| if i == 0 { "|---|" } else { "---:|" }).collect();
    format!("{}{rule}\n{}", row(head), rows.iter().map(|cells| row(cells)).collect::<String>())
}

fn term(term: &Term) -> String {
    let [before, hit, after] = &term.passage;
    let passage = format!("{}**{}**{}", beside(before), text(hit), beside(after));
    let uses = format!("{} here, {} elsewhere; z {:.1}", term.here, term.elsewhere, term.z);
    format!("- **{}** ({uses}): “{passage}” [{}]\n", text(&term.written), text(&term.id))
}

/// Text that keeps a space towards the word in bold beside it.
fn beside(raw: &str) -> String {
    let space = |there: bool| if there && !raw.trim().is_empty() { " " } else { "" };
    let (front, back) = (raw.starts_with(char::is_whitespace), raw.ends_with(char::is_whitespace));
    format!("{}{}{}", space(front), text(raw), space(back))
}

fn quote(quote: &Quote) -> String {
    let mark = if quote.unsure { ", unsure" } else { "" };
    let p = quote.probabilities.iter().copied().fold(0.0, f64::max);
    let author = quote.author.as_ref().map(|a| format!("{}, ", text(a))).unwrap_or_default();
    let why = quote.why.as_ref().map(|w| format!("; {}", text(w))).unwrap_or_default();
    let source = format!("— {author}{} ({} {}{mark}{why})", text(&quote.id), text(&quote.side.name), percent(p));
    format!("> {}\n>\n> {source}", text(&shorten(&line(&quote.text), LONGEST)))
}

fn flow(sides: &[Side], counts: &[Vec<usize>]) -> String {
    let mut head = vec!["answers →".to_owned()];
    head.extend(sides.iter().map(|s| s.name.clone()));
    let row = |(side, row): (&Side, &Vec<usize>)| {
        std::iter::once(side.name.clone()).chain(row.iter().map(usize::to_string)).collect()
    };
    table(&head, &sides.iter().zip(counts).map(row).collect::<Vec<_>>())
}

fn exchanges(list: &[Exchange]) -> String {
    let mut out: String = list.iter().take(EXCHANGES).map(exchange).collect();
    if list.len() > EXCHANGES {
        let _ = writeln!(out, "- … and {} more", list.len() - EXCHANGES);
    }
    out
}

fn exchange(one: &Exchange) -> String {
    let end = |e: &End| {
        let author = e.author.as_ref().map(|a| format!("{}, ", text(a))).unwrap_or_default();
        format!("{} ({author}{}{})", text(&e.id), text(&e.side.name), if e.unsure { "?" } else { "" })
    };
    let name = one.name.as_ref().map(|n| format!("“{}”", text(n))).unwrap_or_default();
    let to = one.to.as_ref().map_or(name, end);
    let sure = one.confidence.map(|c| format!(" (reply recovered, {})", percent(c))).unwrap_or_default();
    format!("- {} → {to}{sure}\n", end(&one.from))
}

/// Text on one line in which nothing is markup: not emphasis, links, HTML, tables, lists nor bare addresses.
fn text(raw: &str) -> String {
    let line = line(raw);
    let mut out = String::with_capacity(line.len() + 8);
    let mut chars = line.chars().peekable();
    let mut start = true;
    while let Some(c) = chars.next() {
        let glued = chars.peek().is_some_and(|next| !next.is_whitespace());
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '$' | '@' => out.extend(['\\', c]),
            ':' | '.' if glued => out.extend(['\\', c]),
            '-' | '+' | '=' if start => out.extend(['\\', c]),
            '.' | ')' if !out.is_empty() && out.bytes().all(|b| b.is_ascii_digit()) => out.extend(['\\', c]),
            _ => out.push(c),
        }
        start = false;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn nothing_is_markup() {
        assert_eq!(text("<script>*x*\n# [a](javascript:b)"), "&lt;script&gt;\\*x\\* \\# \\[a\\](javascript\\:b)");
        assert_eq!(text("1. no"), "1\\. no");
        assert_eq!(text("- a | https://x.org"), "\\- a \\| https\\://x\\.org");
        assert_eq!(text("Ends. Well: yes."), "Ends. Well: yes.");
    }
}
