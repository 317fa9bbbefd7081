//! Which value of a JSON object serves as what, by the names of keys at any depth.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::columns::ColumnNames;
use super::roles::{self, EITHER, ROLES, Role, is_mark, squeezed};
use super::tree::Json;

/// How deep in an object a field of its comment may lie: `snippet.author.name`.
const DEEPEST: usize = 4;
/// How many plain values of an object are looked at.
const MOST_LEAVES: usize = 512;
/// No program calls a field by a longer name.
const LONGEST_KEY: usize = 128;
/// Keys below which a comment holds its answers.
const ANSWERS: [&str; 22] = [
    "replies",
    "children",
    "answers",
    "responses",
    "comments",
    "subcomments",
    "childcomments",
    "threadreplies",
    "nestedcomments",
    "kids",
    "threads",
    "thread",
    "nested",
    "replylist",
    "replycomments",
    "replycomment",
    "subreplies",
    "replyposts",
    "descendants",
    "conversationparts",
    "edgethreadedcomments",
    "reply",
];

/// What exports call each role, squeezed, best first.
static NAMES: LazyLock<Vec<(Role, Vec<String>)>> = LazyLock::new(|| {
    let names = |(role, name, aliases): &(Role, &str, &[&str])| {
        (*role, std::iter::once(name).chain(*aliases).map(|name| squeezed(name)).collect())
    };
    ROLES.iter().map(names).collect()
});

/// What a path holds, as a cell of a table would.
pub(super) struct Leaf<'t> {
    pub path: String,
    pub cell: Cow<'t, str>,
    /// Whether it stands there as a text, and not as a number or a truth.
    pub text: bool,
}

/// The plain values of an object and of the objects in it, by their paths. A text may come in parts.
pub(super) fn leaves<'t>(object: Json<'t>) -> Vec<Leaf<'t>> {
    let (mut found, mut open) = (Vec::new(), vec![(String::new(), object, 0)]);
    while let Some((path, value, depth)) = open.pop() {
        if found.len() >= MOST_LEAVES {
            break;
        }
        if value.is_object() && depth < DEEPEST {
            let from = open.len();
            let below = |(key, inner): (&str, Json<'t>)| {
                // MongoDB writes `{"$oid": …}` and `{"$date": …}` for a value.
                let path = match (path.as_str(), key.starts_with('$')) {
                    ("", _) => key.to_owned(),
                    (path, true) => path.to_owned(),
                    (path, false) => format!("{path}.{key}"),
                };
                (path, inner, depth + 1)
            };
            open.extend(
                value
                    .entries()
                    .take(MOST_LEAVES)
                    .filter(|(key, _)| key.len() <= LONGEST_KEY && (depth == 0 || !is_answers(key)))
                    .map(below),
            );
            open[from..].reverse();
        } else if let Some(cell) = value.scalar() {
            found.push(Leaf { path, cell: Cow::Borrowed(cell), text: value.is_text() });
        } else if let Some(text) = parts(value).filter(|_| !is_answers(&path)) {
            found.push(Leaf { path, cell: Cow::Owned(text), text: true });
        }
    }
    found
}

/// A text that comes in parts: `["see ", {"type": "link", "text": "https://…"}]`, or one paragraph to an object.
fn parts(list: Json<'_>) -> Option<String> {
    let is_part = |value: &Json<'_>| value.is_text() || value.get("text").is_text();
    let all = list.is_list() && list.items().all(|value| is_part(&value)) && list.items().any(Json::is_object);
    let between = if list.items().any(Json::is_text) { "" } else { "\n" };
    let texts = list.items().map(|value| if value.is_text() { value.text() } else { value.get("text").text() });
    all.then(|| texts.collect::<Vec<_>>().join(between))
}

/// Whether answers lie below a key of a comment.
pub(super) fn is_answers(key: &str) -> bool {
    ANSWERS.contains(&squeezed(key).as_str())
}

