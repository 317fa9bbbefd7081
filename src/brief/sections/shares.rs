//! How many are on each side, with how much doubt.

use serde_json::json;

use super::{Part, Section};
use crate::brief::block::{Bar, Block, Mark};
use crate::brief::clean::count;
use crate::brief::material::Material;

pub(super) struct Shares;

impl Section for Shares {
    fn name(&self) -> &'static str {
        "shares"
    }

    fn compose(&self, m: &Material<'_>) -> Part {
        let bars: Vec<Bar> = (0..m.sides.len()).map(|side| bar(m, side)).collect();
        let data = json!({"sides": bars, "unsure": m.unsure(), "comments": m.items.len(),
            "method": m.headline.method, "quotable": m.headline.quotable, "reason": m.headline.reason});
        if m.items.is_empty() || bars.is_empty() {
            return Part::new(self, "The sides", data, Vec::new());
        }
        let marks = (0..m.items.len()).map(|item| mark(m, item)).collect();
        let blocks = vec![Block::Bars(bars), Block::Prose(reading(m)), Block::Strip(marks)];
        Part::new(self, "The sides", data, blocks)
    }
}

fn bar(m: &Material<'_>, side: usize) -> Bar {
    let found = m.shares[side];
    Bar {
        side: m.sides[side].clone(),
        share: found.value,
        low: found.low,
        high: found.high,
        sure: m.on_side(side, false),
        unsure: m.on_side(side, true),
    }
}

fn mark(m: &Material<'_>, item: usize) -> Mark {
    let it = &m.items[item];
    let side = m.side(item).clone();
    Mark { anchor: item, id: it.comment.id.clone(), side, confidence: it.p(it.label), unsure: it.unsure }
}

fn reading(m: &Material<'_>) -> String {
    let unsure = match m.unsure() {
        0 => "The program counts no comment as unsure.".to_owned(),
        n => format!("The program is unsure of {}.", count(n, "comment", "comments")),
    };
    let range = "the range is where the true share of these comments lies in 95 of 100 cases";
    if m.about.examined.is_none() {
        return format!("{unsure} Shares count every comment by its probabilities, unsure ones too; {range}.");
    }
    format!("{unsure} {} Every comment counts, unsure ones too; {range}.", m.headline.reason)
}
