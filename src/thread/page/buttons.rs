//! Buttons, counters, badges and notices that a site puts around comments.

use super::dates::words;

/// Words that stand beside those of a button.
const BESIDE: [&str; 36] = [
    "dislike",
    "in",
    "to",
    "edit",
    "delete",
    "upvotes",
    "recommended",
    "hide",
    "view",
    "more",
    "previous",
    "collapse",
    "expand",
    "this",
    "click",
    "comment",
    "comments",
    "show",
    "load",
    "all",
    "mir",
    "me",
    "abuse",
    "login",
    "les",
    "voir",
    "afficher",
    "masquer",
    "plus",
    "de",
    "autres",
    "weitere",
    "anzeigen",
    "ausblenden",
    "a",
    "read",
];

/// One of these at least is among the words of a button.
const LEADS: [&str; 37] = [
    "reply",
    "replies",
    "like",
    "likes",
    "share",
    "shares",
    "report",
    "flag",
    "permalink",
    "log",
    "upvote",
    "downvote",
    "recommend",
    "edited",
    "award",
    "save",
    "rate",
    "répondre",
    "partager",
    "antworten",
    "teilen",
    "responder",
    "rispondi",
    "empfehlen",
    "melden",
    "recommander",
    "signaler",
    "compartir",
    "denunciar",
    "gefällt",
    "gusta",
    "link",
    "réponse",
    "réponses",
    "antwort",
    "reaction",
    "reactions",
];

/// Whole lines that stand beside a name or around the comments. Lower case.
const BADGES: [&str; 40] = [
    "all",
    "track me",
    "op",
    "mod",
    "moderator",
    "author",
    "staff",
    "avatar",
    "pinned",
    "verified",
    "top fan",
    "top commenter",
    "top contributor",
    "rising star",
    "subscriber",
    "guardian pick",
    "nyt pick",
    "nyt picks",
    "times pick",
    "reader pick",
    "reader picks",
    "editor's pick",
    "stickied comment",
    "comment",
    "comments",
    "best",
    "newest",
    "oldest",
    "most relevant",
    "most recent",
    "top comments",
    "all comments",
    "continue this thread",
    "j'aime",
    "advertisement",
    "anzeige",
    "publicité",
    "sponsored",
    "see translation",
    "replying to",
];

/// What a site's own sentences around comments begin with, and how many words they have at most. Lower case.
const NOTICES: [(&str, usize); 15] = [
    ("the comments below have", 9),
    ("sign in or create your", 12),
    ("sign in to", 8),
    ("please sign in to", 9),
    ("please log in to", 9),
    ("order by", 4),
    ("sort by", 4),
    ("show 25", 2),
    ("show 50", 2),
    ("show 100", 2),
    ("threads collapsed", 2),
    ("threads expanded", 2),
    ("newest oldest", 8),
    ("view more comments", 3),
    ("the comments section is closed", 30),
];

/// A sign between parts of a line that a page puts on lines of their own, or a word beside a name.
pub(super) fn is_aside(line: &str) -> bool {
    let signs = line.chars().count() <= 3 && !line.chars().any(|c| c.is_alphanumeric() || "!?.".contains(c));
    let lower = spaced(line).replace('-', " ");
    // What stands for a picture.
    let of = ["'s profile picture", "'s profile photo", "'s graphic link"].iter().any(|end| lower.ends_with(end));
    let picture =
        (of && lower.split(' ').count() <= 6) || (lower.ends_with(" avatar") && lower.split(' ').count() == 2);
    signs || picture || is_near(line) || BADGES.contains(&lower.as_str())
}

/// `• 2nd`: how near a contact is.
pub(super) fn is_near(line: &str) -> bool {
    line.strip_prefix("\u{2022} ").is_some_and(|rest| ["1st", "2nd", "3rd", "3rd+", "You"].contains(&rest))
}

/// A sentence of the site's own.
pub(super) fn is_notice(line: &str) -> bool {
    let spaced = spaced(line);
    let words = spaced.split(' ').count();
    let known = NOTICES.iter().any(|(start, most)| spaced.starts_with(start) && words <= *most);
    let closed = spaced == "comments are closed" || spaced == "comments are closed.";
    // The one sentence of a site that people quote to mock it: only as it stands.
    let disclaimer =
        spaced.starts_with("the views expressed in the contents above") && spaced.ends_with("views of mailonline.");
    known || closed || disclaimer
}

fn spaced(line: &str) -> String {
    line.to_lowercase().replace('\u{2019}', "'").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Arrows to vote by.
const ARROWS: [char; 8] =
    ['\u{25B2}', '\u{25B3}', '\u{25BC}', '\u{25BD}', '\u{2191}', '\u{2193}', '\u{2227}', '\u{2228}'];

/// Whether a line is made of buttons.
pub(super) fn is_button(line: &str) -> bool {
    // Old Reddit copies its buttons without a space between them.
    if line.starts_with("permalinkembedsave") && !line.contains(' ') {
        return true;
    }
    let words: Vec<String> = words(line).collect();
    let known = |word: &String| {
        LEADS.contains(&word.as_str()) || BESIDE.contains(&word.as_str()) || word.chars().all(|c| c.is_ascii_digit())
    };
    words.len() <= 5
        && words.iter().any(|word| LEADS.contains(&word.as_str()))
        && words.iter().all(known)
        && !line.ends_with(['.', '!', '?'])
}

/// `+12`, `-340` or `12 △ ▽`: nobody writes that and nothing else.
pub(super) fn is_vote(line: &str) -> bool {
    let bare = line.trim_matches(|c: char| c.is_whitespace() || ARROWS.contains(&c));
    if bare.len() < line.trim().len() && (bare.is_empty() || is_count(bare)) {
        return true;
    }
    line.strip_prefix(['+', '-', '\u{2212}']).is_some_and(|rest| !rest.is_empty() && is_count(rest))
}

/// `34`, `1,204`, `2.3K`.
pub(super) fn is_count(line: &str) -> bool {
    let bare = line.trim().trim_end_matches(['k', 'K', 'm', 'M']);
    line.chars().count() <= 7
        && bare.starts_with(|c: char| c.is_ascii_digit())
        && bare.chars().all(|c| c.is_ascii_digit() || ".,".contains(c))
}
