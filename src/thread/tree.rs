//! One JSON text of any shape and depth, in a flat list of nodes: nothing here recurses.
//!
//! Comment exports nest replies in replies, deeper than a recursive parser's stack goes, and may end in the middle: what
//! was read up to there stands in the tree.

use std::borrow::Cow;

use json_event_parser::{JsonEvent, LowLevelJsonParser};

use super::limits::Limits;

/// How many keys of an object are compared to find one that comes twice.
const COMPARED: usize = 64;

/// A value of a comment export takes more bytes than this; a list of zeros, which takes two, is no export.
const BYTES_A_VALUE: u64 = 16;

/// No node.
const NONE: u32 = u32::MAX;

/// A JSON text, parsed.
pub(super) struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    /// What ended the parsing early, and at which byte.
    pub broken: Option<(String, u64)>,
    /// How many keys stand twice in their object; the first value counts.
    pub twice: u64,
}

struct Node<'a> {
    key: Cow<'a, str>,
    value: Value<'a>,
    first: u32,
    next: u32,
    last: u32,
}

/// What a node holds.
#[derive(Debug, Clone, PartialEq)]
enum Value<'a> {
    Null,
    Bool(bool),
    Number(Cow<'a, str>),
    Text(Cow<'a, str>),
    List,
    Object,
}

impl<'a> Tree<'a> {
    /// Parses as far as the text is JSON, nested within the limit, and of no more values than its memory is meant for.
    pub fn parse(json: &'a [u8], limits: &Limits) -> Self {
        let mut tree = Self { nodes: Vec::new(), broken: None, twice: 0 };
        let deepest = usize::try_from(limits.nesting).unwrap_or(usize::MAX);
        let most = usize::try_from(limits.document_bytes / BYTES_A_VALUE).unwrap_or(usize::MAX);
        let mut parser = LowLevelJsonParser::new().with_max_stack_size(deepest);
        let (mut at, mut open, mut key) = (0, Vec::new(), Cow::Borrowed(""));
        loop {
            if tree.nodes.len() > most {
                tree.broken = Some((format!("more than {most} values, which the limit `document` is for"), at as u64));
                return tree;
            }
            let step = parser.parse_next(&json[at..], true);
            at += step.consumed_bytes;
            let value = match step.event {
                Some(Ok(JsonEvent::Eof)) | None => return tree,
                Some(Err(error)) => {
                    tree.broken = Some((error.message().to_owned(), at as u64));
                    return tree;
                }
                Some(Ok(JsonEvent::ObjectKey(name))) => {
                    key = name;
                    continue;
                }
                Some(Ok(JsonEvent::EndArray | JsonEvent::EndObject)) => {
                    open.pop();
                    continue;
                }
                Some(Ok(JsonEvent::Null)) => Value::Null,
                Some(Ok(JsonEvent::Boolean(value))) => Value::Bool(value),
                Some(Ok(JsonEvent::Number(value))) => Value::Number(value),
                Some(Ok(JsonEvent::String(value))) => Value::Text(value),
                Some(Ok(JsonEvent::StartArray)) => Value::List,
                Some(Ok(JsonEvent::StartObject)) => Value::Object,
            };
            let holds = matches!(value, Value::List | Value::Object);
            let node = tree.push(open.last().copied(), std::mem::take(&mut key), value);
            if holds {
                open.push(node);
            }
        }
    }

    fn push(&mut self, parent: Option<u32>, key: Cow<'a, str>, value: Value<'a>) -> u32 {
        let node = self.nodes.len() as u32;
        if let Some(parent) = parent.map(|parent| parent as usize) {
            if self.nodes[parent].value == Value::Object {
                let twice = self.at(parent as u32).entries().take(COMPARED).any(|(known, _)| known == key);
                self.twice += u64::from(twice);
            }
            match self.nodes[parent].last {
                NONE => self.nodes[parent].first = node,
                last => self.nodes[last as usize].next = node,
            }
            self.nodes[parent].last = node;
        }
        self.nodes.push(Node { key, value, first: NONE, next: NONE, last: NONE });
        node
    }

    /// The outermost value; nothing if there was none.
    pub fn root(&self) -> Json<'_> {
        self.at(if self.nodes.is_empty() { NONE } else { 0 })
    }

    fn at(&self, node: u32) -> Json<'_> {
        Json { nodes: &self.nodes, node }
    }
}

/// A value in a [`Tree`]; of what is not there, every question has an empty answer.
#[derive(Clone, Copy)]
pub(super) struct Json<'t> {
    nodes: &'t [Node<'t>],
    node: u32,
}

