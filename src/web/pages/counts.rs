//! How many comments take which side: people's labels as they are, the rest estimated with an interval.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};

use super::frame::render;
use super::reading::Reading;
use super::shown::{self, count, number, percent};
use crate::brief::{Scored, Side};
use crate::check::{Examined, examine};
use crate::classifier::{Classifier, Prediction};
use crate::metrics::Interval;
use crate::store::ThreadId;
use crate::thread::{Comment, Status};
use crate::web::app::apart;
use crate::web::{App, Problem, Viewer};

/// Threads whose examination is kept.
const KEPT: usize = 16;

#[derive(Template)]
#[template(path = "counts.html")]
pub(super) struct Counts {
    rows: Vec<Line>,
    base: String,
    quotable: bool,
    reason: String,
}

struct Line {
    side: Side,
    share: String,
    range: String,
    width: String,
    low: String,
    span: String,
    told: String,
}

/// `GET /threads/{id}/counts`
pub(super) async fn get(
    State(app): State<App>,
    Viewer(_): Viewer,
    Path(id): Path<ThreadId>,
) -> Result<Response, Problem> {
    let thread = app.scored(id).await?;
    apart(move || {
        let model = app.model();
        let reading = Reading::of(thread, &model.classifier.labels);
        Ok::<_, Problem>(Html(render(&of(&reading, &model.classifier, app.config().seed))?).into_response())
    })
    .await
}

/// The counts of a thread's visible comments.
pub(super) fn of(reading: &Reading, classifier: &Classifier, seed: u64) -> Counts {
    let examined = examined(reading, classifier, seed);
    let visible: Vec<usize> = (0..reading.len()).filter(|at| reading.comment(*at).status == Status::Visible).collect();
    let (labelled, rest): (Vec<usize>, Vec<usize>) = visible.iter().partition(|at| reading.is_labelled(**at));
    let given: Vec<usize> = labelled.iter().map(|at| reading.side_at(*at)).collect();
    let predictions = || rest.iter().map(|at| &reading.scored(*at).prediction);
    let rows: Vec<&[f64]> = predictions().map(|said| said.probabilities.as_slice()).collect();
    let told: Vec<usize> = predictions().map(|said| said.label).collect();
    let headline = examined.with_labels(&given, &rows, &told, 0);
    let by = |places: &[usize], side: usize| places.iter().filter(|at| reading.side_at(**at) == side).count();
    let row = |(at, (side, share)): (usize, (&Side, &Interval))| {
        let (model, people) = (by(&rest, at), by(&labelled, at));
        let told = if labelled.is_empty() {
            format!("{model} by the model")
        } else {
            format!("{model} by the model, {people} by people")
        };
        Line {
            side: side.clone(),
            share: percent(share.value),
            range: shown::range(share),
            width: number(100.0 * share.value),
            low: number(100.0 * share.low),
            span: number((100.0 * (share.high - share.low)).max(0.6)),
            told,
        }
    };
    let people = if labelled.is_empty() { String::new() } else { format!(", {} labelled by people", labelled.len()) };
    Counts {
        rows: reading.sides.iter().zip(&headline.shares).enumerate().map(row).collect(),
        base: format!(
            "{}{people}; the lines are 95\u{a0}% intervals.",
            count(visible.len() as u64, "comment", "comments")
        ),
        quotable: headline.quotable,
        reason: headline.reason,
    }
}

type Kept = (Weak<Vec<Scored>>, Arc<Examined>);

/// What was examined last. It depends on what the model says of the thread, and on nothing that people say; it is kept as
/// long as that is.
static EXAMINED: Mutex<Vec<Kept>> = Mutex::new(Vec::new());

fn examined(reading: &Reading, classifier: &Classifier, seed: u64) -> Arc<Examined> {
    let own = Arc::downgrade(&reading.thread.scored);
    let lock = || EXAMINED.lock().unwrap_or_else(PoisonError::into_inner);
    let known = lock().iter().find(|(of, _)| of.ptr_eq(&own)).map(|(_, examined)| Arc::clone(examined));
    if let Some(known) = known {
        return known;
    }
    let comments: Vec<&Comment> = reading.thread.scored.iter().map(|scored| &scored.comment).collect();
    let predictions: Vec<&Prediction> = reading.thread.scored.iter().map(|scored| &scored.prediction).collect();
    let examined = Arc::new(examine(classifier, &comments, &predictions, seed));
    let mut kept = lock();
    kept.retain(|(of, _)| of.strong_count() > 0);
    if kept.len() >= KEPT {
        kept.remove(0);
    }
    kept.push((own, Arc::clone(&examined)));
    examined
}
