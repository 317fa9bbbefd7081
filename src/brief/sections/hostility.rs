//! Where it turned hostile: the places at which comments that attack stand close together.

use serde_json::json;

use super::{Part, Section, thread};
use crate::brief::block::{Block, Quote};
use crate::brief::clean::{count, percent, round};
use crate::brief::conversation::{Beat, Course};
use crate::brief::material::Material;

/// Attacks with at most this many other comments between them belong together.
const BETWEEN: usize = 2;
/// Fewer attacks are no cluster.
const LEAST: usize = 3;
/// Clusters shown, and comments quoted of each.
const MOST: usize = 3;
const QUOTED: usize = 3;

pub(super) struct Hostility;

impl Section for Hostility {
    fn name(&self) -> &'static str {
        "hostility"
    }

    fn compose(&self, m: &Material<'_>) -> Part {
        if !m.looks_for("attack") {
            return Part::new(self, TITLE, (), Vec::new());
        }
        let threads = thread::order(m);
        let attacks: Vec<usize> =
            threads.iter().flatten().copied().filter(|&item| m.items[item].does("attack")).collect();
        let expected: f64 = m.items.iter().filter_map(|item| item.act("attack")).map(|(p, _)| p).sum();
        let mut clusters: Vec<Vec<usize>> = threads.iter().flat_map(|order| clusters(m, order)).collect();
        clusters.sort_by_key(|cluster| std::cmp::Reverse(hits(m, cluster).len()));
        let data: Vec<_> = clusters
            .iter()
            .map(|cluster| {
                let probable = |&item: &usize| json!({"id": m.cite(item), "probability": round(p(m, item))});
                json!({"comments": m.cites(cluster),
                    "attacks": hits(m, cluster).iter().map(probable).collect::<Vec<_>>()})
            })
            .collect();
        let data = json!({"attacks": m.cites(&attacks), "expected": round(expected), "clusters": data});
        let mut blocks = vec![Block::Cited { said: reading(m, attacks.len(), expected), cites: m.cites(&attacks) }];
        if !attacks.is_empty() {
            let beats = threads.iter().flatten().map(|&item| beat(m, item)).collect();
            blocks.push(Block::Course(Course { what: "attack", beats }));
            blocks.push(Block::Prose(PLACES[usize::from(!clusters.is_empty())].into()));
        }
        blocks.extend(clusters.iter().take(MOST).flat_map(|cluster| shown(m, cluster)));
        Part::new(self, TITLE, data, blocks)
    }
}

const TITLE: &str = "Where it turned hostile";
const PLACES: [&str; 2] = [
    "They stand apart: nowhere do three of them come close together.",
    "What follows is what to read first, not a verdict: an attack is a comment that reads as aimed at people rather \
     than at what they say. Whether it breaks a rule is for an editor to decide.",
];

fn reading(m: &Material<'_>, attacks: usize, expected: f64) -> String {
    let of = count(m.items.len(), "comment", "comments");
    if m.items.len() == 1 {
        let is = if attacks == 0 { "is not" } else { "is" };
        return format!(
            "The only comment {is} marked as an attack on people ({expected:.1} expected by the probabilities)."
        );
    }
    match attacks {
        0 => {
            format!("None of the {of} is marked as an attack on people ({expected:.1} expected by the probabilities).")
        }
        1 => format!("1 of the {of} is marked as an attack on people ({expected:.1} expected by the probabilities)."),
        n => format!("{n} of the {of} are marked as attacks on people ({expected:.1} expected by the probabilities)."),
    }
}

fn p(m: &Material<'_>, item: usize) -> f64 {
    m.items[item].act("attack").map_or(0.0, |(p, _)| p)
}

fn beat(m: &Material<'_>, item: usize) -> Beat {
    Beat { cite: m.cite(item), probability: p(m, item), present: m.items[item].does("attack") }
}

fn hits(m: &Material<'_>, cluster: &[usize]) -> Vec<usize> {
    cluster.iter().copied().filter(|&item| m.items[item].does("attack")).collect()
}

/// Stretches of the reading order that begin and end with an attack and have no long way between two of them.
fn clusters(m: &Material<'_>, order: &[usize]) -> Vec<Vec<usize>> {
    let places: Vec<usize> = (0..order.len()).filter(|&place| m.items[order[place]].does("attack")).collect();
    let together = places.chunk_by(|a, b| b - a <= BETWEEN + 1).filter(|places| places.len() >= LEAST);
    together.map(|places| order[places[0]..=places[places.len() - 1]].to_vec()).collect()
}

fn shown(m: &Material<'_>, cluster: &[usize]) -> [Block; 2] {
    let hits = hits(m, cluster);
    let before = m.items[hits[0]].parent;
    let began = if before.is_some() { " The first link leads to what the first of them answers." } else { "" };
    let of = count(cluster.len(), "comment", "comments");
    let said = format!("{} of {of} in reading order are marked.{began}", hits.len());
    let place = Block::Cited { said, cites: m.cites(before.iter().chain(cluster)) };
    let mut strongest = hits.clone();
    strongest.sort_by(|&a, &b| p(m, b).total_cmp(&p(m, a)).then(a.cmp(&b)));
    strongest.truncate(QUOTED);
    strongest.sort_by_key(|item| hits.iter().position(|hit| hit == item));
    // The words are what an editor must see; whose they are stands in the thread.
    let quote = |item: usize| Quote { author: None, ..m.quote(item, Some(format!("attack {}", percent(p(m, item))))) };
    let quotes = strongest.into_iter().map(quote).collect();
    [place, Block::Quotes { heading: "The most probable of them".into(), side: None, note: None, quotes }]
}
