//! Predictions as JSON lines.

use serde::Serialize;

use super::fixed;
use super::line::{Columns, Format, Line};

/// Where the value of a key comes from.
#[derive(Clone, Copy)]
enum Value {
    Kept(usize),
    Id,
    Target,
    Label,
    Confidence,
    Probability(usize),
    Unsure,
    UnseenTarget,
    Acts,
    Act(usize),
    Quote,
    Mention,
    Reasons,
}

/// One object a line: numbers as numbers, true and false as such, the rest as strings.
pub struct Jsonl {
    columns: Columns,
    /// What stands in front of each value, and the value.
    keys: Vec<(Vec<u8>, Value)>,
}

impl Jsonl {
    pub fn new(columns: Columns) -> std::io::Result<Self> {
        let mut own = vec![Value::Id, Value::Target, Value::Label, Value::Confidence];
        own.extend((0..columns.labels.len()).map(Value::Probability));
        own.push(Value::Unsure);
        own.extend(columns.by_target.then_some(Value::UnseenTarget));
        if !columns.acts.is_empty() {
            own.push(Value::Acts);
            own.extend((0..columns.acts.len()).map(Value::Act));
            own.extend([Value::Quote, Value::Mention]);
        }
        own.push(Value::Reasons); // the last, if there is a name for it
        let values = (0..columns.kept.len()).map(Value::Kept).chain(own);
        // An object holds a key once: where a kept column and one of ours share a name, ours stands in its place.
        let mut named: Vec<(&String, Value)> = Vec::new();
        for (name, value) in columns.kept.iter().chain(&columns.own).zip(values) {
            match named.iter_mut().find(|(known, _)| *known == name) {
                Some(known) => known.1 = value,
                None => named.push((name, value)),
            }
        }
        let mut keys = Vec::new();
        for (name, value) in named {
            let mut before = vec![if keys.is_empty() { b'{' } else { b',' }];
            json(name, &mut before)?;
            before.push(b':');
            keys.push((before, value));
        }
        Ok(Self { columns, keys })
    }
}

impl Format for Jsonl {
    fn header(&self) -> std::io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn push(&self, line: &Line<'_>, out: &mut Vec<u8>) -> std::io::Result<()> {
        let said = line.prediction;
        for (before, value) in &self.keys {
            out.extend_from_slice(before);
            match *value {
                Value::Kept(column) => json(line.row.cell(column), out),
                Value::Id => json(line.row.id(), out),
                Value::Target => json(line.target, out),
                Value::Label => json(&self.columns.labels[said.label], out),
                Value::Confidence => json(&six_decimals(said.confidence), out),
                Value::Probability(label) => json(&six_decimals(said.probabilities[label]), out),
                Value::Unsure => json(&said.unsure, out),
                Value::UnseenTarget => json(&said.unseen_target, out),
                Value::Acts => json(&line.acts.map_or_else(String::new, |acts| self.columns.present(&acts.tags)), out),
                Value::Act(at) => json(&six_decimals(line.acts.map_or(0.0, |acts| acts.tags[at].probability)), out),
                Value::Quote => json(&line.acts.is_some_and(|acts| acts.quote), out),
                Value::Mention => json(&line.acts.is_some_and(|acts| acts.mention), out),
                Value::Reasons => json(line.reasons.unwrap_or_default(), out),
            }?;
        }
        out.extend_from_slice(b"}\n");
        Ok(())
    }
}

/// The number that the digits of a CSV cell are.
fn six_decimals(share: f64) -> f64 {
    f64::from(fixed::millionths(share)) / 1e6
}

fn json(value: &(impl Serialize + ?Sized), out: &mut Vec<u8>) -> std::io::Result<()> {
    Ok(serde_json::to_writer(out, value)?)
}
