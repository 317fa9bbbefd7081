//! The line between the article and its comments.

/// Words for a comment on such lines, in the languages of the sites that were looked at.
const NOUNS: [&str; 18] = [
    "comment",
    "comments",
    "response",
    "responses",
    "thought",
    "thoughts",
    "reply",
    "replies",
    "kommentar",
    "kommentare",
    "commentaire",
    "commentaires",
    "comentario",
    "comentarios",
    "commento",
    "commenti",
    "reactie",
    "reacties",
];

/// Words that may stand around the noun without making it a sentence.
const AROUND: [&str; 16] = [
    "all", "view", "show", "read", "see", "reader", "readers", "user", "your", "the", "total", "hide", "so", "far",
    "load", "(s)",
];

/// Lines that invite a comment; they stand above the comments, or below them.
const INVITATIONS: [&str; 12] = [
    "share what you think",
    "have your say",
    "leave a comment",
    "leave a reply",
    "post a comment",
    "add a comment",
    "write a comment",
    "join the conversation",
    "join the discussion",
    "discussion",
    "conversation",
    "add your comment",
];

/// What a line says about the comments near it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    /// It counts them.
    Counted(usize),
    /// It heads them without a count.
    Heading,
    /// It invites one.
    Invitation,
    /// It says in what order they stand.
    Order,
}

/// Reads a line as a marker: `10 Comments`, `Comments (10)`, `10 responses to “…”`.
pub(super) fn marker(line: &str) -> Option<Marker> {
    let lower = line.trim().to_lowercase();
    if lower.chars().count() > 160 || lower.ends_with(['.', '!', '?']) {
        return None;
    }
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    if INVITATIONS.contains(&bare) {
        return Some(Marker::Invitation);
    }
    if ["sort by", "order by"].contains(&bare) {
        return Some(Marker::Order);
    }
    let tokens: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || "()[]:|\u{2022}#".contains(c))
        .map(|token| token.trim_matches(|c: char| c == '-' || c == '\u{2013}' || c == '.'))
        .filter(|token| !token.is_empty())
        .collect();
    let noun = tokens.iter().position(|token| NOUNS.contains(token))?;
    // `10 responses to “A long title”`: what follows `to` and `on` is the title.
    let tail = tokens[noun + 1..].iter().position(|token| ["to", "on"].contains(token));
    let end = tail.map_or(tokens.len(), |at| noun + 1 + at);
    let mut count = None;
    for (i, token) in tokens[..end].iter().enumerate() {
        match number(token) {
            Some(_) if count.is_some() => return None,
            Some(n) => count = Some(n),
            None if i == noun || AROUND.contains(token) => {}
            None => return None,
        }
    }
    if tail.is_some() && count.is_none() {
        return None;
    }
    // One noun on its own in a line of one word heads a section only in the plural.
    let alone = count.is_none() && ["comment", "reply", "response", "thought", "thoughts"].contains(&tokens[noun]);
    let thread = tokens[noun].starts_with("repl") && tail.is_none();
    if alone || thread {
        return None;
    }
    Some(count.map_or(Marker::Heading, Marker::Counted))
}

fn number(token: &str) -> Option<usize> {
    match token {
        "one" => Some(1),
        "no" => Some(0),
        "two" => Some(2),
        "three" => Some(3),
        _ => {
            let digits = token.replace([',', '.', '\u{A0}'], "");
            digits.parse().ok().filter(|_| token.starts_with(|c: char| c.is_ascii_digit()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_and_sentences() {
        for (line, found) in [
            ("10 Comments", Some(Marker::Counted(10))),
            ("Comments (10)", Some(Marker::Counted(10))),
            ("COMMENTS: 1,204", Some(Marker::Counted(1204))),
            ("10 responses to \u{201C}A bridge too far, 2 years on\u{201D}", Some(Marker::Counted(10))),
            ("One thought on \u{201C}Bridges\u{201D}", Some(Marker::Counted(1))),
            ("View all 12 comments", Some(Marker::Counted(12))),
            ("3 Kommentare", Some(Marker::Counted(3))),
            ("Comments", Some(Marker::Heading)),
            ("Leave a comment", Some(Marker::Invitation)),
            ("No comments", Some(Marker::Counted(0))),
            ("Sort by:", Some(Marker::Order)),
            ("Share what you think", Some(Marker::Invitation)),
            ("2 replies", None),
            ("Comments like yours are why I stopped reading.", None),
            ("No comment.", None),
            ("A comment", None),
            ("10 years of this", None),
            ("", None),
        ] {
            assert_eq!(marker(line), found, "{line}");
        }
    }
}
