//! `comments:analyze`: scores by attribute.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::attributes::{Attribute, names};
use super::caller::Caller;
use super::comment::{Context, Languages, TextEntry};
use super::error::{GoogleError, Refusal};
use super::spans::sentences;
use crate::classifier::Said;
use crate::web::api::answer::millionths;
use crate::web::api::body::{MOST_NAME, within};
use crate::web::api::reply::Json;
use crate::web::api::seat::{Seat, seated};
use crate::web::{App, Serving};

/// A comment to be scored, as it was sent to Perspective.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AnalyzeRequest {
    /// The comment.
    comment: TextEntry,
    /// What it answers.
    #[serde(default)]
    context: Context,
    /// What is asked, by attribute: `STANCE_FAVOR`, `STANCE_AGAINST`, `STANCE_NONE`, `SARCASM`, `ATTACK` …
    #[serde(default, alias = "requested_attributes")]
    requested_attributes: BTreeMap<String, Requested>,
    /// Two-letter codes; detected if there are none.
    #[serde(default)]
    languages: Vec<String>,
    /// Whether to score every sentence too. Places are counted in characters.
    #[serde(default, alias = "span_annotations")]
    span_annotations: bool,
    /// Repeated in the answer.
    #[serde(default, alias = "client_token")]
    client_token: Option<String>,
    /// Ours, beside Perspective's fields: the question whose sides are asked for; the model's own if there is none.
    #[serde(default)]
    target: Option<String>,
}

/// How an attribute is asked for.
#[derive(Deserialize, ToSchema, Default)]
#[serde(rename_all = "camelCase")]
pub struct Requested {
    /// `PROBABILITY`.
    #[serde(default, alias = "score_type")]
    score_type: Option<String>,
    /// A score below this is not told.
    #[serde(default, alias = "score_threshold")]
    score_threshold: Option<f64>,
}

/// Scores by attribute.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AnalyzeResponse {
    /// Scores by attribute.
    attribute_scores: BTreeMap<String, AttributeScores>,
    /// The languages of the comment.
    languages: Vec<String>,
    /// Those that were detected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    detected_languages: Vec<String>,
    /// As it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_token: Option<String>,
}

/// The scores of one attribute.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttributeScores {
    /// Of the whole comment.
    summary_score: Score,
    /// Of its sentences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    span_scores: Vec<SpanScore>,
}

/// A score.
#[derive(Serialize, ToSchema)]
pub struct Score {
    /// 0 to 1.
    value: f64,
    /// Always `PROBABILITY`.
    #[serde(rename = "type")]
    kind: &'static str,
}

/// The score of a sentence.
#[derive(Serialize, ToSchema)]
pub struct SpanScore {
    /// Characters before it.
    begin: usize,
    /// Characters up to its end.
    end: usize,
    /// Its score.
    score: Score,
}

impl Score {
    fn of(value: f64) -> Self {
        Self { value: millionths(value), kind: "PROBABILITY" }
    }
}

/// Scores in the shape of Perspective's `comments:analyze`
///
/// The same requests and answers, by another model: attributes are what hustings tells. One that it does not tell, such
/// as `TOXICITY`, is an error that names those that there are. Nothing is stored. The key may be sent as `key=…`, in
/// `X-Goog-Api-Key` or as a bearer.
#[utoipa::path(post, path = "/v1alpha1/comments:analyze", tag = "comment systems", request_body = AnalyzeRequest,
    params(("key" = Option<String>, Query, description = "An API key of this desk")),
    responses((status = 200, body = AnalyzeResponse, description = "Scores by attribute"),
        (status = "4XX", body = GoogleError, description = "Why there are none"),
        (status = 503, body = GoogleError, description = "Busy")))]