impl<'t> Json<'t> {
    fn node(self) -> Option<&'t Node<'t>> {
        self.nodes.get(self.node as usize)
    }

    /// The first value of this key.
    pub fn get(self, key: &str) -> Self {
        let missing = Self { node: NONE, ..self };
        self.entries().find(|(known, _)| *known == key).map_or(missing, |(_, value)| value)
    }

    /// The value of the first of these keys that there is and that is not null.
    pub fn any(self, keys: &[&str]) -> Self {
        let missing = Self { node: NONE, ..self };
        keys.iter().map(|key| self.get(key)).find(|value| value.is_some()).unwrap_or(missing)
    }

    /// Whether the object has this key, with whatever value.
    pub fn has(self, key: &str) -> bool {
        self.get(key).node().is_some()
    }

    /// Whether there is a value that is not null.
    pub fn is_some(self) -> bool {
        self.node().is_some_and(|node| node.value != Value::Null)
    }

    /// Whether it is an object.
    pub fn is_object(self) -> bool {
        self.node().is_some_and(|node| node.value == Value::Object)
    }

    /// Whether it is a list.
    pub fn is_list(self) -> bool {
        self.node().is_some_and(|node| node.value == Value::List)
    }

    /// Whether it is a text.
    pub fn is_text(self) -> bool {
        matches!(self.node().map(|node| &node.value), Some(Value::Text(_)))
    }

    /// What a cell of a table would hold: a text, a number as written, `true` or `false`; nothing for all else.
    pub fn scalar(self) -> Option<&'t str> {
        match &self.node()?.value {
            Value::Text(text) | Value::Number(text) => Some(text),
            Value::Bool(value) => Some(if *value { "true" } else { "false" }),
            _ => None,
        }
    }

    /// Whether it is `true`, or a number but 0.
    pub fn is_true(self) -> bool {
        self.node().is_some_and(|node| match &node.value {
            Value::Bool(value) => *value,
            Value::Number(written) => written.parse::<f64>().is_ok_and(|number| number != 0.0),
            _ => false,
        })
    }

    /// The text itself; empty for anything else.
    pub fn text(self) -> &'t str {
        match self.node().map(|node| &node.value) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// A text or a number as written; nothing if it is empty or neither.
    pub fn plain(self) -> Option<&'t str> {
        match &self.node()?.value {
            Value::Text(text) | Value::Number(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// The number; nothing for anything else, also for one that is too large.
    pub fn number(self) -> Option<f64> {
        self.plain()?.parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// The number as a count.
    pub fn count(self) -> u64 {
        self.number().map_or(0, |number| number.max(0.0) as u64)
    }

    /// The values of a list or object, in order.
    pub fn items(self) -> impl Iterator<Item = Json<'t>> {
        self.entries().map(|(_, value)| value)
    }

    /// The keys and values of an object, in order; the keys of a list's values are empty.
    pub fn entries(self) -> impl Iterator<Item = (&'t str, Json<'t>)> {
        let mut node = self.node().map_or(NONE, |node| node.first);
        std::iter::from_fn(move || {
            let found = self.nodes.get(node as usize)?;
            let value = Json { nodes: self.nodes, node };
            node = found.next;
            Some((&*found.key, value))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_and_what_is_missing_is_empty() {
        let json = br#"{"id":7,"a":{"b":[1,"x",null,true]},"id":8,"n":null,"big":1e999}"#;
        let tree = Tree::parse(json, &Limits::default());
        let root = tree.root();
        assert_eq!((root.get("id").plain(), tree.twice), (Some("7"), 1));
        let list: Vec<_> = root.get("a").get("b").items().map(|item| item.plain().unwrap_or("-")).collect();
        assert_eq!(list, ["1", "x", "-", "-"]);
        assert!(root.has("n") && !root.get("n").is_some() && !root.get("zz").get("b").is_some());
        assert_eq!((root.get("big").plain(), root.get("big").number()), (Some("1e999"), None));
    }

    #[test]
    fn depth_is_no_recursion_and_a_cut_keeps_what_was_read() {
        let deep = format!("{}1{}", "[".repeat(60_000), "]".repeat(60_000));
        assert!(Tree::parse(deep.as_bytes(), &Limits::default()).broken.is_none());
        assert!(Tree::parse(deep.as_bytes(), &Limits { nesting: 1000, ..Limits::default() }).broken.is_some());
        let tree = Tree::parse(br#"{"items":[{"id":1},{"id":2,"te"#, &Limits::default());
        assert!(tree.broken.is_some());
        assert_eq!(tree.root().get("items").items().filter_map(|item| item.get("id").plain()).count(), 2);
    }
}
