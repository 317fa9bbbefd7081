//! How a thread is divided, with honest intervals.

use axum::extract::State;

use super::faults::Faults;
use super::reply::Json;
use super::threads::Number;
use crate::check::{Visible, examine, shares_json};
use crate::classifier::Prediction;
use crate::thread::Comment;
use crate::web::app::apart;
use crate::web::{App, Problem, Viewer};

/// How a thread is divided
///
/// The shares of the labels with 95 % intervals by the model's record, whether they may be quoted and why not: the same
/// object as `hustings estimate --json`. They are the model's; what people labelled stands under `labels`.
#[utoipa::path(get, path = "/api/v1/threads/{id}/estimate", tag = "threads", params(("id" = i64, Path, description = "The thread's number")),
    responses((status = 200, body = Object, description = "As `hustings estimate --json`"), Faults))]
pub async fn estimate(_: Viewer, State(app): State<App>, Number(id): Number) -> Result<Json, Problem> {
    let thread = app.scored(id).await?;
    let (model, seed) = (app.model(), app.config().seed);
    apart(move || {
        let comments: Vec<&Comment> = thread.scored.iter().map(|scored| &scored.comment).collect();
        let predictions: Vec<&Prediction> = thread.scored.iter().map(|scored| &scored.prediction).collect();
        let examined = examine(&model.classifier, &comments, &predictions, seed);
        let visible = Visible::of(comments.iter().copied(), predictions.iter().copied());
        let estimators = examined.prevalence.estimators(&visible.rows, &visible.told, 0);
        Json::of(&shares_json(model.classifier.labels.names(), &examined, &estimators, None))
    })
    .await
}
