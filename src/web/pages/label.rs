//! The label queue of a thread: `GET` and `POST /threads/{id}/label`.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Redirect, Response};
use serde::Deserialize;

use super::draw::MOST;
use super::frame::{Frame, may_mark, page};
use super::heading::Heading;
use super::mark::{known, record};
use super::reading::{shortcut, shortcuts};
use super::row::Button;
use crate::annotate::Queued;
use crate::brief::sides;
use crate::store::{CommentId, Kind, QueueState, ThreadId};
use crate::thread::Comment;
use crate::web::jobs::FEWEST_AUDITED;
use crate::web::{App, Checked, Moderator, Problem, Viewer};

/// Characters of a remark, at most.
const REMARK: usize = 1000;

#[derive(Template)]
#[template(path = "label.html")]
struct LabelPage {
    frame: Frame,
    head: Heading,
    thread: ThreadId,
    done: u64,
    of: u64,
    item: Option<Item>,
    question: String,
    buttons: Vec<Button>,
    may_mark: bool,
    most: usize,
    fewest: usize,
    keys: Vec<(char, String)>,
}

/// The comment to label. What the model says of it is not shown: it would be hard not to follow.
struct Item {
    key: CommentId,
    text: String,
    author: Option<String>,
    parent: Option<String>,
    why: &'static str,
}

/// `GET /threads/{id}/label`
pub(super) async fn get(
    State(app): State<App>,
    Viewer(who): Viewer,
    Path(id): Path<ThreadId>,
) -> Result<Response, Problem> {
    let name = who.actor.name.clone();
    let (row, queue, next) = app
        .store(move |store| {
            let row = store.thread(id)?.ok_or(Problem::NotFound)?;
            let queue = store.queue(id, &name)?;
            let next = match &queue.next {
                Some((key, _)) => store.comment(*key)?.map(|(_, comment)| comment),
                None => None,
            };
            Ok::<_, Problem>((row, queue, next))
        })
        .await?;
    let QueueState { next: place, done, of } = queue;
    let item = place.zip(next).map(|((key, queued), comment)| item(key, queued, comment));
    let sides = sides(app.model().classifier.labels.names());
    let button = |at: usize| Button {
        key: shortcut(&sides, at).map(String::from).unwrap_or_default(),
        side: sides[at].clone(),
        pressed: false,
    };
    let target = row.target.as_deref().map(str::trim).filter(|target| !target.is_empty());
    let head = Heading::new(&row, "label");
    page(&LabelPage {
        frame: Frame::new(format!("Label: {}", head.title()), "/", &who),
        head,
        thread: id,
        done,
        of,
        item,
        question: target.map_or_else(
            || "Which side does it take?".into(),
            |target| format!("Which side does it take on {target}?"),
        ),
        buttons: (0..sides.len()).map(button).collect(),
        may_mark: may_mark(&who),
        most: MOST,
        fewest: FEWEST_AUDITED,
        keys: if may_mark(&who) { shortcuts(&sides) } else { Vec::new() },
    })
}

fn item(key: CommentId, queued: Queued, comment: Comment) -> Item {
    let why = match queued.why.as_str() {
        "audit" => "drawn at random, to measure by",
        "uncertain" => "the model hesitates",
        _ => "it stands for others",
    };
    Item {
        key,
        text: comment.text.trim().to_owned(),
        author: comment.author.filter(|author| !author.trim().is_empty()),
        parent: queued.parent.filter(|parent| !parent.trim().is_empty()),
        why,
    }
}

/// The form of a label; an empty label passes the comment over.
#[derive(Debug, Deserialize)]
pub(super) struct Given {
    comment: CommentId,
    #[serde(default)]
    label: String,
    #[serde(default)]
    note: String,
}

/// `POST /threads/{id}/label`
pub(super) async fn post(
    State(app): State<App>,
    Moderator(who): Moderator,
    Path(id): Path<ThreadId>,
    Checked(given): Checked<Given>,
) -> Result<Redirect, Problem> {
    let label = if given.label.trim().is_empty() { None } else { Some(known(&app, &given.label)?) };
    let note = given.note.trim().chars().take(REMARK).collect();
    record(&app, &who, id, given.comment, label, Kind::Label, note).await?;
    Ok(Redirect::to(&format!("/threads/{id}/label")))
}
