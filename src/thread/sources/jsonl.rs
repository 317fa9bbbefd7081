//! JSON: one flat object a comment, to a line or in an array.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use serde_json::Value;

use super::{Layout, Rows, Source};
use crate::error::{Error, Result};
use crate::thread::columns::Columns;
use crate::thread::input::Input;
use crate::thread::json::{self, Held};
use crate::thread::objects::{Found, Objects};
use crate::thread::open::ReadOptions;
use crate::thread::read::Row;
use crate::thread::report::{Problem, Reason, Tally};
use crate::thread::roles::{self, Role};

/// How many rows are read ahead to learn the keys: not every row has every key.
const AHEAD: usize = 64;

/// JSON lines, or an array of flat objects.
pub struct Jsonl;

impl Source for Jsonl {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn describe(&self) -> &'static str {
        "JSON lines (NDJSON), or one JSON array of flat objects; from jq, databases and scripts"
    }

    fn recognise(&self, head: &str, _name: &str) -> bool {
        let mut inside = head.trim_start();
        if let Some(rest) = inside.strip_prefix('[') {
            inside = rest.trim_start();
        }
        inside.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with(['"', '}']))
    }

    fn has_columns(&self) -> bool {
        true
    }

    fn read(&self, input: Input, options: &ReadOptions) -> Result<Box<dyn Rows>> {
        let (place, limits) = (input.place(), input.limits());
        let mut objects = Objects::new(input);
        let (mut ahead, mut headers, mut index) = (VecDeque::new(), Vec::<String>::new(), HashMap::new());
        while ahead.len() < AHEAD {
            let Some(found) = objects.next()? else { break };
            let keys = found.object.iter().flat_map(|object| &object.pairs);
            for (key, _) in keys {
                index.entry(key.clone()).or_insert_with(|| {
                    headers.push(key.clone());
                    headers.len() - 1
                });
            }
            if headers.len() as u64 > limits.columns {
                let what = format!("{} different keys", headers.len());
                return Err(limits.exceeded("columns", place.row(found.number), what));
            }
            ahead.push_back(found);
        }
        if let Some(cause) = ahead.front().and_then(|first: &Found| first.object.as_ref().err())
            && headers.is_empty()
        {
            let place = place.row(ahead[0].number);
            return Err(Error::input(place, format!("this is no JSON object: {cause}"), "Give one object to a line."));
        }
        let named = serving(&headers, &ahead);
        let columns = Columns::find(&named, &options.columns, &place)
            .or_else(|_| Columns::find(&headers, &options.columns, &place))?;
        if let Some(key) = nested_text(&headers, &columns, &ahead) {
            let cause = format!("the key `{key}` holds lists or objects, not a text");
            let cure =
                "Give one flat object a comment (for example with jq), or name the text's key with `--text-column`.";
            return Err(Error::input(place.column(key), cause, cure));
        }
        let layout = Layout { headers, columns: Arc::new(columns), delimiter: None };
        Ok(Box::new(Keyed { objects, ahead, layout, index, late: None, nuls: Tally::default() }))
    }
}

/// The keys, blank where they never hold a plain value: what is nested serves as nothing but a text, which is an error.
fn serving(headers: &[String], ahead: &VecDeque<Found>) -> Vec<String> {
    let objects = ahead.iter().filter_map(|found| found.object.as_ref().ok());
    let pairs = objects.flat_map(|object| &object.pairs);
    let plain: HashSet<&String> = pairs.filter(|(_, held)| !is_nested(held)).map(|(key, _)| key).collect();
    let keeps = |key: &String| plain.contains(key) || roles::is_text(key);
    headers.iter().map(|key| if keeps(key) { key.clone() } else { String::new() }).collect()
}

fn is_nested(held: &Held) -> bool {
    match held {
        Held::Value(Value::Object(_)) => true,
        Held::Value(Value::Array(items)) => items.iter().any(|item| item.is_object() || item.is_array()),
        _ => false,
    }
}

