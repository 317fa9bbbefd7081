//! Threads: those that are there, a new one in any format, one of them, and the end of one.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::body::{MOST_NAME, Raw, within};
use super::faults::Faults;
use super::reply::Json;
use crate::store::{Store, ThreadId, ThreadRow};
use crate::web::app::apart;
use crate::web::intake::{self, Sent};
use crate::web::{Admin, App, Moderator, Problem, Viewer};

/// What is known of a thread.
#[derive(Serialize, ToSchema)]
pub struct Thread {
    /// Its number.
    id: i64,
    /// What it is called.
    title: String,
    /// The question whose sides are asked for; the model's own if there is none.
    target: Option<String>,
    /// What it was read from.
    source: String,
    /// When it was added, in UTC.
    added_at: String,
    /// Who added it.
    added_by: String,
    /// How many comments it has.
    comments: u64,
    /// How many of them somebody has labelled or corrected.
    corrected: u64,
}

impl From<ThreadRow> for Thread {
    fn from(row: ThreadRow) -> Self {
        let ThreadRow { id, title, target, source, added_at, added_by, comments, corrected } = row;
        Self { id, title, target, source, added_at, added_by, comments, corrected }
    }
}

/// All threads.
#[derive(Serialize, ToSchema)]
pub struct Threads {
    /// The newest first.
    threads: Vec<Thread>,
}

/// The threads that are there
#[utoipa::path(get, path = "/api/v1/threads", tag = "threads",
    responses((status = 200, body = Threads, description = "The newest first"), Faults))]
pub async fn list(_: Viewer, State(app): State<App>) -> Result<Json, Problem> {
    let threads = app.store(Store::threads).await?;
    Json::of(&Threads { threads: threads.into_iter().map(Thread::from).collect() })
}

/// How a thread is to be read.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// The source format, as `hustings import --from` names them; found out if not given.
    from: Option<String>,
    /// The file's name; its ending counts.
    name: Option<String>,
    /// What the thread is to be called; its own title if not given.
    title: Option<String>,
    /// The question whose sides are asked for, in place of the comments' own.
    target: Option<String>,
}

/// A thread that was added.
#[derive(Serialize, ToSchema)]
pub struct Added {
    /// The thread.
    thread: Thread,
    /// What reading found out, a sentence each.
    notes: Vec<String>,
}

/// Add a thread
///
/// The body is the export itself, in any format that `hustings import` reads: a table, JSON lines, an export of a
/// comment system, a saved or a pasted page; packed with gzip or zstd if you like.
#[utoipa::path(post, path = "/api/v1/threads", tag = "threads", params(Reading),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The export as it is"),
    responses((status = 201, body = Added, description = "It was added"), Faults))]
pub async fn add(
    Moderator(who): Moderator,
    State(app): State<App>,
    reading: Result<Query<Reading>, axum::extract::rejection::QueryRejection>,
    Raw(body): Raw,
) -> Result<Json, Problem> {
    let Query(Reading { from, name, title, target }) =
        reading.map_err(|error| Problem::bad(error.body_text(), "The parameters are from, name, title and target"))?;
    for (limit, field) in [("name", &name), ("title", &title), ("target", &target)] {
        within(limit, field.as_deref().unwrap_or_default(), MOST_NAME)?;
    }
    let given = |field: Option<String>| field.filter(|text| !text.trim().is_empty());
    let name = given(name).unwrap_or_else(|| "what was sent".into());
    let sent = Sent { name, bytes: body.into(), from: given(from), title: given(title), target: given(target) };
    let most = app.config().limits.comments;
    let (thread, report) = apart(move || intake::read(sent, most)).await?;
    let notes = report.notes;
    let thread = app
        .store(move |store| {
            let id = store.add_thread(&who.actor, &thread)?;
            found(store, id)
        })
        .await?;
    Json::created(&Added { thread: thread.into(), notes })
}

/// One thread
#[utoipa::path(get, path = "/api/v1/threads/{id}", tag = "threads", params(("id" = i64, Path, description = "The thread's number")),
    responses((status = 200, body = Thread, description = "What is known of it"), Faults))]
pub async fn one(_: Viewer, State(app): State<App>, Number(id): Number) -> Result<Json, Problem> {
    Json::of(&Thread::from(app.store(move |store| found(store, id)).await?))
}

/// Delete a thread
///
/// With its comments, what was said of them, and its queue. The audit log keeps that it was there.
#[utoipa::path(delete, path = "/api/v1/threads/{id}", tag = "threads", params(("id" = i64, Path, description = "The thread's number")),
    responses((status = 204, description = "It is gone"), Faults))]
pub async fn delete(Admin(who): Admin, State(app): State<App>, Number(id): Number) -> Result<StatusCode, Problem> {
    let there = app.store(move |store| store.delete_thread(&who.actor, id)).await?;
    if there { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::NotFound) }
}

/// The thread of a number, if there is one.
///
/// # Errors
/// [`Problem::NotFound`]
pub fn found(store: &Store, id: ThreadId) -> Result<ThreadRow, Problem> {
    store.thread(id)?.ok_or(Problem::NotFound)
}

/// The number in an address; what is no number is nobody's.
pub struct Number(pub ThreadId);

impl<S: Send + Sync> axum::extract::FromRequestParts<S> for Number {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut axum::http::request::Parts, state: &S) -> Result<Self, Problem> {
        let number = Path::<ThreadId>::from_request_parts(parts, state).await;
        number.map(|Path(id)| Self(id)).map_err(|_| Problem::NotFound)
    }
}
