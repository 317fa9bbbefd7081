//! `GET /threads/{id}/brief`: the brief as a page that prints.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::frame::{Frame, page};
use super::heading::Heading;
use crate::brief::html_body;
use crate::store::ThreadId;
use crate::web::{App, Problem, Viewer};

/// What is asked of the brief.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    names: String,
}

#[derive(Template)]
#[template(path = "brief.html")]
struct BriefPage {
    frame: Frame,
    thread: ThreadId,
    names: bool,
    brief: String,
}

/// `GET /threads/{id}/brief`
pub(super) async fn get(
    State(app): State<App>,
    Viewer(who): Viewer,
    Path(id): Path<ThreadId>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let names = asked.names == "1";
    let brief = app.brief(id, !names).await?;
    let row = app.store(move |store| store.thread(id)).await?.ok_or(Problem::NotFound)?;
    let title = format!("Brief: {}", Heading::new(&row, "brief").title());
    page(&BriefPage { frame: Frame::new(title, "/", &who), thread: id, names, brief: html_body(&brief) })
}
