//! The moderator's desk: a web application and an API over a [`Store`](crate::store::Store) and a model.
//!
//! [`serve`] listens until it is told to stop. [`router`] is the same without a socket. What may come from outside has
//! named limits ([`Limits`]); what goes wrong is a [`Problem`], shown as a page or as JSON by who asks.

mod api;
mod app;
mod auth;
mod config;
mod guard;
mod intake;
mod jobs;
mod listen;
mod pages;
mod problem;
mod scored;
mod serving;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};

pub use api::{Policy, Secrets};
pub use app::App;
pub use auth::{Admin, Checked, Moderator, Viewer, Who, hash_password, new_key};
pub use config::{Config, Limits};
pub use jobs::{Job, Jobs};
pub use listen::serve;
pub use problem::Problem;
pub use scored::ScoredThread;
pub use serving::Serving;

/// Everything that is answered, behind all guards.
pub fn router(app: &App) -> Router {
    let all = Router::new().merge(pages::router()).merge(api::router());
    let all = all.fallback(|| async { Problem::NotFound }).method_not_allowed_fallback(|| async { Problem::Method });
    guard::guarded(all, app)
        .layer(from_fn_with_state(app.clone(), guard::host))
        .layer(from_fn(pages::dress))
        .layer(from_fn(guard::headers))
        .layer(from_fn_with_state(app.clone(), api::track))
        .with_state(app.clone())
}
