//! Comments in nested JSON of any program, known by the names of their keys.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::columns::ColumnNames;
use super::comment::Comment;
use super::documents::{Shape, descend};
use super::roles::{ROLES, Role, squeezed};
use super::shelf::Shelf;
use super::tree::Json;
use super::{fields, markup};

/// How deep in an object a field of its comment may lie: `snippet.author.name`.
const DEEPEST: usize = 4;
/// How many plain values of an object are looked at.
const MOST_LEAVES: usize = 512;
/// Keys below which a comment holds its answers.
const ANSWERS: [&str; 9] = [
    "replies",
    "children",
    "answers",
    "responses",
    "comments",
    "subcomments",
    "childcomments",
    "threadreplies",
    "nestedcomments",
];

/// What exports call each role, squeezed, best first.
static NAMES: LazyLock<Vec<(Role, Vec<String>)>> = LazyLock::new(|| {
    let names = |(role, name, aliases): &(Role, &str, &[&str])| {
        (*role, std::iter::once(name).chain(*aliases).map(|name| squeezed(name)).collect())
    };
    ROLES.iter().map(names).collect()
});

/// What a path holds, as a cell of a table would.
pub(super) type Leaf<'t> = (String, Cow<'t, str>);

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
                let path = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
                (path, inner, depth + 1)
            };
            open.extend(value.entries().take(MOST_LEAVES).filter(|(key, _)| depth == 0 || !is_answers(key)).map(below));
            open[from..].reverse();
        } else if let Some(cell) = value.scalar() {
            found.push((path, Cow::Borrowed(cell)));
        } else if let Some(text) = parts(value).filter(|_| !is_answers(&path)) {
            found.push((path, Cow::Owned(text)));
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

fn is_answers(key: &str) -> bool {
    ANSWERS.contains(&squeezed(key).as_str())
}

/// What a path is called without the objects that only hold a comment: `post.record.text` is `text`.
fn core(path: &str) -> &str {
    const HOLDERS: [&str; 11] =
        ["comment", "post", "record", "node", "data", "attributes", "item", "message", "tweet", "review", "snippet"];
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
    for (at, (path, _)) in leaves.iter().enumerate() {
        whole.entry(squeezed(path)).or_insert(at);
        cores.entry(squeezed(core(path))).or_insert(at);
    }
    let serves = |(role, aliases): &(Role, Vec<String>)| {
        let by = |names: &HashMap<String, usize>| {
            let known = aliases.iter().filter_map(|name| names.get(name));
            known.copied().find(|at| fits(*role, &leaves[*at].1))
        };
        let at = match names.given(*role) {
            Some(wanted) => whole.get(&squeezed(wanted)).copied(),
            None => by(&whole).or_else(|| by(&cores)),
        }?;
        let (path, cell) = &leaves[at];
        Some((*role, path.clone(), cell.clone()))
    };
    NAMES.iter().filter_map(serves).collect()
}

/// Whether a value can play a role: a count of comments is no text, and a mark says yes or no.
fn fits(role: Role, cell: &str) -> bool {
    let number = || cell.parse::<f64>().is_ok();
    let truth = matches!(cell, "true" | "false");
    match role {
        Role::Text => !number() && !truth,
        Role::Deleted | Role::Spam | Role::Approved => true,
        _ => !truth && !cell.trim().is_empty(),
    }
}

/// What is known of the place of the values below another.
#[derive(Clone, Default)]
struct Place {
    thread: Option<String>,
    title: Option<String>,
    parent: Option<String>,
    /// The key that the value stands under, where that is its id.
    key: Option<String>,
}

/// Puts together the comments of every document.
pub(super) struct Nested {
    pub names: ColumnNames,
}

impl Shape for Nested {
    fn take(&mut self, document: Json<'_>, shelf: &mut Shelf) {
        let (mut open, mut found) = (vec![(document, Place::default())], 0u64);
        while let Some((value, place)) = open.pop() {
            if !value.is_object() {
                let mut held = Vec::new();
                descend(&mut held, value);
                open.extend(held.into_iter().map(|value| (value, place.clone())));
                continue;
            }
            let served = served(value, &self.names);
            let kind = Kind::of(value, &served);
            let inside = match kind {
                Kind::Header => continue,
                Kind::Comment => {
                    let comment = comment(&served, place);
                    let inside = Place {
                        thread: comment.thread_id.clone(),
                        title: comment.title.clone(),
                        parent: Some(comment.id.clone()).filter(|id| !id.is_empty()),
                        key: None,
                    };
                    found += 1;
                    shelf.put(comment);
                    inside
                }
                Kind::Article | Kind::Wrapper => page(&served, place),
            };
            let told = "objects with a title and `comments`, taken for the threads' articles and no comments";
            shelf.tell(told, u64::from(matches!(kind, Kind::Article)));
            let from = open.len();
            open.extend(self.below(value, kind).map(|(key, inner)| (inner, Place { key, ..inside.clone() })));
            open[from..].reverse();
        }
        shelf.tell("JSON documents in which there is no comment", u64::from(found == 0));
    }
}

impl Nested {
    /// What of an object may hold further comments, with the key where that is an id.
    fn below<'t>(&self, object: Json<'t>, kind: Kind) -> impl Iterator<Item = (Option<String>, Json<'t>)> {
        let holds = |value: Json<'t>| (value.is_list() || value.is_object()) && value.items().next().is_some();
        let comments = object.get("comments");
        // Where comments are named, what stands beside them is something else.
        let named = matches!(kind, Kind::Wrapper) && holds(comments);
        let keyed = matches!(kind, Kind::Wrapper) && self.is_keyed(object);
        let all = matches!(kind, Kind::Wrapper) && !named;
        let wanted = move |key: &str| if named { key == "comments" } else { all || is_answers(key) };
        let inner = object.entries().filter(move |(key, value)| holds(*value) && wanted(key));
        inner.map(move |(key, value)| (keyed.then(|| key.to_owned()), value))
    }

    /// Whether an object holds comments by their ids.
    fn is_keyed(&self, object: Json<'_>) -> bool {
        let is_comment = |value: &Json<'_>| {
            value.is_object() && served(*value, &self.names).iter().any(|(role, ..)| *role == Role::Text)
        };
        object.items().take(2).filter(is_comment).count() == 2
    }
}

