//! `GET /models`: what reads the comments, how good it is, and how it is taught; training, promoting and rolling back.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::compare::{FIGURES, name_of};
use super::frame::{Frame, may_rule, page, render};
use super::shown::{self, count, figure, span};
use super::thread::Nothing;
use crate::metrics::Interval;
use crate::store::{ModelId, ModelRow};
use crate::web::jobs::FEWEST_AUDITED;
use crate::web::{Admin, App, Checked, Job, Problem, Serving, Viewer};

#[derive(Template)]
#[template(path = "models.html")]
#[allow(clippy::struct_excessive_bools, reason = "what a page shows, each asked for by its name")]
struct ModelsPage {
    frame: Frame,
    card: Card,
    labelled: String,
    job: Doing,
    running: bool,
    models: Vec<Row>,
    may_train: bool,
    may_promote: bool,
    can_roll_back: bool,
}

/// The model that is asked.
struct Card {
    name: String,
    about: String,
    record: String,
    figures: Vec<Figure>,
    targets: String,
}

struct Figure {
    name: String,
    value: String,
    range: String,
    guess: String,
}

struct Row {
    id: ModelId,
    name: String,
    print: String,
    size: String,
    origin: &'static str,
    added_at: String,
    added: String,
    added_by: String,
    change: String,
    compare: Option<String>,
    promoted: bool,
}

#[derive(Template)]
#[template(path = "job.html")]
struct Doing {
    running: bool,
    said: String,
    share: u32,
    failed: Option<String>,
    model: Option<ModelId>,
}

impl From<Job> for Doing {
    fn from(job: Job) -> Self {
        let idle = Self { running: false, said: String::new(), share: 0, failed: None, model: None };
        match job {
            Job::Idle => idle,
            Job::Running { doing, share } => {
                Self { running: true, said: format!("Training: {doing}"), share: (100.0 * share) as u32, ..idle }
            }
            Job::Done { model } => Self { model: Some(model), ..idle },
            Job::Failed { why } => Self { failed: Some(why), ..idle },
        }
    }
}

/// `GET /models`
pub(super) async fn get(State(app): State<App>, Viewer(who): Viewer) -> Result<Response, Problem> {
    let (models, labelled) = app.store(|store| Ok::<_, crate::Error>((store.models()?, store.labelled()?))).await?;
    let job = Doing::from(app.jobs().state());
    let audited = labelled.iter().filter(|(_, audited)| *audited).count();
    let serving = app.model();
    page(&ModelsPage {
        frame: Frame::new("Models", "/models", &who),
        card: card(&serving),
        labelled: told(labelled.len(), audited),
        running: job.running,
        job,
        can_roll_back: models.len() > 1,
        models: models.into_iter().map(|row| line(row, serving.id)).collect(),
        may_train: may_rule(&who),
        may_promote: may_rule(&who),
    })
}

/// How many labels there are to learn from, and to measure by.
fn told(labels: usize, audited: usize) -> String {
    let all = count(labels as u64, "label", "labels");
    match audited {
        0 => {
            format!("There are {all} of people. None is of a comment that was drawn at random, so nothing is measured.")
        }
        few if few < FEWEST_AUDITED => format!(
            "There are {all} of people, {few} of them of comments drawn at random. From {FEWEST_AUDITED} on these are kept \
             apart to measure by; until then they are trained on, and nothing is measured."
        ),
        _ => format!(
            "There are {all} of people. {audited} are of comments drawn at random: they measure, and are not trained on."
        ),
    }
}

fn card(serving: &Serving) -> Card {
    let classifier = &serving.classifier;
    let training = &classifier.training;
    let targets: Vec<&str> = classifier.layout.targets.iter().map(String::as_str).filter(|t| !t.is_empty()).collect();
    let more = if targets.len() > 12 { format!(" and {} more", targets.len() - 12) } else { String::new() };
    let known = targets.iter().take(12).copied().collect::<Vec<_>>().join(", ");
    let record = classifier.record.as_ref();
    let row = |(name, interval): (&String, &Interval)| Figure {
        name: name_of(name),
        value: figure(interval.value),
        range: if interval.low < interval.high { span(interval) } else { "not measured".into() },
        guess: record
            .and_then(|r| r.majority.get(name))
            .map_or_else(|| "does not apply".into(), |value| figure(*value)),
    };
    Card {
        name: serving.name.clone(),
        about: format!(
            "It tells {} apart, and was trained on {}.",
            classifier.labels.names().join(", "),
            count(training.rows as u64, "labelled comment", "labelled comments")
        ),
        record: record.map_or_else(
            || "It keeps no record of how good it was on comments that it had not seen.".into(),
            |record| {
                let n = count(record.rows as u64, "comment", "comments");
                format!("On {n} that it had not seen; the last column is what always giving the most frequent label would reach.")
            },
        ),
        figures: FIGURES.iter().filter_map(|name| record?.figures.get_key_value(*name)).map(row).collect(),
        targets: if known.is_empty() { "It knows no target by name.".into() } else { format!("It knows {known}{more}.") },
    }
}

fn line(row: ModelRow, serving: ModelId) -> Row {
    let change = row.report.as_deref().and_then(change);
    Row {
        compare: (row.id != serving).then(|| format!("/models/compare?a={serving}&b={}", row.id)),
        change: change.unwrap_or_else(|| "not measured".into()),
        print: row.sha256.chars().take(12).collect(),
        size: shown::size(row.bytes),
        origin: row.origin.name(),
        added: shown::moment(&row.added_at),
        id: row.id,
        name: row.name,
        added_at: row.added_at,
        added_by: row.added_by,
        promoted: row.promoted,
    }
}

/// Macro-F1 before and after, from the report that a training left.
fn change(report: &str) -> Option<String> {
    let report: serde_json::Value = serde_json::from_str(report).ok()?;
    let f1 = &report["figures"]["macro_f1"];
    let of = |at: &str| f1[at]["value"].as_f64();
    Some(format!("macro-F1 {:.3} to {:.3}, on {} comments", of("before")?, of("after")?, report["audited"].as_u64()?))
}

/// `GET /models/job`
pub(super) async fn job(State(app): State<App>, Viewer(_): Viewer) -> Result<Response, Problem> {
    Ok(Html(render(&Doing::from(app.jobs().state()))?).into_response())
}

/// `POST /models/train`
pub(super) async fn train(
    State(app): State<App>,
    Admin(who): Admin,
    Checked(Nothing {}): Checked<Nothing>,
) -> Result<Redirect, Problem> {
    app.train(who.actor)?;
    Ok(Redirect::to("/models#training"))
}

/// `POST /models/{id}/promote`
pub(super) async fn promote(
    State(app): State<App>,
    Admin(who): Admin,
    Path(id): Path<ModelId>,
    Checked(Nothing {}): Checked<Nothing>,
) -> Result<Redirect, Problem> {
    app.promote(who.actor, id).await?;
    Ok(Redirect::to("/models"))
}

/// `POST /models/roll-back`
pub(super) async fn roll_back(
    State(app): State<App>,
    Admin(who): Admin,
    Checked(Nothing {}): Checked<Nothing>,
) -> Result<Redirect, Problem> {
    if app.roll_back(who.actor).await?.is_none() {
        let (cause, cure) = ("no other model was in use before this one".into(), "Promote one instead".into());
        return Err(Problem::Conflict { cause, cure });
    }
    Ok(Redirect::to("/models"))
}
