//! Reddit's own JSON: a submission's page with its replies nested, or any listing.

use std::collections::HashMap;

use super::{Rows, Source};
use crate::error::Result;
use crate::thread::comment::{Comment, Status};
use crate::thread::documents::{Documents, Shape, descend};
use crate::thread::fields;
use crate::thread::input::Input;
use crate::thread::moment;
use crate::thread::open::ReadOptions;
use crate::thread::shelf::{Export, Shelf};
use crate::thread::tree::Json;

/// A Reddit listing.
pub struct Reddit;

impl Source for Reddit {
    fn name(&self) -> &'static str {
        "reddit"
    }

    fn describe(&self) -> &'static str {
        "Reddit JSON: a submission with nested replies, or a listing; from any Reddit address with .json behind it"
    }

    fn recognise(&self, head: &str, _name: &str) -> bool {
        let dense: String = head.chars().take(4096).filter(|c| !c.is_whitespace()).collect();
        let kinds = ["\"kind\":\"Listing\"", "\"kind\":\"t1\"", "\"kind\":\"t3\""];
        dense.starts_with(['[', '{']) && kinds.iter().any(|kind| dense.contains(kind))
    }

    fn read(&self, input: Input, _options: &ReadOptions) -> Result<Box<dyn Rows>> {
        Ok(Box::new(Export::new(Documents::new(input, Listings::default()))))
    }
}

#[derive(Default)]
struct Listings {
    /// Titles by the submission's name, such as `t3_3hahrw`.
    titles: HashMap<String, String>,
    /// The submission met last.
    last: Option<String>,
}

impl Shape for Listings {
    fn take(&mut self, document: Json<'_>, shelf: &mut Shelf) {
        let mut open = vec![document];
        while let Some(thing) = open.pop() {
            let data = thing.get("data");
            match thing.get("kind").text() {
                "t3" => self.submission(data, shelf),
                "t1" => {
                    shelf.put(self.comment(data));
                    open.push(data.get("replies"));
                }
                "more" => {
                    shelf.tell("`more` stubs, behind which replies were not exported", 1);
                    shelf.tell("replies not exported, as those stubs count them", data.get("count").count());
                }
                "Listing" => descend(&mut open, data.get("children")),
                _ => descend(&mut open, thing),
            }
        }
    }
}

impl Listings {
    /// A submission is the thread's article.
    fn submission(&mut self, data: Json<'_>, shelf: &mut Shelf) {
        let name = data.get("name").plain().map(str::to_owned);
        self.last = name.or_else(|| data.get("id").plain().map(|id| format!("t3_{id}")));
        if let Some(name) = &self.last {
            self.titles.insert(name.clone(), htmlize::unescape(data.get("title").text()).into_owned());
        }
        shelf.tell("submissions, which are the threads' articles and no comments", 1);
    }

    fn comment(&self, data: Json<'_>) -> Comment {
        let thread = data.get("link_id").plain().map(str::to_owned).or_else(|| self.last.clone());
        let title = thread.as_ref().and_then(|thread| self.titles.get(thread)).cloned();
        let title = title.or_else(|| data.get("link_title").plain().map(|title| htmlize::unescape(title).into_owned()));
        let body = data.get("body").text();
        Comment {
            id: data.get("id").plain().map_or_else(|| bare(data.get("name").text()), str::to_owned),
            parent_id: parent(data.get("parent_id").text()),
            thread_id: thread,
            title: title.filter(|title| !title.is_empty()),
            author: author(data.any(&["author", "author_name"]).text()),
            created_at: data.any(&["created_utc", "created"]).plain().and_then(moment::rfc3339),
            text: htmlize::unescape(body).into_owned(),
            status: status(body),
            ..Comment::default()
        }
    }
}

/// An id without its kind: `t1_cu5pebp` is the comment `cu5pebp`.
pub(super) fn bare(name: &str) -> String {
    name.strip_prefix("t1_").unwrap_or(name).to_owned()
}

/// The comment that is answered; an answer to the submission answers none.
pub(super) fn parent(name: &str) -> Option<String> {
    (!name.is_empty() && !name.starts_with("t3_")).then(|| bare(name))
}

/// The author's name, unless the account is gone.
pub(super) fn author(name: &str) -> Option<String> {
    (!name.is_empty() && name != "[deleted]").then(|| name.to_owned())
}

/// Reddit leaves a word in the place of what its author or a moderator took away.
pub(super) fn status(body: &str) -> Status {
    let gone = fields::is_tombstone(body);
    if gone { Status::Deleted } else { Status::Visible }
}
