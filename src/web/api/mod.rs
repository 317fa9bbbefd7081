//! What programs ask: predictions, threads, labels and estimates, comment systems, and what watches over the desk.
//!
//! Every address is described beside its handler; the OpenAPI document and the page that shows it are made from that.

mod answer;
mod body;
mod comments;
mod coral;
mod estimate;
mod faults;
mod health;
mod labels;
mod metrics;
mod models;
mod openapi;
mod page;
mod perspective;
mod policy;
mod predict;
mod reply;
mod seat;
mod threads;
mod words;

use std::sync::Arc;

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::App;

pub use coral::signature::Secrets;
pub use policy::Policy;

pub(super) use coral::Parents;
pub(super) use metrics::{Metrics, track};

/// All addresses for programs.
pub(super) fn router() -> Router<App> {
    let (routes, document) = OpenApiRouter::with_openapi(openapi::document())
        .routes(routes!(predict::predict))
        .routes(routes!(predict::batch))
        .routes(routes!(threads::list, threads::add))
        .routes(routes!(threads::one, threads::delete))
        .routes(routes!(comments::list, comments::add))
        .routes(routes!(labels::list, labels::add))
        .routes(routes!(estimate::estimate))
        .routes(routes!(models::list))
        .routes(routes!(coral::moderate))
        .routes(routes!(perspective::analyze))
        .routes(routes!(perspective::suggest))
        .routes(routes!(health::health))
        .routes(routes!(health::ready))
        .routes(routes!(metrics::metrics))
        .split_for_parts();
    let page: Arc<str> = page::page(&document).into();
    let json: Arc<str> = openapi::json(&document).into();
    routes
        .route("/api", get(|| async move { fixed("text/html; charset=utf-8", &page) }))
        .route("/api/openapi.json", get(|| async move { fixed("application/json", &json) }))
}

/// Something that is the same for as long as the program runs.
fn fixed(kind: &'static str, text: &str) -> impl IntoResponse + use<> {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], text.to_owned())
}
