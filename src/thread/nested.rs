//! Comments in nested JSON of any program, known by the names of their keys.

use super::columns::{ColumnNames, clip};
use super::comment::Comment;
use super::documents::{Shape, descend, find};
use super::roles::Role;
use super::served::{Served, has_text, is_answers, is_holder, lost_its_text, served};
use super::shelf::Shelf;
use super::tree::Json;
use super::{fields, markup};

/// What is known of the place of the values below another.
#[derive(Clone, Default)]
struct Place {
    thread: Option<String>,
    title: Option<String>,
    parent: Option<String>,
    /// The key that the value stands under, where that is its id.
    key: Option<String>,
}

/// Characters of a title that are kept: every comment below it has it.
const LONGEST_TITLE: usize = 400;
/// Keys below which an answer speaks of itself.
const ASIDE: [&str; 6] = ["error", "errors", "meta", "paging", "pagination", "includes"];

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
            let kind = Kind::of(value, &served, || self.holds_comments(value));
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
        let named = matches!(kind, Kind::Wrapper)
            && holds(comments)
            && !find(comments, |value| self.is_comment(value)).is_empty();
        let keyed = matches!(kind, Kind::Wrapper) && self.is_keyed(object);
        let all = matches!(kind, Kind::Wrapper) && !named;
        let wanted = move |key: &str| if named { key == "comments" } else { all || is_answers(key) };
        let is_comment = matches!(kind, Kind::Comment | Kind::Article);
        // `{"node": {"body": …, "replies": …}}`: the answers lie where the text does.
        let held = object.entries().filter(move |(key, value)| is_comment && is_holder(key) && value.is_object());
        let all_entries = object.entries().chain(held.flat_map(|(_, value)| value.entries()));
        let inner = all_entries.filter(move |(key, value)| holds(*value) && wanted(key) && !ASIDE.contains(key));
        inner.map(move |(key, value)| (keyed.then(|| key.to_owned()), value))
    }

    /// Whether a list or object of an object holds comments.
    fn holds_comments(&self, object: Json<'_>) -> bool {
        let lists = object.entries().filter(|(key, value)| {
            (value.is_list() || (value.is_object() && !is_holder(key)))
                && !ASIDE.contains(key)
                && (*key == "comments" || !is_answers(key))
        });
        lists.map(|(_, value)| value).any(|value| {
            value.items().any(|inner| inner.is_object() || inner.is_list())
                && !find(value, |inner| self.is_comment(inner)).is_empty()
        })
    }

    fn is_comment(&self, value: Json<'_>) -> bool {
        value.is_object() && has_text(value, &self.names)
    }

    /// Whether an object holds comments by their ids.
    fn is_keyed(&self, object: Json<'_>) -> bool {
        object.items().take(2).filter(|value| self.is_comment(*value)).count() == 2
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
            title: Some(clip(&markup::line(&title), LONGEST_TITLE)),
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
    fn of(object: Json<'_>, served: &[Served<'_>], holds_comments: impl Fn() -> bool) -> Self {
        let has = |wanted: Role| served.iter().any(|(role, ..)| *role == wanted);
        let comments = object.get("comments");
        match has(Role::Text) {
            _ if object.get("type").text() == "header" => Self::Header,
            // What an API says of its answer: `"message": "success"`.
            true if !has(Role::Id) && !has(Role::Author) && holds_comments() => Self::Wrapper,
            true if has(Role::Title) && (comments.is_list() || comments.is_object()) => Self::Article,
            true => Self::Comment,
            // One that was taken away keeps its place, for those that answer it.
            false if lost_its_text(object, served) => Self::Comment,
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
        unescaped(text)
    } else {
        text.to_owned()
    }
}

/// The text with its character references read, those that end as they should: `?a=1&copy=2` is an address.
fn unescaped(text: &str) -> String {
    const LONGEST: usize = 12;
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].find(|c: char| !c.is_ascii_alphanumeric() && c != '#').map(|end| end + 1);
        let end = name.filter(|end| *end <= LONGEST && rest[*end..].starts_with(';')).map_or(1, |end| end + 1);
        out.push_str(&if end > 1 { htmlize::unescape(&rest[..end]) } else { "&".into() });
        rest = &rest[end..];
    }
    out + rest
}
