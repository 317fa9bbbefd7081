//! Who answers whom.

use std::collections::HashMap;

use serde_json::json;

use super::{Part, Section};
use crate::brief::address::goes_by;
use crate::brief::block::{Block, Exchange};
use crate::brief::clean::{count, round};
use crate::brief::material::Material;
use crate::brief::people::is_pseudonym;

pub(super) struct Exchanges;

/// One comment answering another, or naming somebody who may not be there.
pub(super) struct Link {
    pub from: usize,
    pub to: Option<usize>,
    name: Option<String>,
    known_by: &'static str,
}

impl Section for Exchanges {
    fn name(&self) -> &'static str {
        "exchanges"
    }

    fn compose(&self, m: &Material<'_>) -> Part {
        let links = links(m);
        let k = m.sides.len();
        let mut counts = vec![vec![0_usize; k]; k];
        let mut doubtful = 0;
        for (from, to) in links.iter().filter_map(|l| l.to.map(|to| (&m.items[l.from], &m.items[to]))) {
            if from.unsure || to.unsure {
                doubtful += 1;
            } else if let Some(n) = counts.get_mut(from.label).and_then(|row| row.get_mut(to.label)) {
                *n += 1;
            }
        }
        let list: Vec<Exchange> = links.iter().map(|link| exchange(m, link)).collect();
        let data = json!({"sides": m.sides.iter().map(|s| &s.name).collect::<Vec<_>>(), "counts": counts,
            "with_unsure": doubtful, "list": list});
        let mut blocks = Vec::new();
        if !list.is_empty() {
            blocks.push(Block::Prose(reading(m, &links, &counts, doubtful)));
            if counts.iter().flatten().any(|&n| n > 0) {
                blocks.push(Block::Flow { sides: m.sides.clone(), counts });
            }
            blocks.push(Block::Exchanges(list));
        }
        Part::new(self, "From side to side", data, blocks)
    }
}

fn reading(m: &Material<'_>, links: &[Link], counts: &[Vec<usize>], doubtful: usize) -> String {
    let found = links.iter().filter(|l| l.to.is_some()).count();
    let mut pairs = Vec::new();
    for (from, row) in counts.iter().enumerate() {
        for (to, &n) in row.iter().enumerate().filter(|(_, n)| **n > 0) {
            pairs.push((n, format!("{} answers {} ({n}×)", m.sides[from].name, m.sides[to].name)));
        }
    }
    pairs.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    let most: Vec<String> = pairs.into_iter().take(4).map(|(_, said)| said).collect();
    let mut said = vec![match found {
        0 => "No comment can be tied to another one.".to_owned(),
        _ => format!("{} can be tied to the one answered.", count(found, "comment", "comments")),
    }];
    if !most.is_empty() {
        said.push(format!("Most often: {}.", most.join(", ")));
    }
    if doubtful > 0 {
        said.push(format!(
            "{} with a comment the program is unsure of.",
            count(doubtful, "exchange is", "exchanges are")
        ));
    }
    if links.len() > found {
        said.push(format!(
            "{} somebody whose comment was not found.",
            count(links.len() - found, "comment names", "comments name")
        ));
    }
    said.join(" ")
}

fn exchange(m: &Material<'_>, link: &Link) -> Exchange {
    let sure = m.items[link.from].comment.reply_confidence.filter(|_| link.known_by == "recovered");
    Exchange {
        from: m.end(link.from),
        to: link.to.map(|to| m.end(to)),
        name: link.name.clone(),
        known_by: link.known_by,
        confidence: sure.map(|c| round(f64::from(c))),
    }
}

/// All answers, in the order of the comments that give them. The export's word comes before a name in the text.
pub(super) fn links(m: &Material<'_>) -> Vec<Link> {
    let mut last: Vec<HashMap<&str, usize>> = vec![HashMap::new(); m.threads.len()];
    let mut found = Vec::new();
    for (from, item) in m.items.iter().enumerate() {
        let authors = &mut last[item.thread];
        let author = item.comment.author.as_deref().filter(|a| !a.trim().is_empty());
        if let Some(to) = item.parent {
            let known_by = if item.comment.reply_confidence.is_some() { "recovered" } else { "reply" };
            found.push(Link { from, to: Some(to), name: None, known_by });
        } else if let Some(opening) = &item.opening {
            let others = || authors.iter().filter(|(name, _)| Some(**name) != author);
            let to = opening.names.iter().find_map(|name| {
                let named = others().filter(|(author, _)| goes_by(author, name)).map(|(_, &at)| at).max()?;
                Some((name.clone(), named))
            });
            match to {
                Some((name, to)) => found.push(Link { from, to: Some(to), name: Some(name), known_by: "named" }),
                // With authors known, `Fact: …` is not a person nobody has heard of.
                None if opening.at || authors.is_empty() => {
                    found.push(Link { from, to: None, name: shown(&opening.names), known_by: "named" });
                }
                None => {}
            }
        }
        if let Some(author) = author {
            authors.insert(author, from);
        }
    }
    found
}

/// The name by which somebody unknown is shown: one that was replaced as a whole, else the shortest that it can be.
fn shown(names: &[String]) -> Option<String> {
    names.iter().find(|name| is_pseudonym(name)).or(names.last()).cloned()
}
