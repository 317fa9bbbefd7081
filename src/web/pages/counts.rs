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
/// Fewer comments that nobody labelled are not estimated: any side may have them all.
const FEWEST: usize = 5;

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
    let (shares, quotable, reason) = estimated(reading, &examined, &labelled, &rest);
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
        rows: reading.sides.iter().zip(&shares).enumerate().map(row).collect(),
        base: format!(
            "{}{people}; the lines are 95\u{a0}% intervals.",
            count(visible.len() as u64, "comment", "comments")
        ),
        quotable,
        reason,
    }
}

/// Shares with intervals, whether they should be quoted, and why or by what.
fn estimated(
    reading: &Reading,
    examined: &Examined,
    labelled: &[usize],
    rest: &[usize],
) -> (Vec<Interval>, bool, String) {
    let all = (labelled.len() + rest.len()).max(1) as f64;
    let open = rest.len() as f64 / all;
    let certain = |side: usize| labelled.iter().filter(|at| reading.side_at(**at) == side).count() as f64 / all;
    let sides = 0..reading.sides.len();
    if !labelled.is_empty() && rest.len() < FEWEST {
        let share = |side: usize| {
            let told = rest.iter().filter(|at| reading.side_at(**at) == side).count() as f64 / all;
            Interval { value: certain(side) + told, low: certain(side), high: (certain(side) + open).min(1.0) }
        };
        let reason = match rest.len() {
            0 => "All of them were labelled by people.".to_owned(),
            few => format!("Nobody labelled {few} of them; they may take any side."),
        };
        return (sides.map(share).collect(), true, reason);
    }
    let rows: Vec<&[f64]> = rest.iter().map(|at| reading.scored(*at).prediction.probabilities.as_slice()).collect();
    let told: Vec<usize> = rest.iter().map(|at| reading.scored(*at).prediction.label).collect();
    let headline = examined.prevalence.headline(&rows, &told, 0).unless(examined.fit.objection().as_deref());
    let share = |side: usize| {
        let part = headline.shares.get(side).copied().unwrap_or(Interval { value: 0.0, low: 0.0, high: 0.0 });
        let whole = |part: f64| (certain(side) + open * part).clamp(0.0, 1.0);
        Interval { value: whole(part.value), low: whole(part.low), high: whole(part.high) }
    };
    // What people said only adds to what is known, though fewer comments are left to estimate.
    let best = if headline.quotable { &headline } else { &examined.headline };
    (sides.map(share).collect(), best.quotable, best.reason.clone())
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
