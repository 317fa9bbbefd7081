//! What every request passes on its way in and every answer on its way out.

mod headers;
mod host;
mod rate;

use std::any::Any;

use axum::Router;
use axum::error_handling::HandleErrorLayer;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower::limit::GlobalConcurrencyLimitLayer;
use tower::load_shed::LoadShedLayer;
use tower::timeout::TimeoutLayer;
use tower::{BoxError, ServiceBuilder};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;

use super::problem::Told;
use super::{App, Problem};

pub(super) use headers::headers;
pub(super) use host::host;
pub(super) use rate::{Rates, rate};

/// The routes behind their limits.
pub(super) fn guarded(routes: Router<App>, app: &App) -> Router<App> {
    let limits = &app.config().limits;
    let shed = ServiceBuilder::new()
        .layer(HandleErrorLayer::new(|_: BoxError| async { Problem::Busy }))
        .layer(LoadShedLayer::new())
        .layer(GlobalConcurrencyLimitLayer::new(limits.concurrency))
        .layer(TimeoutLayer::new(limits.request));
    routes
        .layer(CatchPanicLayer::custom(panicked))
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(limits.body))
        .layer(from_fn_with_state(app.clone(), large))
        .layer(shed)
        .layer(from_fn_with_state(app.clone(), rate))
}

/// Says of a body that is too large what is said of all that is too large.
async fn large(State(app): State<App>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if response.status() != StatusCode::PAYLOAD_TOO_LARGE || response.extensions().get::<Told>().is_some() {
        return response;
    }
    let allowed = format!("{} bytes", app.config().limits.body);
    Problem::TooLarge { limit: "body", allowed }.into_response()
}

/// A panic ends its request, not the desk.
fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    Problem::Inside("a handler panicked".into()).into_response()
}
