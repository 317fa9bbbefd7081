//! The lines of a page's comments, with what must be known of all of them to tell what one is.

use std::collections::HashSet;

use super::buttons::{is_aside, is_button, is_count, is_near};
use super::furniture::{Around, Furniture, Handles, Waiting, furniture, is_handle, strong};

/// How many names, dates and buttons a page must have for its buttons, counters and badges to be the site's.
const FRAMED: usize = 2;

/// Lines that are looked at for a text behind a name.
const LOOKED_AT: usize = 50;

/// The lines of the comments, with what must be known of all of them.
pub(super) struct Lines<'a> {
    pub lines: &'a [&'a str],
    from: usize,
    to: usize,
    /// For each line the next that is no sign or badge, and the next that is no counter either.
    next: Vec<Option<usize>>,
    below: Vec<Option<usize>>,
    framed: bool,
    handles: bool,
    /// The buttons that come again and again.
    pub buttons: HashSet<&'a str>,
    /// The names of those who wrote.
    pub names: HashSet<String>,
}

impl<'a> Lines<'a> {
    pub fn of(lines: &'a [&'a str], from: usize, to: usize) -> Self {
        let signed = lines[from..to].iter().filter(|line| strong(line).is_some()).count();
        let mut buttons: Vec<&str> = lines[from..to].iter().copied().filter(|line| is_button(line)).collect();
        buttons.sort_unstable();
        // A site's buttons come again and again; a `Like` alone may be all that somebody wrote.
        let again: HashSet<&str> = buttons.windows(2).filter(|two| two[0] == two[1]).map(|two| two[0]).collect();
        let framed = signed >= FRAMED || (signed + buttons.len() >= FRAMED && (signed > 0 || !again.is_empty()));
        let (next, below) = following(lines, from, to);
        let handles = (from..to).filter(|at| !lines[*at].is_empty() && shown(&lines[*at..to])).count() >= FRAMED;
        let mut page = Self { lines, from, to, next, below, framed, handles, buttons: again, names: HashSet::new() };
        let (mut after_site, mut waits) = (false, Waiting::Nobody);
        for at in (from..to).filter(|at| !lines[*at].is_empty()) {
            let site = page.furniture(at, after_site, waits);
            after_site = site.is_some();
            match site {
                Some(Furniture::Author(name)) => {
                    waits = Waiting::Named;
                    page.names.insert(name);
                }
                Some(Furniture::Signed(name, _)) => {
                    waits = Waiting::Dated;
                    page.names.insert(name.split("  ").next().unwrap_or_default().to_owned());
                }
                Some(Furniture::Date(_)) if waits == Waiting::Named => waits = Waiting::Dated,
                Some(_) => {}
                None => waits = Waiting::Nobody,
            }
        }
        page
    }

    /// What a line is, if it is the site's.
    pub fn furniture(&self, at: usize, after_site: bool, waiting: Waiting) -> Option<Furniture> {
        if self.framed && doubled(&self.lines[at..self.to]) {
            return Some(Furniture::Button);
        }
        let line = |at: Option<usize>| at.map(|at| self.lines[at]);
        let (next, below) = (line(self.next[at - self.from]), line(self.below[at - self.from]));
        let beside = self.lines[at + 1..self.to].iter().copied().find(|line| !line.is_empty());
        let handles = match self.handles {
            true if shown(&self.lines[at..self.to]) => Handles::Below,
            true => Handles::OnPage,
            false => Handles::Nowhere,
        };
        furniture(self.lines[at], Around { next, below, beside, after_site, waiting, framed: self.framed, handles })
    }

    /// Whether a text comes behind a line before the next name.
    pub fn text_follows(&self, at: usize) -> bool {
        let mut rest = (at + 1..self.to).filter(|at| !self.lines[*at].is_empty()).take(LOOKED_AT);
        rest.find_map(|at| match self.furniture(at, true, Waiting::Dated) {
            None => Some(true),
            Some(Furniture::Author(_) | Furniture::Signed(..)) => Some(false),
            Some(_) => None,
        })
        .unwrap_or(false)
    }
}

/// Whether the first of these lines is the name that the owner of a handle shows, as X has it: `Ann Lee`, `@ann`, `·`.
fn shown(lines: &[&str]) -> bool {
    let mut below = lines[1..].iter().copied().filter(|line| !line.is_empty());
    below.next().is_some_and(is_handle) && below.next().is_some_and(|line| line == "\u{B7}")
}

/// Whether the first of these lines is a name that stands twice before it says how near the contact is.
fn doubled(lines: &[&str]) -> bool {
    let mut below = lines[1..].iter().copied().filter(|line| !line.is_empty());
    below.next() == Some(lines[0]) && below.next().is_some_and(is_near)
}

/// For each line the next that is no sign or badge, and the next that is no counter either.
fn following(lines: &[&str], from: usize, to: usize) -> (Vec<Option<usize>>, Vec<Option<usize>>) {
    let (mut next, mut below) = (vec![None; to - from], vec![None; to - from]);
    let mut last = (None, None);
    for at in (from..to).rev() {
        (next[at - from], below[at - from]) = last;
        if !lines[at].is_empty() && !is_aside(lines[at]) {
            last.0 = Some(at);
            if !is_count(lines[at]) {
                last.1 = Some(at);
            }
        }
    }
    (next, below)
}
