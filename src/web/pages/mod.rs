//! What people see.
//!
//! Every page is one file, a handler with the template that it fills. All of them work without a script; ours adds keys
//! and answers in place. What a comment says is data: templates escape it, and no page has a script or style within.

mod add;
mod agreement;
mod asked;
mod assets;
mod audit;
mod brief;
mod compare;
mod counts;
mod draw;
mod export;
pub(super) mod frame;
mod heading;
mod help;
mod label;
mod listed;
mod login;
mod mark;
mod models;
mod order;
mod problem;
mod reading;
mod representative;
mod row;
mod shown;
mod thread;
mod threads;
mod why;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};

use super::App;
use super::problem::{Told, to_login};

/// All pages.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/", get(threads::get))
        .route("/threads", post(add::post))
        .route("/threads/{id}", get(thread::get))
        .route("/threads/{id}/delete", post(thread::delete))
        .route("/threads/{id}/comments/{key}/why", get(why::get))
        .route("/threads/{id}/comments/{key}/mark", post(mark::post))
        .route("/threads/{id}/undo", post(mark::undo))
        .route("/threads/{id}/counts", get(counts::get))
        .route("/threads/{id}/brief", get(brief::get))
        .route("/threads/{id}/export.csv", get(export::get))
        .route("/threads/{id}/label", get(label::get).post(label::post))
        .route("/threads/{id}/draw", post(draw::post))
        .route("/agreement", get(agreement::get))
        .route("/models", get(models::get))
        .route("/models/train", post(models::train))
        .route("/models/job", get(models::job))
        .route("/models/{id}/promote", post(models::promote))
        .route("/models/roll-back", post(models::roll_back))
        .route("/models/compare", get(compare::get))
        .route("/audit", get(audit::get))
        .route("/login", get(login::get).post(login::post))
        .route("/logout", post(login::leave))
        .route("/help", get(help::get))
        .route("/assets/{name}", get(assets::get))
        .route("/favicon.ico", get(assets::favicon))
}

/// Makes pages of problems, where a person asked.
pub(super) async fn dress(request: Request, next: Next) -> Response {
    let person = is_person(request.headers());
    let from = match (request.method(), request.uri().path_and_query()) {
        (&Method::GET, Some(address)) => address.to_string(),
        _ => "/".to_owned(),
    };
    let response = next.run(request).await;
    let Some(told) = response.extensions().get::<Told>().filter(|_| person) else { return response };
    if told.status == 401 {
        return to_login(&from);
    }
    let page = Html(problem::problem(told.status, told.title, &told.detail));
    let mut dressed = (response.status(), page).into_response();
    if let Some(wait) = response.headers().get(header::RETRY_AFTER) {
        dressed.headers_mut().insert(header::RETRY_AFTER, wait.clone());
    }
    dressed
}

/// Whether somebody looks at the answer: a browser that opens a page asks for HTML, and our script says that it does.
fn is_person(headers: &HeaderMap) -> bool {
    let accepts = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    accepts.contains("text/html") && !headers.contains_key(why::FRAGMENT)
}
