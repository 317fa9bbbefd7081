//! `WordPress` eXtended RSS 1.0 to 1.2: what `Tools → Export` writes, and what other systems write to be imported there.

use super::{Rows, Source};
use crate::error::Result;
use crate::thread::comment::{Comment, Status};
use crate::thread::input::Input;
use crate::thread::open::ReadOptions;
use crate::thread::shelf::{Export, Feed, Shelf};
use crate::thread::xml::{Piece, Xml};
use crate::thread::{markup, moment};

/// Kinds of comments that nobody wrote to be read: links from elsewhere, and a shop's own notes.
const NO_COMMENTS: [&str; 5] = ["pingback", "trackback", "webmention", "order_note", "action_log"];

/// A `WordPress` export.
pub struct Wxr;

impl Source for Wxr {
    fn name(&self) -> &'static str {
        "wxr"
    }

    fn describe(&self) -> &'static str {
        "WordPress export (WXR 1.0 to 1.2): every post with comments is a thread; from Tools > Export"
    }

    fn recognise(&self, head: &str, _name: &str) -> bool {
        head.trim_start().starts_with('<') && head.contains("<rss") && head.contains("wordpress.org/export/")
    }

    fn read(&self, input: Input, _options: &ReadOptions) -> Result<Box<dyn Rows>> {
        let xml = Xml::new(input);
        Ok(Box::new(Export::new(Posts { xml, path: Vec::new(), post: Post::default(), comment: None, items: 0 })))
    }
}

/// What is known of the post that is being read.
#[derive(Default)]
struct Post {
    id: String,
    link: String,
    title: String,
}

/// The elements of a comment that is being read.
#[derive(Default)]
struct Draft {
    comment: Comment,
    approved: String,
    kind: String,
    local: String,
    utc: String,
}

struct Posts {
    xml: Xml,
    /// The names of the elements that are open.
    path: Vec<String>,
    post: Post,
    comment: Option<Draft>,
    /// How many posts there were so far.
    items: u64,
}

impl Feed for Posts {
    fn read_on(&mut self, shelf: &mut Shelf) -> Result<bool> {
        match self.xml.next()? {
            None => return Ok(false),
            Some(Piece::Broken(cause)) => {
                self.finish(shelf);
                shelf.cut(&cause);
                return Ok(false);
            }
            Some(Piece::Open(name, _)) => {
                match name.as_str() {
                    "item" => {
                        self.post = Post::default();
                        self.items += 1;
                    }
                    "comment" => self.comment = Some(Draft::default()),
                    _ => {}
                }
                self.path.push(name);
            }
            Some(Piece::Text(text)) => self.text(&text, shelf),
            Some(Piece::Close) => {
                if self.path.pop().is_some_and(|name| name == "comment") {
                    self.finish(shelf);
                }
            }
        }
        Ok(true)
    }

    fn input(&self) -> &Input {
        self.xml.input()
    }
}

impl Posts {
    fn text(&mut self, text: &str, shelf: &mut Shelf) {
        let [.., parent, name] = self.path.as_slice() else { return };
        match (parent.as_str(), name.as_str(), &mut self.comment) {
            ("item", "title", _) => self.post.title.push_str(text),
            ("item", "link", _) => self.post.link.push_str(text),
            ("item", "post_id", _) => self.post.id.push_str(text),
            ("comment", name, Some(draft)) => draft.take(name, text, shelf),
            _ => {}
        }
    }

    /// Puts the comment that was read on the shelf.
    fn finish(&mut self, shelf: &mut Shelf) {
        let Some(draft) = self.comment.take() else { return };
        if NO_COMMENTS.contains(&draft.kind.trim()) {
            shelf.tell("pingbacks, trackbacks and notes of the system, which are no comments and left out", 1);
            return;
        }
        let post = &self.post;
        let named = [&post.id, &post.link].into_iter().map(|name| name.trim()).find(|name| !name.is_empty());
        let thread = named.map_or_else(|| format!("post-{}", self.items), str::to_owned);
        shelf.put(draft.comment(thread, Some(markup::line(&post.title)).filter(|title| !title.is_empty())));
    }
}

impl Draft {
    fn take(&mut self, name: &str, text: &str, shelf: &mut Shelf) {
        let comment = &mut self.comment;
        match name {
            "comment_id" => comment.id.push_str(text.trim()),
            "comment_author" => comment.author.get_or_insert_default().push_str(text),
            "comment_content" => comment.text.push_str(text),
            "comment_parent" => comment.parent_id.get_or_insert_default().push_str(text.trim()),
            "comment_approved" => self.approved.push_str(text.trim()),
            "comment_type" => self.kind.push_str(text),
            "comment_date" => self.local.push_str(text),
            "comment_date_gmt" => self.utc.push_str(text),
            "comment_author_email" if !text.trim().is_empty() => shelf.tell("e-mail addresses dropped", 1),
            "comment_author_IP" if !text.trim().is_empty() => shelf.tell("IP addresses dropped", 1),
            "comment_agent" if !text.trim().is_empty() => shelf.tell("user agents dropped", 1),
            _ => {}
        }
    }

    fn comment(self, thread: String, title: Option<String>) -> Comment {
        let given = |field: Option<String>| field.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        Comment {
            thread_id: Some(thread),
            title,
            text: markup::lines(&self.comment.text),
            author: given(self.comment.author).map(|name| markup::line(&name)),
            parent_id: given(self.comment.parent_id).filter(|parent| parent != "0"),
            created_at: moment::utc(&self.utc).or_else(|| given(Some(self.local))),
            status: match self.approved.as_str() {
                "0" | "hold" => Status::Pending,
                "spam" => Status::Spam,
                "trash" | "post-trashed" => Status::Deleted,
                _ => Status::Visible,
            },
            ..self.comment
        }
    }
}
