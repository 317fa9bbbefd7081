//! How much of it is sarcasm, and what that means for the shares.

use serde_json::json;

use super::{Part, Section};
use crate::brief::block::Block;
use crate::brief::clean::{count, interval, percent, round};
use crate::brief::material::Material;
use crate::metrics::Interval;

/// Stream of the draws, unlike that of the whole and of every thread.
const STREAM: u64 = u64::MAX;
/// Fewer comments have no shares worth a table.
const FEW: usize = 5;

pub(super) struct Sarcasm;

impl Section for Sarcasm {
    fn name(&self) -> &'static str {
        "sarcasm"
    }

    fn compose(&self, m: &Material<'_>) -> Part {
        if !m.looks_for("sarcasm") || m.sides.is_empty() {
            return Part::new(self, TITLE, (), Vec::new());
        }
        let (mocking, plain): (Vec<usize>, Vec<usize>) =
            (0..m.items.len()).partition(|&item| m.items[item].does("sarcasm"));
        let expected: f64 = m.items.iter().filter_map(|item| item.act("sarcasm")).map(|(p, _)| p).sum();
        let without = m.shares_of(plain.iter().copied(), STREAM);
        let on = |side: usize| mocking.iter().filter(|&&item| m.items[item].label == side).copied().collect::<Vec<_>>();
        let sides: Vec<_> = (0..m.sides.len())
            .map(|side| {
                let share = without[side];
                json!({"side": m.sides[side].name, "sarcastic": m.cites(&on(side)), "share": round(m.shares[side].value),
                    "without": {"share": round(share.value), "low": round(share.low), "high": round(share.high)}})
            })
            .collect();
        let data = json!({"sarcastic": mocking.len(), "expected": round(expected), "sides": sides});
        let mut blocks = vec![Block::Cited { said: reading(m, mocking.len(), expected), cites: m.cites(&mocking) }];
        if !mocking.is_empty() && plain.len() >= FEW {
            blocks.push(table(m, &without, on));
            blocks.push(Block::Prose(meaning(m, &without)));
        }
        Part::new(self, TITLE, data, blocks)
    }
}

const TITLE: &str = "Sarcasm and the shares";

fn reading(m: &Material<'_>, mocking: usize, expected: f64) -> String {
    let n = m.items.len();
    let amount = match mocking {
        0 if n == 1 => "The only comment is not".to_owned(),
        0 => format!("None of the {} is", count(n, "comment", "comments")),
        1 if n == 1 => "The only comment is".to_owned(),
        1 => format!("1 of the {} is", count(n, "comment", "comments")),
        _ => {
            format!("{mocking} of the {} ({}) are", count(n, "comment", "comments"), percent(mocking as f64 / n as f64))
        }
    };
    format!("{amount} marked as sarcastic ({expected:.1} expected by the probabilities).")
}

fn table(m: &Material<'_>, without: &[Interval], on: impl Fn(usize) -> Vec<usize>) -> Block {
    let head = ["Side", "Sarcastic", "Interval, all", "Interval without them"].map(String::from).to_vec();
    let row = |side: usize| {
        let most_likely = m.on_side(side, true) + m.on_side(side, false);
        let (all, rest) = (m.shares[side], without[side]);
        let shown = |s: Interval| format!("{} ({})", percent(s.value), interval(s.low, s.high));
        vec![m.sides[side].name.clone(), format!("{} of {most_likely}", on(side).len()), shown(all), shown(rest)]
    };
    Block::Table { head, rows: (0..m.sides.len()).map(row).collect() }
}

fn meaning(m: &Material<'_>, without: &[Interval]) -> String {
    let moved = (0..m.sides.len())
        .map(|side| (side, without[side].value - m.shares[side].value))
        .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()).then(b.0.cmp(&a.0)));
    let points = moved.map_or(0.0, |(_, by)| (by * 100.0).abs());
    let shift = match moved {
        Some((side, by)) if points >= 0.5 => {
            let way = if by > 0.0 { "rises" } else { "falls" };
            let unit = if points.round() as usize == 1 { "point" } else { "points" };
            format!("Without them the share of “{}” {way} by {points:.0} {unit}, the most of all.", m.sides[side].name)
        }
        _ => "Without them no share moves by as much as half a point.".to_owned(),
    };
    format!(
        "{shift} Mockery may say the opposite of what it means, and a program takes it at its word more easily than a \
         reader: check these comments before you lean on a share that they carry."
    )
}
