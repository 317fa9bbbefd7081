//! What people say of a thread's comments, and one more word of it.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{MOST_NAME, Text, within};
use super::faults::Faults;
use super::reply::Json;
use super::threads::{Number, found};
use crate::store::{CommentId, Kind, MarkRow, NewMark, Store, ThreadId};
use crate::web::{App, Moderator, Problem, Viewer};

/// What somebody said of a comment.
#[derive(Serialize, ToSchema)]
pub struct Label {
    /// Its number, which grows.
    id: i64,
    /// The comment's number.
    comment: i64,
    /// Who said it.
    who: String,
    /// When, in UTC.
    at: String,
    /// In what setting: `correction`, `label` or `suggestion`.
    #[schema(value_type = String)]
    kind: Kind,
    /// The label; nothing if the comment was passed over.
    label: Option<String>,
    /// A remark.
    note: String,
}

impl From<MarkRow> for Label {
    fn from(row: MarkRow) -> Self {
        let MarkRow { id, comment, who, at, kind, label, note, .. } = row;
        Self { id, comment, who, at, kind, label, note }
    }
}

/// What people say of a thread.
#[derive(Serialize, ToSchema)]
pub struct Labels {
    /// Each person's last word about each comment.
    labels: Vec<Label>,
}

/// What people say of a thread's comments
#[utoipa::path(get, path = "/api/v1/threads/{id}/labels", tag = "labels", params(("id" = i64, Path, description = "The thread's number")),
    responses((status = 200, body = Labels, description = "Each person's last word about each comment"), Faults))]
pub async fn list(_: Viewer, State(app): State<App>, Number(id): Number) -> Result<Json, Problem> {
    let marks = app.store(move |store| found(store, id).and_then(|_| Ok(store.marks(id)?))).await?;
    Json::of(&Labels { labels: marks.into_iter().map(Label::from).collect() })
}

/// A label to be given.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLabel {
    /// The comment's number, the `key` of `…/comments`. Give this or `id`.
    #[serde(default)]
    comment: Option<i64>,
    /// The export's own id of the comment. Give this or `comment`.
    #[serde(default)]
    id: Option<String>,
    /// A label of the model; `null` to pass the comment over.
    label: Option<String>,
    /// In what setting: `correction` beside the model's answer, or `label`.
    #[serde(default)]
    kind: Setting,
    /// A remark.
    #[serde(default)]
    note: String,
}

/// In what setting a label is given.
#[derive(Deserialize, ToSchema, Default, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub enum Setting {
    /// Beside the model's own answer.
    #[default]
    Correction,
    /// By somebody who did not see it.
    Label,
}

/// A label that was given.
#[derive(Serialize, ToSchema)]
pub struct AddedLabel {
    /// Its number.
    id: i64,
    /// The comment's number.
    comment: i64,
    /// The label in the model's own spelling.
    label: Option<String>,
}

/// Label a comment
///
/// Once this is answered, the label is on the disk. Labels are only ever added: a later one by the same name counts.
#[utoipa::path(post, path = "/api/v1/threads/{id}/labels", tag = "labels", params(("id" = i64, Path, description = "The thread's number")),
    request_body = NewLabel, responses((status = 201, body = AddedLabel, description = "It was given"), Faults))]
pub async fn add(
    Moderator(who): Moderator,
    State(app): State<App>,
    Number(thread): Number,
    body: Text,
) -> Result<Json, Problem> {
    let NewLabel { comment, id, label, kind, note } = body.read()?;
    within("note", &note, MOST_NAME)?;
    let model = app.model();
    let labels = &model.classifier.labels;
    let label = match label {
        None => None,
        Some(raw) => Some(labels.index(&raw).map(|at| labels.names()[at].clone()).ok_or_else(|| {
            Problem::bad("the model has no such label", format!("Its labels are {}", labels.names().join(", ")))
        })?),
    };
    let kind = match kind {
        Setting::Correction => Kind::Correction,
        Setting::Label => Kind::Label,
    };
    let said = label.clone();
    let (mark, comment) = app
        .store(move |store| {
            found(store, thread)?;
            let comment = which(store, thread, comment, id.as_deref())?;
            Ok::<_, Problem>((store.mark(&who.actor, &NewMark { comment, label: said, kind, note })?, comment))
        })
        .await?;
    Json::created(&AddedLabel { id: mark, comment, label })
}

/// The comment of the thread that is meant.
fn which(store: &Store, thread: ThreadId, key: Option<CommentId>, id: Option<&str>) -> Result<CommentId, Problem> {
    let found = match (key, id) {
        (Some(key), None) => store.comment(key)?.filter(|(of, _)| *of == thread).map(|_| key),
        (None, Some(id)) => store.find_comment(thread, id)?,
        _ => return Err(Problem::bad("the comment is not named", "Give either `comment` or `id`")),
    };
    found.ok_or_else(|| Problem::bad("the thread has no such comment", "`…/comments` lists those it has"))
}
