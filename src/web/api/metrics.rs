//! Figures for Prometheus: requests, how long they took, what was scored, and which model scores.

use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::{EncodeLabelSet, prometheus_text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::faults::Faults;
use crate::web::{App, Job, Problem, Viewer};

/// The upper ends of the latency buckets, in seconds.
const BUCKETS: [f64; 12] = [0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10.0];
/// The route of a request that no route answers.
const NOWHERE: &str = "none";

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Answered {
    route: String,
    method: &'static str,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Label {
    label: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Model {
    id: i64,
    name: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

/// The figures of one application.
pub struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    scored: Family<Label, Counter>,
    coral: Family<Outcome, Counter>,
    model: Family<Model, Gauge>,
    training: Gauge,
}

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Metrics")
    }
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("hustings");
        let requests = Family::default();
        registry.register("requests", "Requests answered, by route, method and status", requests.clone());
        let seconds = Family::new_with_constructor((|| Histogram::new(BUCKETS)) as fn() -> Histogram);
        registry.register_with_unit("request_duration", "How long requests took", Unit::Seconds, seconds.clone());
        let scored = Family::default();
        registry.register("comments_scored", "Comments scored by request, by label", scored.clone());
        let coral = Family::default();
        registry.register("coral_answers", "Answers to Coral, by what they say", coral.clone());
        let model = Family::default();
        registry.register("model", "The promoted model: 1", model.clone());
        let training = Gauge::default();
        registry.register("training", "Whether a model is being trained: 0 or 1", training.clone());
        Self { registry, requests, seconds, scored, coral, model, training }
    }
}

impl Metrics {
    /// Counts comments that were scored, by the label that was told.
    pub fn scored(&self, label: &str, count: u64) {
        self.scored.get_or_create(&Label { label: label.to_owned() }).inc_by(count);
    }

    /// Counts an answer to Coral.
    pub fn coral(&self, outcome: &'static str) {
        self.coral.get_or_create(&Outcome { outcome }).inc();
    }

    fn answered(&self, route: &str, method: &'static str, status: u16, took: Duration) {
        self.requests.get_or_create(&Answered { route: route.to_owned(), method, status }).inc();
        self.seconds.get_or_create(&Route { route: route.to_owned() }).observe(took.as_secs_f64());
    }

    /// Everything in Prometheus' text format.
    fn text(&self, app: &App) -> Result<String, std::fmt::Error> {
        let model = app.model();
        self.model.clear();
        self.model.get_or_create(&Model { id: model.id, name: model.name.clone() }).set(1);
        self.training.set(i64::from(matches!(app.jobs().state(), Job::Running { .. })));
        let mut text = String::new();
        prometheus_text::encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// A middleware that counts requests by the route that answered them, never by an address as it was sent.
pub async fn track(State(app): State<App>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = known(request.method().as_str());
    let response = next.run(request).await;
    let route = route.as_ref().map_or(NOWHERE, MatchedPath::as_str);
    app.metrics().answered(route, method, response.status().as_u16(), begun.elapsed());
    response
}

/// The methods that somebody may send at will are one.
fn known(method: &str) -> &'static str {
    ["GET", "POST", "DELETE", "HEAD", "OPTIONS"].into_iter().find(|known| *known == method).unwrap_or("other")
}

/// Figures for Prometheus
///
/// Requests by route and status, their latency, comments scored by label, answers to Coral, the model and whether one is
/// being trained.
#[utoipa::path(get, path = "/metrics", tag = "operation",
    responses((status = 200, body = String, content_type = "text/plain", description = "Prometheus' text format"), Faults))]
pub async fn metrics(_: Viewer, State(app): State<App>) -> Result<impl IntoResponse, Problem> {
    let text = app.metrics().text(&app).map_err(|error| Problem::Inside(error.to_string()))?;
    Ok(([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text))
}
