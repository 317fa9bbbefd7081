//! The side of one comment, and of many.

use std::borrow::Cow;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::Answer;
use super::body::{MOST_NAME, MOST_TEXT, Text, within};
use super::faults::Faults;
use super::reply::Json;
use super::seat::{Seat, seated};
use crate::classifier::Said;
use crate::web::app::apart;
use crate::web::{App, Problem, Serving, Viewer};

/// Comments of one batch at most.
pub const MOST_ROWS: usize = 10_000;

/// A comment to be scored.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Ask<'a> {
    /// The comment itself. At most 65,536 bytes.
    #[serde(borrow)]
    #[schema(value_type = String, example = "Send them what they ask for, before it is too late.")]
    text: Cow<'a, str>,
    /// The question whose sides are asked for; the model's own if none is given.
    #[serde(borrow, default)]
    #[schema(value_type = Option<String>, example = "arming the rebels")]
    target: Option<Cow<'a, str>>,
    /// The text of the comment that it answers.
    #[serde(borrow, default)]
    #[schema(value_type = Option<String>)]
    parent_text: Option<Cow<'a, str>>,
    /// Whether to tell what the comment does in the conversation.
    #[serde(default)]
    acts: bool,
}

impl Ask<'_> {
    fn check(&self) -> Result<(), Problem> {
        within("text", &self.text, MOST_TEXT)?;
        within("target", self.target.as_deref().unwrap_or_default(), MOST_NAME)?;
        within("parent_text", self.parent_text.as_deref().unwrap_or_default(), MOST_TEXT)
    }

    /// Scores it, and counts it by its label.
    fn answer<'m>(&self, app: &App, serving: &'m Serving, seat: &mut Seat) -> Answer<'m> {
        let said = Said { text: &self.text, parent: self.parent_text.as_deref() };
        let (prediction, doing) = seat.score(serving, said, self.target.as_deref(), self.acts);
        let answer = Answer::of(serving, prediction, doing);
        app.metrics().scored(answer.label, 1);
        answer
    }
}

/// The side that one comment takes
///
/// Scores one comment with the promoted model. Nothing of it is stored or logged.
#[utoipa::path(post, path = "/api/v1/predict", tag = "prediction", request_body = Ask<'_>,
    responses((status = 200, body = Answer<'_>, description = "What the model says"), Faults))]
pub async fn predict(_: Viewer, State(app): State<App>, body: Text) -> Result<Json, Problem> {
    let ask: Ask<'_> = body.read()?;
    ask.check()?;
    let serving = app.model();
    // Microseconds: cheaper than to hand it to another thread.
    seated(&serving, |seat| Json::of(&ask.answer(&app, &serving, seat)))
}

/// Comments to be scored.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Batch<'a> {
    /// 1 to 10,000 comments, each by itself: they are not read as a thread.
    #[serde(borrow)]
    #[schema(min_items = 1, max_items = 10000)]
    comments: Vec<Ask<'a>>,
}

/// What the model says of comments.
#[derive(Serialize, ToSchema)]
pub struct Answers<'a> {
    /// As many as were asked for, in that order.
    predictions: Vec<Answer<'a>>,
}

/// The sides that many comments take
///
/// Scores up to 10,000 comments with the promoted model, each by itself. Nothing of them is stored or logged.
#[utoipa::path(post, path = "/api/v1/predict/batch", tag = "prediction", request_body = Batch<'_>,
    responses((status = 200, body = Answers<'_>, description = "What the model says, in the order asked"), Faults))]
pub async fn batch(_: Viewer, State(app): State<App>, body: Text) -> Result<Json, Problem> {
    let serving = app.model();
    apart(move || {
        let batch: Batch<'_> = body.read()?;
        let rows = batch.comments.len();
        if rows == 0 {
            return Err(Problem::bad("there is no comment in the batch", "Send 1 to 10000"));
        }
        if rows > MOST_ROWS {
            return Err(Problem::TooLarge { limit: "batch", allowed: format!("{MOST_ROWS} comments") });
        }
        batch.comments.iter().try_for_each(Ask::check)?;
        let mut seat = Seat::default();
        let predictions = batch.comments.iter().map(|ask| ask.answer(&app, &serving, &mut seat)).collect();
        Json::of(&Answers { predictions })
    })
    .await
}
