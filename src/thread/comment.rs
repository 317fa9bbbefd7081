//! The canonical comment: one row of a corpus or one item of a thread.

use serde::{Deserialize, Serialize};

/// Whether readers could see a comment when it was exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Shown. Only these are scored into a brief.
    #[default]
    Visible,
    /// Removed by its author or a moderator.
    Deleted,
    /// Marked as spam.
    Spam,
    /// Waiting for a moderator.
    Pending,
}

/// One comment with what is known about its place. Only `id` and `text` are always there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Comment {
    /// The export's id, or `row-N` where it has none.
    pub id: String,
    /// The thread (article, topic, submission) that it stands in.
    pub thread_id: Option<String>,
    /// The id of the comment that it answers.
    pub parent_id: Option<String>,
    /// The text of the comment that it answers, where the row itself holds that.
    pub parent_text: Option<String>,
    /// How sure the parent is, 0 to 1; nothing where the export itself named it.
    pub reply_confidence: Option<f32>,
    /// The author's name as shown.
    pub author: Option<String>,
    /// When it was written, as exported.
    pub created_at: Option<String>,
    /// The title of the thread's article.
    pub title: Option<String>,
    /// The question whose sides are asked for, e.g. `arming the rebels`.
    pub target: Option<String>,
    /// The comment itself, as written.
    pub text: String,
    /// Whether readers could see it.
    pub status: Status,
    /// The human label, as spelled in the data.
    pub stance: Option<String>,
    /// Conversation acts that a human marked present.
    pub acts: Vec<String>,
    /// Acts that the annotator looked for, present or not.
    pub acts_labelled: Vec<String>,
    /// Who labelled it.
    pub annotator: Option<String>,
}
