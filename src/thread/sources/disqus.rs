//! Disqus XML: all threads of a forum, then all its posts.

use std::collections::HashMap;

use super::{Rows, Source};
use crate::error::Result;
use crate::thread::comment::{Comment, Status};
use crate::thread::input::Input;
use crate::thread::open::ReadOptions;
use crate::thread::shelf::{Export, Feed, Shelf};
use crate::thread::xml::{Piece, Xml};
use crate::thread::{markup, moment};

/// A Disqus export.
pub struct Disqus;

impl Source for Disqus {
    fn name(&self) -> &'static str {
        "disqus"
    }

    fn describe(&self) -> &'static str {
        "Disqus XML export: threads with their titles, then posts; from Admin > Export"
    }

    fn recognise(&self, head: &str, _name: &str) -> bool {
        head.trim_start().starts_with('<') && head.contains("<disqus")
    }

    fn read(&self, input: Input, _options: &ReadOptions) -> Result<Box<dyn Rows>> {
        let most = input.limits().ids;
        let draft = Draft::default();
        Ok(Box::new(Export::new(Forum { xml: Xml::new(input), path: Vec::new(), titles: HashMap::new(), draft, most })))
    }
}

/// The elements of a thread or a post that is being read.
#[derive(Default)]
struct Draft {
    id: String,
    thread: Option<String>,
    parent: Option<String>,
    fields: HashMap<&'static str, String>,
}

/// Elements whose text is wanted: directly in a thread or post, or in its author.
const WANTED: [&str; 7] = ["title", "message", "createdAt", "isDeleted", "isSpam", "isApproved", "name"];

struct Forum {
    xml: Xml,
    path: Vec<String>,
    /// The titles of threads by their id.
    titles: HashMap<String, String>,
    draft: Draft,
    most: u64,
}

impl Feed for Forum {
    fn read_on(&mut self, shelf: &mut Shelf) -> Result<bool> {
        match self.xml.next()? {
            None => return Ok(false),
            Some(Piece::Broken(cause)) => {
                if self.path.get(1).is_some_and(|name| name == "post") {
                    self.finish(shelf);
                }
                shelf.cut(&cause);
                return Ok(false);
            }
            Some(Piece::Open(name, id)) => self.open(name, id),
            Some(Piece::Text(text)) => self.text(&text, shelf),
            Some(Piece::Close) => match (self.path.pop().as_deref(), self.path.len()) {
                (Some("thread"), 1) => self.keep_title(),
                (Some("post"), 1) => self.finish(shelf),
                _ => {}
            },
        }
        Ok(true)
    }

    fn input(&self) -> &Input {
        self.xml.input()
    }
}

impl Forum {
    fn open(&mut self, name: String, id: Option<String>) {
        match (name.as_str(), self.path.len()) {
            ("thread" | "post", 1) => self.draft = Draft { id: id.unwrap_or_default(), ..Draft::default() },
            ("thread", 2) => self.draft.thread = id,
            ("parent", 2) => self.draft.parent = id,
            _ => {}
        }
        self.path.push(name);
    }

    fn text(&mut self, text: &str, shelf: &mut Shelf) {
        let (name, depth) = (self.path.last().map_or("", String::as_str), self.path.len());
        let author = self.path.get(2).is_some_and(|above| above == "author");
        let place = if author { 4 } else { 3 };
        if depth != place || text.trim().is_empty() {
            return;
        }
        let post = self.path[1] == "post";
        match name {
            "email" if post => shelf.tell("e-mail addresses dropped", 1),
            "ipAddress" if post => shelf.tell("IP addresses dropped", 1),
            _ => {
                if let Some(wanted) = WANTED.iter().find(|wanted| **wanted == name && author == (name == "name")) {
                    self.draft.fields.entry(wanted).or_default().push_str(text);
                }
            }
        }
    }

    /// Remembers a thread's title, as many as ids are remembered.
    fn keep_title(&mut self) {
        let draft = std::mem::take(&mut self.draft);
        let title = draft.fields.get("title").map(|title| markup::line(title)).filter(|title| !title.is_empty());
        if let Some(title) = title.filter(|_| (self.titles.len() as u64) < self.most) {
            self.titles.insert(draft.id, title);
        }
    }

    fn finish(&mut self, shelf: &mut Shelf) {
        let draft = std::mem::take(&mut self.draft);
        let field = |name: &str| draft.fields.get(name).map_or("", |text| text.trim());
        let status = match (field("isDeleted"), field("isSpam"), field("isApproved")) {
            ("true", ..) => Status::Deleted,
            (_, "true", _) => Status::Spam,
            (.., "false") => Status::Pending,
            _ => Status::Visible,
        };
        shelf.put(Comment {
            title: draft.thread.as_ref().and_then(|thread| self.titles.get(thread)).cloned(),
            author: Some(markup::line(field("name"))).filter(|name| !name.is_empty()),
            created_at: moment::rfc3339(field("createdAt")),
            text: markup::plain(field("message")),
            status,
            thread_id: draft.thread,
            parent_id: draft.parent.filter(|parent| !parent.is_empty()),
            id: draft.id,
            ..Comment::default()
        });
    }
}
