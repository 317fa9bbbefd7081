//! One JSON object of a row, within limits, with nothing silently lost.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::limits::Limits;
use super::mend;
use crate::error::{Error, Place};

/// The keys and values of an object, in order, and a key that came twice (its first value counts).
#[derive(Debug)]
pub(super) struct Object {
    pub pairs: Vec<(String, Held)>,
    pub twice: Option<String>,
}

/// What a key holds.
#[derive(Debug, PartialEq)]
pub(super) enum Held {
    /// A number as it is written: an id of many digits is no measure.
    Number(String),
    /// Anything else.
    Value(Value),
}

/// Why bytes are no usable object.
#[derive(Debug)]
pub(super) enum Refusal {
    /// A limit was met: reading stops.
    Limit(Error),
    /// The bytes are no JSON object: the row is lost, the next may be fine.
    Malformed(String),
}

/// Reads one object that stands at `place`.
pub(super) fn object(bytes: &[u8], limits: &Limits, place: &Place) -> Result<Object, Refusal> {
    let depth = depth(bytes);
    if depth > limits.json_depth {
        let what = format!("JSON nested {depth} deep");
        return Err(Refusal::Limit(limits.exceeded("json-depth", place.clone(), what)));
    }
    let mut object: Object = serde_json::from_slice(bytes).map_err(|error| Refusal::Malformed(cause(&error)))?;
    if object.pairs.len() as u64 > limits.columns {
        let what = format!("an object of {} keys", object.pairs.len());
        return Err(Refusal::Limit(limits.exceeded("columns", place.clone(), what)));
    }
    for (key, value) in &mut object.pairs {
        let length = if let Held::Value(Value::String(text)) = value { text.len() } else { 0 };
        if length as u64 > limits.cell_bytes {
            let what = format!("a value of {length} bytes");
            return Err(Refusal::Limit(limits.exceeded("cell", place.clone().column(key.as_str()), what)));
        }
    }
    Ok(object)
}

/// What the parser says, without its line count: rows are parsed one by one.
fn cause(error: &serde_json::Error) -> String {
    let told = error.to_string();
    let cut = told.rfind(" at line ").unwrap_or(told.len());
    if error.column() > 0 { format!("{} (character {})", &told[..cut], error.column()) } else { told[..cut].to_owned() }
}

/// How deeply brackets are nested, strings left out.
fn depth(bytes: &[u8]) -> u64 {
    let (mut now, mut deepest, mut scan) = (0u64, 0, Scan::default());
    for &byte in bytes {
        match scan.step(byte) {
            Some(b'{' | b'[') => {
                now += 1;
                deepest = deepest.max(now);
            }
            Some(b'}' | b']') => now = now.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Follows JSON text a byte at a time and knows what is inside a string.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Scan {
    in_string: bool,
    escaped: bool,
}

impl Scan {
    /// Takes the next byte; gives it back if it stands outside strings.
    pub fn step(&mut self, byte: u8) -> Option<u8> {
        if !self.in_string {
            self.in_string = byte == b'"';
            return Some(byte);
        }
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' => self.escaped = true,
            b'"' => self.in_string = false,
            _ => {}
        }
        None
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with one comment's fields")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut object = Object { pairs: Vec::new(), twice: None };
                let mut seen = std::collections::HashSet::new();
                while let Some(key) = map.next_key::<String>()? {
                    if !seen.insert(key.clone()) {
                        map.next_value::<IgnoredAny>()?;
                        object.twice = object.twice.or(Some(key));
                        continue;
                    }
                    let raw: &RawValue =
                        map.next_value().map_err(|e: A::Error| A::Error::custom(format!("key `{key}`: {e}")))?;
                    let value = held(raw.get()).map_err(|e| A::Error::custom(format!("key `{key}`: {}", cause(&e))))?;
                    object.pairs.push((key, value));
                }
                Ok(object)
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

/// A value by its text. Halves of surrogate pairs become U+FFFD.
fn held(raw: &str) -> serde_json::Result<Held> {
    if raw.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
        return Ok(Held::Number(raw.to_owned()));
    }
    serde_json::from_slice(&mend::surrogates(raw.as_bytes()).0).map(Held::Value)
}

/// The cell that a key's value makes, and whether it is plain.
pub(super) fn cell_of(held: &Held) -> (String, bool) {
    match held {
        Held::Number(written) => (written.clone(), true),
        Held::Value(value) => cell(value),
    }
}

/// The cell that a value makes. Lists of plain values are joined by `;`; what else is nested
/// stays JSON, and is not plain.
fn cell(value: &Value) -> (String, bool) {
    match value {
        Value::Null => (String::new(), true),
        Value::String(text) => (text.replace('\0', "\u{FFFD}"), true),
        Value::Bool(_) | Value::Number(_) => (value.to_string(), true),
        Value::Array(items) if items.iter().all(|item| !item.is_array() && !item.is_object()) => {
            let cells: Vec<String> = items.iter().map(|item| cell(item).0).collect();
            (cells.join(";"), true)
        }
        Value::Array(_) | Value::Object(_) => (value.to_string(), false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Object, Refusal> {
        object(json.as_bytes(), &Limits::default(), &Place::file("a.jsonl").row(7))
    }

    #[test]
    fn nothing_is_silently_lost() {
        let object = read(r#"{"text":"first","id":1,"text":"second"}"#).unwrap();
        assert_eq!(object.twice.as_deref(), Some("text"));
        assert_eq!(object.pairs[0].1, Held::Value("first".into()));
        for (json, told) in [(r#"{"text":"a""#, "EOF"), ("[1]", "an object"), (r#"{"text":1} x"#, "trailing")] {
            let Err(Refusal::Malformed(cause)) = read(json) else { panic!("{json} was read") };
            assert!(cause.contains(told), "{json}: {cause}");
        }
    }

    #[test]
    fn depth_counts_brackets_outside_strings() {
        assert_eq!(depth(br#"{"a":[{"b":"[[[{"}],"c":"\"[["}"#), 3);
        let deep = format!("{{\"a\":{}1{}}}", "[".repeat(100), "]".repeat(100));
        let Err(Refusal::Limit(error)) = read(&deep) else { panic!("100 deep was read") };
        assert!(
            error.to_string().contains("a.jsonl, row 7: JSON nested 101 deep is over the limit `json-depth` of 64")
        );
    }

    #[test]
    fn cells_of_values() {
        assert_eq!(cell(&serde_json::json!(["sarcasm", "attack"])), ("sarcasm;attack".into(), true));
        assert_eq!(cell(&serde_json::json!(12)), ("12".into(), true));
        assert_eq!(cell(&serde_json::json!({"a": 1})), ("{\"a\":1}".into(), false));
    }
}
