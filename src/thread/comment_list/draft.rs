//! A comment of a page while it is being read.

use crate::thread::comment::Comment;
use crate::thread::markup::Text;

/// A comment that is open, or that has closed while one above it has not.
pub(super) struct Draft {
    pub comment: Comment,
    /// Whether the page gives it a number.
    pub numbered: bool,
    /// Its place among the comments: it is put there when it opens, so that answers come behind it.
    pub place: usize,
    pub content: Text,
    pub rest: Text,
    pub author: String,
    pub date: String,
}

impl Draft {
    /// The comment, now that all of it was read.
    pub fn finish(self) -> Comment {
        let mut comment = self.comment;
        let (content, rest) = (self.content.finish(), self.rest.finish());
        comment.text = if content.is_empty() { rest } else { content };
        let given = |text: &str| Some(one_line(text)).filter(|text| !text.is_empty());
        comment.author = given(&self.author);
        comment.created_at = comment.created_at.or_else(|| given(&self.date));
        comment
    }
}

/// A name or a date, as it is shown.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
