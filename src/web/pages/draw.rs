//! `POST /threads/{id}/draw`: puts comments of a thread into its label queue.

use axum::extract::{Path, State};
use axum::response::Redirect;
use serde::Deserialize;

use super::reading::Reading;
use crate::annotate::{Ask, Known, Pool, Queued, Strategy, sample};
use crate::classifier::Prediction;
use crate::store::{CommentId, Store, ThreadId};
use crate::thread::Comment;
use crate::web::app::apart;
use crate::web::{App, Checked, Moderator, Problem};

/// Comments that are drawn at a time, at most.
pub(super) const MOST: usize = 500;

/// The form of a draw.
#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    n: usize,
    audit: f64,
}

/// `POST /threads/{id}/draw`
pub(super) async fn post(
    State(app): State<App>,
    Moderator(who): Moderator,
    Path(id): Path<ThreadId>,
    Checked(wanted): Checked<Wanted>,
) -> Result<Redirect, Problem> {
    if !(1..=MOST).contains(&wanted.n) || !(0.0..=100.0).contains(&wanted.audit) {
        let cause = format!("{} comments, {} per cent of them at random, cannot be drawn", wanted.n, wanted.audit);
        return Err(Problem::bad(cause, format!("Ask for 1 to {MOST} comments and 0 to 100 per cent")));
    }
    let thread = app.scored(id).await?;
    let (queued, labelled) = app.store(move |store| Ok::<_, crate::Error>((store.queued(id)?, labels(store)?))).await?;
    let model = app.model();
    let seed = app.config().seed;
    let items = apart(move || {
        let reading = Reading::of(thread, &model.classifier.labels);
        Ok::<_, Problem>(drawn(&reading, &queued, &labelled, &wanted, seed))
    })
    .await?;
    if items.is_empty() {
        let cause = "all comments of the thread are in the queue or labelled already, or are copies of one that is";
        return Err(Problem::Conflict { cause: cause.into(), cure: "Draw from another thread".into() });
    }
    app.store(move |store| store.draw(&who.actor, id, &items)).await?;
    Ok(Redirect::to(&format!("/threads/{id}/label")))
}

/// What was labelled in any thread.
fn labels(store: &Store) -> Result<Vec<Comment>, crate::Error> {
    Ok(store.labelled()?.into_iter().map(|(comment, _)| comment).collect())
}

fn drawn(
    reading: &Reading,
    queued: &[(CommentId, Queued)],
    labelled: &[Comment],
    wanted: &Wanted,
    seed: u64,
) -> Vec<(CommentId, Queued)> {
    // What is in the queue already is known as much as what somebody labelled.
    let mut known = Known::default();
    let places: Vec<usize> = queued.iter().filter_map(|(key, _)| reading.place(*key)).collect();
    let marked = (0..reading.len()).filter(|at| reading.is_labelled(*at));
    places.iter().copied().chain(marked).for_each(|at| known.add(reading.comment(at)));
    for comment in labelled {
        known.add(comment);
    }
    // A label that the export brought is no label of ours: such a comment may be drawn.
    let bare = |at: usize| Comment { stance: None, ..reading.comment(at).clone() };
    let comments: Vec<Comment> = (0..reading.len()).map(bare).collect();
    let predictions: Vec<Prediction> = (0..reading.len()).map(|at| reading.scored(at).prediction.clone()).collect();
    let pool = Pool::of(&comments, &known);
    let ask = Ask {
        n: wanted.n,
        audit_share: wanted.audit / 100.0,
        strategy: Strategy::suited(&pool),
        // Another draw of the same thread is another draw.
        seed: seed ^ (reading.thread.row.id as u64) << 32 ^ queued.len() as u64,
    };
    let texts: Vec<&str> = labelled.iter().map(|comment| comment.text.as_str()).collect();
    let picks = sample(&pool, &texts, Some(&predictions), &ask);
    let parent = |at: usize| match reading.forest.parents()[at] {
        Some(parent) => Some(comments[parent].text.as_str()),
        None => comments[at].parent_text.as_deref(),
    };
    picks.iter().map(|pick| (reading.thread.keys[pick.at], Queued::of(pick, parent(pick.at)))).collect()
}
