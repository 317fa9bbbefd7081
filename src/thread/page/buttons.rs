//! Buttons, counters, badges and notices that a site puts around comments.

use super::dates::words;

const BUTTONS: [&str; 44] = [
    "reply",
    "replies",
    "like",
    "likes",
    "dislike",
    "share",
    "shares",
    "report",
    "flag",
    "permalink",
    "log",
    "in",
    "to",
    "edit",
    "edited",
    "delete",
    "upvote",
    "upvotes",
    "downvote",
    "recommend",
    "recommended",
    "hide",
    "view",
    "more",
    "previous",
    "link",
    "collapse",
    "expand",
    "this",
    "award",
    "save",
    "click",
    "rate",
    "comment",
    "comments",
    "show",
    "load",
    "all",
    "répondre",
    "partager",
    "antworten",
    "teilen",
    "responder",
    "rispondi",
];

/// One of these at least is among the words of a button.
const LEADS: [&str; 23] = [
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
];

/// Whole lines that stand beside a name or around the comments. Lower case.
const BADGES: [&str; 34] = [
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
];

/// What a site's own sentences around comments begin with, up to the length of a short line. Lower case.
const NOTICES: [&str; 16] = [
    "the comments below have",
    "sign in or create your",
    "sign in to",
    "please sign in to",
    "please log in to",
    "order by ",
    "sort by",
    "show 25",
    "show 50",
    "show 100",
    "threads collapsed",
    "threads expanded",
    "newest oldest",
    "view more comments",
    "comments are closed",
    "the comments section is closed",
];
const LONGEST_NOTICE: usize = 140;

/// A sign between parts of a line that a page puts on lines of their own, or a word beside a name.
pub(super) fn is_aside(line: &str) -> bool {
    let lower = line.trim().to_lowercase().replace('\u{2019}', "'");
    let signs = line.chars().count() <= 3 && !line.chars().any(|c| c.is_alphanumeric() || "!?.".contains(c));
    let spaced = lower.split_whitespace().collect::<Vec<_>>().join(" ");
    let notice = || NOTICES.iter().any(|start| spaced.starts_with(start)) && spaced.chars().count() <= LONGEST_NOTICE;
    // The one sentence of a site that people quote to mock it: only as it stands.
    let disclaimer =
        || spaced.starts_with("the views expressed in the contents above") && spaced.ends_with("views of mailonline.");
    signs || BADGES.contains(&spaced.as_str()) || notice() || disclaimer()
}

/// Whether a line is made of buttons.
pub(super) fn is_button(line: &str) -> bool {
    let words: Vec<String> = words(line).collect();
    let known = |word: &String| BUTTONS.contains(&word.as_str()) || word.chars().all(|c| c.is_ascii_digit());
    words.len() <= 5
        && words.iter().any(|word| LEADS.contains(&word.as_str()))
        && words.iter().all(known)
        && !line.ends_with(['.', '!', '?'])
}

/// `+12` or `-340`: nobody writes that and nothing else.
pub(super) fn is_vote(line: &str) -> bool {
    line.strip_prefix(['+', '-', '\u{2212}']).is_some_and(|rest| !rest.is_empty() && is_count(rest))
}

/// `34`, `1,204`, `2.3K`.
pub(super) fn is_count(line: &str) -> bool {
    let bare = line.trim().trim_end_matches(['k', 'K', 'm', 'M']);
    line.chars().count() <= 7
        && bare.starts_with(|c: char| c.is_ascii_digit())
        && bare.chars().all(|c| c.is_ascii_digit() || ".,".contains(c))
}
