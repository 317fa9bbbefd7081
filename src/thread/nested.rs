//! Comments in nested JSON of any program, known by the names of their keys.

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

/// The plain values of an object and of the objects in it, by their paths.
pub(super) fn leaves<'t>(object: Json<'t>) -> Vec<(String, Json<'t>)> {
    let (mut found, mut open) = (Vec::new(), vec![(String::new(), object, 0)]);
    while let Some((path, value, depth)) = open.pop() {
        if value.is_object() && depth < DEEPEST {
            let from = open.len();
            let below = |(key, inner): (&str, Json<'t>)| {
                let path = if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
                (path, inner, depth + 1)
            };
            open.extend(value.entries().take(MOST_LEAVES).filter(|(key, _)| depth == 0 || !is_answers(key)).map(below));
            open[from..].reverse();
        } else if value.scalar().is_some() && found.len() < MOST_LEAVES {
            found.push((path, value));
        }
    }
    found
}

fn is_answers(key: &str) -> bool {
    ANSWERS.contains(&squeezed(key).as_str())
}

/// What serves as what in an object, with the path of each.
pub(super) fn served<'t>(object: Json<'t>, names: &ColumnNames) -> Vec<(Role, String, &'t str)> {
    let leaves = leaves(object);
    let mut by_name: HashMap<String, usize> = HashMap::new();
    for (at, (path, _)) in leaves.iter().enumerate() {
        by_name.entry(squeezed(path)).or_insert(at);
    }
    let serves = |(role, aliases): &(Role, Vec<String>)| {
        let at = match names.given(*role) {
            Some(wanted) => by_name.get(&squeezed(wanted)),
            None => aliases.iter().filter_map(|name| by_name.get(name)).find(|at| fits(*role, leaves[**at].1)),
        };
        let (path, value) = &leaves[*at?];
        Some((*role, path.clone(), value.scalar()?))
    };
    NAMES.iter().filter_map(serves).collect()
}

/// Whether a value can play a role: a count of comments is no text.
fn fits(role: Role, value: Json<'_>) -> bool {
    match role {
        Role::Text => value.is_text(),
        _ => value.plain().is_some() || matches!(role, Role::Deleted | Role::Spam | Role::Approved),
    }
}

/// What is known of the place of the values below another.
#[derive(Clone, Default)]
struct Place {
    thread: Option<String>,
    title: Option<String>,
    parent: Option<String>,
}

/// Puts together the comments of every document.
pub(super) struct Nested {
    pub names: ColumnNames,
}

impl Shape for Nested {
    fn take(&mut self, document: Json<'_>, shelf: &mut Shelf) {
        let (mut open, mut found) = (vec![(document, Place::default())], 0u64);
        while let Some((value, place)) = open.pop() {
            let mut below = Vec::new();
            let mut inside = place.clone();
            if value.is_object() {
                let served = served(value, &self.names);
                let kind = Kind::of(value, &served);
                match kind {
                    Kind::Header => continue,
                    Kind::Comment => {
                        let comment = comment(&served, place);
                        inside.thread.clone_from(&comment.thread_id);
                        inside.title.clone_from(&comment.title);
                        inside.parent = Some(comment.id.clone()).filter(|id| !id.is_empty());
                        found += 1;
                        shelf.put(comment);
                    }
                    Kind::Article | Kind::Wrapper => {
                        let own = |wanted: Role| {
                            let found = served.iter().find(|(role, ..)| *role == wanted);
                            found.and_then(|(.., cell)| fields::given(cell)).map(str::to_owned)
                        };
                        if let Some(title) = own(Role::Title) {
                            inside.title = Some(markup::line(&title));
                            inside.thread = own(Role::Id).or(own(Role::Thread)).or(inside.thread);
                        }
                        let told =
                            "objects with a title and `comments`, taken for the threads' articles and no comments";
                        shelf.tell(told, u64::from(matches!(kind, Kind::Article)));
                    }
                }
                let answers = |key: &str| matches!(kind, Kind::Wrapper) || is_answers(key);
                let held =
                    value.entries().filter(|(key, inner)| (inner.is_list() || inner.is_object()) && answers(key));
                below.extend(held.map(|(_, inner)| inner));
                below.reverse();
            } else if value.is_list() {
                descend(&mut below, value);
            }
            open.extend(below.into_iter().map(|value| (value, inside.clone())));
        }
        shelf.tell("JSON documents in which there is no comment", u64::from(found == 0));
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
    fn of(object: Json<'_>, served: &[(Role, String, &str)]) -> Self {
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

fn comment(served: &[(Role, String, &str)], place: Place) -> Comment {
    let mut comment = Comment::default();
    for (role, _, cell) in served {
        let _ = fields::put(&mut comment, *role, cell); // a cell that does not fit changes nothing
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
