//! Lines that a site puts around comments: names, dates, buttons.

use super::buttons::{is_aside, is_button, is_count, is_near, is_notice, is_vote};
use super::dates::{is_clock, is_date};

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

/// Who waits for their text: what a person wrote may look like anything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Waiting {
    #[default]
    Nobody,
    /// A name without a date.
    Named,
    /// A name and its date.
    Dated,
}

/// Whether those who write have handles, and show a name above: then counters stand below the texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Handles {
    #[default]
    Nowhere,
    /// On this page.
    OnPage,
    /// Right below this line.
    Below,
}

/// Where a line stands.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around<'a> {
    /// The line that follows, signs and badges left out.
    pub next: Option<&'a str>,
    /// The next that is no counter either.
    pub below: Option<&'a str>,
    /// The line that follows, whatever it is.
    pub beside: Option<&'a str>,
    /// Whether a line of the site's stands right above.
    pub after_site: bool,
    /// What stands above whose text has not come yet.
    pub waiting: Waiting,
    /// Whether the page has names, dates or buttons at all; where it has none, a counter is a comment.
    pub framed: bool,
    pub handles: Handles,
}

/// What a line is, if it is the site's.
pub(super) fn furniture(line: &str, around: Around<'_>) -> Option<Furniture> {
    let line = line.trim();
    if let Some(strong) = strong(line) {
        return Some(strong);
    }
    let handles = around.handles != Handles::Nowhere;
    let below = around.below.is_some_and(|below| is_button(below) || is_vote(below));
    let weak = is_aside(line)
        || is_vote(line)
        || (is_count(line) && (around.after_site || below || (handles && around.waiting == Waiting::Nobody)))
        || is_avatar(line, around.next);
    if (around.framed && (is_button(line) || weak)) || (is_notice(line) && around.waiting == Waiting::Nobody) {
        return Some(Furniture::Button);
    }
    // Below a name a time of day is its date; alone it may be a comment.
    if around.waiting == Waiting::Named && is_clock(line) {
        return Some(Furniture::Date(line.to_owned()));
    }
    // Something between a name and its date is the site's: a post, a rank.
    if around.waiting == Waiting::Named && around.next.is_some_and(|next| date(next).is_some()) {
        return Some(Furniture::Button);
    }
    if let Some(beside) = around.beside.filter(|_| name_like(line)) {
        // LinkedIn has how near the contact is below the name, X the handle.
        if is_near(beside) || (around.handles == Handles::Below && line != "and") {
            return Some(Furniture::Author(line.to_owned()));
        }
    }
    if handles && around.waiting == Waiting::Dated && (line == "and" || is_handle(line)) {
        return Some(Furniture::Button);
    }
    let named = may_be_name(line);
    let dated = around.next.is_some_and(|next| date(next).is_some() || is_clock(next));
    let dated = dated && around.waiting != Waiting::Named;
    // Without a date a name must look like one, and stand where names stand: between a site's line and a text.
    let titled = around.after_site
        && around.waiting == Waiting::Nobody
        && is_full_name(line)
        && around.next.is_some_and(|next| strong(next).is_none() && !is_button(next) && !is_vote(next));
    (named && (dated || titled)).then(|| Furniture::Author(line.to_owned()))
}

/// Lines that nobody writes: a date alone, a name with a date, `Ann says:`.
pub(super) fn strong(line: &str) -> Option<Furniture> {
    if let Some(name) = line.strip_suffix(" says:").or_else(|| line.strip_suffix(" says"))
        && name_like(name)
    {
        return Some(Furniture::Author(name.to_owned()));
    }
    if let Some(date) = date(line) {
        return Some(Furniture::Date(date.to_owned()));
    }
    let (name, date) = scored(line).or_else(|| headed(line)).or_else(|| signed(line))?;
    Some(Furniture::Signed(name.to_owned(), date.to_owned()))
}

/// `@ann_lee`, below the name that its owner shows.
pub(super) fn is_handle(line: &str) -> bool {
    line.strip_prefix('@').is_some_and(|name| {
        (2..=30).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
    })
}

/// The letter in a circle that stands for a picture: `A` above `Ann Lee`.
fn is_avatar(line: &str, next: Option<&str>) -> bool {
    let mut letters = line.chars();
    let lone = letters.next().filter(|c| c.is_uppercase() && letters.next().is_none());
    lone.is_some_and(|letter| next.and_then(|next| next.chars().next()) == Some(letter))
}

