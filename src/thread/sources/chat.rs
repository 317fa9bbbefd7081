//! Chats as `WhatsApp` exports them: one text file, each message behind its time and its author's name.

use super::{Listed, Rows, Source};
use crate::error::Result;
use crate::thread::comment::{Comment, Status};
use crate::thread::defuse;
use crate::thread::input::Input;
use crate::thread::open::ReadOptions;
use crate::thread::page;

/// A `WhatsApp` chat.
pub struct Chat;

/// Marks of direction, which are before names, times and notes of the program.
const MARKS: [char; 3] = ['\u{200E}', '\u{200F}', '\u{FEFF}'];

/// What is left out of an export.
const OMITTED: [&str; 9] =
    ["media", "image", "video", "audio", "sticker", "gif", "document", "contact card", "video note"];

/// What the program's own notes say behind a mark.
const NOTES: [&str; 9] = [
    "end-to-end encrypted",
    " created ",
    " added ",
    " removed ",
    " left",
    " joined ",
    " changed ",
    "disappearing messages",
    "now an admin",
];

/// Messages with a name among the first lines that make a text a chat.
const ENOUGH: usize = 2;

impl Source for Chat {
    fn name(&self) -> &'static str {
        "chat"
    }

    fn describe(&self) -> &'static str {
        "a chat that WhatsApp exported: `[12/03/2015, 14:05:11] Name: text`, or `12/03/2015, 14:05 - Name: text`"
    }

    fn recognise(&self, head: &str, _name: &str) -> bool {
        let mut lines = head.lines().filter(|line| !line.trim().is_empty()).take(40);
        let first = lines.next().is_some_and(|line| message(line).is_some());
        first
            && head.lines().filter_map(message).filter(|message| message.author.is_some()).take(ENOUGH).count()
                == ENOUGH
    }

    fn read(&self, mut input: Input, _options: &ReadOptions) -> Result<Box<dyn Rows>> {
        let text = input.read_to_end()?.replace('\0', "\u{FFFD}");
        let thread = page::slug(page::stem(input.name()));
        let (mut rows, mut own): (Vec<(u64, Comment)>, u64) = (Vec::new(), 0);
        // Whether the lines that follow belong to a message, and not to a note of the program.
        let mut open = false;
        for (number, line) in (1..).zip(text.lines()) {
            let Some(message) = message(line) else {
                match rows.last_mut().filter(|_| open) {
                    Some((_, comment)) => {
                        comment.text.push('\n');
                        comment.text.push_str(line.trim_end());
                    }
                    None => own += u64::from(!line.trim().is_empty()),
                }
                continue;
            };
            open = message.author.is_some();
            own += u64::from(!open);
            if let Some(author) = message.author {
                let comment = Comment {
                    id: format!("c{}", rows.len() + 1),
                    thread_id: Some(thread.clone()),
                    author: Some(author.to_owned()),
                    created_at: Some(message.when.to_owned()),
                    text: message.text.to_owned(),
                    ..Comment::default()
                };
                rows.push((number, comment));
            }
        }
        for (_, comment) in &mut rows {
            finish(comment);
        }
        let told = if own == 1 { "1 line is".to_owned() } else { format!("{own} lines are") };
        let notes = (own > 0).then(|| format!("{told} the program's own: nobody's name stands there"));
        Ok(Box::new(Listed::new(input, rows, notes.into_iter().collect())))
    }
}

/// The beginning of a message, or of what the program itself notes.
struct Message<'a> {
    when: &'a str,
    author: Option<&'a str>,
    text: &'a str,
}

/// The message that begins in a line, if one does.
fn message(line: &str) -> Option<Message<'_>> {
    let line = line.trim_start_matches(MARKS);
    let (when, rest) = match line.strip_prefix('[') {
        Some(line) => line.split_once("] ")?,
        None => line.split_once(" - ")?,
    };
    if !is_time(when) {
        return None;
    }
    let (author, text) = rest.split_once(": ").or_else(|| rest.strip_suffix(':').map(|name| (name, ""))).unzip();
    let author =
        author.map(|name| name.trim_start_matches(MARKS).trim_start_matches(['~', '\u{202F}', '\u{A0}', ' ']).trim());
    // A name is short. What the program notes may have a colon too, or the group's name in front; then a mark is behind it.
    let note = text.is_some_and(|text| text.starts_with(MARKS) && NOTES.iter().any(|note| text.contains(note)));
    let named = |name: &&str| !name.is_empty() && name.chars().count() <= 60 && !name.contains(['"', '\u{201C}']);
    let author = author.filter(|name| !note && named(name));
    Some(Message { when, author, text: author.and(text).unwrap_or(rest).trim() })
}

