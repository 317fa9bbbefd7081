//! A comment as it is put before a classifier.

use crate::thread::Comment;

/// What a comment says, and the text that it answers where that is known.
#[derive(Debug, Clone, Copy, Default)]
pub struct Said<'a> {
    /// The comment itself, as written.
    pub text: &'a str,
    /// The text that it answers.
    pub parent: Option<&'a str>,
}

impl<'a> From<&'a str> for Said<'a> {
    fn from(text: &'a str) -> Self {
        Self { text, parent: None }
    }
}

impl<'a> From<&'a String> for Said<'a> {
    fn from(text: &'a String) -> Self {
        text.as_str().into()
    }
}

impl<'a> From<&'a Comment> for Said<'a> {
    fn from(comment: &'a Comment) -> Self {
        Self { text: &comment.text, parent: comment.parent_text.as_deref() }
    }
}
