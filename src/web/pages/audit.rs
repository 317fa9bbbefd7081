//! `GET /audit`: who did what, and when.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::frame::{Frame, page};
use super::shown;
use crate::store::AuditRow;
use crate::web::{Admin, App, Problem};

/// Rows on one page.
const EACH: u32 = 100;

/// What is asked of the log.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    before: Option<i64>,
}

struct Line {
    at: String,
    shown: String,
    who: String,
    action: String,
    subject: String,
    detail: String,
}

#[derive(Template)]
#[template(path = "audit.html")]
struct Audit {
    frame: Frame,
    rows: Vec<Line>,
    before: Option<i64>,
}

/// `GET /audit`
pub(super) async fn get(
    State(app): State<App>,
    Admin(who): Admin,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    // One more than is shown tells whether there is an earlier page.
    let mut rows = app.store(move |store| store.audit(asked.before, EACH + 1)).await?;
    let more = rows.len() > EACH as usize;
    rows.truncate(EACH as usize);
    let before = rows.last().map(|row| row.id).filter(|_| more);
    page(&Audit { frame: Frame::new("Audit log", "/audit", &who), rows: rows.into_iter().map(line).collect(), before })
}

fn line(row: AuditRow) -> Line {
    Line {
        shown: shown::moment(&row.at),
        action: action(&row.action),
        at: row.at,
        who: row.who,
        subject: row.subject,
        detail: row.detail,
    }
}

/// What the books call an action, in words.
fn action(name: &str) -> String {
    let said = match name {
        "thread.add" | "model.add" | "user.add" => "added",
        "thread.read" => "read",
        "thread.delete" => "deleted",
        "thread.expire" => "let expire",
        "comment.mark" => "marked",
        "comment.undo" => "took back",
        "queue.draw" => "drew",
        "model.promote" => "promoted",
        "model.roll_back" => "rolled back to",
        "session.refuse" => "refused a sign-in",
        "user.remove" => "removed",
        "key.add" => "made",
        "key.revoke" => "revoked",
        other => other,
    };
    said.to_owned()
}
