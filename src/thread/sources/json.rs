//! Nested JSON of any program: what an API answers, a dump, a page with its comments and their replies.

use super::{Rows, Source};
use crate::error::{Error, Result};
use crate::thread::columns::ColumnNames;
use crate::thread::documents::{Documents, find};
use crate::thread::input::Input;
use crate::thread::limits::Limits;
use crate::thread::nested::Nested;
use crate::thread::open::ReadOptions;
use crate::thread::served::{has_text, is_answers, leaves, served};
use crate::thread::shelf::Export;
use crate::thread::tree::{Json, Tree};

/// How many objects of an input are looked at to see what it is.
const LOOKED_AT: usize = 64;
/// How many keys a message names.
const NAMED: usize = 8;

/// Nested JSON.
pub struct NestedJson;

impl Source for NestedJson {
    fn name(&self) -> &'static str {
        "json"
    }

    fn describe(&self) -> &'static str {
        "nested JSON of any program: comments below `data`, `comments` and the like, replies below them"
    }

    fn recognise(&self, head: &str, _name: &str) -> bool {
        let tree = Tree::parse(head.trim_start().as_bytes(), &Limits::default());
        is_json(&tree, head) && (!flat(tree.root()) || answers_follow(head))
    }

    fn has_columns(&self) -> bool {
        true
    }

    fn read(&self, input: Input, options: &ReadOptions) -> Result<Box<dyn Rows>> {
        let tree = Tree::parse(input.head().trim_start().as_bytes(), &input.limits());
        let names = options.columns.clone();
        let texts = texts(tree.root());
        // A head without any text says nothing: what holds one may begin behind it.
        if !texts.is_empty() && find(tree.root(), |object| has_text(object, &names)).is_empty() {
            let cause = match &names.text {
                Some(wanted) => format!("no object has the key `{wanted}`"),
                None => "no key holds the text of a comment by its name".into(),
            };
            let cure = format!("Name the text's key with `--text-column`. Texts stand in {}.", texts.join(", "));
            return Err(Error::input(input.place(), cause, cure));
        }
        drop(tree);
        Ok(Box::new(Export::new(Documents::new(input, Nested { names }))))
    }
}

/// Whether what was parsed is JSON, and not prose in brackets.
fn is_json(tree: &Tree<'_>, head: &str) -> bool {
    let root = tree.root();
    let whole = tree.broken.is_none();
    (root.is_list() || root.is_object())
        && (whole || root.items().next().is_some_and(|first| first.is_list() || first.is_object() || root.is_object()))
        && !head.trim_start().is_empty()
}

/// Whether rows are flat objects, of which a table can be made: their texts and whatever else serves stand at the top.
fn flat(root: Json<'_>) -> bool {
    let unnamed = ColumnNames::default();
    let has_text = |object: Json<'_>| has_text(object, &unnamed);
    let nested = |object: Json<'_>| {
        let path_serves = served(object, &unnamed).iter().any(|(_, path, _)| object.get(path).scalar().is_none());
        let holds_comments = |value: Json<'_>| !value.is_text() && !find(value, has_text).is_empty();
        let answers =
            |(key, value): (&str, Json<'_>)| value.is_list() && is_answers(key) && !value.items().any(Json::is_text);
        !object.is_object() || path_serves || object.items().any(holds_comments) || object.entries().any(answers)
    };
    if root.is_object() {
        return !nested(root) && (has_text(root) || !root.items().any(|value| value.is_list() || value.is_object()));
    }
    root.items().next().is_some() && !root.items().take(LOOKED_AT).any(nested)
}

/// Whether rows behind the first hold answers: a list below a key for them.
fn answers_follow(head: &str) -> bool {
    head.match_indices("\":").any(|(at, _)| {
        let key = head[..at].rsplit('"').next().unwrap_or_default();
        let value = head[at + 2..].trim_start();
        value.starts_with('[') && value[1..].trim_start().starts_with('{') && is_answers(key)
    })
}

/// The paths that hold texts of some length, as a cure names them.
fn texts(root: Json<'_>) -> Vec<String> {
    let objects = find(root, |object| leaves(object).iter().any(|leaf| is_prose(&leaf.cell)));
    let mut paths: Vec<String> = Vec::new();
    for object in objects.into_iter().take(LOOKED_AT) {
        for leaf in leaves(object).into_iter().filter(|leaf| is_prose(&leaf.cell)) {
            let path = format!("`{}`", leaf.path);
            if !paths.contains(&path) && paths.len() < NAMED {
                paths.push(path);
            }
        }
    }
    paths
}

fn is_prose(text: &str) -> bool {
    text.split_whitespace().nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_json_is_told_from_flat_rows_and_from_prose() {
        for head in [
            r#"{"data":[{"id":1,"text":"a"}]}"#,
            r#"[{"id":1,"text":"a","replies":[{"id":2,"text":"b"}]}]"#,
            r#"[{"id":1,"content":{"rendered":"a"}}]"#,
            r#"[[{"id":1,"text":"a"}],[{"id":2,"text":"b"}]]"#,
            r#"[{"id":1,"body":"a","user":{"login":"al"}}]"#,
            "[]",
            r#"["for","against"]"#,
            r#"{"comments":[{"id":1,"te"#,
        ] {
            assert!(NestedJson.recognise(head, "-"), "{head}");
        }
        for head in [
            "[Update] A title",
            "{sic} he wrote",
            "id,text\n",
            r#"{"id":1,"text":"a"}"#,
            "{\"id\":1,\"text\":\"a\"}\n{\"id\":2,\"text\":\"b\"}\n",
            r#"[{"id":1,"text":"a","acts":["sarcasm"]},{"id":2,"te"#,
        ] {
            assert!(!NestedJson.recognise(head, "-"), "{head}");
        }
    }
}
