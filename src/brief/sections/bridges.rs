//! Comments that cross the line: approval of somebody on the other side.

use serde_json::json;

use super::{Part, Section, exchanges};
use crate::brief::block::Block;
use crate::brief::clean::{count, percent, round};
use crate::brief::conversation::Chain;
use crate::brief::material::Material;

/// Shown, at most.
const MOST: usize = 4;
/// A point is conceded where an answer begins: within this many words.
const WORDS: usize = 12;
/// From this probability on something is probable.
const PROBABLY: f64 = 0.5;
/// Phrases that grant a point. Lower case.
const GRANTS: &[&str] = &[
    "fair point",
    "fair enough",
    "good point",
    "point taken",
    "you have a point",
    "you've got a point",
    "granted",
    "i'll grant",
    "i grant you",
    "i concede",
    "i stand corrected",
    "you are right",
    "you're right",
    "agree with you",
    "i was wrong",
    "can't argue with",
    "well said",
];
/// Before a phrase these turn it. Lower case.
const TURNS: &[&str] = &["not", "n't", "never", "hardly", "if", "no", "nobody", "think"];

pub(super) struct Bridges;

/// An answer that approves of a comment on another side.
struct Bridge {
    from: usize,
    to: usize,
    /// By the act model, with its probability; or by the wording alone.
    agreement: Option<f64>,
}

impl Section for Bridges {
    fn name(&self) -> &'static str {
        "bridges"
    }

    fn compose(&self, m: &Material<'_>) -> Part {
        let mut found: Vec<Bridge> = exchanges::links(m)
            .iter()
            .filter_map(|link| Some((link.from, link.to?)))
            .filter(|&(from, to)| m.opposed(from, to) && !same_person(m, from, to))
            .filter_map(|(from, to)| bridge(m, from, to))
            .collect();
        found.sort_by(|a, b| {
            b.agreement.unwrap_or(0.5).total_cmp(&a.agreement.unwrap_or(0.5)).then(a.from.cmp(&b.from))
        });
        let data: Vec<_> = found
            .iter()
            .map(|b| {
                json!({"from": m.cite(b.from), "to": m.cite(b.to), "agreement": b.agreement.map(round),
                    "known_by": if b.agreement.is_some() { "act" } else { "wording" }})
            })
            .collect();
        let mut blocks = Vec::new();
        if !found.is_empty() {
            let from: Vec<usize> = found.iter().map(|b| b.from).collect();
            let said = format!(
                "{} approval or grants a point to one of the other side: comments that both sides may listen to.",
                count(found.len(), "comment probably gives", "comments probably give")
            );
            blocks.push(Block::Cited {
                said: said.replace("give approval or grants", "give approval or grant"),
                cites: m.cites(&from),
            });
        }
        blocks.extend(found.iter().take(MOST).map(|b| {
            let note = match b.agreement {
                Some(p) => format!("probably agrees across sides ({})", percent(p)),
                None => "grants a point in its wording".to_owned(),
            };
            let quotes = vec![m.quote(b.to, None), m.quote(b.from, None)];
            Block::Chain(Chain { note, quotes, more: Vec::new() })
        }));
        Part::new(self, "Across the line", data, blocks)
    }
}

fn same_person(m: &Material<'_>, one: usize, other: usize) -> bool {
    m.items[one].author().is_some_and(|author| m.items[other].author() == Some(author))
}

fn bridge(m: &Material<'_>, from: usize, to: usize) -> Option<Bridge> {
    let item = &m.items[from];
    // Mock approval is the commonest sort of approval between sides.
    if item.does("sarcasm") {
        return None;
    }
    let against = item.act("disagreement").map_or(0.0, |(p, _)| p);
    let sharp = item.act("attack").map_or(0.0, |(p, _)| p);
    let sure = |(p, present): &(f64, bool)| *present && *p > against && *p > sharp && *p >= PROBABLY;
    let agreement = item.act("agreement").filter(sure).map(|(p, _)| p);
    let start = item.opening.as_ref().map_or(0, |opening| opening.end);
    let worded = || !item.does("attack") && grants(item.comment.text.get(start..).unwrap_or_default());
    (agreement.is_some() || worded()).then_some(Bridge { from, to, agreement })
}

/// Whether an answer begins by granting a point.
fn grants(text: &str) -> bool {
    let own = text.lines().filter(|line| !line.trim_start().starts_with('>')).collect::<Vec<_>>().join(" ");
    let plain = own.to_lowercase().replace('’', "'");
    let words: Vec<&str> = plain.split_whitespace().take(WORDS).collect();
    let head = words.join(" ");
    GRANTS.iter().any(|phrase| {
        head.match_indices(phrase).any(|(at, _)| {
            let (before, after) = (&head[..at], &head[at + phrase.len()..]);
            let whole = !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
            let near = before.split_whitespace().rev().take(2);
            let turned = near.into_iter().any(|word| TURNS.iter().any(|turn| word == *turn || word.ends_with("n't")));
            let taken_back = after.trim_start_matches([',', ' ', ';']).starts_with("if ");
            whole && !turned && !taken_back && !before.contains(['"', '“'])
        })
    })
}

#[cfg(test)]
mod tests {
    use super::grants;

    #[test]
    fn points_are_granted_in_so_many_words() {
        for yes in
            ["Fair point, but who pays?", "You’re right about the mill.", " granted. Still no.", "> no\nPoint taken"]
        {
            assert!(grants(yes), "{yes}");
        }
        for no in [
            "I don't agree with you at all",
            "If you are right then we are lost",
            "You think you're right",
            "Good point, if you are a fool",
            "\"Fair enough\" is what you said",
        ] {
            assert!(!grants(no), "{no}");
        }
        assert!(!grants("It is a very long way to go until somebody here says to you fair enough"));
    }
}
