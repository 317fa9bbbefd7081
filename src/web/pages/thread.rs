//! `GET /threads/{id}`: the comments of a thread, and `POST /threads/{id}/delete`.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{Redirect, Response};
use serde::Deserialize;

use super::add::READ;
use super::asked::{self, Asked, Order};
use super::counts::{self, Counts};
use super::frame::{Frame, may_mark, may_rule, page};
use super::heading::Heading;
use super::listed::{self, Pages};
use super::order;
use super::reading::{Reading, shortcuts};
use super::row::Row;
use crate::brief::Side;
use crate::store::ThreadId;
use crate::web::app::apart;
use crate::web::{Admin, App, Checked, Problem, Viewer, Who};

/// Comments on one page.
const EACH: usize = 100;
/// Names that are offered to choose an author by, at most.
const AUTHORS: usize = 200;
/// Rows of the audit log among which the report of a new thread is looked for.
const RECENT: u32 = 100;

#[derive(Template)]
#[template(path = "thread.html")]
#[allow(clippy::struct_excessive_bools, reason = "what a page shows, each asked for by its name")]
struct ThreadPage<'a> {
    frame: Frame,
    head: Heading,
    thread: ThreadId,
    report: Option<String>,
    counts: Counts,
    asked: &'a Asked,
    here: String,
    sides: &'a [Side],
    acts: Vec<&'a str>,
    authors: Vec<&'a str>,
    sorts: Vec<(&'static str, &'static str)>,
    found: String,
    filtered: bool,
    flat: bool,
    comments: Vec<Row<'a>>,
    pages: Pages,
    may_mark: bool,
    may_delete: bool,
    keys: Vec<(char, String)>,
}

/// `GET /threads/{id}`
pub(super) async fn get(
    State(app): State<App>,
    Viewer(who): Viewer,
    Path(id): Path<ThreadId>,
    Query(query): Query<asked::Query>,
) -> Result<Response, Problem> {
    let asked = Asked::from(query);
    let thread = app.scored(id).await?;
    let report = if asked.added { report(&app, id).await? } else { None };
    apart(move || {
        let model = app.model();
        let reading = Reading::of(thread, &model.classifier.labels);
        let counts = counts::of(&reading, &model.classifier, app.config().seed);
        written(&reading, &asked, counts, report, &who)
    })
    .await
}

fn written(
    reading: &Reading,
    asked: &Asked,
    counts: Counts,
    report: Option<String>,
    who: &Who,
) -> Result<Response, Problem> {
    let row = &reading.thread.row;
    let places = order::chosen(reading, asked);
    let wanted = asked.at.and_then(|key| reading.place(key));
    let stands = wanted.and_then(|wanted| places.iter().position(|at| *at == wanted)).map(|at| at / EACH + 1);
    let at = stands.or(asked.page).unwrap_or(1).clamp(1, listed::last(places.len(), EACH));
    let (shown, all) = (places.len(), reading.len());
    let head = Heading::new(row, "comments");
    page(&ThreadPage {
        frame: Frame::new(head.title(), "/", who),
        thread: row.id,
        report,
        counts,
        asked,
        here: format!("/threads/{}{}", row.id, asked.to_page(at)),
        sides: &reading.sides,
        acts: acts(reading),
        authors: authors(reading),
        sorts: Order::ALL.iter().map(|(_, name, told)| (*name, *told)).collect(),
        found: if asked.is_filtered() { format!("{shown} of {all} comments") } else { format!("{all} comments") },
        filtered: asked.is_filtered(),
        flat: asked.is_filtered() || asked.order != Order::Thread,
        comments: places.iter().skip((at - 1) * EACH).take(EACH).map(|at| Row::of(reading, *at, who)).collect(),
        pages: Pages::of(at, shown, EACH, |page| asked.to_page(page)),
        may_mark: may_mark(who),
        may_delete: may_rule(who),
        keys: if may_mark(who) { shortcuts(&reading.sides[..reading.labels]) } else { Vec::new() },
        head,
    })
}

/// The acts that some comment has.
fn acts(reading: &Reading) -> Vec<&str> {
    let all = (0..reading.len()).flat_map(|at| &reading.scored(at).acts).filter(|act| act.present);
    let mut names: Vec<&str> = all.map(|act| act.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Who wrote most, first.
fn authors(reading: &Reading) -> Vec<&str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let names = (0..reading.len()).filter_map(|at| reading.comment(at).author.as_deref().map(str::trim));
    names.filter(|name| !name.is_empty()).for_each(|name| *counts.entry(name).or_default() += 1);
    let mut names: Vec<(&str, usize)> = counts.into_iter().collect();
    names.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    names.into_iter().take(AUTHORS).map(|(name, _)| name).collect()
}

/// What was read of a thread when it was added, if that was not long ago.
async fn report(app: &App, id: ThreadId) -> Result<Option<String>, Problem> {
    let rows = app.store(|store| store.audit(None, RECENT)).await?;
    let subject = format!("thread {id}");
    Ok(rows.into_iter().find(|row| row.action == READ && row.subject == subject).map(|row| row.detail))
}

/// A form that says nothing but that it was sent.
#[derive(Debug, Deserialize)]
pub(super) struct Nothing {}

/// `POST /threads/{id}/delete`
pub(super) async fn delete(
    State(app): State<App>,
    Admin(who): Admin,
    Path(id): Path<ThreadId>,
    Checked(Nothing {}): Checked<Nothing>,
) -> Result<Redirect, Problem> {
    if !app.store(move |store| store.delete_thread(&who.actor, id)).await? {
        return Err(Problem::NotFound);
    }
    Ok(Redirect::to("/"))
}
