//! What columns can serve as, and what exports call them.

/// What a column can serve as; named as in the canonical row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the field of `Comment` of that name")]
pub enum Role {
    Id,
    Thread,
    Parent,
    ParentText,
    Confidence,
    Author,
    Created,
    Title,
    Target,
    Text,
    Status,
    Stance,
    Acts,
    ActsLabelled,
    Annotator,
}

/// Every role, its canonical name, and what exports call it, best first. Compared in lower case
/// with `_` for spaces and hyphens.
pub(super) const ROLES: [(Role, &str, &[&str]); 15] = [
    (Role::Id, "id", &["comment_id", "tweet_id", "post_id", "message_id", "_id", "cid"]),
    (
        Role::Thread,
        "thread_id",
        &[
            "thread",
            "article_id",
            "discussion_id",
            "link_id",
            "topic_id",
            "submission_id",
            "conversation_id",
            "story_id",
        ],
    ),
    (
        Role::Parent,
        "parent_id",
        &[
            "parent",
            "in_reply_to",
            "reply_to",
            "in_reply_to_id",
            "reply_to_id",
            "comment_parent",
            "in_reply_to_status_id",
        ],
    ),
    (Role::ParentText, "parent_text", &["parent_comment", "parent_body", "quoted_text"]),
    (Role::Confidence, "reply_confidence", &[]),
    (
        Role::Author,
        "author",
        &[
            "user",
            "username",
            "user_name",
            "name",
            "screen_name",
            "author_name",
            "comment_author",
            "user_id",
            "author_id",
        ],
    ),
    (
        Role::Created,
        "created_at",
        &["created_utc", "created", "date", "timestamp", "time", "published_at", "comment_date"],
    ),
    (Role::Title, "title", &["article_title", "headline", "thread_title"]),
    (Role::Target, "target", &["topic", "question", "issue"]),
    (
        Role::Text,
        "text",
        &["comment", "body", "comment_text", "content", "message", "tweet", "comment_content", "post", "comment_body"],
    ),
    (Role::Status, "status", &["comment_approved", "state"]),
    (Role::Stance, "stance", &["label", "class", "gold", "gold_label", "gold_stance", "annotation"]),
    (Role::Acts, "acts", &[]),
    (Role::ActsLabelled, "acts_labelled", &["acts_labeled"]),
    (Role::Annotator, "annotator", &["annotator_id", "labelled_by", "labeled_by", "coder"]),
];

/// How many of these names mean something to [`Columns::find`](super::Columns::find).
pub(super) fn known(headers: &[String]) -> usize {
    let means = |header: &String| {
        let name = plain(header);
        ROLES.iter().any(|(_, canonical, aliases)| *canonical == name || aliases.contains(&name.as_str()))
    };
    headers.iter().filter(|header| means(header)).count()
}

/// A column name as it is compared.
pub(super) fn plain(header: &str) -> String {
    header.trim().to_lowercase().replace([' ', '-'], "_")
}
