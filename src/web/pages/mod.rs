//! What people see.

use axum::Router;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::App;
use super::problem::{Told, to_login};

/// All pages.
pub(super) fn router() -> Router<App> {
    Router::new()
}

/// Makes pages of problems, where a person asked.
pub(super) async fn dress(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    match response.extensions().get::<Told>() {
        Some(told) if told.status == 401 && !super::api::is_for_programs(&path) => to_login(&path).into_response(),
        _ => response,
    }
}
