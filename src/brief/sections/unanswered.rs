//! Questions that nobody answered.

use serde_json::json;

use super::{Part, Section, exchanges};
use crate::brief::block::Block;
use crate::brief::clean::{count, percent};
use crate::brief::material::Material;

/// Questions shown.
const MOST: usize = 5;

pub(super) struct Unanswered;

impl Section for Unanswered {
    fn name(&self) -> &'static str {
        "unanswered"
    }

    fn compose(&self, m: &Material<'_>) -> Part {
        let acts = m.looks_for("question");
        let mut asked: Vec<usize> = (0..m.items.len()).filter(|&item| is_question(m, item, acts)).collect();
        let all = asked.len();
        let mut replies = vec![0_usize; m.items.len()];
        let mut answered = vec![false; m.items.len()];
        for (from, to) in exchanges::links(m).iter().filter_map(|link| Some((link.from, link.to?))) {
            let author = m.items[from].author();
            if author.is_none() || author != m.items[to].author() {
                replies[to] += 1;
                answered[to] |= m.items[from].act("answer").is_none_or(|(_, present)| present);
            }
        }
        asked.retain(|&item| !answered[item]);
        asked.sort_by(|&a, &b| rank(m, b).total_cmp(&rank(m, a)).then(a.cmp(&b)));
        let known_by = if acts { "act" } else { "question mark" };
        let data = json!({"asked": all, "known_by": known_by, "unanswered": m.cites(&asked)});
        let mut blocks = Vec::new();
        if all > 0 {
            blocks.push(Block::Cited { said: reading(all, asked.len(), acts), cites: m.cites(&asked) });
        }
        if !asked.is_empty() {
            let why = |item: usize| match (m.items[item].act("question"), replies[item]) {
                (Some((p, _)), 0) => format!("question {}, no reply", percent(p)),
                (Some((p, _)), n) => {
                    format!("question {}, {}, none taken for an answer", percent(p), count(n, "reply", "replies"))
                }
                (None, _) => "no reply".to_owned(),
            };
            let quotes = asked.iter().take(MOST).map(|&item| m.quote(item, Some(why(item)))).collect();
            let heading = if asked.len() > MOST { "Asked the most plainly" } else { "Still open" };
            blocks.push(Block::Quotes { heading: heading.into(), side: None, note: None, quotes });
        }
        Part::new(self, "Questions nobody answered", data, blocks)
    }
}

/// Whether a comment asks; one that mocks does not want to know.
fn is_question(m: &Material<'_>, item: usize, acts: bool) -> bool {
    let it = &m.items[item];
    if acts { it.does("question") && !it.does("sarcasm") } else { it.asks }
}

/// Those that take no side ask for the sake of the answer; a question with a side is mostly an argument.
fn rank(m: &Material<'_>, item: usize) -> f64 {
    let it = &m.items[item];
    let aside: f64 = (0..m.sides.len()).filter(|&side| !m.sides[side].argues).map(|side| it.p(side)).sum();
    it.act("question").map_or(0.5, |(p, _)| p) + aside
}

fn reading(all: usize, open: usize, acts: bool) -> String {
    let ask = match (acts, all) {
        (true, 1) => "1 comment probably asks something".to_owned(),
        (true, _) => format!("{all} comments probably ask something"),
        (false, 1) => "1 comment ends in a question".to_owned(),
        (false, _) => format!("{all} comments end in a question"),
    };
    let rest = match (acts, open) {
        (_, 0) if all == 1 => "and got a reply",
        (_, 0) => "and each got a reply",
        (true, 1) => "and 1 got no reply that the program takes for an answer",
        (false, 1) => "and 1 got no reply from anybody else",
        (true, _) => "and {} got no reply that the program takes for an answer",
        (false, _) => "and {} got no reply from anybody else",
    };
    format!("{ask}, {}; some may be meant as arguments.", rest.replace("{}", &open.to_string()))
}
