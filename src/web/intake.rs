//! A thread from whatever was pasted or sent, read as `hustings import` reads it.

use std::io::Cursor;

use crate::error::Result;
use crate::store::NewThread;
use crate::thread::{Comment, Limits, Links, ReadOptions, Reader, Reason, Replies, Report, defuse};

/// What was sent.
#[derive(Debug, Default)]
pub(super) struct Sent {
    /// The file's name, or what stands for it; its ending counts.
    pub name: String,
    /// The contents, packed or not.
    pub bytes: Vec<u8>,
    /// The format; found out where there is none.
    pub from: Option<String>,
    /// The title; the article's own where there is none.
    pub title: Option<String>,
    /// What the comments argue about; where the rows name something themselves, too, this counts.
    pub target: Option<String>,
}

/// Reads it to the end: the thread, and what was found out on the way.
///
/// # Errors
/// As [`Reader::open`]; [`crate::Error::Limit`] if there are more than `most` comments.
pub(super) fn read(sent: Sent, most: usize) -> Result<(NewThread, Report)> {
    let options = ReadOptions { from: sent.from, limits: Limits::default(), ..ReadOptions::default() };
    let mut reader = Reader::from_read(&sent.name, Box::new(Cursor::new(sent.bytes)), &options)?;
    let mut replies = (!reader.names_replies()).then(Replies::default);
    let (mut links, mut comments): (Links, Vec<Comment>) = (Links::default(), Vec::new());
    for row in reader.by_ref() {
        let row = row?;
        // A comment without a text stays: others answer it.
        if row.problem.as_ref().is_some_and(|problem| problem.reason == Reason::NotJson) {
            continue;
        }
        let mut comment = row.comment;
        if comments.len() >= most {
            return Err(too_many(&sent.name, most));
        }
        comment.target = sent.target.clone().or(comment.target);
        defuse(&mut comment);
        if let Some(replies) = &mut replies {
            replies.recover(&mut comment);
        }
        links.push(&comment);
        comments.push(comment);
    }
    let mut report = reader.report().clone();
    let found = replies.as_ref().map_or(0, Replies::found);
    if found > 0 {
        report.notes.push(format!("{found} answers were found by quoted words and by names"));
    }
    report.notes.extend(links.forest().faults().notes());
    let title = sent.title.or_else(|| comments.iter().find_map(|comment| comment.title.clone()));
    let target = sent.target.or_else(|| comments.iter().find_map(|comment| comment.target.clone()));
    let thread = NewThread {
        title: title.unwrap_or_else(|| sent.name.clone()),
        target,
        source: report.source.to_owned(),
        comments,
    };
    Ok((thread, report))
}

fn too_many(name: &str, most: usize) -> crate::Error {
    crate::Error::Limit {
        place: crate::Place::file(name),
        what: "the number of its comments".into(),
        limit: "comments",
        allowed: format!("{most} comments a thread"),
        cure: "Split it into several threads, or raise the limit when the desk is started.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(text: &str) -> Sent {
        Sent { name: "pasted text".into(), bytes: text.into(), ..Sent::default() }
    }

    #[test]
    fn what_is_pasted_becomes_a_thread_with_a_report() {
        let table = "id,parent_id,text,topic\n1,,Send them help,a\n2,9,Stay out\u{1b}[31m,a\n3,1, ,a\n";
        let (thread, report) = read(sent(table), 10).unwrap();
        assert_eq!((thread.source.as_str(), thread.comments.len(), thread.title.as_str()), ("csv", 3, "pasted text"));
        assert_eq!((thread.target.as_deref(), report.unusable_rows()), (Some("a"), 1));
        assert!(!thread.comments[1].text.contains('\u{1b}'), "what acts on a terminal is taken out");
        assert!(report.notes.iter().any(|note| note.contains("not here")), "{:?}", report.notes);
        let named = Sent { target: Some("b".into()), title: Some("T".into()), ..sent(table) };
        let (thread, _) = read(named, 10).unwrap();
        assert_eq!((thread.title.as_str(), thread.comments[0].target.as_deref()), ("T", Some("b")));
        assert!(read(sent(table), 1).unwrap_err().to_string().contains("`comments`"));
        assert!(read(sent(""), 1).is_err());
    }
}