/// Objects that only hold a comment.
const HOLDERS: [&str; 13] = [
    "comment",
    "post",
    "record",
    "node",
    "data",
    "attributes",
    "item",
    "message",
    "tweet",
    "review",
    "snippet",
    "_source",
    "fields",
];

/// Whether an object below this key only holds a comment.
pub(super) fn is_holder(key: &str) -> bool {
    HOLDERS.contains(&key)
}

/// What a path is called without such objects: `post.record.text` is `text`.
fn core(path: &str) -> &str {
    let mut core = path;
    while let Some((first, rest)) = core.split_once('.').filter(|(first, _)| HOLDERS.contains(first)) {
        let _ = first;
        core = rest;
    }
    core
}

/// A role, the path of what serves as it, and what stands there.
pub(super) type Served<'t> = (Role, String, Cow<'t, str>);

/// What serves as what in an object.
pub(super) fn served<'t>(object: Json<'t>, names: &ColumnNames) -> Vec<Served<'t>> {
    let leaves = leaves(object);
    let (mut whole, mut cores): (HashMap<String, usize>, HashMap<String, usize>) = Default::default();
    for (at, Leaf { path, .. }) in leaves.iter().enumerate() {
        whole.entry(squeezed(path)).or_insert(at);
        cores.entry(squeezed(core(path))).or_insert(at);
    }
    let serves = |(role, aliases): &(Role, Vec<String>)| {
        let by = |names: &HashMap<String, usize>| {
            let known =
                || aliases.iter().filter_map(|name| names.get(name)).copied().filter(|at| fits(*role, &leaves[*at]));
            known().find(|at| !leaves[*at].cell.trim().is_empty()).or_else(|| known().next())
        };
        let at = match names.given(*role) {
            Some(wanted) => whole.get(&squeezed(wanted)).copied(),
            None => by(&whole).or_else(|| by(&cores)),
        }?;
        let Leaf { path, cell, .. } = &leaves[at];
        Some((*role, path.clone(), cell.clone()))
    };
    let mut found: Vec<Served<'t>> = NAMES.iter().filter_map(serves).collect();
    let marks =
        NAMES.iter().filter(|(role, _)| is_mark(*role)).flat_map(|(role, names)| names.iter().map(move |n| (*role, n)));
    for (role, at) in marks.filter_map(|(role, name)| Some((role, *whole.get(name).or_else(|| cores.get(name))?))) {
        found.push((role, leaves[at].path.clone(), leaves[at].cell.clone()));
    }
    if let Some(at) = whole.get(EITHER).or_else(|| cores.get(EITHER)) {
        let has = |wanted: Role| found.iter().any(|(role, ..)| *role == wanted);
        let role = if has(Role::Id) { Role::Parent } else { Role::Id };
        if !has(role) {
            found.push((role, leaves[*at].path.clone(), leaves[*at].cell.clone()));
        }
    }
    found.sort_by_key(|(role, ..)| *role as u8);
    found
}

/// Whether an object holds the text of a comment.
pub(super) fn has_text(object: Json<'_>, names: &ColumnNames) -> bool {
    served(object, names).iter().any(|(role, ..)| *role == Role::Text)
}

/// Whether an object has a key for its text with nothing under it, and something that tells it from other objects.
pub(super) fn lost_its_text(object: Json<'_>, served: &[Served<'_>]) -> bool {
    let has = |wanted: Role| served.iter().any(|(role, ..)| *role == wanted);
    let empty = |(key, value): (&str, Json<'_>)| roles::is_text(key) && !value.is_some();
    !has(Role::Text) && has(Role::Id) && object.entries().any(empty)
}

/// Whether a value can play a role: a count of comments is no text, and a truth is nothing but a mark.
fn fits(role: Role, leaf: &Leaf<'_>) -> bool {
    match role {
        Role::Text => leaf.text,
        Role::Deleted | Role::Spam | Role::Approved => true,
        _ => !matches!(&*leaf.cell, "true" | "false") && !leaf.cell.trim().is_empty(),
    }
}
