//! Where the sides meet: comments that the other side answered, and comments that could be on either.

use serde_json::json;

use super::{Part, Section, exchanges};
use crate::brief::block::{Block, Quote};
use crate::brief::clean::{count, percent};
use crate::brief::material::Material;

/// Comments shown of each sort.
const MOST: usize = 3;
/// A call is close if the two most probable labels are less than this apart.
const CLOSE: f64 = 0.25;

pub(super) struct Contested;

impl Section for Contested {
    fn name(&self) -> &'static str {
        "contested"
    }

    fn compose(&self, m: &Material<'_>) -> Part {
        let disputed = disputed(m);
        let close = close(m);
        let data = json!({"disputed": disputed, "close": close});
        let mut blocks = Vec::new();
        if !disputed.is_empty() {
            let note = Some("Comments that drew the most answers from the opposite side.".to_owned());
            blocks.push(Block::Quotes { heading: "Readers disagree".into(), side: None, note, quotes: disputed });
        }
        if !close.is_empty() {
            let note = Some("The program finds two readings almost as likely: read these yourself.".to_owned());
            blocks.push(Block::Quotes { heading: "Close calls".into(), side: None, note, quotes: close });
        }
        Part::new(self, "Most contested", data, blocks)
    }
}

fn disputed(m: &Material<'_>) -> Vec<Quote> {
    let mut answers = vec![0_usize; m.items.len()];
    for (from, to) in exchanges::links(m).iter().filter_map(|link| link.to.map(|to| (link.from, to))) {
        let opposed = m.side(from).argues && m.side(to).argues && m.items[from].label != m.items[to].label;
        answers[to] += usize::from(opposed && !m.items[from].unsure && !m.items[to].unsure);
    }
    let mut order: Vec<usize> = (0..answers.len()).filter(|&i| answers[i] > 0).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(answers[i]), i));
    order.truncate(MOST);
    let why = |i: usize| count(answers[i], "answer from the other side", "answers from the other side");
    order.into_iter().map(|i| m.quote(i, Some(why(i)))).collect()
}

fn close(m: &Material<'_>) -> Vec<Quote> {
    let mut order: Vec<usize> = (0..m.items.len()).filter(|&i| m.items[i].margin() < CLOSE).collect();
    order.sort_by(|&a, &b| m.items[a].margin().total_cmp(&m.items[b].margin()).then(a.cmp(&b)));
    order.truncate(MOST);
    order.into_iter().map(|i| m.quote(i, Some(other_reading(m, i)))).collect()
}

fn other_reading(m: &Material<'_>, item: usize) -> String {
    let it = &m.items[item];
    let mut order: Vec<usize> = (0..m.sides.len()).collect();
    order.sort_by(|&a, &b| it.p(b).total_cmp(&it.p(a)).then(a.cmp(&b)));
    order.get(1).map_or_else(String::new, |&s| format!("almost as likely {}, {}", m.sides[s].name, percent(it.p(s))))
}
