//! Is it alive, and can it answer?

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::faults::Faults;
use super::reply::Json;
use crate::store::Store;
use crate::web::{App, Problem};

/// Alive.
#[derive(Serialize, ToSchema)]
pub struct Health {
    /// Always `ok`.
    status: &'static str,
    /// The program's version.
    version: &'static str,
}

/// Whether the process is alive
///
/// Answers as long as the process can answer at all; restart it when it does not.
#[utoipa::path(get, path = "/health", tag = "operation", security(()),
    responses((status = 200, body = Health, description = "It is"), Faults))]
pub async fn health() -> Result<Json, Problem> {
    Json::of(&Health { status: "ok", version: env!("CARGO_PKG_VERSION") })
}

/// Ready.
#[derive(Serialize, ToSchema)]
pub struct Ready {
    /// Always `ready`.
    status: &'static str,
    /// The promoted model's number.
    model: i64,
}

/// Whether requests can be answered
///
/// Asks the store, and a model is there. Send no requests while this is not 200.
#[utoipa::path(get, path = "/ready", tag = "operation", security(()),
    responses((status = 200, body = Ready, description = "It is"), Faults))]
pub async fn ready(State(app): State<App>) -> Result<Json, Problem> {
    app.store(Store::promoted).await.map_err(|_| Problem::Busy)?;
    let model = app.model();
    Json::of(&Ready { status: "ready", model: model.id })
}
