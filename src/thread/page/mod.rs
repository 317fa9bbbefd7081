//! A page as a moderator pastes it: the article, a line like `10 Comments`, then the comments,
//! mostly without names. Where one comment ends and the next begins is inferred and said so.

mod below;
mod buttons;
mod cues;
mod dates;
mod frames;
mod furniture;
mod layout;
mod lines;
mod marker;
mod segment;

use std::collections::HashMap;

use super::columns::clip;
use super::comment::{Comment, Status};
use super::defuse;
use super::fields;
use super::replies::Replies;
use layout::{Page, Paragraph};
use segment::Segmentation;

/// The comments of a page, each with the line it begins on, and what to tell about them.
pub(super) fn comments(text: &str, name: &str, one_per_line: bool) -> (Vec<(u64, Comment)>, Vec<String>) {
    let page = layout::page(text, one_per_line);
    let cut = segment::segment(&page, one_per_line);
    let groups = groups(&page.paragraphs, &cut);
    let thread = slug(page.title.as_deref().unwrap_or(stem(name)));
    let mut replies = Replies::default();
    let mut latest: HashMap<String, usize> = HashMap::new();
    let comment = |(i, group): (usize, &&[Paragraph])| {
        let lines: Vec<&str> = group.iter().map(|paragraph| paragraph.text.as_str()).collect();
        let mut comment = Comment {
            id: id(i),
            thread_id: Some(thread.clone()),
            author: group[0].author.clone(),
            created_at: group[0].date.clone(),
            title: page.title.clone(),
            text: lines.join("\n"),
            ..Comment::default()
        };
        comment.status = if is_removed(&comment.text) { Status::Deleted } else { Status::Visible };
        replies.recover(&mut comment);
        named_above(&mut comment, group, &latest);
        if let Some(author) = &comment.author {
            latest.insert(author.clone(), i);
        }
        defuse::comment(&mut comment);
        (group[0].line, comment)
    };
    let comments: Vec<(u64, Comment)> = groups.iter().enumerate().map(comment).collect();
    let notes = notes(&page, &cut, &groups);
    (comments, notes)
}

/// How sure one can be of a name that the site itself put above the text, or that a text begins with in full.
const NAMED: f32 = 0.9;

/// Sets the parent by the name of the person that the page says is answered, or with whose full name the text begins.
fn named_above(comment: &mut Comment, group: &[Paragraph], latest: &HashMap<String, usize>) {
    if comment.parent_id.is_some() {
        return;
    }
    // A full name of two to four words, and something behind it.
    let ends = comment.text.match_indices([' ', ',', ':']).map(|(at, _)| at).take(5);
    let begins = ends.filter_map(|end| comment.text.get(..end)).filter(|name| name.contains(' '));
    let meant = group[0].answers.as_deref().and_then(|name| latest.get(name));
    let meant = meant.or_else(|| begins.filter_map(|name| latest.get(name)).last());
    if let Some(meant) = meant {
        (comment.parent_id, comment.reply_confidence) = (Some(id(*meant)), Some(NAMED));
    }
}

/// Whether a text is what sites leave where a comment was taken away: `This comment was removed by a moderator because it
/// didn't abide by our community standards. …`.
fn is_removed(text: &str) -> bool {
    const RULES: [&str; 8] = ["standards", "rule", "guidelines", "terms", "policy", "policies", "abide", "moderation"];
    let lower = text.trim().to_lowercase();
    let rest = ["this comment ", "comment ", "this post "].iter().find_map(|start| lower.strip_prefix(start));
    let rest =
        rest.map(|rest| ["has been ", "was ", "is "].iter().find_map(|verb| rest.strip_prefix(verb)).unwrap_or(rest));
    let after = rest
        .and_then(|rest| ["removed", "deleted", "withdrawn", "hidden"].iter().find_map(|gone| rest.strip_prefix(gone)));
    let gone = |after: &str| {
        let alone = matches!(
            after.trim_end_matches('.'),
            "" | " by a moderator" | " by the moderators" | " by its author" | " by the author"
        );
        alone
            || ((after.starts_with(" by ") || after.starts_with(" because "))
                && RULES.iter().any(|word| after.contains(word)))
    };
    fields::is_tombstone(text) || after.is_some_and(gone)
}