/// `12/03/2015, 14:05:11`, `3/12/15, 2:05 PM`, `12.03.15 14:05`: three numbers, a time, and perhaps the half of the day.
fn is_time(when: &str) -> bool {
    let mut parts = when.split([' ', ',', '\u{202F}', '\u{A0}']).filter(|part| !part.is_empty());
    let numbers = |part: &str, signs: &[char]| -> Option<usize> {
        let all = part.split(signs).all(|n| (1..=4).contains(&n.len()) && n.bytes().all(|byte| byte.is_ascii_digit()));
        all.then(|| part.split(signs).count())
    };
    let date = parts.next().and_then(|part| numbers(part, &['/', '.', '-'])) == Some(3);
    let time = parts.next().and_then(|part| numbers(part, &[':', '.'])).is_some_and(|count| (2..=3).contains(&count));
    let half = |part: &str| matches!(part.to_lowercase().replace('.', "").as_str(), "am" | "pm" | "a" | "p" | "m");
    date && time && parts.all(half)
}

fn bare(text: &str) -> String {
    text.trim_matches(MARKS).trim().trim_matches(['<', '>']).to_lowercase()
}

fn is_omitted(text: &str) -> bool {
    let bare = bare(text);
    bare.starts_with("attached: ") || bare.strip_suffix(" omitted").is_some_and(|what| OMITTED.contains(&what))
}

fn is_deleted(text: &str) -> bool {
    matches!(bare(text).trim_end_matches('.'), "this message was deleted" | "you deleted this message")
}

/// What the program puts in the place of a picture is no text, and a deleted message is told as one.
fn finish(comment: &mut Comment) {
    let (first, caption) = comment.text.split_once('\n').unwrap_or((&comment.text, ""));
    if is_omitted(first) {
        comment.text = caption.to_owned();
    }
    if is_deleted(&comment.text) {
        comment.status = Status::Deleted;
    }
    let edited = comment.text.strip_suffix("<This message was edited>").map(|text| text.trim_end_matches(MARKS).len());
    comment.text.truncate(edited.unwrap_or(comment.text.len()));
    comment.text.truncate(comment.text.trim_end().len());
    defuse::comment(comment);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_told_from_their_continuations() {
        for (line, author, text) in [
            ("[12/03/2015, 14:10:41] Ann: Morning: all well?", Some("Ann"), "Morning: all well?"),
            ("\u{200E}[12/03/2015, 14:10:41] \u{200E}~\u{202F}Tariq: +1", Some("Tariq"), "+1"),
            ("12/03/2015, 14:05 - Bob Keller: 7", Some("Bob Keller"), "7"),
            ("3/12/15, 2:05\u{202F}PM - Bob: lol", Some("Bob"), "lol"),
            ("12.03.15, 14:05 - Eva:", Some("Eva"), ""),
            ("12/03/2015, 14:05 - Ann named it \"Roads: now\"", None, "Ann named it \"Roads: now\""),
            ("12/03/2015, 14:05 - Ann added Bob", None, "Ann added Bob"),
            ("[12/03/2015, 14:00:01] The group: \u{200E}Ann added Bob", None, "The group: \u{200E}Ann added Bob"),
        ] {
            let found = message(line).unwrap();
            assert_eq!((found.author, found.text), (author, text), "{line}");
        }
        for line in ["And the chairs.", "12/03 - Ann: no time", "[sic] he said: no", "2015 - 14:05 - Bob: no", ""] {
            assert!(message(line).is_none(), "{line}");
        }
    }

    #[test]
    fn deleted_and_omitted_messages_are_no_texts() {
        let of = |text: &str| {
            let mut comment = Comment { text: text.into(), ..Comment::default() };
            finish(&mut comment);
            (comment.text, comment.status)
        };
        assert_eq!(of("<Media omitted>"), (String::new(), Status::Visible));
        assert_eq!(of("image omitted\nLook!"), ("Look!".into(), Status::Visible));
        assert_eq!(of("\u{200E}image omitted"), (String::new(), Status::Visible));
        assert_eq!(of("This message was deleted").1, Status::Deleted);
        assert_eq!(of("See you \u{200E}<This message was edited>"), ("See you".into(), Status::Visible));
        assert_eq!(of("He was omitted"), ("He was omitted".into(), Status::Visible));
    }
}
