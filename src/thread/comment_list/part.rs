//! What an element is of a comment, by the classes that `WordPress` and its themes give it.

use crate::thread::markup::{Tag, hidden};

/// What an element is of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
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

/// What an element inside of a comment is, from its classes and from what it stands in.
pub(super) fn within(tag: &Tag, above: Part) -> Part {
    let name = tag.name.as_str();
    let own = |classes: &[&str]| tag.classes().any(|class| classes.contains(&class));
    if matches!(above, Part::Author | Part::Date) {
        return above;
    }
    if own(&["children"]) {
        return Part::Children;
    }
    if own(&["fn", "wp-block-comment-author-name"]) || tag.attribute("itemprop") == "name" {
        return Part::Author;
    }
    // Some themes put the frame into the content; a reader's own words have no classes.
    if above == Part::Content {
        return if own(&AROUND) || own(&["meta", "comment-actions"]) { Part::Around } else { above };
    }
    if name == "time" || own(&["wp-block-comment-date", "comment-date", "comment-time", "comment-datetime"]) {
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
