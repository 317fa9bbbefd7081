//! isso: the JSON of its API (`/`, `/latest`) and its generic exchange format. Its `SQLite` file is not read.

use super::{Rows, Source};
use crate::error::Result;
use crate::thread::comment::{Comment, Status};
use crate::thread::documents::{Documents, Shape};
use crate::thread::input::Input;
use crate::thread::open::ReadOptions;
use crate::thread::shelf::{Export, Shelf};
use crate::thread::tree::Json;
use crate::thread::{markup, moment};

/// An isso export.
pub struct Isso;

impl Source for Isso {
    fn name(&self) -> &'static str {
        "isso"
    }

    fn describe(&self) -> &'static str {
        "isso JSON: what its API answers, or its generic list of pages with comments"
    }

    fn recognise(&self, head: &str, _name: &str) -> bool {
        let has = |keys: &[&str]| keys.iter().all(|key| head.contains(key));
        let json = head.trim_start().starts_with(['[', '{']);
        json && (has(&["\"comments\"", "\"remote_addr\"", "\"text\""])
            || has(&["\"hidden_replies\"", "\"replies\""])
            || has(&["\"likes\"", "\"dislikes\"", "\"mode\"", "\"text\"", "\"parent\""]))
    }

    fn read(&self, input: Input, _options: &ReadOptions) -> Result<Box<dyn Rows>> {
        Ok(Box::new(Export::new(Documents::new(input, Pages))))
    }
}

struct Pages;

/// The page that the comments below a value stand on.
#[derive(Clone, Copy, Default)]
struct Page<'t> {
    id: Option<&'t str>,
    title: Option<&'t str>,
}

impl Shape for Pages {
    fn take(&mut self, document: Json<'_>, shelf: &mut Shelf) {
        let mut open = vec![(document, Page::default(), None)];
        while let Some((value, page, parent)) = open.pop() {
            let below = if value.is_object() && value.has("text") {
                let comment = comment(value, page, parent);
                count(value, shelf);
                let id = value.get("id").plain();
                shelf.put(comment);
                (value.get("replies"), page, id)
            } else if value.is_object() {
                let hidden = value.get("hidden_replies").count();
                shelf.tell("replies that isso counts but did not hand over", hidden);
                let here = |keys: &[&str]| value.any(keys).plain();
                let page = Page { id: here(&["uri", "id"]).or(page.id), title: here(&["title"]).or(page.title) };
                (value.any(&["comments", "replies"]), page, None)
            } else {
                (value, page, parent)
            };
            let from = open.len();
            open.extend(below.0.items().map(|inner| (inner, below.1, below.2)));
            open[from..].reverse();
        }
    }
}

fn count(value: Json<'_>, shelf: &mut Shelf) {
    for (key, what) in [("email", "e-mail addresses dropped"), ("remote_addr", "IP addresses dropped")] {
        shelf.tell(what, u64::from(value.get(key).plain().is_some()));
    }
    shelf.tell("replies that isso counts but did not hand over", value.get("hidden_replies").count());
}

fn comment(value: Json<'_>, page: Page<'_>, above: Option<&str>) -> Comment {
    let own = |keys: &[&str]| value.any(keys).plain().map(str::to_owned);
    Comment {
        id: own(&["id"]).unwrap_or_default(),
        thread_id: own(&["uri"]).or(page.id.map(str::to_owned)),
        title: own(&["title"]).or(page.title.map(str::to_owned)),
        parent_id: own(&["parent"]).or(above.map(str::to_owned)),
        author: own(&["author"]),
        created_at: own(&["created"]).and_then(|created| moment::rfc3339(&created)),
        text: markup::plain(value.get("text").text()),
        status: match value.get("mode").plain() {
            Some("2") => Status::Pending,
            Some("4") => Status::Deleted,
            _ => Status::Visible,
        },
        ..Comment::default()
    }
}
