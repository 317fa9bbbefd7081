//! A saved page with a `WordPress` comment section.

use super::{Rows, Source};
use crate::error::{Error, Result};
use crate::thread::comment_list::{self, Section};
use crate::thread::input::Input;
use crate::thread::open::ReadOptions;
use crate::thread::page::slug;
use crate::thread::shelf::{Export, Feed, Shelf};

/// A saved web page.
pub struct Html;

impl Source for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn describe(&self) -> &'static str {
        "a saved web page with a WordPress comment section (ol.comment-list, li.comment); from any browser"
    }

    fn recognise(&self, head: &str, _name: &str) -> bool {
        let start: String = head.trim_start().chars().take(1024).collect::<String>().to_ascii_lowercase();
        let page = start.starts_with("<!doctype html") || start.contains("<html") || start.contains("<body");
        let section = ["comment-body", "commentlist", "comment-list", "comment-content", "id=\"comments\""];
        start.starts_with('<') && !start.contains("<rss") && (page || section.iter().any(|name| head.contains(name)))
    }

    fn read(&self, mut input: Input, _options: &ReadOptions) -> Result<Box<dyn Rows>> {
        let section = comment_list::read(&input.read_to_end()?);
        if section.comments.is_empty() {
            let cause = "no WordPress comment section with comments is in this page (nothing like `li.comment`)";
            let cure = "Save the page with its comments unfolded, or copy its text into a .txt file and import that.";
            return Err(Error::input(input.place(), cause, cure));
        }
        let flat = section.comments.iter().all(|comment| comment.parent_id.is_none());
        let saved = Saved { input, section: Some(section) };
        Ok(Box::new(if flat { Export::flat(saved) } else { Export::new(saved) }))
    }
}

struct Saved {
    input: Input,
    section: Option<Section>,
}

impl Feed for Saved {
    fn read_on(&mut self, shelf: &mut Shelf) -> Result<bool> {
        let Some(section) = self.section.take() else { return Ok(false) };
        let thread = slug(section.title.as_deref().unwrap_or("page"));
        for mut comment in section.comments {
            comment.thread_id = Some(thread.clone());
            comment.title.clone_from(&section.title);
            shelf.put(comment);
        }
        shelf.tell("pingbacks and trackbacks, which are no comments and left out", section.links);
        Ok(false)
    }

    fn input(&self) -> &Input {
        &self.input
    }
}
