//! Hacker News: Algolia's item trees and search hits, and items of the official API.

use std::collections::HashMap;

use super::{Rows, Source};
use crate::error::Result;
use crate::thread::comment::{Comment, Status};
use crate::thread::documents::{Documents, Shape, descend};
use crate::thread::input::Input;
use crate::thread::open::ReadOptions;
use crate::thread::shelf::{Export, Shelf};
use crate::thread::tree::Json;
use crate::thread::{markup, moment};

/// How many comments are remembered for the sake of those that answer them.
const MOST_STORIES: usize = 1_000_000;

/// A Hacker News export.
pub struct HackerNews;

impl Source for HackerNews {
    fn name(&self) -> &'static str {
        "hackernews"
    }

    fn describe(&self) -> &'static str {
        "Hacker News JSON: item trees and search hits of hn.algolia.com, or items of the official API"
    }

    fn recognise(&self, head: &str, _name: &str) -> bool {
        let has = |keys: &[&str]| keys.iter().all(|key| head.contains(key));
        let json = head.trim_start().starts_with(['[', '{']);
        json && (has(&["\"_tags\"", "\"objectID\"", "\"story_id\""])
            || has(&["\"children\"", "\"created_at_i\"", "\"story_id\""])
            || has(&["\"_tags\"", "\"comment_text\""])
            || (has(&["\"by\"", "\"time\"", "\"type\""]) && has(&["\"parent\""])))
    }

    fn read(&self, input: Input, _options: &ReadOptions) -> Result<Box<dyn Rows>> {
        Ok(Box::new(Export::new(Documents::new(input, Items::default()))))
    }
}

#[derive(Default)]
struct Items {
    /// Titles by the story's id.
    titles: HashMap<String, String>,
    /// The story of each comment whose story had to be found, as the official API names only what is answered.
    stories: HashMap<String, String>,
}

/// What an object is.
enum Kind {
    Comment,
    Article,
    /// A choice of a poll, a job, an account.
    Other,
    /// Nothing of Hacker News: what it holds may be.
    Wrapper,
}

impl Shape for Items {
    fn take(&mut self, document: Json<'_>, shelf: &mut Shelf) {
        // An item with the story above it, for items that do not name it themselves.
        let mut open = vec![(document, None)];
        while let Some((item, above)) = open.pop() {
            let inside = match kind(item) {
                Kind::Comment => {
                    let comment = self.comment(item, above);
                    let thread = comment.thread_id.clone();
                    shelf.put(comment);
                    Some((item.get("children"), thread))
                }
                Kind::Article => {
                    let story = id(item);
                    if let Some(story) = &story {
                        self.titles.insert(story.clone(), markup::line(item.get("title").text()));
                    }
                    shelf.tell("stories and polls, which are the threads' articles and no comments", 1);
                    Some((item.get("children"), story))
                }
                Kind::Other => None,
                Kind::Wrapper => Some((item, above)),
            };
            if let Some((inside, above)) = inside {
                let mut held = Vec::new();
                descend(&mut held, inside);
                open.extend(held.into_iter().map(|value| (value, above.clone())));
            }
        }
    }
}

fn id(item: Json<'_>) -> Option<String> {
    item.any(&["id", "objectID"]).plain().map(str::to_owned)
}

fn kind(item: Json<'_>) -> Kind {
    let tagged = |tag: &str| item.get("_tags").items().any(|known| known.text() == tag);
    let known = item.has("objectID") || item.has("children") || item.has("by") || item.has("created_at_i");
    match item.get("type").text() {
        "comment" if known || item.has("parent") => Kind::Comment,
        "story" | "poll" if known => Kind::Article,
        "pollopt" | "job" if known => Kind::Other,
        _ if tagged("comment") || item.get("comment_text").is_some() => Kind::Comment,
        _ if tagged("story") || tagged("poll") || tagged("ask_hn") => Kind::Article,
        _ if item.has("karma") || tagged("pollopt") || tagged("job") => Kind::Other,
        _ => Kind::Wrapper,
    }
}

impl Items {
    /// The story at the end of what a comment answers, as far as that came before it.
    fn story(&mut self, item: Json<'_>) -> Option<String> {
        let parent = item.get("parent").plain()?;
        let story =
            self.titles.get_key_value(parent).map(|(story, _)| story).or_else(|| self.stories.get(parent))?.clone();
        if self.stories.len() < MOST_STORIES {
            self.stories.insert(id(item)?, story.clone());
        }
        Some(story)
    }

    fn comment(&mut self, item: Json<'_>, above: Option<String>) -> Comment {
        let text = item.any(&["text", "comment_text"]).text();
        let thread = item.get("story_id").plain().map(str::to_owned).or(above).or_else(|| self.story(item));
        let title = item.get("story_title").plain().map(markup::line);
        let title = title.or_else(|| self.titles.get(thread.as_ref()?).cloned());
        let parent = item.any(&["parent_id", "parent"]).plain().map(str::to_owned);
        // The official API marks `dead` and `deleted`; Algolia keeps an empty item.
        let gone = item.get("deleted").is_true() || item.get("dead").is_true() || text.trim().is_empty();
        Comment {
            id: id(item).unwrap_or_default(),
            parent_id: parent.filter(|parent| Some(parent) != thread.as_ref()),
            title: title.filter(|title| !title.is_empty()),
            thread_id: thread,
            author: item.any(&["author", "by"]).plain().map(str::to_owned),
            created_at: item.any(&["created_at", "created_at_i", "time"]).plain().and_then(moment::rfc3339),
            text: markup::plain(text),
            status: if gone { Status::Deleted } else { Status::Visible },
            ..Comment::default()
        }
    }
}
