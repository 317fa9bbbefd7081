//! `ConvoKit` corpora: a folder with `utterances.jsonl` and `conversations.json`.

use std::collections::HashMap;

use super::{Rows, Source};
use crate::error::Result;
use crate::thread::comment::Comment;
use crate::thread::documents::{Documents, Shape};
use crate::thread::input::Input;
use crate::thread::open::ReadOptions;
use crate::thread::shelf::{Export, Shelf};
use crate::thread::sources::reddit;
use crate::thread::tree::{Json, Tree};
use crate::thread::{beside, moment};

/// A `ConvoKit` corpus.
pub struct ConvoKit;

impl Source for ConvoKit {
    fn name(&self) -> &'static str {
        "convokit"
    }

    fn describe(&self) -> &'static str {
        "ConvoKit corpus: its folder, or utterances.jsonl in it (conversations.json beside it gives the titles)"
    }

    fn main_file(&self) -> Option<&'static str> {
        Some("utterances.jsonl")
    }

    fn recognise(&self, head: &str, _name: &str) -> bool {
        let line = head.trim_start().lines().next().unwrap_or_default();
        let has = |key: &str| line.contains(key);
        let speaks = has("\"speaker\"") || has("\"user\"");
        line.starts_with('{')
            && has("\"text\"")
            && speaks
            && (has("\"reply-to\"") || has("\"reply_to\""))
            && (has("\"conversation_id\"") || has("\"root\""))
    }

    fn read(&self, input: Input, _options: &ReadOptions) -> Result<Box<dyn Rows>> {
        let titles = beside::open(&input, "conversations.json").map(titles).transpose()?.unwrap_or_default();
        Ok(Box::new(Export::new(Documents::new(input, Utterances { titles }))))
    }
}

/// The titles of conversations, where the corpus has any.
fn titles(mut input: Input) -> Result<HashMap<String, String>> {
    let json = input.read_document()?;
    let tree = Tree::parse(&json, &input.limits());
    let title = |(id, conversation): (&str, Json<'_>)| {
        let own = [conversation.get("meta"), conversation, conversation.get("info")];
        let title = own.iter().find_map(|place| place.any(&["title", "page_title", "subject"]).plain())?;
        Some((id.to_owned(), title.to_owned()))
    };
    Ok(tree.root().entries().filter_map(title).collect())
}

struct Utterances {
    titles: HashMap<String, String>,
}

impl Shape for Utterances {
    fn take(&mut self, document: Json<'_>, shelf: &mut Shelf) {
        if !document.is_object() {
            shelf.tell("lines that are no JSON objects, left out", 1);
            return;
        }
        let own = |keys: &[&str]| document.any(keys).plain().map(str::to_owned);
        let speaker = document.any(&["speaker", "user"]);
        let (id, thread) = (own(&["id"]).unwrap_or_default(), own(&["conversation_id", "root"]));
        // A corpus from Reddit begins its conversations with the submission itself.
        let reddit = document.get("meta").has("subreddit");
        if (reddit || id.starts_with("t3_")) && thread.as_ref() == Some(&id) {
            shelf.tell("submissions, which are the threads' articles and no comments", 1);
            return;
        }
        let text = document.get("text").text();
        let parent = own(&["reply_to", "reply-to"]).filter(|parent| !parent.starts_with("t3_"));
        let parent = parent.filter(|parent| *parent != id && !(reddit && Some(parent) == thread.as_ref()));
        shelf.put(Comment {
            parent_id: parent,
            title: thread.as_ref().and_then(|thread| self.titles.get(thread)).cloned(),
            author: speaker.plain().or_else(|| speaker.get("id").plain()).and_then(reddit::author),
            created_at: own(&["timestamp"]).and_then(|written| moment::rfc3339(&written)),
            status: reddit::status(text),
            text: if reddit { htmlize::unescape(text).into_owned() } else { text.to_owned() },
            thread_id: thread,
            id,
            ..Comment::default()
        });
    }
}