pub async fn analyze(State(app): State<App>, caller: Caller) -> Result<Json, Refusal> {
    let asked: AnalyzeRequest = caller.read()?;
    within("clientToken", asked.client_token.as_deref().unwrap_or_default(), MOST_NAME)?;
    within("target", asked.target.as_deref().unwrap_or_default(), MOST_NAME)?;
    let serving = app.model();
    let attributes = requested(&serving, &asked.requested_attributes)?;
    let text = asked.comment.plain()?;
    let parent = asked.context.parent()?;
    if asked.span_annotations && asked.comment.is_html() {
        return Err(Refusal::of("INVALID_REQUEST", "Spans are those of PLAIN_TEXT: leave out spanAnnotations."));
    }
    let first = attributes.first().map_or("", |(name, ..)| name);
    let Languages { languages, detected } = Languages::of(&serving, &asked.languages, &text, first)?;
    let said = Said { text: &text, parent: parent.as_deref() };
    let attribute_scores = seated(&serving, |seat| {
        let mut scores = whole(&app, &serving, seat, said, asked.target.as_deref(), &attributes);
        if asked.span_annotations {
            spans(&serving, seat, said, asked.target.as_deref(), &attributes, &mut scores);
        }
        scores
    });
    let client_token = asked.client_token;
    Ok(Json::of(&AnalyzeResponse { attribute_scores, languages, detected_languages: detected, client_token })?)
}

type Wanted<'a> = Vec<(&'a str, Attribute, Option<f64>)>;

/// The attributes that are asked for, with the score below which each is not told.
fn requested<'a>(serving: &Serving, asked: &'a BTreeMap<String, Requested>) -> Result<Wanted<'a>, Refusal> {
    let all = Attribute::all(serving);
    if asked.is_empty() {
        let message = format!("Missing requested_attributes. There are {}.", names(&all));
        return Err(Refusal::of("NO_REQUESTED_ATTRIBUTES", message));
    }
    let one = |(name, how): (&'a String, &Requested)| {
        let known = all.iter().find(|(known, _)| known == name);
        let (_, attribute) = known.ok_or_else(|| unknown(name, &all))?;
        if how.score_type.as_deref().is_some_and(|kind| kind != "PROBABILITY" && kind != "SCORE_TYPE_UNSPECIFIED") {
            let message = format!("Requested score type is not supported by attribute {name}: write PROBABILITY.");
            return Err(Refusal::of("INVALID_REQUEST", message));
        }
        Ok((name.as_str(), *attribute, how.score_threshold))
    };
    asked.iter().map(one).collect()
}

/// Refuses an attribute that there is not, and says what is asked here.
pub fn unknown(name: &str, all: &[(String, Attribute)]) -> Refusal {
    let name: String = name.chars().take(100).collect();
    let message = format!(
        "Unknown requested attribute: {name}. This is hustings, which is another model than Perspective's and tells other \
         things: {}.",
        names(all)
    );
    Refusal::of("INVALID_REQUEST", message)
}

fn whole(
    app: &App,
    serving: &Serving,
    seat: &mut Seat,
    said: Said<'_>,
    target: Option<&str>,
    attributes: &Wanted<'_>,
) -> BTreeMap<String, AttributeScores> {
    let acts = attributes.iter().any(|(_, attribute, _)| matches!(attribute, Attribute::Act(_)));
    let (prediction, doing) = seat.score(serving, said, target, acts);
    app.metrics().scored(serving.classifier.labels.names().get(prediction.label).map_or("", String::as_str), 1);
    let scores = attributes.iter().filter_map(|(name, attribute, least)| {
        let score = attribute.score(prediction, doing.as_ref());
        let told = least.is_none_or(|least| score >= least);
        let scores = || AttributeScores { summary_score: Score::of(score), span_scores: Vec::new() };
        told.then(|| ((*name).to_owned(), scores()))
    });
    scores.collect()
}

/// Scores every sentence by itself.
fn spans(
    serving: &Serving,
    seat: &mut Seat,
    said: Said<'_>,
    target: Option<&str>,
    attributes: &Wanted<'_>,
    scores: &mut BTreeMap<String, AttributeScores>,
) {
    for sentence in sentences(said.text) {
        let (prediction, doing) = seat.score(serving, Said { text: sentence.text, ..said }, target, true);
        for (name, attribute, _) in attributes {
            if let Some(scores) = scores.get_mut(*name) {
                let score = Score::of(attribute.score(prediction, doing.as_ref()));
                scores.span_scores.push(SpanScore { begin: sentence.begin, end: sentence.end, score });
            }
        }
    }
}
