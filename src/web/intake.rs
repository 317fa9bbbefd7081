//! A thread as it comes in: from bytes in any format that the reader knows to what the store keeps.

use std::io::Cursor;

use axum::body::Bytes;

use crate::error::{Error, Place, Result};
use crate::store::NewThread;
use crate::thread::{ReadOptions, Reader, Replies, defuse};

/// Bytes of a thread's title and of its question, at most.
pub const MOST_NAME: usize = 1_000;

/// What is asked of a thread on its way in.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The file's name, whose ending counts; anything for what was pasted.
    pub name: String,
    /// The source format; found out if none is given.
    pub from: Option<String>,
    /// What the thread is to be called; its own title or its name if nothing is given.
    pub title: Option<String>,
    /// The question whose sides are asked for, in place of the comments' own.
    pub target: Option<String>,
}

/// Reads a thread of `most` comments at most, with the answers that can be found in its texts. What was found out on the
/// way comes with it, a sentence each.
///
/// # Errors
/// [`Error::Input`] if it is in no known format or has no rows; [`Error::Limit`] if it has too many, or a part of it is
/// larger than a named limit.
pub fn read(bytes: Bytes, asked: Asked, most: usize) -> Result<(NewThread, Vec<String>)> {
    let given = |field: Option<String>| field.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let Asked { name, from, title, target } = asked;
    let (from, title, target) = (given(from), given(title), given(target));
    let name = if name.trim().is_empty() { "pasted text".to_owned() } else { name };
    for (what, field) in [("title", &title), ("target", &target)] {
        if field.as_ref().is_some_and(|text| text.len() > MOST_NAME) {
            let cause = format!("its {what} has more than {MOST_NAME} bytes");
            return Err(Error::input(Place::file(name), cause, "Shorten it"));
        }
    }
    let options = ReadOptions { from, ..ReadOptions::default() };
    let mut reader = Reader::from_read(&name, Box::new(Cursor::new(bytes)), &options)?;
    let mut replies = (!reader.names_replies()).then(Replies::default);
    let mut comments = Vec::new();
    for row in reader.by_ref() {
        let mut comment = row?.comment;
        if comments.len() == most {
            return Err(Error::Limit {
                place: Place::file(name),
                what: format!("a thread of more than {most} comments"),
                limit: "comments",
                allowed: format!("{most} comments"),
                cure: "Add it in parts".into(),
            });
        }
        defuse(&mut comment);
        comment.target = target.clone().or(comment.target);
        if let Some(replies) = &mut replies {
            replies.recover(&mut comment);
        }
        comments.push(comment);
    }
    let report = reader.report();
    let mut notes = report.notes.clone();
    if let Some(found) = replies.map(|replies| replies.found()).filter(|found| *found > 0) {
        notes.push(format!("{found} answers were found by quoted words and by names"));
    }
    let own = comments.iter().find_map(|comment| comment.title.clone()).filter(|title| !title.trim().is_empty());
    let target = target.or_else(|| comments.iter().find_map(|comment| comment.target.clone()));
    let title = title.or(own).unwrap_or(name);
    Ok((NewThread { title, target, source: report.source.to_owned(), comments }, notes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(text: &str, asked: Asked) -> Result<(NewThread, Vec<String>)> {
        read(Bytes::copy_from_slice(text.as_bytes()), asked, 3)
    }

    #[test]
    fn a_table_becomes_a_thread_with_its_own_names_unless_others_are_given() {
        let table = "id,text,title,target\n1,send help,The debate,arming\n2,stay out,The debate,arming\n";
        let (thread, _) = from(table, Asked::default()).unwrap();
        assert_eq!((thread.title.as_str(), thread.target.as_deref()), ("The debate", Some("arming")));
        assert_eq!((thread.source.as_str(), thread.comments.len()), ("csv", 2));
        let asked = Asked { title: Some(" T ".into()), target: Some("peace".into()), ..Asked::default() };
        let (thread, _) = from(table, asked).unwrap();
        assert_eq!((thread.title.as_str(), thread.target.as_deref()), ("T", Some("peace")));
        assert!(thread.comments.iter().all(|comment| comment.target.as_deref() == Some("peace")));
    }

    #[test]
    fn what_cannot_be_taken_in_is_refused_with_its_cause() {
        let says = |text: &str, asked: Asked, word: &str| {
            let error = from(text, asked).unwrap_err().to_string();
            assert!(error.contains(word), "{error}");
        };
        says("", Asked::default(), "it is empty");
        says("id,text\n", Asked::default(), "no rows");
        says("id,text\n1,a\n", Asked { from: Some("fax".into()), ..Asked::default() }, "no source format `fax`");
        says("id,text\n1,a\n", Asked { title: Some("x".repeat(MOST_NAME + 1)), ..Asked::default() }, "1000 bytes");
        says("id,text\n1,a\n2,b\n3,c\n4,d\n", Asked::default(), "the limit `comments` of 3 comments");
    }

    #[test]
    fn characters_that_act_on_a_terminal_stay_outside() {
        let (thread, _) = from("id,text,author\n1,\u{1b}[31mred,an\u{202e}na\n", Asked::default()).unwrap();
        assert_eq!(thread.comments[0].text, "[31mred");
        assert_eq!(thread.comments[0].author.as_deref(), Some("anna"));
    }
}
