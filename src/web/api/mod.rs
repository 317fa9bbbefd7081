//! What programs ask.

use axum::Router;
use axum::routing::get;

use super::App;

/// All addresses for programs.
pub(super) fn router() -> Router<App> {
    Router::new().route("/health", get(|| async { "ok\n" }))
}
