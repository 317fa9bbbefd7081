//! Coral's external moderation phase: Coral asks what to do with a comment before it is published.
//!
//! <https://docs.coralproject.net/external-moderation-phases>

mod parents;
mod request;
pub mod signature;
mod verdict;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::time::timeout;

use super::body::MOST_TEXT;
use super::comments::full;
use super::faults::Faults;
use super::policy::{Keep, Status as Decided};
use super::reply::Json;
use super::seat::seated;
use crate::classifier::Said;
use crate::store::{Actor, Store};
use crate::thread::{Comment, Status, defuse, html_text};
use crate::web::{App, Problem};

pub use parents::Parents;
use request::{ModerationRequest, Signed};
use verdict::{Known, Verdict};

/// Under which name Coral stands in the books.
const CORAL: &str = "coral";

/// What to do with a comment, for Coral
///
/// Coral's external moderation phase. Answers 204 where there is nothing to say of the comment, or where saying it would
/// take longer than the policy's `deadline_ms`: Coral then goes on as if nobody had been asked. The header
/// `X-Coral-Signature` must hold `sha256=` and the HMAC-SHA256 of the body by one of the desk's secrets, several of them
/// separated by commas; where the desk was given no secret, an API key is asked for instead.
#[utoipa::path(post, path = "/api/v1/coral/moderate", tag = "comment systems", request_body = ModerationRequest,
    params(("X-Coral-Signature" = Option<String>, Header, description = "`sha256=…`, several separated by commas")),
    responses((status = 200, body = Verdict, description = "What to do"), (status = 204, description = "Nothing to say"), Faults))]
pub async fn moderate(State(app): State<App>, Signed(body): Signed) -> Result<Response, Problem> {
    let begun = Instant::now();
    let asked: ModerationRequest = body.read()?;
    let deadline = Duration::from_millis(app.config().policy.deadline_ms);
    let late = || {
        app.metrics().coral("late");
        Ok(StatusCode::NO_CONTENT.into_response())
    };
    let Ok(parent) = timeout(deadline, parent(&app, &asked)).await else { return late() };
    let text = read(&asked.comment.body);
    if let Some(id) = &asked.comment.id {
        app.parents().keep(id, &text);
    }
    let verdict = judge(&app, &asked, &text, parent.as_deref());
    keep(&app, &asked, text, &verdict);
    if begun.elapsed() > deadline {
        return late();
    }
    let outcome = match &verdict {
        Verdict { status: Some(_), .. } => "status",
        verdict if verdict.is_empty() => "nothing",
        _ => "flag",
    };
    app.metrics().coral(outcome);
    if verdict.is_empty() {
        Ok(StatusCode::NO_CONTENT.into_response())
    } else {
        Ok(Json::of(&verdict)?.into_response())
    }
}

/// The text of a comment's HTML; of a longer one, its beginning.
fn read(body: &str) -> String {
    let text = html_text(&body[..body.floor_char_boundary(4 * MOST_TEXT)]);
    text[..text.floor_char_boundary(MOST_TEXT)].to_owned()
}

/// The text that the comment answers, where it is known: met lately, or in a thread of the store.
async fn parent(app: &App, asked: &ModerationRequest) -> Option<Arc<str>> {
    let id = asked.comment.parent_id.as_deref().filter(|id| !id.is_empty())?;
    if let Some(known) = app.parents().find(id) {
        return Some(known);
    }
    let wanted = id.to_owned();
    // A store that does not answer costs the parent, not the answer.
    let text = app.store(move |store| store.text_of(&wanted)).await.ok().flatten()?;
    app.parents().keep(id, &text);
    app.parents().find(id)
}

fn judge(app: &App, asked: &ModerationRequest, text: &str, parent: Option<&str>) -> Verdict {
    let model = app.model();
    seated(&model, |seat| {
        let (prediction, doing) = seat.score(&model, Said { text, parent }, None, true);
        let labels = &model.classifier.labels;
        app.metrics().scored(labels.names().get(prediction.label).map_or("", String::as_str), 1);
        let acts = doing.as_ref().map(|doing| (model.acts.heads.as_slice(), doing));
        Verdict::of(&app.config().policy, &Known { labels, prediction, acts, role: asked.author.role() })
    })
}

