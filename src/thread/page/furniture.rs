//! Lines that a site puts around comments: names, dates, buttons.

use super::buttons::{is_aside, is_button, is_count, is_vote};
use super::dates::is_date;

/// What a line of the site's own is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Furniture {
    /// The name above a comment.
    Author(String),
    /// When it was written.
    Date(String),
    /// Both in one line.
    Signed(String, String),
    /// Buttons below it, and what else a site writes around comments.
    Button,
}

/// What a line is, if it is the site's. `next` is the line that follows, signs and badges left out; `after_site` is
/// whether a line of the site's stands right above.
pub(super) fn furniture(line: &str, next: Option<&str>, after_site: bool) -> Option<Furniture> {
    let line = line.trim();
    if let Some(name) = line.strip_suffix(" says:").or_else(|| line.strip_suffix(" says"))
        && name_like(name)
    {
        return Some(Furniture::Author(name.to_owned()));
    }
    if let Some(date) = date(line) {
        return Some(Furniture::Date(date.to_owned()));
    }
    if let Some((name, date)) = signed(line) {
        return Some(Furniture::Signed(name.to_owned(), date.to_owned()));
    }
    let below = next.is_some_and(|next| is_button(next) || is_vote(next));
    if is_button(line) || is_aside(line) || is_vote(line) || (is_count(line) && (after_site || below)) {
        return Some(Furniture::Button);
    }
    let named = name_like(line) && !line.ends_with(['.', '!', '?', ',', ':', ';']);
    let dated = next.is_some_and(|next| date(next).is_some());
    // Without a date a name must look like one, and stand where names stand: between a site's line and a text.
    let titled = after_site && is_full_name(line) && next.is_some_and(|next| date(next).is_none() && !below);
    (named && (dated || titled)).then(|| Furniture::Author(line.to_owned()))
}

fn name_like(line: &str) -> bool {
    !line.is_empty() && line.chars().count() <= 40 && line.split_whitespace().count() <= 4
}

/// `Ann Lee`, `Mohamad Al-Ali`: two to four words, each with a capital.
fn is_full_name(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let capital = |word: &&str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || "'-.\u{2019}".contains(c))
    };
    (2..=4).contains(&words.len())
        && words.iter().all(capital)
        && words.iter().any(|word| word.chars().any(char::is_lowercase))
}

/// `Dave, Basildon, United Kingdom, 2 hours ago`: a name, perhaps a place, and a date.
fn signed(line: &str) -> Option<(&str, &str)> {
    let (head, date) = line.rsplit_once([',', '|', '\u{B7}', '\u{2022}'])?;
    let name = head.split([',', '|', '\u{B7}', '\u{2022}']).next()?.trim();
    let short = line.split_whitespace().count() <= 12;
    (short && name_like(name) && !is_date(name) && is_date(date.trim())).then_some((name, date.trim()))
}

/// The date that a line is, perhaps behind a place: `Kansas City, MO | March 2, 2015`.
fn date(line: &str) -> Option<&str> {
    let behind =
        || line.rsplit_once(" | ").filter(|(place, date)| place.split_whitespace().count() <= 4 && is_date(date));
    if is_date(line) { Some(line) } else { behind().map(|(_, date)| date.trim()) }
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
            "Edited 9y ago",
            "3 mars 2015 à 10h12",
            "il y a 3 heures",
            "vor 2 Stunden",
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
        assert_eq!(furniture("Ann B. says:", None, false), Some(Furniture::Author("Ann B.".into())));
        assert_eq!(furniture("Ann", Some("2 days ago"), false), Some(Furniture::Author("Ann".into())));
        assert_eq!(furniture("Ann", Some("I left."), false), None);
        assert_eq!(furniture("Ann", Some("I left."), true), None);
        assert_eq!(furniture("Ann Lee", Some("I left."), true), Some(Furniture::Author("Ann Lee".into())));
        let signed = Furniture::Signed("Ann".into(), "2 hours ago".into());
        assert_eq!(furniture("Ann, Leeds, United Kingdom, 2 hours ago", None, false), Some(signed));
        assert_eq!(
            furniture("Kansas City, MO | March 2, 2015", None, false),
            Some(Furniture::Date("March 2, 2015".into()))
        );
    }

    #[test]
    fn counters_and_badges_are_the_sites() {
        for line in [
            "+1204",
            "-33",
            "3w",
            "9y ago",
            "Award",
            "118 shares",
            "View 4 more replies",
            "Top fan",
            "\u{2022}",
            "Edited",
        ] {
            assert!(furniture(line, None, false).is_some(), "{line}");
        }
        assert!(furniture("34", None, true).is_some() && furniture("34", Some("Reply"), false).is_some());
        for line in ["34", "Best of luck", "No more guns", "Comment is free", "!!!", "Never ever"] {
            assert_eq!(furniture(line, Some("and more"), false), None, "{line}");
        }
        let mocked = "The views expressed in the contents above are those of our users. Just kidding - send them";
        assert_eq!(furniture(mocked, None, true), None);
    }
}
