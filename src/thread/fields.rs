//! From one cell to one field of a comment.

use super::columns::clip;
use super::comment::{Comment, Status};
use super::moment;
use super::report::{Problem, Reason};
use super::roles::Role;

/// What exports write for each status, in lower case, words parted by spaces.
const STATUSES: [(Status, &[&str]); 4] = [
    (
        Status::Visible,
        &[
            "",
            "visible",
            "approved",
            "approve",
            "published",
            "publish",
            "active",
            "accepted",
            "none",
            "1",
            "live",
            "ok",
        ],
    ),
    (Status::Spam, &["spam", "junk", "spammed", "likely spam"]),
    (
        Status::Deleted,
        &[
            "deleted",
            "trash",
            "trashed",
            "post trashed",
            "removed",
            "rejected",
            "hidden",
            "blocked",
            "disapproved",
            "declined",
            "unpublished",
            "banned",
        ],
    ),
    (
        Status::Pending,
        &[
            "pending",
            "hold",
            "held",
            "held for review",
            "unapproved",
            "premod",
            "queued",
            "flagged",
            "reported",
            "awaiting moderation",
            "awaiting approval",
            "in review",
            "under review",
            "0",
        ],
    ),
];

/// What stands where nothing is, in tables that a program wrote.
const NOTHING: [&str; 6] = ["NaN", "nan", "NULL", "null", "\\N", "<NA>"];

/// Puts a cell where its role says. A cell that does not fit is a problem and changes nothing.
pub(super) fn put(comment: &mut Comment, role: Role, cell: &str) -> Result<(), Problem> {
    let bad = |detail: String| Problem::new(Reason::BadCell, detail);
    let given = || given(cell).map(str::to_owned);
    match role {
        Role::Id => cell.trim().clone_into(&mut comment.id),
        Role::Thread => comment.thread_id = given(),
        Role::Parent => comment.parent_id = given(),
        Role::ParentText => comment.parent_text = given(),
        Role::Author => comment.author = given().filter(|name| name != "[deleted]"),
        Role::Created => comment.created_at = given().map(|written| moment::likely(&written)),
        Role::Title => comment.title = given(),
        Role::Target => comment.target = target(cell).map(str::to_owned),
        // `None` is a stance, and only R writes `NA`.
        Role::Stance => comment.stance = given().filter(|label| label != "NA"),
        Role::Annotator => comment.annotator = given(),
        Role::Text => cell.clone_into(&mut comment.text),
        Role::Acts => acts(comment, cell),
        Role::ActsLabelled => names(cell).for_each(|act| add(&mut comment.acts_labelled, act)),
        Role::Confidence => {
            comment.reply_confidence = given().map(|cell| confidence(&cell)).transpose().map_err(bad)?;
        }
        Role::Status => comment.status = status(cell).map_err(bad)?,
        Role::Deleted if is_marked(cell) => hide(comment, Status::Deleted),
        Role::Spam if is_marked(cell) => hide(comment, Status::Spam),
        Role::Approved if is_denied(cell) => hide(comment, Status::Pending),
        Role::Deleted | Role::Spam | Role::Approved => {}
    }
    Ok(())
}

/// What a cell holds, if anything.
pub(super) fn given(cell: &str) -> Option<&str> {
    Some(cell.trim()).filter(|cell| !cell.is_empty() && !NOTHING.contains(cell))
}

/// The target that a cell names; a fraction is a measure of something and no target.
pub(super) fn target(cell: &str) -> Option<&str> {
    let measure = |name: &str| name.contains('.') && name.parse::<f64>().is_ok();
    given(cell).filter(|name| !name.starts_with(|c: char| c.is_ascii_digit() || "-.".contains(c)) || !measure(name))
}

/// The comment that a cell says is answered, as its own row would name it. Reddit's names carry what kind of thing they
/// are (`t1_` a comment, `t3_` the submission), and tables of numbers with gaps write `7.0` for `7`.
pub(super) fn parent<'a>(cell: &'a str, id: &str) -> Option<&'a str> {
    let name = given(cell).filter(|name| !matches!(*name, "None" | "none" | "root") && !name.starts_with("t3_"))?;
    if let Some(bare) = name.strip_prefix("t1_").filter(|_| !id.starts_with("t1_")) {
        return Some(bare);
    }
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    Some(name.strip_suffix(".0").filter(|whole| digits(whole) && digits(id.trim())).unwrap_or(name))
}

