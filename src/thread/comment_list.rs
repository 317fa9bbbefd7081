//! The comment section of a `WordPress` page: `li.comment` in `ol.comment-list`, answers in `.children` below them.
//!
//! Themes agree on few things, so what is taken as what rests on the classes that `WordPress` itself writes; the text is
//! what stands in `comment-content`, or else all of the comment but its author, date and buttons.

use std::collections::HashMap;

use super::comment::{Comment, Status};
use super::markup::{Tag, Text, Visit, hidden, walk};

/// What a page's comment section holds.
#[derive(Default)]
pub(super) struct Section {
    /// The article's title.
    pub title: Option<String>,
    /// The comments, each with the id of the one that it stands below. Threads are not named.
    pub comments: Vec<Comment>,
    /// Pingbacks and trackbacks.
    pub links: u64,
}

/// What an element is of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Nothing of its own.
    Plain,
    /// A whole comment, a pingback.
    Comment,
    Link,
    Content,
    Author,
    Date,
    /// Buttons, "says", the name's frame: shown, but not the comment's text.
    Around,
    Title,
    Heading,
    /// Answers to the comment.
    Children,
}

/// Elements that hold nothing and are never closed.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

const CONTENT: [&str; 5] =
    ["comment-content", "comment-text", "wp-block-comment-content", "comment_text", "comment__content"];

const AROUND: [&str; 16] = [
    "comment-author",
    "comment-meta",
    "comment-metadata",
    "commentmetadata",
    "comment-header",
    "comment-footer",
    "says",
    "reply",
    "comment-reply-link",
    "comment-edit-link",
    "edit-link",
    "comment-awaiting-moderation",
    "comment-respond",
    "avatar",
    "screen-reader-text",
    "wp-block-comment-reply-link",
];

/// Reads the comment section of a page.
pub(super) fn read(html: &str) -> Section {
    let mut page = walk(html, Page::default());
    while !page.open.is_empty() {
        page.pop();
    }
    let title = [page.shared_title, page.heading, page.title].into_iter().flatten().map(|title| one_line(&title));
    page.section.title = title.into_iter().find(|title| !title.is_empty());
    page.section
}

/// A comment that is open, or that has closed while one above it has not.
struct Draft {
    comment: Comment,
    /// Its place among the comments: it is put there when it opens, so that answers come behind it.
    place: usize,
    content: Text,
    rest: Text,
    author: String,
    date: String,
}

#[derive(Default)]
struct Page {
    section: Section,
    open: Vec<(String, Part)>,
    /// How many elements of a name are open.
    named: HashMap<String, usize>,
    drafts: Vec<Draft>,
    title: Option<String>,
    heading: Option<String>,
    shared_title: Option<String>,
}

impl Visit for Page {
    fn open(&mut self, tag: &Tag) {
        let name = tag.name.as_str();
        if name == "meta" && tag.attribute("property") == "og:title" {
            self.shared_title.get_or_insert_with(|| tag.attribute("content").to_owned());
        }
        if name == "li" {
            self.close_item();
        }
        let part = self.part(tag);
        match part {
            Part::Comment => self.begin(tag),
            Part::Link => self.section.links += 1,
            Part::Date if !tag.attribute("datetime").is_empty() => {
                if let Some(draft) = self.drafts.last_mut() {
                    draft.comment.created_at.get_or_insert_with(|| tag.attribute("datetime").trim().to_owned());
                }
            }
            Part::Around if tag.has_class("comment-awaiting-moderation") => {
                if let Some(draft) = self.drafts.last_mut() {
                    draft.comment.status = Status::Pending;
                }
            }
            _ => {}
        }
        if let Some(text) = self.writing(part) {
            text.open(tag);
        }
        if !VOID.contains(&name) {
            self.open.push((name.to_owned(), part));
            *self.named.entry(name.to_owned()).or_default() += 1;
        }
    }

    fn close(&mut self, name: &str) {
        // A tag that closes nothing is passed over; this is what keeps the search below from being long.
        if self.named.get(name).is_none_or(|open| *open == 0) {
            return;
        }
        while self.pop() != name {}
    }

    fn text(&mut self, text: &str) {
        let part = self.open.last().map_or(Part::Plain, |(_, part)| *part);
        match part {
            Part::Title => self.title.get_or_insert_default().push_str(text),
            Part::Heading => self.heading.get_or_insert_default().push_str(text),
            Part::Author | Part::Date => {
                if let Some(draft) = self.drafts.last_mut() {
                    if part == Part::Author { draft.author.push_str(text) } else { draft.date.push_str(text) }
                }
            }
            _ => {
                if let Some(field) = self.writing(part) {
                    field.push(text);
                }
            }
        }
    }
}

