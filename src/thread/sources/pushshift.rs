//! Reddit as Pushshift and Arctic Shift write it: one comment (`RC_…`) or submission (`RS_…`) to a line.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{Rows, Source};
use crate::error::Result;
use crate::thread::comment::Comment;
use crate::thread::input::Input;
use crate::thread::open::ReadOptions;
use crate::thread::pieces::{Pieces, Rule};
use crate::thread::shelf::{Export, Feed, Shelf};
use crate::thread::sources::reddit;
use crate::thread::tree::{Json, Tree};
use crate::thread::{mend, moment};

/// How many titles of submissions are remembered for the comments below them. Months of comments and months of
/// submissions are separate files, so only small selections hold both.
const TITLES: usize = 100_000;

/// A Pushshift file.
pub struct Pushshift;

impl Source for Pushshift {
    fn name(&self) -> &'static str {
        "pushshift"
    }

    fn describe(&self) -> &'static str {
        "Reddit NDJSON as Pushshift and Arctic Shift write it, also .zst; RC_ comments, RS_ submissions for titles"
    }

    fn recognise(&self, head: &str, _name: &str) -> bool {
        let line = head.trim_start().trim_start_matches('[').trim_start().lines().next().unwrap_or_default();
        let has = |key: &str| line.contains(key);
        let comment = has("\"body\"") && has("\"link_id\"") && has("\"parent_id\"");
        let submission = has("\"selftext\"") && has("\"title\"") && has("\"num_comments\"");
        // A labelled corpus made from such a file keeps its own columns.
        let labelled = ["\"label\"", "\"stance\"", "\"text\"", "\"kind\""].iter().any(|key| has(key));
        line.starts_with('{') && (comment || submission) && !labelled
    }

    fn read(&self, input: Input, _options: &ReadOptions) -> Result<Box<dyn Rows>> {
        let rule = Rule { limit: "row", bytes: input.limits().row_bytes, keep_cut: true };
        Ok(Box::new(Export::new(Lines { pieces: Pieces::new(input, rule), titles: HashMap::new() })))
    }
}

/// The wanted fields of a line. Those that stand in the line as they are meant are not copied.
#[derive(serde::Deserialize)]
struct Line<'a> {
    #[serde(borrow, default)]
    id: Plain<'a>,
    #[serde(borrow, default)]
    name: Plain<'a>,
    #[serde(borrow, default)]
    link_id: Plain<'a>,
    #[serde(borrow, default)]
    parent_id: Plain<'a>,
    #[serde(borrow, default)]
    author: Plain<'a>,
    #[serde(borrow, default)]
    author_name: Plain<'a>,
    #[serde(borrow, default)]
    created_utc: Plain<'a>,
    #[serde(borrow, default)]
    title: Plain<'a>,
    #[serde(borrow, default)]
    body: Option<Plain<'a>>,
}

impl Line<'_> {
    /// Whether it is a comment or a submission at all.
    fn is_any(&self) -> bool {
        self.body.is_some() || !self.title.0.is_empty()
    }
}

/// A text, or a number as a text; empty for what is neither.
#[derive(Default)]
struct Plain<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Plain<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Plain<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Plain(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Plain(Cow::Owned(text.to_owned())))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
                Ok(Plain(Cow::Owned(number.to_string())))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
                Ok(Plain(Cow::Owned(number.to_string())))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
                Ok(Plain(Cow::Owned(number.to_string())))
            }

            fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
                Ok(Plain::default())
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(Plain::default())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Plain::default())
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Plain::default())
            }
        }
        deserializer.deserialize_any(Any)
    }
}

struct Lines {
    pieces: Pieces,
    titles: HashMap<String, String>,
}

impl Feed for Lines {
    fn read_on(&mut self, shelf: &mut Shelf) -> Result<bool> {
        if !self.pieces.next()? {
            return Ok(false);
        }
        let (bytes, number) = (&self.pieces.bytes, self.pieces.number);
        if let Some(line) = serde_json::from_slice::<Line<'_>>(bytes).ok().filter(Line::is_any) {
            take(&line, number, &mut self.titles, shelf);
            return Ok(true);
        }
        // What the fast way refuses (a key twice, half a surrogate pair, 1e999, a cut) is read with patience.
        let (json, mended) = mend::surrogates(bytes);
        shelf.tell("halves of surrogate pairs, now U+FFFD (\u{FFFD})", mended);
        let tree = Tree::parse(&json, &self.pieces.input.limits());
        shelf.tell("keys that stand twice in their object, of which the first value counts", tree.twice);
        shelf.tell(
            "lines that are cut or no JSON, of which what could be read is kept",
            u64::from(tree.broken.is_some()),
        );
        let root = tree.root();
        if root.get("data").is_list() {
            // What the API of such an archive answers.
            root.get("data").items().for_each(|item| take(&patient(item), shelf.next(), &mut self.titles, shelf));
        } else if root.is_object() {
            take(&patient(root), number, &mut self.titles, shelf);
        }
        Ok(true)
    }

    fn input(&self) -> &Input {
        &self.pieces.input
    }
}

/// The fields of a line that was parsed into a tree.
fn patient(object: Json<'_>) -> Line<'_> {
    let plain = |key: &str| Plain(Cow::Borrowed(object.get(key).plain().unwrap_or_default()));
    Line {
        id: plain("id"),
        name: plain("name"),
        link_id: plain("link_id"),
        parent_id: plain("parent_id"),
        author: plain("author"),
        author_name: plain("author_name"),
        created_utc: plain("created_utc"),
        title: plain("title"),
        // The text of a comment that is cut in the middle of it is lost, but not the comment.
        body: (object.has("body") || object.has("parent_id")).then(|| Plain(Cow::Borrowed(object.get("body").text()))),
    }
}

fn take(line: &Line<'_>, number: u64, titles: &mut HashMap<String, String>, shelf: &mut Shelf) {
    let Some(Plain(body)) = &line.body else {
        if line.title.0.is_empty() {
            shelf.tell("lines that are neither comments nor submissions, left out", 1);
            return;
        }
        if titles.len() < TITLES {
            let name = if line.name.0.is_empty() { format!("t3_{}", line.id.0) } else { line.name.0.to_string() };
            titles.insert(name, htmlize::unescape(&*line.title.0).into_owned());
        }
        shelf.tell("submissions, which are the threads' articles and no comments", 1);
        return;
    };
    let author = if line.author.0.is_empty() { &line.author_name.0 } else { &line.author.0 };
    let id = if line.id.0.is_empty() { reddit::bare(&line.name.0) } else { line.id.0.to_string() };
    let comment = Comment {
        id,
        parent_id: reddit::parent(&line.parent_id.0),
        title: titles.get(&*line.link_id.0).cloned(),
        thread_id: Some(line.link_id.0.to_string()).filter(|thread| !thread.is_empty()),
        author: reddit::author(author),
        created_at: moment::rfc3339(&line.created_utc.0),
        status: reddit::status(body),
        text: htmlize::unescape(&**body).into_owned(),
        ..Comment::default()
    };
    shelf.put_at(number, comment);
}