/// The place of what stands below a page or anything else that is no comment.
fn page(served: &[Served<'_>], place: Place) -> Place {
    let own = |wanted: Role| {
        let found = served.iter().find(|(role, ..)| *role == wanted);
        found.and_then(|(.., cell)| fields::given(cell)).map(str::to_owned)
    };
    match own(Role::Title) {
        Some(title) => Place {
            title: Some(markup::line(&title)),
            thread: own(Role::Id).or(own(Role::Thread)).or(place.thread),
            ..place
        },
        None => place,
    }
}

/// What an object is.
#[derive(Clone, Copy)]
enum Kind {
    Comment,
    /// It has a text, but comments stand below it and a title above.
    Article,
    /// What an export says of itself.
    Header,
    /// What it holds may be comments.
    Wrapper,
}

impl Kind {
    fn of(object: Json<'_>, served: &[Served<'_>]) -> Self {
        let has = |wanted: Role| served.iter().any(|(role, ..)| *role == wanted);
        let comments = object.get("comments");
        match has(Role::Text) {
            _ if object.get("type").text() == "header" => Self::Header,
            true if has(Role::Title) && (comments.is_list() || comments.is_object()) => Self::Article,
            true => Self::Comment,
            false => Self::Wrapper,
        }
    }
}

fn comment(served: &[Served<'_>], place: Place) -> Comment {
    let mut comment = Comment::default();
    for (role, _, cell) in served {
        let _ = fields::put(&mut comment, *role, cell); // a cell that does not fit changes nothing
    }
    if let Some(key) = place.key.filter(|_| comment.id.is_empty()) {
        comment.id = key;
    }
    let own = comment.parent_id.take().and_then(|parent| fields::parent(&parent, &comment.id).map(str::to_owned));
    comment.thread_id = comment.thread_id.or(place.thread);
    comment.parent_id = own.or(place.parent).filter(|parent| Some(parent) != comment.thread_id.as_ref());
    comment.title = comment.title.map(|title| markup::line(&title)).or(place.title);
    comment.status = fields::seen(&comment);
    comment.text = shown(&comment.text);
    comment
}

/// A text as a reader saw it, where it is HTML.
fn shown(text: &str) -> String {
    const TAGS: [&str; 9] = ["</", "<p>", "<p ", "<br", "<a ", "<div", "<span", "<blockquote", "<img"];
    if TAGS.iter().any(|tag| text.contains(tag)) {
        markup::plain(text)
    } else if text.contains('&') {
        htmlize::unescape(text).into_owned()
    } else {
        text.to_owned()
    }
}
