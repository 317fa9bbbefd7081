//! The comments of a thread with what the model and people say, and one more comment to a thread that grows.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::millionths;
use super::body::{MOST_NAME, MOST_TEXT, Text, within};
use super::faults::Faults;
use super::reply::Json;
use super::threads::{Number, found};
use crate::brief::{Act, Scored};
use crate::thread::{Comment, Status, defuse};
use crate::web::{App, Moderator, Problem, Viewer};

/// Comments of one page, at most and if nothing is asked.
pub const MOST_PAGE: usize = 1_000;
const PAGE: usize = 200;

/// Which part of a thread.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// How many comments to pass over.
    #[serde(default)]
    offset: usize,
    /// How many to tell, 1 to 1,000.
    #[param(minimum = 1, maximum = 1000)]
    #[serde(default = "page")]
    limit: usize,
}

fn page() -> usize {
    PAGE
}

/// A part of a thread.
#[derive(Serialize, ToSchema)]
pub struct Comments {
    /// The number of the model that was asked.
    model: i64,
    /// The labels, in the order of every list of probabilities.
    labels: Vec<String>,
    /// How many comments the thread has.
    of: usize,
    /// Where the next part begins; nothing after the last.
    next: Option<usize>,
    /// The comments, in the thread's order.
    comments: Vec<Shown>,
}

/// A comment, what the model says of it, and what people say.
#[derive(Serialize, ToSchema)]
pub struct Shown {
    /// Its number here: what labels name.
    key: i64,
    /// The export's own id.
    id: String,
    /// The id of the comment that it answers.
    parent_id: Option<String>,
    /// The author's name.
    author: Option<String>,
    /// When it was written, as exported.
    created_at: Option<String>,
    /// The comment itself.
    text: String,
    /// Whether readers could see it: `visible`, `deleted`, `spam` or `pending`.
    #[schema(value_type = String)]
    status: Status,
    /// What the model says.
    label: String,
    /// The probability of that.
    confidence: f64,
    /// The probability of every label.
    probabilities: Vec<f64>,
    /// Better not to act on it.
    unsure: bool,
    /// Whether the comments around it were read with it.
    placed: bool,
    /// The acts that count as there.
    acts: Vec<Done>,
    /// The label that somebody gave it last.
    corrected: Option<String>,
}

/// Something that a comment does.
#[derive(Serialize, ToSchema)]
pub struct Done {
    /// The act.
    name: String,
    /// How probable it is.
    probability: f64,
}

impl Shown {
    fn of(key: i64, scored: &Scored, labels: &[String], corrected: Option<&str>) -> Self {
        let Scored { comment, prediction, acts, .. } = scored;
        let done = |act: &Act| Done { name: act.name.clone(), probability: millionths(act.probability) };
        Self {
            key,
            id: comment.id.clone(),
            parent_id: comment.parent_id.clone(),
            author: comment.author.clone(),
            created_at: comment.created_at.clone(),
            text: comment.text.clone(),
            status: comment.status,
            label: labels.get(prediction.label).cloned().unwrap_or_default(),
            confidence: millionths(prediction.confidence),
            probabilities: prediction.probabilities.iter().map(|p| millionths(*p)).collect(),
            unsure: prediction.unsure,
            placed: prediction.placed,
            acts: acts.iter().filter(|act| act.present).map(done).collect(),
            corrected: corrected.map(str::to_owned),
        }
    }
}

/// The comments of a thread, scored
///
/// In the thread's order, each with what the model says of it in its thread and the label that somebody gave it last.
#[utoipa::path(get, path = "/api/v1/threads/{id}/comments", tag = "threads", params(("id" = i64, Path, description = "The thread's number"), Part),
    responses((status = 200, body = Comments, description = "A part of the thread"), Faults))]
pub async fn list(
    _: Viewer,
    State(app): State<App>,
    Number(id): Number,
    part: Result<Query<Part>, QueryRejection>,
) -> Result<Json, Problem> {
    let Query(Part { offset, limit }) =
        part.map_err(|error| Problem::bad(error.body_text(), "The parameters are offset and limit"))?;
    if !(1..=MOST_PAGE).contains(&limit) {
        return Err(Problem::bad(format!("`limit` is {limit}"), "Ask for 1 to 1000 comments at a time"));
    }
    let thread = app.scored(id).await?;
    let model = app.model();
    let labels = model.classifier.labels.names();
    let given = thread.labels();
    let all = thread.keys.iter().zip(thread.scored.iter());
    let comments: Vec<Shown> = all
        .skip(offset)
        .take(limit)
        .map(|(key, scored)| Shown::of(*key, scored, labels, given.get(key).copied()))
        .collect();
    let next = Some(offset.saturating_add(limit)).filter(|next| *next < thread.keys.len());
    Json::of(&Comments { model: thread.model, labels: labels.to_vec(), of: thread.keys.len(), next, comments })
}

/// A comment to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewComment {
    /// The id by which your system knows it: what `parent_id` of an answer names, and Coral's `parentID`.
    id: String,
    /// The comment itself. At most 65,536 bytes.
    text: String,
    /// The id of the comment that it answers.
    #[serde(default)]
    parent_id: Option<String>,
    /// The author's name.
    #[serde(default)]
    author: Option<String>,
    /// When it was written, as RFC 3339.
    #[serde(default)]
    created_at: Option<String>,
}

/// A comment that was added.
#[derive(Serialize, ToSchema)]
pub struct AddedComment {
    /// Its number here.
    key: i64,
}

/// Add a comment to a thread
///
/// For threads that grow. A comment whose id the thread has already is not added again: its number is told.
#[utoipa::path(post, path = "/api/v1/threads/{id}/comments", tag = "threads", params(("id" = i64, Path, description = "The thread's number")),
    request_body = NewComment, responses((status = 201, body = AddedComment, description = "It is there"), Faults))]
pub async fn add(_: Moderator, State(app): State<App>, Number(thread): Number, body: Text) -> Result<Json, Problem> {
    let NewComment { id, text, parent_id, author, created_at } = body.read()?;
    within("text", &text, MOST_TEXT)?;
    for field in [Some(&id), parent_id.as_ref(), author.as_ref(), created_at.as_ref()].into_iter().flatten() {
        within("name", field, MOST_NAME)?;
    }
    if id.trim().is_empty() || text.trim().is_empty() {
        return Err(Problem::bad("the comment has no id or no text", "Send both"));
    }
    let most = app.config().limits.comments;
    let mut comment = Comment { id, parent_id, author, created_at, text, ..Comment::default() };
    defuse(&mut comment);
    let key = app
        .store(move |store| {
            found(store, thread)?;
            store.add_once(thread, &comment, most)?.ok_or_else(|| full(most))
        })
        .await?;
    Json::created(&AddedComment { key })
}

/// That a thread has as many comments as are taken.
pub fn full(most: usize) -> Problem {
    Problem::TooLarge { limit: "comments", allowed: format!("{most} comments") }
}