/// Whether readers could see a comment: not if something stands in its place.
pub(super) fn seen(comment: &Comment) -> Status {
    let gone = comment.status == Status::Visible && is_tombstone(&comment.text);
    if gone { Status::Deleted } else { comment.status }
}

/// Whether a text is what a site leaves in the place of one that was taken away.
pub(super) fn is_tombstone(text: &str) -> bool {
    matches!(text.trim(), "[deleted]" | "[removed]" | "[ Removed by Reddit ]" | "[removed by reddit]")
}

/// Whether a mark such as `isDeleted` is set: by a word for yes or the mark's own, by 1, or by the moment when it happened.
/// A count or a score is no mark.
fn is_marked(cell: &str) -> bool {
    let word = cell.trim().to_lowercase();
    let said = ["true", "t", "yes", "y", "on", "x", "1", "1.0", "deleted", "removed", "hidden", "spam"]
        .contains(&word.as_str());
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let moment = digits >= 8 && word.starts_with(|c: char| c.is_ascii_digit()) && !word.starts_with("0000");
    said || moment
}

/// Whether a mark such as `isApproved` says no.
fn is_denied(cell: &str) -> bool {
    ["false", "f", "no", "n", "off", "0", "0.0"].contains(&cell.trim().to_lowercase().as_str())
}

/// One mark does not undo another.
fn hide(comment: &mut Comment, status: Status) {
    if comment.status == Status::Visible {
        comment.status = status;
    }
}

/// Whether a column of this role says whether readers could see the comment.
pub(super) fn can_hide(role: Role) -> bool {
    matches!(role, Role::Status | Role::Deleted | Role::Spam | Role::Approved)
}

/// Whether [`put`] can meet a cell of this role that does not fit.
pub(super) fn can_misfit(role: Role) -> bool {
    matches!(role, Role::Confidence | Role::Status)
}

/// How a status is written in the canonical row.
pub(super) fn status_name(status: Status) -> &'static str {
    match status {
        Status::Visible => "visible",
        Status::Deleted => "deleted",
        Status::Spam => "spam",
        Status::Pending => "pending",
    }
}

pub(super) fn status(cell: &str) -> Result<Status, String> {
    let word = given(cell).unwrap_or_default().to_lowercase().replace(['_', '-'], " ");
    let known = STATUSES.iter().find(|(_, words)| words.contains(&word.as_str()));
    known.map(|(status, _)| *status).ok_or_else(|| format!("`{}` is no known status, taken as visible", clip(cell, 40)))
}

fn confidence(cell: &str) -> Result<f32, String> {
    let number = cell.parse().ok().filter(|n: &f32| (0.0..=1.0).contains(n));
    number.ok_or_else(|| format!("`{}` is no number from 0 to 1", clip(cell, 40)))
}

/// Reads `sarcasm;-question`: sarcasm is there, a question is explicitly not. Both were looked for.
fn acts(comment: &mut Comment, cell: &str) {
    for name in names(cell) {
        let absent = name.strip_prefix('-');
        if absent.is_none() {
            add(&mut comment.acts, name);
        }
        add(&mut comment.acts_labelled, absent.unwrap_or(name).trim());
    }
}

fn names(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').map(str::trim).filter(|name| !name.is_empty())
}

fn add(list: &mut Vec<String>, name: &str) {
    if !name.is_empty() && !list.iter().any(|known| known == name) {
        list.push(name.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts_know_present_absent_and_not_looked_for() {
        let mut comment = Comment::default();
        put(&mut comment, Role::Acts, "sarcasm; -question").unwrap();
        put(&mut comment, Role::ActsLabelled, "attack;sarcasm").unwrap();
        assert_eq!(comment.acts, ["sarcasm"]);
        assert_eq!(comment.acts_labelled, ["sarcasm", "question", "attack"]);
    }

    #[test]
    fn cells_that_do_not_fit_change_nothing() {
        let mut comment = Comment::default();
        for (word, status) in [("Approved", Status::Visible), ("hold", Status::Pending), ("trash", Status::Deleted)] {
            put(&mut comment, Role::Status, word).unwrap();
            assert_eq!(comment.status, status);
        }
        assert!(put(&mut comment, Role::Status, "on fire").is_err());
        assert!(put(&mut comment, Role::Confidence, "1.5").is_err());
        assert_eq!((comment.status, comment.reply_confidence), (Status::Deleted, None));
    }
}
