//! Coral (and Talk, as it was called): comments, stories and users as `mongoexport` writes them.

use std::collections::HashMap;

use super::{Rows, Source};
use crate::error::Result;
use crate::thread::comment::{Comment, Status};
use crate::thread::documents::{Documents, Shape};
use crate::thread::input::Input;
use crate::thread::open::ReadOptions;
use crate::thread::shelf::{Export, Feed, Shelf};
use crate::thread::tree::Json;
use crate::thread::{beside, markup, moment};

/// Files whose names tell what a story is called and who an author is.
const BESIDE: [&str; 6] = ["stories.json", "stories.jsonl", "assets.json", "users.json", "users.jsonl", "story.json"];

/// A Coral export.
pub struct Coral;

impl Source for Coral {
    fn name(&self) -> &'static str {
        "coral"
    }

    fn describe(&self) -> &'static str {
        "Coral or Talk: mongoexport of comments, with stories and users in the same file or beside it; or their folder"
    }

    fn main_file(&self) -> Option<&'static str> {
        Some("comments.json")
    }

    fn recognise(&self, head: &str, _name: &str) -> bool {
        let has = |keys: &[&str]| keys.iter().any(|key| head.contains(key));
        let json = head.trim_start().starts_with(['[', '{']);
        let comments = has(&["\"storyID\"", "\"story_id\"", "\"asset_id\""]) && has(&["\"revisions\"", "\"body\""]);
        json && (comments && has(&["\"authorID\"", "\"author_id\""])
            || has(&["\"tenantID\""]) && has(&["\"metadata\"", "\"revisions\""]))
    }

    fn read(&self, input: Input, _options: &ReadOptions) -> Result<Box<dyn Rows>> {
        let mut known = Collections::default();
        for name in BESIDE {
            let Some(other) = beside::open(&input, name) else { continue };
            let mut documents = Documents::new(other, known);
            let mut aside = Shelf::default();
            while documents.read_on(&mut aside)? {}
            known = documents.shape();
        }
        Ok(Box::new(Export::new(Documents::new(input, known))))
    }
}

/// What is known from documents that are no comments.
#[derive(Default)]
struct Collections {
    /// The titles of stories and the names of users, by id.
    titles: HashMap<String, String>,
    names: HashMap<String, String>,
}

/// A value of `MongoDB`'s extended JSON: `{"$oid": …}`, `{"$date": …}`, `{"$numberInt": …}`, or plain.
fn value(json: Json<'_>) -> Option<&str> {
    let keys = ["$oid", "$date", "$numberLong", "$numberInt", "$numberDouble", "$uuid"];
    let mut json = json;
    // At most a date of a number of milliseconds.
    for _ in 0..2 {
        json = if json.is_object() { json.any(&keys) } else { json };
    }
    json.plain()
}

fn first<'t>(document: Json<'t>, keys: &[&str]) -> Option<&'t str> {
    keys.iter().find_map(|key| value(document.get(key)))
}

impl Shape for Collections {
    fn take(&mut self, document: Json<'_>, shelf: &mut Shelf) {
        let story = first(document, &["storyID", "story_id", "asset_id"]);
        if story.is_some() && (document.has("revisions") || document.has("body")) {
            shelf.put(self.comment(document, story));
        } else if let (Some(name), Some(id)) = (first(document, &["username"]), first(document, &["id", "_id"])) {
            self.names.insert(id.to_owned(), name.to_owned());
            shelf.tell("users, of whom only the name is kept", 1);
        } else if document.has("url") && !document.has("body") {
            let title = [document.get("metadata"), document].into_iter().find_map(|place| place.get("title").plain());
            if let (Some(title), Some(id)) = (title, first(document, &["id", "_id"])) {
                self.titles.insert(id.to_owned(), title.to_owned());
            }
        } else {
            shelf.tell("documents that are neither comments nor stories nor users, left out", 1);
        }
    }
}

impl Collections {
    fn comment(&self, document: Json<'_>, story: Option<&str>) -> Comment {
        let own = |keys: &[&str]| first(document, keys).map(str::to_owned);
        // The last revision is the one that readers saw.
        let revision = document.get("revisions").items().last().map(|revision| revision.get("body").text());
        let author = own(&["authorID", "author_id"]);
        let name = author.as_ref().and_then(|id| self.names.get(id)).cloned();
        Comment {
            id: own(&["id", "_id"]).unwrap_or_default(),
            thread_id: story.map(str::to_owned),
            parent_id: own(&["parentID", "parent_id"]),
            title: story.and_then(|story| self.titles.get(story)).cloned(),
            author: name.or(author),
            created_at: own(&["createdAt", "created_at"]).and_then(|written| moment::rfc3339(&written)),
            text: markup::plain(revision.unwrap_or_else(|| document.get("body").text())),
            status: status(document),
            ..Comment::default()
        }
    }
}

fn status(document: Json<'_>) -> Status {
    if first(document, &["deletedAt", "deleted_at"]).is_some() {
        return Status::Deleted;
    }
    match document.get("status").text() {
        "REJECTED" => Status::Deleted,
        "PREMOD" | "SYSTEM_WITHHELD" => Status::Pending,
        "SPAM" => Status::Spam,
        _ => Status::Visible,
    }
}
