//! Lines that a site puts around comments: names, dates, buttons.

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const UNITS: [&str; 8] = ["second", "minute", "min", "hour", "day", "week", "month", "year"];

const DATE_WORDS: [&str; 21] = [
    "at", "on", "ago", "am", "pm", "a", "m", "p", "utc", "gmt", "est", "edt", "pst", "pdt", "cet", "edited", "posted",
    "an", "about", "t", "z",
];

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

const BUTTONS: [&str; 22] = [
    "reply",
    "replies",
    "like",
    "likes",
    "dislike",
    "share",
    "report",
    "flag",
    "permalink",
    "log",
    "in",
    "to",
    "edit",
    "delete",
    "upvote",
    "downvote",
    "recommend",
    "hide",
    "view",
    "link",
    "collapse",
    "this",
];

/// What a line of the site's own is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Furniture {
    /// The name above a comment.
    Author(String),
    /// When it was written.
    Date(String),
    /// Buttons below it.
    Button,
}

/// What a line is, if it is the site's; `next` is the line that follows.
pub(super) fn furniture(line: &str, next: Option<&str>) -> Option<Furniture> {
    let line = line.trim();
    if let Some(name) = line.strip_suffix(" says:").or_else(|| line.strip_suffix(" says"))
        && name_like(name)
    {
        return Some(Furniture::Author(name.to_owned()));
    }
    if is_date(line) {
        return Some(Furniture::Date(line.to_owned()));
    }
    if is_button(line) {
        return Some(Furniture::Button);
    }
    let named = name_like(line) && !line.ends_with(['.', '!', '?', ',', ':', ';']) && next.is_some_and(is_date);
    named.then(|| Furniture::Author(line.to_owned()))
}

fn name_like(line: &str) -> bool {
    !line.is_empty() && line.chars().count() <= 40 && line.split_whitespace().count() <= 4
}

fn words(line: &str) -> impl Iterator<Item = String> {
    line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

fn is_date(line: &str) -> bool {
    if line.chars().count() > 60 {
        return false;
    }
    let (mut numbers, mut named) = (0, false);
    for word in words(line) {
        let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(&word);
        let month = MONTHS.iter().any(|month| word.starts_with(month)) && word.len() <= 9;
        let unit = UNITS.contains(&word.trim_end_matches('s'));
        if ordinal.chars().all(|c| c.is_ascii_digit() || "tz".contains(c))
            && ordinal.starts_with(|c: char| c.is_ascii_digit())
        {
            numbers += 1;
        } else if month || unit {
            named = true;
        } else if !DATE_WORDS.contains(&word.as_str())
            && !WEEKDAYS.iter().any(|day| word.starts_with(day) && word.len() <= 9)
        {
            return false;
        }
    }
    let separated = line.contains(['-', '/', '.', ':']);
    (named && (numbers > 0 || line.contains("ago"))) || (numbers >= 3 && separated)
}

fn is_button(line: &str) -> bool {
    let words: Vec<String> = words(line).collect();
    let known = |word: &String| BUTTONS.contains(&word.as_str()) || word.chars().all(|c| c.is_ascii_digit());
    let lead = ["reply", "replies", "like", "likes", "share", "report", "flag", "permalink", "log"];
    words.len() <= 5
        && words.iter().any(|word| lead.contains(&word.as_str()))
        && words.iter().all(known)
        && !line.ends_with(['.', '!', '?'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn site_lines_and_comment_lines() {
        for line in [
            "March 3, 2015 at 10:12 am",
            "2015-03-02 11:05",
            "3 hours ago",
            "an hour ago",
            "02/03/2015",
            "May 2nd, 2016",
        ] {
            assert!(is_date(line), "{line}");
        }
        for line in ["20 years of waiting", "2015", "May I ask?", "In March 2015 we left", "1, 2, 3", ""] {
            assert!(!is_date(line), "{line}");
        }
        for line in ["Reply", "Reply \u{2193}", "Log in to Reply", "12 likes", "Like \u{B7} Reply \u{B7} Share"] {
            assert!(is_button(line), "{line}");
        }
        assert!(!is_button("I like this") && !is_button("12") && !is_button("Like!"));
        assert_eq!(furniture("Ann B. says:", None), Some(Furniture::Author("Ann B.".into())));
        assert_eq!(furniture("Ann", Some("2 days ago")), Some(Furniture::Author("Ann".into())));
        assert_eq!(furniture("Ann", Some("I left.")), None);
    }
}
