//! `comments:suggestscore`: what a client holds for the right score becomes a label.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::analyze::unknown;
use super::attributes::Attribute;
use super::caller::Caller;
use super::comment::{Context, TextEntry};
use super::error::{GoogleError, Refusal};
use crate::store::{Actor, Kind, NewMark, Role, Store};
use crate::thread::{Comment, defuse};
use crate::web::api::body::{MOST_NAME, within};
use crate::web::api::comments::full;
use crate::web::api::reply::Json;
use crate::web::{App, Problem, Serving};

/// What the thread of suggestions is called, and what it comes from.
const THREAD: &str = "suggestions";
const SOURCE: &str = "perspective";
/// A score from here on says that the attribute is there.
const THERE: f64 = 0.5;

/// Scores that somebody holds for right.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SuggestRequest {
    /// The comment.
    comment: TextEntry,
    /// What it answers.
    #[serde(default)]
    context: Context,
    /// The scores, by attribute. Those of sentences are not taken.
    #[serde(default, alias = "attribute_scores")]
    attribute_scores: BTreeMap<String, Suggested>,
    /// Who suggests, e.g. `/forum/films`; stands in the remark.
    #[serde(default, alias = "community_id")]
    community_id: String,
    /// Repeated in the answer.
    #[serde(default, alias = "client_token")]
    client_token: Option<String>,
    /// Ours, beside Perspective's fields: the question whose sides are meant.
    #[serde(default)]
    target: Option<String>,
}

/// The score of an attribute.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Suggested {
    /// Of the whole comment.
    #[serde(default, alias = "summary_score")]
    summary_score: Option<SuggestedScore>,
}

/// A score.
#[derive(Deserialize, ToSchema)]
pub struct SuggestedScore {
    /// 0 to 1.
    value: f64,
}

/// That it was taken.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SuggestResponse {
    /// As it was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    client_token: Option<String>,
    /// Ours: the label that was given; nothing if the scores do not tell one.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
}

/// What the scores say.
#[derive(Debug, Default, PartialEq)]
struct Meant {
    label: Option<String>,
    acts: Vec<String>,
    acts_labelled: Vec<String>,
    note: String,
}

/// Suggest a score, in the shape of Perspective's `comments:suggestscore`
///
/// The comment and its label are kept in the thread `suggestions`, from which the next training learns. The label is the
/// side with the highest score from 0.5 on, or the only one that is left; scores of acts stand in the remark. Unlike
/// with `comments:analyze` the comment is stored. The key must be that of a moderator.
#[utoipa::path(post, path = "/v1alpha1/comments:suggestscore", tag = "comment systems", request_body = SuggestRequest,
    params(("key" = Option<String>, Query, description = "An API key of this desk")),
    responses((status = 200, body = SuggestResponse, description = "It was taken, and is on the disk"),
        (status = "4XX", body = GoogleError, description = "Why it was not"),
        (status = 503, body = GoogleError, description = "Busy")))]
pub async fn suggest(State(app): State<App>, caller: Caller) -> Result<Json, Refusal> {
    caller.at_least(Role::Moderator)?;
    let asked: SuggestRequest = caller.read()?;
    let SuggestRequest { comment, context, attribute_scores, community_id, client_token, target } = asked;
    for field in [Some(&community_id), client_token.as_ref(), target.as_ref()].into_iter().flatten() {
        within("name", field, MOST_NAME)?;
    }
    let text = comment.plain()?.into_owned();
    let mut meant = meant(&app.model(), &attribute_scores)?;
    if !community_id.is_empty() {
        let _ = write!(meant.note, "; community {community_id}"); // a string takes all
    }
    let label = meant.label.clone();
    let comment = Comment {
        id: format!("suggestion-{}", fingerprint(&text)),
        parent_text: context.parent()?,
        target: target.filter(|target| !target.trim().is_empty()),
        acts: meant.acts.clone(),
        acts_labelled: meant.acts_labelled.clone(),
        text,
        ..Comment::default()
    };
    let (by, most) = (caller.who.actor, app.config().limits.comments);
    app.store(move |store| put(store, &by, comment, meant, most)).await?;
    Ok(Json::of(&SuggestResponse { client_token, label })?)
}

fn put(store: &Store, by: &Actor, mut comment: Comment, meant: Meant, most: usize) -> Result<(), Problem> {
    defuse(&mut comment);
    let thread = store.thread_called(by, SOURCE, THREAD)?;
    let comment = store.add_once(thread, &comment, most)?.ok_or_else(|| full(most))?;
    store.mark(by, &NewMark { comment, label: meant.label, kind: Kind::Suggestion, note: meant.note })?;
    Ok(())
}

/// What scores say in labels and acts.
fn meant(serving: &Serving, scores: &BTreeMap<String, Suggested>) -> Result<Meant, Refusal> {
    let all = Attribute::all(serving);
    let labels = serving.classifier.labels.names();
    let mut sides: Vec<Option<f64>> = vec![None; labels.len()];
    let (mut found, mut notes) = (Meant::default(), Vec::new());
    for (name, suggested) in scores {
        let known = all.iter().find(|(known, _)| known == name);
        let (_, attribute) = known.ok_or_else(|| unknown(name, &all))?;
        let Some(SuggestedScore { value }) = suggested.summary_score else { continue };
        if !(0.0..=1.0).contains(&value) {
            return Err(Refusal::of("INVALID_REQUEST", format!("The summaryScore of {name} is not from 0 to 1.")));
        }
        match attribute {
            Attribute::Label(at) => sides[*at] = Some(value),
            Attribute::Act(at) => {
                let act = &serving.acts.heads[*at].name;
                found.acts_labelled.push(act.clone());
                found.acts.extend((value >= THERE).then(|| act.clone()));
            }
        }
        notes.push(format!("{name} {value:.2}"));
    }
    if notes.is_empty() {
        let message = "Missing attributeScores: suggest a summaryScore of at least one attribute.";
        return Err(Refusal::of("NO_REQUESTED_ATTRIBUTES", message));
    }
    found.label = side(&sides).map(|at| labels[at].clone());
    found.note = notes.join(", ");
    Ok(found)
}

/// The label that scores tell: the highest from 0.5 on, or the only one that is not said to be wrong.
fn side(scores: &[Option<f64>]) -> Option<usize> {
    let there = scores.iter().enumerate().filter_map(|(at, score)| Some((at, (*score)?)));
    let best = there.filter(|(_, score)| *score >= THERE).max_by(|a, b| a.1.total_cmp(&b.1));
    let mut left = scores.iter().enumerate().filter(|(_, score)| score.is_none()).map(|(at, _)| at);
    best.map(|(at, _)| at).or_else(|| left.next().filter(|_| left.next().is_none()))
}

fn fingerprint(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(8).fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_given_only_where_the_scores_tell_it() {
        assert_eq!(side(&[Some(0.9), Some(0.6), None]), Some(0));
        assert_eq!(side(&[Some(0.0), Some(0.2), None]), Some(2));
        assert_eq!(side(&[Some(0.0), None, None]), None);
        assert_eq!(side(&[Some(0.1), Some(0.2), Some(0.3)]), None);
        assert_eq!(side(&[None, None, None]), None);
    }
}
