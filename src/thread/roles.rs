//! What columns can serve as, and what exports call them.

/// What a column can serve as; named as in the canonical row, or as the mark that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "each is the field of `Comment` of that name, or one of the marks that make its status"
)]
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
    Deleted,
    Spam,
    Approved,
    Stance,
    Acts,
    ActsLabelled,
    Annotator,
}

/// Every role, its canonical name, and what exports call it, best first; words are parted by `_`. A dot of a nested
/// key parts words too: `author.name` is `author_name`.
pub(super) const ROLES: [(Role, &str, &[&str]); 18] = [
    (
        Role::Id,
        "id",
        &[
            "comment_id",
            "tweet_id",
            "post_id",
            "message_id",
            "_id",
            "cid",
            "id_str",
            "uuid",
            "msg_id",
            "review_id",
            "object_id",
            "post_uri",
            "hex",
            "comment_hex",
            "content_uuid",
        ],
    ),
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
            "video_id",
            "comment_post_id",
            "asset_id",
            "page_id",
            "thread_uuid",
            "locator_url",
        ],
    ),
    (
        Role::Parent,
        "parent_id",
        &[
            "parent",
            "reply_to_comment_id",
            "in_reply_to",
            "reply_to",
            "to_pid",
            "in_reply_to_id",
            "reply_to_id",
            "comment_parent",
            "in_reply_to_status_id",
            "parent_comment_id",
            "comment_parent_id",
            "reply_to_message_id",
            "in_reply_to_comment_id",
            "parent_post_id",
            "parent_hex",
            "parent_uuid",
            "reply_to_id_str",
        ],
    ),
    (Role::ParentText, "parent_text", &["parent_comment", "parent_body", "quoted_text"]),
    (Role::Confidence, "reply_confidence", &[]),
    (
        Role::Author,
        "author",
        &[
            "author_name",
            "author_display_name",
            "comment_author",
            "user",
            "username",
            "user_display_name",
            "display_name",
            "screen_name",
            "author_username",
            "user_screen_name",
            "user_username",
            "user_login",
            "author_login",
            "account_display_name",
            "account_username",
            "owner_display_name",
            "creator_name",
            "owner_username",
            "author_handle",
            "name",
            "from_name",
            "profile_name",
            "commenter",
            "nickname",
            "poster",
            "speaker",
            "from",
            "user_id",
            "author_id",
        ],
    ),
    (
        Role::Created,
        "created_at",
        &[
            "created_utc",
            "created",
            "date",
            "date_gmt",
            "timestamp",
            "time",
            "datetime",
            "date_time",
            "published_at",
            "comment_date_gmt",
            "comment_date",
            "created_time",
            "create_time",
            "record_created_at",
            "indexed_at",
            "creation_date",
            "created_date",
            "date_created",
            "date_posted",
            "posted_at",
            "posted_on",
            "posted",
            "post_time",
            "submitted_at",
            "written_at",
            "updated_at",
            "ts",
            "published",
        ],
    ),
    (Role::Title, "title", &["article_title", "headline", "thread_title"]),
    (Role::Target, "target", &["topic", "question", "issue"]),
    (
        Role::Text,
        "text",
        &[
            "raw_message",
            "content_raw",
            "comment",
            "body",
            "comment_text",
            "content",
            "message",
            "tweet",
            "comment_content",
            "post",
            "comment_body",
            "full_text",
            "post_text",
            "text_original",
            "body_text",
            "message_text",
            "content_text",
            "review_text",
            "review",
            "content_rendered",
            "record_text",
            "post_record_text",
            "markdown",
            "body_html",
            "content_html",
            "comment_html",
            "text_html",
            "html",
            "comments",
        ],
    ),
    (
        Role::Status,
        "status",
        &[
            "comment_approved",
            "state",
            "comment_status",
            "moderation_status",
            "moderation_state",
            "comment_state",
            "approval_status",
        ],
    ),
    (
        Role::Deleted,
        "is_deleted",
        &["deleted", "delete", "is_removed", "removed", "is_hidden", "hidden", "deleted_at", "removed_at"],
    ),
    (Role::Spam, "is_spam", &["spam"]),
    (Role::Approved, "is_approved", &["approved", "is_published", "is_visible"]),
    (Role::Stance, "stance", &["label", "class", "gold", "gold_label", "gold_stance", "annotation"]),
    (Role::Acts, "acts", &[]),
    (Role::ActsLabelled, "acts_labelled", &["acts_labeled"]),
    (Role::Annotator, "annotator", &["annotator_id", "labelled_by", "labeled_by", "coder"]),
];

/// A name that is the parent's where another is the comment's own, and the comment's own where none is.
pub(super) const EITHER: &str = "pid";

/// Whether several columns may play a role together.
pub(super) fn is_mark(role: Role) -> bool {
    matches!(role, Role::Deleted | Role::Spam | Role::Approved)
}

/// How many of these names mean something to [`Columns::find`](super::Columns::find).
pub(super) fn known(headers: &[String]) -> usize {
    headers.iter().filter(|header| means_any(header)).count()
}

/// Whether a name is one for the text.
pub(super) fn is_text(header: &str) -> bool {
    let name = squeezed(header);
    ROLES.iter().any(|(role, canonical, aliases)| {
        *role == Role::Text && std::iter::once(canonical).chain(*aliases).any(|a| squeezed(a) == name)
    })
}

/// Whether a name means something.
fn means_any(header: &str) -> bool {
    let name = squeezed(header);
    ROLES.iter().any(|(_, canonical, aliases)| std::iter::once(canonical).chain(*aliases).any(|a| squeezed(a) == name))
}

/// A column name as it is compared first.
pub(super) fn plain(header: &str) -> String {
    header.trim().to_lowercase().replace([' ', '-', '.'], "_")
}

/// A column name as it is compared where none is found as it is written: `commentID`, `Comment ID` and `comment_id`
/// are one.
pub(super) fn squeezed(header: &str) -> String {
    header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