/// Keeps the comment in its story's thread, if the policy says so. Coral does not wait for that.
fn keep(app: &App, asked: &ModerationRequest, text: String, verdict: &Verdict) {
    let wanted = match app.config().policy.keep {
        Keep::None => false,
        Keep::Flagged => !verdict.is_empty(),
        Keep::All => true,
    };
    if !wanted {
        return;
    }
    let status = match verdict.status {
        Some(Decided::Rejected) => Status::Deleted,
        Some(Decided::Premod | Decided::SystemWithheld) => Status::Pending,
        _ => Status::Visible,
    };
    let title = [&asked.story.url, &asked.story.id].into_iter().find(|name| !name.is_empty()).map_or("Coral", |s| s);
    let mut comment = Comment {
        id: asked.comment.id.clone().unwrap_or_else(|| made_up(asked, &text)),
        parent_id: asked.comment.parent_id.clone(),
        author: Some(asked.author.id.clone()).filter(|id| !id.is_empty()),
        created_at: Some(format!("{:.0}", jiff::Timestamp::now())),
        text,
        status,
        ..Comment::default()
    };
    defuse(&mut comment);
    let (app, title, most) = (app.clone(), title.to_owned(), app.config().limits.comments);
    tokio::spawn(async move {
        let kept = app.store(move |store| put(store, &title, &comment, most)).await;
        if kept.is_err() {
            app.metrics().coral("not kept");
        }
    });
}

fn put(store: &Store, title: &str, comment: &Comment, most: usize) -> Result<(), Problem> {
    let thread = store.thread_called(&Actor::new(CORAL), CORAL, title)?;
    store.add_once(thread, comment, most)?.map(drop).ok_or_else(|| full(most))
}

/// An id for a comment to which Coral gave none: the same for the same words by the same person at the same place.
fn made_up(asked: &ModerationRequest, text: &str) -> String {
    let parts = [asked.author.id.as_str(), asked.comment.parent_id.as_deref().unwrap_or_default(), text];
    format!("coral-{:016x}", xxhash_rust::xxh3::xxh3_64(parts.join("\u{0}").as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::NewThread;
    use crate::web::{Config, Serving};

    fn asked(parent: &str) -> ModerationRequest {
        let json = serde_json::json!({ "comment": { "body": "Name one.", "parentID": parent } });
        serde_json::from_value(json).unwrap()
    }

    #[tokio::test]
    async fn a_parent_is_found_in_the_store_and_outlives_its_thread_in_the_memory() {
        let store = Store::temporary().unwrap();
        let said = |id: &str, text: &str| Comment { id: id.into(), text: text.into(), ..Comment::default() };
        let comments = vec![said("a", "Always."), said("b", "Never.")];
        let by = Actor::new("test");
        let thread = store.add_thread(&by, &NewThread { comments, ..NewThread::default() }).unwrap();
        let app = App::new(store.clone(), Serving::begin(&store, &[]).unwrap(), Config::default()).unwrap();
        assert_eq!(parent(&app, &asked("b")).await.as_deref(), Some("Never."));
        for nobody in ["c", ""] {
            assert_eq!(parent(&app, &asked(nobody)).await, None);
        }
        store.delete_thread(&by, thread).unwrap();
        assert_eq!(parent(&app, &asked("b")).await.as_deref(), Some("Never."));
        assert_eq!(parent(&app, &asked("a")).await, None);
    }

    #[test]
    fn html_becomes_text_and_a_long_one_its_beginning() {
        assert_eq!(read("<div>You &amp; I<br>agree</div><script>alert(1)</script>"), "You & I\nagree");
        let long = read(&"é".repeat(3 * MOST_TEXT));
        assert!(long.len() <= MOST_TEXT && long.len() > MOST_TEXT - 4);
    }

    #[test]
    fn the_same_words_at_the_same_place_are_the_same_comment() {
        assert_eq!(made_up(&asked("a"), "x"), made_up(&asked("a"), "x"));
        assert_ne!(made_up(&asked("a"), "x"), made_up(&asked("b"), "x"));
        assert_ne!(made_up(&asked("a"), "x"), made_up(&asked("a"), "y"));
    }
}
