//! `POST /threads/{id}/comments/{key}/mark` and `POST /threads/{id}/undo`: what people say of a comment.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

use super::frame::render;
use super::reading::Reading;
use super::row::Row;
use super::shown::clip;
use crate::store::{CommentId, Kind, NewMark, ThreadId};
use crate::web::app::apart;
use crate::web::{App, Checked, Moderator, Problem, Who};

/// The form of a correction.
#[derive(Debug, Deserialize)]
pub(super) struct Given {
    label: String,
}

/// The form of an undo.
#[derive(Debug, Deserialize)]
pub(super) struct Back {
    #[serde(default)]
    back: String,
}

/// What our script is told.
#[derive(Debug, Serialize)]
struct Done {
    said: String,
    key: Option<CommentId>,
    /// The comment as it is shown now.
    html: Option<String>,
}

/// `POST /threads/{id}/comments/{key}/mark`
pub(super) async fn post(
    State(app): State<App>,
    Moderator(who): Moderator,
    Path((id, key)): Path<(ThreadId, CommentId)>,
    headers: HeaderMap,
    Checked(given): Checked<Given>,
) -> Result<Response, Problem> {
    let label = known(&app, &given.label)?;
    record(&app, &who, id, key, Some(label.clone()), Kind::Correction, String::new()).await?;
    if !wants_json(&headers) {
        return Ok(Redirect::to(&format!("/threads/{id}?at={key}#c{key}")).into_response());
    }
    answer(&app, id, key, who, move |comment| format!("{comment}: you say {label}")).await
}

/// `POST /threads/{id}/undo`
pub(super) async fn undo(
    State(app): State<App>,
    Moderator(who): Moderator,
    Path(id): Path<ThreadId>,
    headers: HeaderMap,
    Checked(form): Checked<Back>,
) -> Result<Response, Problem> {
    let actor = who.actor.clone();
    let back = app.store(move |store| store.undo(&actor, Some(id))).await?;
    if !wants_json(&headers) {
        let anchor = back.as_ref().filter(|_| !form.back.contains("/label"));
        let anchor = anchor.map(|mark| format!("#c{}", mark.comment)).unwrap_or_default();
        let own = format!("/threads/{id}");
        // Only to a page of this thread, whatever the form says.
        let to = if form.back.starts_with(&own) { form.back } else { own };
        return Ok(Redirect::to(&(to + &anchor)).into_response());
    }
    match back {
        None => {
            Ok(Json(Done { said: "There is nothing of yours to take back".into(), key: None, html: None })
                .into_response())
        }
        Some(mark) => {
            answer(&app, id, mark.comment, who, |comment| format!("{comment}: your last word is taken back")).await
        }
    }
}

/// The label that the model knows by this name.
///
/// # Errors
/// [`Problem::BadInput`]
pub(super) fn known(app: &App, label: &str) -> Result<String, Problem> {
    let model = app.model();
    let labels = &model.classifier.labels;
    labels.index(label).map(|at| labels.names()[at].clone()).ok_or_else(|| {
        let cause = format!("there is no label “{}”", clip(label, 40));
        Problem::bad(cause, format!("Use one of {}", labels.names().join(", ")))
    })
}

/// Writes down what somebody says of a comment of a thread.
///
/// # Errors
/// [`Problem::NotFound`] if the thread has no such comment.
pub(super) async fn record(
    app: &App,
    who: &Who,
    thread: ThreadId,
    comment: CommentId,
    label: Option<String>,
    kind: Kind,
    note: String,
) -> Result<(), Problem> {
    let actor = who.actor.clone();
    app.store(move |store| {
        let stands = store.comment(comment)?.is_some_and(|(of, _)| of == thread);
        if !stands {
            return Err(Problem::NotFound);
        }
        store.mark(&actor, &NewMark { comment, label, kind, note })?;
        Ok(())
    })
    .await
}

/// The comment as it is now, for our script.
async fn answer(
    app: &App,
    id: ThreadId,
    key: CommentId,
    who: Who,
    said: impl FnOnce(String) -> String + Send + 'static,
) -> Result<Response, Problem> {
    let (app, thread) = (app.clone(), app.scored(id).await?);
    apart(move || {
        let model = app.model();
        let reading = Reading::of(thread, &model.classifier.labels);
        let at = reading.place(key).ok_or(Problem::NotFound)?;
        let html = render(&Row::of(&reading, at, &who))?;
        let said = said(format!("Comment {}", at + 1));
        Ok::<_, Problem>(Json(Done { said, key: Some(key), html: Some(html) }).into_response())
    })
    .await
}

/// Whether it was our script that asked.
fn wants_json(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains("json"))
}