fn id(index: usize) -> String {
    format!("c{}", index + 1)
}

/// The paragraphs of each comment.
fn groups<'a>(paragraphs: &'a [Paragraph], cut: &Segmentation) -> Vec<&'a [Paragraph]> {
    let mut groups = Vec::new();
    let mut start = 0;
    for (i, chosen) in cut.chosen.iter().enumerate() {
        if *chosen {
            groups.push(&paragraphs[start..=i]);
            start = i + 1;
        }
    }
    if start < paragraphs.len() {
        groups.push(&paragraphs[start..]);
    }
    groups
}

fn notes(page: &Page, cut: &Segmentation, groups: &[&[Paragraph]]) -> Vec<String> {
    let mut notes = Vec::new();
    let found = groups.len();
    match (&page.marker, page.announced) {
        (None, _) => notes.push("no line like `10 Comments` was found, so the whole page is taken as comments".into()),
        (Some(marker), None) => notes.push(format!("the comments begin below `{}`", clip(marker, 60))),
        (Some(_), Some(_)) => {}
    }
    let announced = page.announced.map_or(String::new(), |n| format!("{n} comments announced, "));
    let unsure: Vec<(usize, f64)> = (cut.chosen.iter().zip(&cut.begins).enumerate())
        .filter(|(_, (chosen, begins))| **chosen && segment::uncertain(**begins))
        .map(|(i, (_, begins))| (i, *begins))
        .collect();
    let boundaries = found.saturating_sub(1);
    if unsure.is_empty() {
        notes.push(format!("{announced}{found} found; {}", cut.how));
        return notes;
    }
    notes.push(format!(
        "{announced}{found} found; {} of the {boundaries} boundaries are uncertain ({}); \
         a blank line between comments or `--one-per-line` settles them",
        unsure.len(),
        cut.how
    ));
    for (i, begins) in unsure {
        let paragraph = &page.paragraphs[i + 1];
        let comment = groups.iter().position(|group| group[0].line == paragraph.line).map(id).unwrap_or_default();
        let (line, percent) = (paragraph.line, begins * 100.0);
        notes.push(format!("line {line} begins {comment} with {percent:.0} %: `{}`", clip(&paragraph.text, 50)));
    }
    notes
}

/// The file's name without folders and endings.
pub(super) fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.split('.').next().unwrap_or(file)
}

/// A title as an id: its letters and digits in lower case with `-` between the words.
pub(super) fn slug(title: &str) -> String {
    let mut slug = String::new();
    for word in title.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '\u{2019}') {
        let word: String = word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        if word.is_empty() {
            continue;
        }
        if !slug.is_empty() {
            if slug.len() + word.len() > 60 {
                break;
            }
            slug.push('-');
        }
        slug.extend(word.chars().take(60));
    }
    if slug.is_empty() { "page".into() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_away_is_told_from_talk_about_it() {
        for gone in [
            "[removed]",
            "Comment deleted",
            "This comment was removed by a moderator because it broke a rule.",
            "This post has been hidden.",
        ] {
            assert!(is_removed(gone), "{gone}");
        }
        for text in [
            "This comment was removed by a moderator because it said the mayor lies.",
            "This comment is hidden racism.",
            "Comment removed? Why?",
            "This comment was good",
        ] {
            assert!(!is_removed(text), "{text}");
        }
    }

    #[test]
    fn slugs_are_short_and_never_empty() {
        assert_eq!(slug("The mayor\u{2019}s bridge: yes, or no?"), "the-mayors-bridge-yes-or-no");
        assert_eq!(slug("\u{2026}!"), "page");
        assert!(slug(&"word ".repeat(50)).len() <= 60);
        assert_eq!(slug(stem("/tmp/Old page.txt.gz")), "old-page");
    }
}
