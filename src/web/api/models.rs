//! The models that there are.

use axum::extract::State;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::faults::Faults;
use super::reply::Json;
use crate::store::{ModelRow, Origin, Store};
use crate::web::{App, Problem, Viewer};

/// What is known of a model.
#[derive(Serialize, ToSchema)]
pub struct Model {
    /// Its number.
    id: i64,
    /// What it is called.
    name: String,
    /// Where it came from: `shipped`, `file` or `trained`.
    #[schema(value_type = String)]
    origin: Origin,
    /// SHA-256 of the model file.
    sha256: String,
    /// Bytes of the model file.
    bytes: u64,
    /// When it was added, in UTC.
    added_at: String,
    /// Who added it.
    added_by: String,
    /// The number of the model that it was trained to follow.
    parent: Option<i64>,
    /// What changed from that one.
    #[schema(value_type = Option<Object>)]
    report: Option<Value>,
    /// Whether it is the one that is asked.
    promoted: bool,
}

impl From<ModelRow> for Model {
    fn from(row: ModelRow) -> Self {
        let report = row.report.as_deref().and_then(|report| serde_json::from_str(report).ok());
        let ModelRow { id, name, origin, sha256, bytes, added_at, added_by, parent, promoted, .. } = row;
        Self { id, name, origin, sha256, bytes, added_at, added_by, parent, report, promoted }
    }
}

/// All models, and what the promoted one tells.
#[derive(Serialize, ToSchema)]
pub struct Models {
    /// The labels of the promoted model.
    labels: Vec<String>,
    /// The acts that it looks for.
    acts: Vec<String>,
    /// The targets that it was trained on.
    targets: Vec<String>,
    /// The newest first.
    models: Vec<Model>,
}

/// The models that there are
#[utoipa::path(get, path = "/api/v1/models", tag = "models",
    responses((status = 200, body = Models, description = "The newest first"), Faults))]
pub async fn list(_: Viewer, State(app): State<App>) -> Result<Json, Problem> {
    let models = app.store(Store::models).await?;
    let serving = app.model();
    Json::of(&Models {
        labels: serving.classifier.labels.names().to_vec(),
        acts: serving.acts.heads.iter().map(|act| act.name.clone()).collect(),
        targets: serving.classifier.layout.targets.clone(),
        models: models.into_iter().map(Model::from).collect(),
    })
}
