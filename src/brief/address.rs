//! Whom a comment names before it begins: `@name …` and `Name: …`.

/// Openings that look like a name before a colon and are none. Lower case.
const NOT_NAMES: &[&str] = &[
    "again",
    "also",
    "answer",
    "breaking",
    "btw",
    "correction",
    "e.g",
    "edit",
    "example",
    "fact",
    "fixed",
    "fyi",
    "hint",
    "http",
    "https",
    "imho",
    "imo",
    "lesson",
    "moral",
    "news",
    "note",
    "ok",
    "ps",
    "question",
    "quote",
    "re",
    "remember",
    "reminder",
    "result",
    "so",
    "solution",
    "source",
    "summary",
    "tip",
    "title",
    "tldr",
    "translation",
    "update",
    "warning",
    "yes",
    "no",
    "first",
    "second",
    "third",
    "look",
    "listen",
    "well",
    "why",
];

/// A name may have this many words.
const NAME_WORDS: usize = 3;
/// And this many bytes.
const NAME_BYTES: usize = 40;

/// How a text opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opening {
    /// Possible names, longest first.
    pub names: Vec<String>,
    /// Whether there was an `@`: then it is a name even if nobody is known by it.
    pub at: bool,
    /// Bytes of the text that the address takes.
    pub end: usize,
}

/// The name or names that a text opens with.
pub(super) fn opening(text: &str) -> Option<Opening> {
    let start = text.len() - text.trim_start().len();
    let body = &text[start..];
    match body.strip_prefix('@') {
        Some(rest) => mention(rest, start + 1),
        None => colon(body, start),
    }
}

fn mention(rest: &str, start: usize) -> Option<Opening> {
    let line = rest.lines().next().unwrap_or_default();
    let mut names = Vec::new();
    let (mut name, mut end) = (String::new(), start);
    for word in line.split(' ').take(NAME_WORDS) {
        let bare = word.trim_end_matches([',', ':', ';', '.', '!', '?', '-', '—']);
        if bare.is_empty() || name.len() + word.len() > NAME_BYTES {
            break;
        }
        if name.is_empty() {
            end = start + bare.len();
        } else {
            name.push(' ');
        }
        let known = name.len() + bare.len();
        name.push_str(word);
        names.insert(0, name[..known].to_owned());
        // `M. Brandt` goes on after its full stop, `Mike, you` does not after its comma.
        let initial = word.ends_with('.') && bare.chars().count() == 1;
        if bare.len() < word.len() && !initial {
            break;
        }
    }
    (!names.is_empty()).then_some(Opening { names, at: true, end })
}

fn colon(body: &str, start: usize) -> Option<Opening> {
    let (name, rest) = body.split_once(':')?;
    let words = name.split(' ').count();
    let shaped = name.len() <= NAME_BYTES
        && words <= NAME_WORDS
        && rest.starts_with(char::is_whitespace)
        && name.split(' ').all(|w| w.starts_with(char::is_uppercase) && w.chars().all(in_name));
    let known = NOT_NAMES.contains(&name.to_lowercase().as_str());
    (shaped && !known).then(|| Opening { names: vec![name.to_owned()], at: false, end: start + name.len() + 1 })
}

fn in_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '\'' | '’')
}

/// Whether an author goes by this name: in full, or by the first word of it.
pub(super) fn goes_by(author: &str, name: &str) -> bool {
    let (author, name) = (author.trim().trim_start_matches('@').to_lowercase(), name.trim().to_lowercase());
    !name.is_empty() && (author == name || author.split_whitespace().next() == Some(name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_at_the_beginning() {
        let at = opening("@Mike Brown, you are wrong").unwrap();
        assert_eq!((at.names, at.end), (vec!["Mike Brown".to_owned(), "Mike".to_owned()], 5));
        assert_eq!(opening("@M. Brandt no").unwrap().names[1], "M. Brandt");
        assert_eq!(opening(" Thomas: no.").unwrap().names, ["Thomas"]);
        for none in ["Note: this is wrong", "http://x.org", "they say: no", "10:30 again", "", "@", ":"] {
            assert_eq!(opening(none), None, "{none}");
        }
        assert!(goes_by("Mike Brown", "mike") && !goes_by("Michael", "mike"));
    }
}
