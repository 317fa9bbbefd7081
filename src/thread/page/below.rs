//! Pages that write the date below a text, as social networks do: a name, the text, `2d`, `Like`, `Reply`.

use super::buttons::{is_aside, is_button, is_count, is_notice};
use super::dates::is_date;
use super::furniture::may_be_name;

/// Of the dates of a page, so many in ten must stand above buttons for it to be such a page …
const MOST: usize = 8;
/// … and there must be so many of them.
const ENOUGH: usize = 2;

/// A line of the page, with its number.
pub(super) type Numbered<'a> = (usize, &'a str);

/// The lines of a page's comments with each date below the name that it belongs to, if the page has them below the texts;
/// otherwise as they are.
pub(super) fn dates_above<'a>(lines: Vec<Numbered<'a>>) -> Vec<Numbered<'a>> {
    let cut: Vec<Numbered<'a>> =
        lines.iter().flat_map(|(number, line)| apart(line).map(|part| (*number, part))).collect();
    let cut: Vec<Numbered<'a>> = cut.into_iter().filter(|(_, part)| *part != NOTHING).collect();
    let dates: Vec<usize> = (0..cut.len()).filter(|at| is_date(cut[*at].1)).collect();
    let closes = |at: &&usize| {
        let mut below = cut[*at + 1..].iter().map(|(_, line)| *line).filter(|line| !line.is_empty());
        let under = below.find(|line| is_date(line) || (!is_count(line) && !is_sign(line)));
        let above = cut[..**at].iter().rev().map(|(_, line)| *line).find(|line| !line.is_empty() && !is_sign(line));
        under.is_some_and(is_button) && above.is_some_and(|line| !is_button(line))
    };
    let closing = dates.iter().filter(closes).count();
    if closing < ENOUGH || closing * 10 < dates.len() * MOST || !texts_between(&cut, &dates) {
        return lines;
    }
    moved(&cut, &dates)
}

/// Whether a name and a text stand above the first date, and what stands behind the buttons of the others looks like a
/// name. Where buttons stand between a date above and its text, that is a text.
fn texts_between(lines: &[Numbered<'_>], dates: &[usize]) -> bool {
    let own = |from: usize, to: usize| lines[from..to].iter().map(|(_, line)| *line).filter(|line| is_own(line));
    let starts = dates.windows(2).map(|two| (two[0] + 1, two[1]));
    let named =
        starts.filter(|(from, to)| own(*from, *to).count() >= 2 && own(*from, *to).next().is_some_and(may_be_name));
    let first = dates.first().is_some_and(|first| own(0, *first).count() >= 2);
    first && named.count() * 10 >= dates.len().saturating_sub(1) * MOST
}

fn moved<'a>(lines: &[Numbered<'a>], dates: &[usize]) -> Vec<Numbered<'a>> {
    let mut out = Vec::with_capacity(lines.len());
    let mut from = 0;
    for date in dates {
        // The name is the first line that is not the site's, behind what ended the comment before.
        let name = (from..*date).find(|at| is_own(lines[*at].1));
        let name = name.filter(|name| lines[*name + 1..*date].iter().any(|(_, line)| !line.is_empty()));
        match name {
            Some(name) => {
                out.extend_from_slice(&lines[from..=name]);
                out.push(lines[*date]);
                out.extend_from_slice(&lines[name + 1..*date]);
            }
            None => out.extend_from_slice(&lines[from..=*date]),
        }
        from = *date + 1;
    }
    out.extend_from_slice(&lines[from..]);
    out
}

/// Whether a line may be a name or a text.
fn is_own(line: &str) -> bool {
    !(line.is_empty() || is_button(line) || is_aside(line) || is_count(line) || is_notice(line))
}

fn is_sign(line: &str) -> bool {
    line.chars().count() <= 3 && !line.chars().any(char::is_alphanumeric)
}

/// No part: no line holds it.
const NOTHING: &str = "\n";

/// `2dLikeReply3`, as Facebook copies what stands in one line: the age, and a button; any other line as it is.
fn apart(line: &str) -> [&str; 2] {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let unit = line[digits..].chars().next().filter(|c| "smhdwy".contains(*c));
    if let Some(unit) = unit.filter(|_| (1..=2).contains(&digits)) {
        let (age, rest) = line.split_at(digits + unit.len_utf8());
        let mut left = rest.trim_end_matches(|c: char| c.is_ascii_digit());
        let known = !left.is_empty() && {
            while let Some(more) = BUTTONS.iter().find_map(|button| left.strip_prefix(button)) {
                left = more;
            }
            left.is_empty()
        };
        if known {
            return [age, "Reply"];
        }
    }
    [line, NOTHING]
}

/// What Facebook has beside an age.
const BUTTONS: [&str; 7] = ["Like", "Reply", "Share", "Edited", "See translation", "Follow", "Hide"];

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<Numbered<'_>> {
        text.lines().enumerate().map(|(at, line)| (at + 1, line.trim())).collect()
    }

    #[test]
    fn a_date_goes_up_to_its_name() {
        let page =
            "ann_93\nThis is stunning\n1d\n4 likes\nReply\njoao\nlol\n\nreally\n2d\nReply\nnora\nwhere?\n14h\nReply";
        let moved: Vec<&str> = dates_above(lines(page)).into_iter().map(|(_, line)| line).collect();
        let meant =
            "ann_93\n1d\nThis is stunning\n4 likes\nReply\njoao\n2d\nlol\n\nreally\nReply\nnora\n14h\nwhere?\nReply";
        assert_eq!(moved.join("\n"), meant);
        let glued = dates_above(lines("Ann\nNo.\n2dLikeReply\nBob\nWho pays?\n1wLikeReply3"));
        assert_eq!(glued[..4], [(1, "Ann"), (3, "2d"), (2, "No."), (3, "Reply")]);
    }

    #[test]
    fn a_page_with_dates_above_stays_as_it_is() {
        for page in [
            "Ann\n2 hours ago\nI left.\nReply\nBob\n3 hours ago\nWhy?\nReply",
            "Ann\n2 hours ago\nReply\nBob\n3 hours ago\nReply\nEva\n4 hours ago\nReply",
            "Ann\n2 hours ago\nReply\nI left.\nBob\n3 hours ago\nReply\nWhy?\nEva\n4 hours ago\nReply\nNo.",
            "Nobody wrote a date here.\nReply",
            "",
        ] {
            assert_eq!(dates_above(lines(page)), lines(page));
        }
        assert_eq!(apart("2dLike it"), ["2dLike it", NOTHING]);
        assert_eq!(apart("3d printing"), ["3d printing", NOTHING]);
        assert_eq!(apart("12"), ["12", NOTHING]);
    }
}
