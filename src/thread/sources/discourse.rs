//! Discourse: a topic with its posts, or a list of posts.

use std::collections::HashMap;

use super::{Rows, Source};
use crate::error::Result;
use crate::thread::comment::{Comment, Status};
use crate::thread::documents::{Documents, Shape, descend};
use crate::thread::input::Input;
use crate::thread::markup::{self, Quoted};
use crate::thread::open::ReadOptions;
use crate::thread::shelf::{Export, Shelf};
use crate::thread::tree::Json;

/// How sure it is that a post answers the one that it quotes, and the last post of the person that it quotes.
const QUOTED_POST: f32 = 0.9;
const QUOTED_USER: f32 = 0.7;

/// A Discourse export.
pub struct Discourse;

impl Source for Discourse {
    fn name(&self) -> &'static str {
        "discourse"
    }

    fn describe(&self) -> &'static str {
        "Discourse JSON: a topic or posts; from a topic's address with .json behind it, or /posts.json"
    }

    fn recognise(&self, head: &str, _name: &str) -> bool {
        let has = |key: &str| head.contains(key);
        let json = head.trim_start().starts_with(['[', '{']);
        json && (has("\"post_stream\"") || has("\"post_number\"") && (has("\"cooked\"") || has("\"raw\"")))
    }

    fn read(&self, input: Input, _options: &ReadOptions) -> Result<Box<dyn Rows>> {
        Ok(Box::new(Export::new(Documents::new(input, Topics::default()))))
    }
}

#[derive(Default)]
struct Topics {
    /// The ids of posts by topic and number in it, and the titles of topics.
    posts: HashMap<(String, String), String>,
    titles: HashMap<String, String>,
    /// The last post of everybody in every topic.
    latest: HashMap<(String, String), String>,
}

impl Shape for Topics {
    fn take(&mut self, document: Json<'_>, shelf: &mut Shelf) {
        let (mut posts, mut open) = (Vec::new(), vec![(document, String::new())]);
        while let Some((value, above)) = open.pop() {
            if value.is_object() && value.has("post_number") && (value.has("cooked") || value.has("raw")) {
                let topic = value.get("topic_id").plain().map_or(above, str::to_owned);
                self.learn(value, &topic);
                posts.push((value, topic));
                continue;
            }
            let stream = value.get("post_stream");
            let topic = if stream.is_object() { self.topic(value, shelf) } else { above };
            let mut held = Vec::new();
            descend(&mut held, value);
            open.extend(held.into_iter().map(|inner| (inner, topic.clone())));
        }
        for (post, topic) in posts {
            self.put(post, topic, shelf);
        }
    }
}

impl Topics {
    /// Learns a topic's title, and counts the posts that it has but does not hand over.
    fn topic(&mut self, topic: Json<'_>, shelf: &mut Shelf) -> String {
        let id = topic.get("id").plain().unwrap_or_default().to_owned();
        let title = markup::line(topic.any(&["title", "fancy_title"]).text());
        if !title.is_empty() {
            self.titles.insert(id.clone(), title);
        }
        let stream = topic.get("post_stream");
        let missing = stream.get("stream").items().count().saturating_sub(stream.get("posts").items().count());
        shelf.tell(
            "posts that the topic lists but that were not handed over (ask for its further pages)",
            missing as u64,
        );
        id
    }

    fn learn(&mut self, post: Json<'_>, topic: &str) {
        let title = markup::line(post.any(&["topic_title", "topic_html_title"]).text());
        if !title.is_empty() {
            self.titles.entry(topic.to_owned()).or_insert(title);
        }
        if let (Some(id), Some(number)) = (post.get("id").plain(), post.get("post_number").plain()) {
            self.posts.insert((topic.to_owned(), number.to_owned()), id.to_owned());
        }
    }

    fn put(&mut self, post: Json<'_>, topic: String, shelf: &mut Shelf) {
        let number = post.get("post_number").plain().unwrap_or_default();
        let author = post.get("username").plain();
        let id = post.get("id").plain().unwrap_or_default().to_owned();
        if number == "1" {
            shelf.tell("opening posts, which are the topics' articles and no comments", 1);
        } else if post.get("post_type").plain() == Some("3") {
            shelf.tell("notes of the system (topic closed, moved …), which are no comments and left out", 1);
        } else {
            let cooked = post.get("cooked");
            let mut read = markup::read(cooked.text(), false);
            if !cooked.is_some() {
                post.get("raw").text().trim().clone_into(&mut read.text);
            }
            let (parent_id, reply_confidence) = self.parent(post, &topic, read.quoted.as_ref());
            shelf.put(Comment {
                id: id.clone(),
                parent_id,
                reply_confidence,
                title: self.titles.get(&topic).cloned(),
                author: author.map(str::to_owned),
                created_at: post.get("created_at").plain().map(str::to_owned),
                text: read.text,
                status: status(post),
                thread_id: Some(topic.clone()).filter(|topic| !topic.is_empty()),
                ..Comment::default()
            });
        }
        if let Some(author) = author {
            self.latest.insert((topic, author.to_lowercase()), id);
        }
    }

    /// The post that one answers, as it says; else that which it quotes. An answer to the opening post answers none.
    fn parent(&self, post: Json<'_>, topic: &str, quoted: Option<&Quoted>) -> (Option<String>, Option<f32>) {
        // What is answered but not in the export keeps its place in the topic as a name.
        let named = |number: &str| {
            let known = self.posts.get(&(topic.to_owned(), number.to_owned()));
            (number != "1").then(|| known.cloned().unwrap_or_else(|| format!("{topic}/{number}")))
        };
        if let Some(number) = post.get("reply_to_post_number").plain() {
            return (named(number), None);
        }
        let here = |quoted: &&Quoted| quoted.topic.as_deref().is_none_or(|other| other == topic);
        let Some(quoted) = quoted.filter(here) else { return (None, None) };
        if let Some(number) = &quoted.post {
            let parent = named(number);
            return (parent.clone(), parent.map(|_| QUOTED_POST));
        }
        let user = quoted.user.as_ref().map(|user| (topic.to_owned(), user.to_lowercase()));
        let parent = user.and_then(|user| self.latest.get(&user)).cloned();
        (parent.clone(), parent.map(|_| QUOTED_USER))
    }
}

fn status(post: Json<'_>) -> Status {
    if post.get("deleted_at").is_some() || post.get("user_deleted").is_true() {
        Status::Deleted
    } else if post.get("hidden").is_true() {
        Status::Pending
    } else {
        Status::Visible
    }
}
