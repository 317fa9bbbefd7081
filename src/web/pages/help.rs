//! `GET /help`

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::frame::{Frame, page};
use crate::brief::{Side, sides};
use crate::web::{App, Problem, Viewer};

#[derive(Template)]
#[template(path = "help.html")]
struct Help {
    frame: Frame,
    sides: Vec<Side>,
}

/// `GET /help`
pub(super) async fn get(State(app): State<App>, Viewer(who): Viewer) -> Result<Response, Problem> {
    page(&Help { frame: Frame::new("Help", "/help", &who), sides: sides(app.model().classifier.labels.names()) })
}
