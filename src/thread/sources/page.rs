//! A page as a moderator pastes it: article, `10 Comments`, comments.

use super::{Listed, Rows, Source};
use crate::error::Result;
use crate::thread::input::Input;
use crate::thread::open::ReadOptions;
use crate::thread::page;

/// A pasted page of an article with its comments.
pub struct Page;

impl Source for Page {
    fn name(&self) -> &'static str {
        "page"
    }

    fn describe(&self) -> &'static str {
        "a page as pasted: the article, a line like `10 Comments`, then the comments; from any browser"
    }

    /// Any text is a page, except markup and what is not text at all.
    fn recognise(&self, head: &str, _name: &str) -> bool {
        let start = head.trim_start();
        let odd = head.chars().filter(|c| (c.is_control() && !c.is_whitespace()) || *c == '\u{FFFD}').count();
        !start.starts_with(['<', '{']) && odd * 20 <= head.chars().count()
    }

    fn read(&self, mut input: Input, options: &ReadOptions) -> Result<Box<dyn Rows>> {
        let text = input.read_to_end()?.replace('\0', "\u{FFFD}");
        let (comments, notes) = page::comments(&text, input.name(), options.one_per_line);
        Ok(Box::new(Listed::new(input, comments, notes)))
    }
}