/// `[–]ann_lee 3 points 1 hour ago (0 children)`, as old Reddit has it.
fn scored(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix("[\u{2013}]").or_else(|| line.strip_prefix("[-]"))?;
    let (name, rest) = rest.split_once(' ')?;
    let behind = ["points ", "point ", "hidden] "]
        .iter()
        .find_map(|mark| rest.split_once(mark))
        .map_or(rest, |(_, behind)| behind);
    let date = behind.split(" (").next()?.trim();
    is_date(date).then_some((name, date))
}

/// `annlee 2 hours ago | next [–]`, as Hacker News has it.
fn headed(line: &str) -> Option<(&str, &str)> {
    let (name, date) = line.split('|').next()?.trim().split_once(' ')?;
    (date.ends_with(" ago") && is_date(date) && !is_date(name)).then_some((name, date))
}

/// Whether a line is short and ends as names do.
pub(super) fn may_be_name(line: &str) -> bool {
    name_like(line) && !ends_as_text(line)
}

fn ends_as_text(line: &str) -> bool {
    let initial = line.rsplit(' ').next().is_some_and(|last| last.ends_with('.') && last.chars().count() <= 2);
    !initial && line.ends_with(['.', '!', '?', ',', ':', ';'])
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
    const BETWEEN: [char; 5] = [',', '|', '\u{B7}', '\u{2022}', '\u{2014}'];
    let line = line.strip_prefix("Comment posted by ").unwrap_or(line);
    let line = line.strip_suffix("edited").map_or(line, |rest| rest.trim_end_matches([' ', '\u{B7}', '\u{2022}']));
    let (head, date) = line.rsplit_once(BETWEEN)?;
    let name = head.split(BETWEEN).next()?.trim();
    let short = line.split_whitespace().count() <= 12;
    // Behind a dash a sentence may end with a month; Discord has the time of day there.
    let dashed = head.len() < line.len() && line[head.len()..].starts_with('\u{2014}') && !date.contains(':');
    (short && !dashed && name_like(name) && !is_date(name) && is_date(date.trim())).then_some((name, date.trim()))
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

    fn above(next: &str, after_site: bool) -> Around<'_> {
        Around { next: Some(next), below: Some(next), after_site, ..Around::default() }
    }

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
        assert_eq!(furniture("Ann B. says:", Around::default()), Some(Furniture::Author("Ann B.".into())));
        assert_eq!(furniture("Ann", above("2 days ago", false)), Some(Furniture::Author("Ann".into())));
        assert_eq!(furniture("Ann", above("I left.", false)), None);
        assert_eq!(furniture("Ann", above("I left.", true)), None);
        assert_eq!(furniture("Ann Lee", above("I left.", true)), Some(Furniture::Author("Ann Lee".into())));
        let signed = Furniture::Signed("Ann".into(), "2 hours ago".into());
        assert_eq!(furniture("Ann, Leeds, United Kingdom, 2 hours ago", Around::default()), Some(signed));
        assert_eq!(
            furniture("Kansas City, MO | March 2, 2015", Around::default()),
            Some(Furniture::Date("March 2, 2015".into()))
        );
    }

    #[test]
    fn counters_and_badges_are_the_sites() {
        let framed = Around { framed: true, ..Around::default() };
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
            assert!(furniture(line, framed).is_some(), "{line}");
        }
        let below = |below| Around { next: Some("0"), below: Some(below), ..framed };
        assert!(
            furniture("34", Around { after_site: true, ..framed }).is_some()
                && furniture("34", below("Reply")).is_some()
        );
        for line in ["34", "Best of luck", "No more guns", "Comment is free", "!!!", "Never ever"] {
            assert_eq!(furniture(line, Around { framed: true, ..above("and more", false) }), None, "{line}");
        }
        let mocked = "The views expressed in the contents above are those of our users. Just kidding - send them";
        assert_eq!(furniture(mocked, Around { after_site: true, ..framed }), None);
        for line in ["+1", "Best", "42"] {
            assert_eq!(furniture(line, above("and more", true)), None, "{line}: a page without names has no counters");
        }
        let signed = |name: &str, date: &str| Some(Furniture::Signed(name.into(), date.into()));
        assert_eq!(strong("[\u{2013}]bob_ray 3 points 1 hour ago (0 children)"), signed("bob_ray", "1 hour ago"));
        assert_eq!(strong("annlee 2 hours ago | next [\u{2013}]"), signed("annlee", "2 hours ago"));
    }
}
