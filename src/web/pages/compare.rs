//! `GET /models/compare`: two models side by side on comments that were drawn at random.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::frame::{Frame, page};
use super::shown::{clip, count, figure, signed};
use crate::annotate::{Change, Flip, Moved, Revision};
use crate::store::{ModelId, Store};
use crate::thread::Comment;
use crate::web::app::apart;
use crate::web::{App, Problem, Serving, Viewer};

/// Characters of a comment that is shown.
const TEXT: usize = 400;
/// Comments that are shown of those that flip.
const SHOWN: usize = 50;

/// A weight that moved by less did not move.
const LEAST: f64 = 0.005;
/// The figures of a record or a comparison, in the order in which they are shown.
pub(super) const FIGURES: [&str; 5] = ["macro_f1", "f_avg", "accuracy", "ece", "log_loss"];

/// Which models.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    a: ModelId,
    b: ModelId,
}

#[derive(Template)]
#[template(path = "compare.html")]
struct Compare {
    frame: Frame,
    before: String,
    after: String,
    refused: Option<String>,
    base: String,
    figures: Vec<Figure>,
    moved: Vec<Weight>,
    flipped: String,
    flips: Vec<Turned>,
}

struct Figure {
    name: String,
    before: String,
    after: String,
    change: String,
    range: String,
}

struct Weight {
    word: String,
    label: String,
    before: String,
    after: String,
}

struct Turned {
    text: String,
    said: String,
}

/// `GET /models/compare?a=&b=`
pub(super) async fn get(
    State(app): State<App>,
    Viewer(who): Viewer,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let labelled = app.store(Store::labelled).await?;
    let audit: Vec<Comment> =
        labelled.into_iter().filter(|(_, audited)| *audited).map(|(comment, _)| comment).collect();
    let (seed, store) = (app.config().seed, app.books().clone());
    apart(move || {
        let load = |id: ModelId| match store.model(id)? {
            Some(_) => Serving::load(&store, id).map_err(Problem::from),
            None => Err(Problem::NotFound),
        };
        let (before, after) = (load(asked.a)?, load(asked.b)?);
        let named = |serving: &Serving| format!("{}. {}", serving.id, serving.name);
        let found = if audit.is_empty() {
            Err("Nobody has labelled a comment that was drawn at random. Draw some in a thread’s label queue: by them two models can be told apart.".to_owned())
        } else {
            Revision::of(&before.classifier, &after.classifier, &audit, seed).map_err(|error| error.to_string())
        };
        let frame = Frame::new("Compare models", "/models", &who);
        page(&compared(frame, named(&before), named(&after), found))
    })
    .await
}

fn compared(frame: Frame, before: String, after: String, found: Result<Revision, String>) -> Compare {
    let empty = Compare {
        frame,
        before,
        after,
        refused: None,
        base: String::new(),
        figures: Vec::new(),
        moved: Vec::new(),
        flipped: String::new(),
        flips: Vec::new(),
    };
    match found {
        Err(why) => Compare { refused: Some(why), ..empty },
        Ok(revision) => Compare {
            base: format!(
                "On {} of comments that were drawn at random. A model that was trained before they were kept apart may have seen some.",
                count(revision.audited as u64, "label", "labels")
            ),
            figures: FIGURES.iter().filter_map(|name| Some(line(name, revision.figures.get(*name)?))).collect(),
            moved: revision.moved.iter().filter(|moved| has_moved(moved)).map(word).collect(),
            flipped: format!("{} read otherwise", count(revision.flips.len() as u64, "comment", "comments")),
            flips: revision.flips.iter().take(SHOWN).map(turned).collect(),
            ..empty
        },
    }
}

fn line(name: &str, change: &Change) -> Figure {
    let d = change.difference;
    Figure {
        name: name_of(name),
        before: figure(change.before.value),
        after: figure(change.after.value),
        change: signed(d.value, 3),
        // Whole threads are resampled: with one there is nothing to draw.
        range: if d.low < d.high {
            format!("{} to {}", signed(d.low, 3), signed(d.high, 3))
        } else {
            "not known".into()
        },
    }
}

fn has_moved(moved: &Moved) -> bool {
    (moved.after - moved.before).abs() >= LEAST
}

fn word(moved: &Moved) -> Weight {
    Weight {
        word: clip(&moved.word, 60),
        label: moved.label.clone(),
        before: signed(moved.before, 2),
        after: signed(moved.after, 2),
    }
}

fn turned(flip: &Flip) -> Turned {
    Turned {
        text: clip(&flip.text, TEXT),
        said: format!("{} before, {} after; labelled {}", flip.before, flip.after, flip.gold),
    }
}

/// A figure's name for people.
pub(super) fn name_of(figure: &str) -> String {
    let name = match figure {
        "macro_f1" => "Macro-F1",
        "f_avg" => "Mean F1 of the sides",
        "accuracy" => "Accuracy",
        "log_loss" => "Log loss (less is better)",
        "ece" => "Calibration error (less is better)",
        other => other,
    };
    name.to_owned()
}
