//! `GET /`: all threads, and the form that adds one.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::frame::{Frame, may_mark, page};
use super::heading::Known;
use super::listed::{self, Pages};
use crate::store::Store;
use crate::thread::SOURCES;
use crate::web::{App, Problem, Viewer};

/// Threads on one page.
const EACH: usize = 50;
/// Targets that are offered, at most.
const TARGETS: usize = 50;

/// What is asked of the list.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    page: Option<usize>,
}

struct Format {
    name: &'static str,
    describe: &'static str,
}

#[derive(Template)]
#[template(path = "threads.html")]
struct ThreadsPage {
    frame: Frame,
    threads: Vec<Known>,
    pages: Pages,
    may_add: bool,
    targets: Vec<String>,
    default_target: Option<String>,
    formats: Vec<Format>,
}

/// `GET /`
pub(super) async fn get(
    State(app): State<App>,
    Viewer(who): Viewer,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let rows = app.store(Store::threads).await?;
    let at = asked.page.unwrap_or(1).clamp(1, listed::last(rows.len(), EACH));
    let model = app.model();
    let targets: Vec<String> = model.classifier.layout.targets.iter().filter(|t| !t.is_empty()).cloned().collect();
    page(&ThreadsPage {
        threads: rows.iter().skip((at - 1) * EACH).take(EACH).map(Known::from).collect(),
        pages: Pages::of(at, rows.len(), EACH, |page| format!("/?page={page}")),
        may_add: may_mark(&who),
        default_target: model.classifier.recipe.default_target.clone(),
        targets: targets.into_iter().take(TARGETS).collect(),
        formats: SOURCES.iter().map(|source| Format { name: source.name(), describe: source.describe() }).collect(),
        frame: Frame::new("Threads", "/", &who),
    })
}