/// The key taken for the text, if it never holds one: this is some program's nested export.
fn nested_text(headers: &[String], columns: &Columns, ahead: &VecDeque<Found>) -> Option<String> {
    let key = headers.get(columns.at(Role::Text)?)?;
    let mut values = (ahead.iter().filter_map(|found| found.object.as_ref().ok()))
        .flat_map(|object| &object.pairs)
        .filter_map(|(name, value)| (name == key).then_some(value));
    let nested = |held: &Held| matches!(held, Held::Value(value) if value.is_array() || value.is_object());
    values.all(nested).then(|| key.clone())
}

/// Objects as rows with cells.
struct Keyed {
    objects: Objects,
    ahead: VecDeque<Found>,
    layout: Layout,
    /// The column of every key.
    index: HashMap<String, usize>,
    /// A key that no row read ahead had, and the row that did.
    late: Option<(String, u64)>,
    nuls: Tally,
}

impl Keyed {
    fn row(&mut self, found: Found) -> Row {
        if found.nul {
            self.nuls.add(found.number);
        }
        let mut cells = vec![String::new(); self.layout.headers.len()];
        let object = match found.object {
            Ok(object) => object,
            Err(cause) => {
                let problem = Problem::new(Reason::NotJson, format!("no JSON object: {cause}"));
                let row = self.layout.row(found.number, cells, None);
                return Row { problem: Some(problem), ..row };
            }
        };
        let mut problem = object.twice.map(|key| {
            Problem::new(Reason::DuplicateKey, "the key occurs twice; its first value is used").column(&key)
        });
        for (key, value) in object.pairs {
            let Some(at) = self.index.get(&key).copied() else {
                self.late.get_or_insert((key, found.number));
                continue;
            };
            let (cell, plain) = json::cell_of(&value);
            let text = self.layout.columns.at(Role::Text) == Some(at);
            let is_text = matches!(&value, Held::Value(value) if value.is_string() || value.is_null());
            let fits = plain && (!text || is_text);
            if !fits && self.layout.columns.serves(at) {
                let detail = format!("it holds {}, not a text", kind(&value));
                problem = Problem::graver(problem, Some(Problem::new(Reason::BadCell, detail).column(&key)));
            }
            cells[at] = cell;
        }
        self.layout.row(found.number, cells, problem)
    }
}

fn kind(held: &Held) -> &'static str {
    match held {
        Held::Number(_) => "a number",
        Held::Value(Value::Object(_)) => "an object",
        Held::Value(Value::Array(_)) => "a list",
        Held::Value(_) => "true or false",
    }
}

impl Rows for Keyed {
    fn layout(&self) -> Layout {
        self.layout.clone()
    }

    fn next_row(&mut self) -> Option<Result<Row>> {
        let found = match self.ahead.pop_front() {
            Some(found) => found,
            None => match self.objects.next().transpose()? {
                Ok(found) => found,
                Err(error) => return Some(Err(error)),
            },
        };
        Some(Ok(self.row(found)))
    }

    fn notes(&self) -> Vec<String> {
        let late = self.late.as_ref().map(|(key, row)| {
            format!(
                "key `{key}` first occurs in row {row}, after the {AHEAD} rows that decide the columns; it is left out"
            )
        });
        let nuls = (self.nuls.count > 0).then(|| format!("{} held NUL characters, now U+FFFD (\u{FFFD})", self.nuls));
        let open = self.objects.left_open().then(|| "the array is never closed: the export may be cut here".to_owned());
        late.into_iter().chain(nuls).chain(open).collect()
    }

    fn input(&self) -> &Input {
        self.objects.input()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_told_from_prose_in_brackets() {
        for head in ["{\"text\":1}", " [\n {\n\"text\"", "{}"] {
            assert!(Jsonl.recognise(head, "-"), "{head}");
        }
        for head in ["[Update] A title", "{sic} he wrote", "[1,2]", "id,text\n"] {
            assert!(!Jsonl.recognise(head, "-"), "{head}");
        }
    }
}