impl Page {
    /// What an element is, from its classes and from what it stands in.
    fn part(&self, tag: &Tag) -> Part {
        let above = self.open.last().map_or(Part::Plain, |(_, part)| *part);
        let name = tag.name.as_str();
        let item = matches!(name, "li" | "div" | "article");
        if item && (tag.has_class("pingback") || tag.has_class("trackback")) {
            return Part::Link;
        }
        let numbered = tag.attribute("id").starts_with("comment-") || tag.classes().any(|c| c.starts_with("depth-"));
        if tag.has_class("comment") && (name == "li" || item && numbered) {
            return Part::Comment;
        }
        if self.drafts.is_empty() {
            return match name {
                "title" if self.title.is_none() => Part::Title,
                "h1" if self.heading.is_none() => Part::Heading,
                _ if matches!(above, Part::Title | Part::Heading) => above,
                _ => Part::Plain,
            };
        }
        let own = |classes: &[&str]| tag.classes().any(|class| classes.contains(&class));
        match above {
            Part::Link | Part::Author | Part::Date | Part::Content => return above,
            _ => {}
        }
        if own(&["children"]) {
            return Part::Children;
        }
        if own(&["fn", "wp-block-comment-author-name"]) || tag.attribute("itemprop") == "name" {
            return Part::Author;
        }
        if name == "time" || own(&["wp-block-comment-date", "comment-date", "comment-time"]) {
            return Part::Date;
        }
        // Old themes write the date as the text of the link to the comment.
        if above == Part::Around && name == "a" && tag.attribute("href").contains("#comment-") {
            return Part::Date;
        }
        match () {
            () if own(&CONTENT) => Part::Content,
            () if own(&AROUND) || above == Part::Around || name == "form" || hidden(name) => Part::Around,
            () => Part::Plain,
        }
    }

    /// The text that grows where an element of this kind stands.
    fn writing(&mut self, part: Part) -> Option<&mut Text> {
        let draft = self.drafts.last_mut()?;
        match part {
            Part::Content => Some(&mut draft.content),
            Part::Plain => Some(&mut draft.rest),
            _ => None,
        }
    }

    fn begin(&mut self, tag: &Tag) {
        let id = [tag.attribute("id"), tag.attribute("data-comment-id")].into_iter().find(|id| !id.is_empty());
        let id = id.map(|id| id.trim_start_matches("li-").trim_start_matches("div-").trim_start_matches("comment-"));
        let place = self.section.comments.len();
        let comment = Comment {
            id: id.map_or_else(|| format!("c{}", place + 1), str::to_owned),
            parent_id: self.drafts.last().map(|above| above.comment.id.clone()),
            status: if tag.has_class("unapproved") { Status::Pending } else { Status::Visible },
            ..Comment::default()
        };
        self.section.comments.push(Comment::default());
        let (content, rest) = (Text::new(false), Text::new(false));
        self.drafts.push(Draft { comment, place, content, rest, author: String::new(), date: String::new() });
    }

    /// Closes the list item that is open, if no list has begun in it: `</li>` may be left out.
    fn close_item(&mut self) {
        let inner = self.open.iter().rposition(|(name, _)| matches!(name.as_str(), "li" | "ol" | "ul"));
        if let Some(at) = inner.filter(|at| self.open[*at].0 == "li") {
            while self.open.len() > at {
                self.pop();
            }
        }
    }

    /// Closes the innermost element and gives its name.
    fn pop(&mut self) -> String {
        let Some((name, part)) = self.open.pop() else { return String::new() };
        if let Some(open) = self.named.get_mut(&name) {
            *open -= 1;
        }
        if let Some(text) = self.writing(part) {
            text.close(&name);
        }
        if part == Part::Comment
            && let Some(draft) = self.drafts.pop()
        {
            let place = draft.place;
            self.section.comments[place] = draft.finish();
        }
        name
    }
}

impl Draft {
    fn finish(self) -> Comment {
        let mut comment = self.comment;
        let (content, rest) = (self.content.finish(), self.rest.finish());
        comment.text = if content.is_empty() { rest } else { content };
        let given = |text: &str| Some(one_line(text)).filter(|text| !text.is_empty());
        comment.author = given(&self.author);
        comment.created_at = comment.created_at.or_else(|| given(&self.date));
        comment
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
