//! The comment section of a `WordPress` page: `li.comment` in `ol.comment-list`, answers in `.children` below them.
//!
//! Themes agree on few things, so what is taken as what rests on the classes that `WordPress` itself writes; the text is
//! what stands in `comment-content`, or else all of the comment but its author, date and buttons.

mod draft;
mod part;

use std::collections::HashMap;

use super::comment::{Comment, Status};
use super::markup::{Tag, Text, Visit, walk};
use draft::{Draft, one_line};
use part::Part;

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

/// Elements that hold nothing and are never closed.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// The deepest nesting that a class is believed to name; `WordPress` itself stops at ten.
const DEEPEST: usize = 100;

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

#[derive(Default)]
struct Page {
    section: Section,
    open: Vec<(String, Part)>,
    /// How many elements of a name are open.
    named: HashMap<String, usize>,
    drafts: Vec<Draft>,
    /// The last comment of each depth that a class names.
    last_at: Vec<Option<String>>,
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
            Part::Link if self.open.last().is_none_or(|(_, above)| *above != Part::Link) => self.section.links += 1,
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
                let part = if part == Part::Comment { Part::Plain } else { part };
                if let Some(field) = self.writing(part) {
                    field.push(text);
                }
            }
        }
    }
}

impl Page {
    /// What an element is, from its classes and from what it stands in.
    fn part(&mut self, tag: &Tag) -> Part {
        let above = self.open.last().map_or(Part::Plain, |(_, part)| *part);
        let name = tag.name.as_str();
        if above == Part::Link {
            return above;
        }
        let item = matches!(name, "li" | "div" | "article");
        if item && (tag.has_class("pingback") || tag.has_class("trackback")) {
            return Part::Link;
        }
        let numbered = tag.attribute("id").starts_with("comment-") || tag.classes().any(|c| c.starts_with("depth-"));
        if tag.has_class("comment") && (name == "li" || item && numbered) {
            return if self.frames_the_same(tag) { Part::Plain } else { Part::Comment };
        }
        if self.drafts.is_empty() {
            return match name {
                "title" if self.title.is_none() => Part::Title,
                "h1" if self.heading.is_none() => Part::Heading,
                _ if matches!(above, Part::Title | Part::Heading) => above,
                _ => Part::Plain,
            };
        }
        part::within(tag, above)
    }

    /// Whether an element only frames the comment that has just begun: a theme may mark both the list item and what is
    /// in it. Then it may know the number that the outer one does not.
    fn frames_the_same(&mut self, tag: &Tag) -> bool {
        let Some(draft) = self.drafts.last_mut() else { return false };
        let begun = !draft.author.is_empty() || !draft.content.is_empty() || !draft.rest.is_empty();
        let id = number(tag);
        if begun {
            return id.is_some_and(|id| id == draft.comment.id);
        }
        if let Some(id) = id.filter(|_| !draft.numbered) {
            if let Some(last) = self.last_at.last_mut() {
                *last = Some(id.clone());
            }
            draft.comment.id = id;
            draft.numbered = true;
        }
        true
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
        let id = number(tag);
        let place = self.section.comments.len();
        let numbered = id.is_some();
        let id = id.unwrap_or_else(|| format!("c{}", place + 1));
        // Answers stand inside of what they answer, or behind it with a depth of one more.
        let depth = tag.classes().find_map(|class| class.strip_prefix("depth-")?.parse::<usize>().ok());
        let depth = depth.unwrap_or(1).clamp(1, DEEPEST);
        self.last_at.resize(depth - 1, None);
        let above = self.drafts.last().map(|above| above.comment.id.clone());
        let parent_id = above.or_else(|| self.last_at.last().cloned().flatten());
        self.last_at.push(Some(id.clone()));
        let comment = Comment {
            id,
            parent_id,
            status: if tag.has_class("unapproved") { Status::Pending } else { Status::Visible },
            ..Comment::default()
        };
        self.section.comments.push(Comment::default());
        let (content, rest) = (Text::new(false), Text::new(false));
        let (author, date) = (String::new(), String::new());
        self.drafts.push(Draft { comment, numbered, place, content, rest, author, date });
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

/// The number of a comment, from the id of its element.
fn number(tag: &Tag) -> Option<String> {
    let id = [tag.attribute("id"), tag.attribute("data-comment-id")].into_iter().find(|id| !id.is_empty())?;
    Some(id.trim_start_matches("li-").trim_start_matches("div-").trim_start_matches("comment-").to_owned())
}
