//! From one cell to one field of a comment.

use super::columns::clip;
use super::comment::{Comment, Status};
use super::report::{Problem, Reason};
use super::roles::Role;

/// What exports write for each status, in lower case.
const STATUSES: [(Status, &[&str]); 4] = [
    (
        Status::Visible,
        &["", "visible", "approved", "approve", "published", "publish", "active", "accepted", "none", "1"],
    ),
    (Status::Spam, &["spam", "junk"]),
    (Status::Deleted, &["deleted", "trash", "trashed", "post-trashed", "removed", "rejected"]),
    (Status::Pending, &["pending", "hold", "held", "unapproved", "premod", "queued", "0"]),
];

/// Puts a cell where its role says. A cell that does not fit is a problem and changes nothing.
pub(super) fn put(comment: &mut Comment, role: Role, cell: &str) -> Result<(), Problem> {
    let bad = |detail: String| Problem::new(Reason::BadCell, detail);
    let given = || Some(cell.trim().to_owned()).filter(|cell| !cell.is_empty());
    match role {
        Role::Id => cell.trim().clone_into(&mut comment.id),
        Role::Thread => comment.thread_id = given(),
        Role::Parent => comment.parent_id = given(),
        Role::ParentText => comment.parent_text = given(),
        Role::Author => comment.author = given(),
        Role::Created => comment.created_at = given(),
        Role::Title => comment.title = given(),
        Role::Target => comment.target = given(),
        Role::Stance => comment.stance = given(),
        Role::Annotator => comment.annotator = given(),
        Role::Text => cell.clone_into(&mut comment.text),
        Role::Acts => acts(comment, cell),
        Role::ActsLabelled => names(cell).for_each(|act| add(&mut comment.acts_labelled, act)),
        Role::Confidence => {
            comment.reply_confidence = given().map(|cell| confidence(&cell)).transpose().map_err(bad)?;
        }
        Role::Status => comment.status = status(cell).map_err(bad)?,
    }
    Ok(())
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
    let word = cell.trim().to_lowercase();
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
        assert!(put(&mut comment, Role::Confidence, "NaN").is_err());
        assert_eq!((comment.status, comment.reply_confidence), (Status::Deleted, None));
    }
}
