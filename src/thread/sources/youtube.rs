//! `YouTube` Data API: comment threads with their replies, or a plain list of comments.

use super::{Rows, Source};
use crate::error::Result;
use crate::thread::comment::{Comment, Status};
use crate::thread::documents::{Documents, Shape, find};
use crate::thread::input::Input;
use crate::thread::markup;
use crate::thread::open::ReadOptions;
use crate::thread::shelf::{Export, Shelf};
use crate::thread::tree::Json;

/// A `YouTube` export.
pub struct YouTube;

impl Source for YouTube {
    fn name(&self) -> &'static str {
        "youtube"
    }

    fn describe(&self) -> &'static str {
        "YouTube Data API JSON: commentThreads with replies, or comments; one answer or many"
    }

    fn recognise(&self, head: &str, _name: &str) -> bool {
        let json = head.trim_start().starts_with(['[', '{']);
        let has = |key: &str| head.contains(key);
        json && (has("youtube#comment") || has("\"topLevelComment\""))
            || json && has("\"snippet\"") && (has("\"textOriginal\"") || has("\"textDisplay\""))
    }

    fn read(&self, input: Input, _options: &ReadOptions) -> Result<Box<dyn Rows>> {
        Ok(Box::new(Export::new(Documents::new(input, Answers))))
    }
}

struct Answers;

impl Shape for Answers {
    fn take(&mut self, document: Json<'_>, shelf: &mut Shelf) {
        for item in find(document, |item| top(item).is_object() || texts(item)) {
            if !top(item).is_object() {
                put(shelf, item, None, None);
                continue;
            }
            let snippet = item.get("snippet");
            let video = snippet.get("videoId").plain();
            put(shelf, top(item), video, None);
            let parent = top(item).get("id").plain().or(item.get("id").plain());
            let mut replies = 0;
            for reply in item.get("replies").get("comments").items() {
                replies += 1;
                put(shelf, reply, video, parent);
            }
            let missing = snippet.get("totalReplyCount").count().saturating_sub(replies);
            shelf.tell("replies that YouTube counts but did not hand over (ask `comments` for them)", missing);
        }
    }
}

fn top(item: Json<'_>) -> Json<'_> {
    item.get("snippet").get("topLevelComment")
}

fn texts(item: Json<'_>) -> bool {
    let snippet = item.get("snippet");
    snippet.has("textDisplay") || snippet.has("textOriginal")
}

/// Puts a comment on the shelf; what it does not say itself is said by the thread around it.
fn put(shelf: &mut Shelf, item: Json<'_>, video: Option<&str>, parent: Option<&str>) {
    let snippet = item.get("snippet");
    shelf.tell("authors' channels and pictures dropped", u64::from(snippet.has("authorChannelUrl")));
    let original = snippet.get("textOriginal").plain().map(str::to_owned);
    shelf.put(Comment {
        id: item.get("id").plain().unwrap_or_default().to_owned(),
        thread_id: snippet.any(&["videoId", "channelId"]).plain().or(video).map(str::to_owned),
        parent_id: snippet.get("parentId").plain().or(parent).map(str::to_owned),
        author: snippet.get("authorDisplayName").plain().map(str::to_owned),
        created_at: snippet.get("publishedAt").plain().map(str::to_owned),
        text: original.unwrap_or_else(|| markup::plain(snippet.get("textDisplay").text())),
        status: match snippet.get("moderationStatus").text() {
            "heldForReview" => Status::Pending,
            "likelySpam" => Status::Spam,
            "rejected" => Status::Deleted,
            _ => Status::Visible,
        },
        ..Comment::default()
    });
}
