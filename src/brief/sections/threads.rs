//! A line for each thread, where there are several.

use serde_json::json;

use super::{Part, Section};
use crate::brief::block::Block;
use crate::brief::clean::{interval, percent, round};
use crate::brief::material::{Material, Thread};

pub(super) struct Threads;

impl Section for Threads {
    fn name(&self) -> &'static str {
        "threads"
    }

    fn compose(&self, m: &Material<'_>) -> Part {
        let mut rows = Vec::new();
        let mut data = Vec::new();
        for (number, thread) in m.threads.iter().enumerate() {
            let comments = thread.items.len();
            // One thread alone is the whole, and has its shares.
            let whole = comments == m.items.len();
            let shares =
                if whole { m.shares.clone() } else { m.shares_of(thread.items.iter().copied(), 1 + number as u64) };
            let unsure = thread.items.iter().filter(|&&i| m.items[i].unsure).count();
            let sides: Vec<_> = m
                .sides
                .iter()
                .zip(&shares)
                .map(|(side, s)| {
                    json!({"side": side.name,
                "share": round(s.value), "low": round(s.low), "high": round(s.high)})
                })
                .collect();
            data.push(json!({"id": thread.id, "title": thread.title, "comments": comments, "unsure": unsure,
                "sides": sides}));
            let mut row = vec![name(thread), comments.to_string()];
            row.extend(shares.iter().map(|s| format!("{} ({})", percent(s.value), interval(s.low, s.high))));
            row.push(unsure.to_string());
            rows.push(row);
        }
        let mut head = vec!["Thread".to_owned(), "Comments".to_owned()];
        head.extend(m.sides.iter().map(|s| s.name.clone()));
        head.push("Unsure".into());
        let blocks = if rows.len() > 1 { vec![Block::Table { head, rows }] } else { Vec::new() };
        Part::new(self, "Thread by thread", data, blocks)
    }
}

/// What a reader knows a thread by.
pub(in crate::brief) fn name(thread: &Thread<'_>) -> String {
    match (&thread.title, thread.id) {
        (Some(title), _) => title.clone(),
        (None, "") => "(no thread named)".into(),
        (None, id) => id.to_owned(),
    }
}
