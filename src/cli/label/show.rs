//! What an annotator sees. It does not say why a comment was drawn, nor what a model thinks of it.

use anstream::eprintln;
use anstyle::{AnsiColor, Effects, Style};
use hustings::annotate::Item;

use super::super::input::clip;
use super::keys::letter;

/// Characters of a parent that are shown.
const PARENT: usize = 400;

const DIM: Style = Style::new().effects(Effects::DIMMED);
const BOLD: Style = Style::new().effects(Effects::BOLD);

/// The keys.
pub fn help(labels: &[String]) {
    let key = |(at, label): (usize, &String)| {
        let name = letter(label).map_or_else(|| (at + 1).to_string(), |c| c.to_string());
        format!("{BOLD}{name}{BOLD:#} {}", clip(label, 40))
    };
    let keys: Vec<String> = labels.iter().enumerate().map(key).collect();
    eprintln!("{}", keys.join("   "));
    eprintln!(
        "{BOLD}u{BOLD:#} undo   {BOLD}s{BOLD:#} skip   {BOLD}t{BOLD:#} take a note   {BOLD}h{BOLD:#} these keys   {BOLD}q{BOLD:#} stop; every label is kept"
    );
}

/// A comment, with what it is about and what it answers.
pub fn item(item: &Item, (done, of): (usize, usize)) {
    let comment = &item.comment;
    eprintln!("\n{DIM}{} of {of}{DIM:#}", done + 1);
    for (what, text) in [("target", &comment.target), ("under", &comment.title)] {
        if let Some(text) = text {
            eprintln!("{DIM}{what}: {}{DIM:#}", clip(text, 120));
        }
    }
    if let Some(parent) = &item.queued.parent {
        eprintln!("{DIM}answers: {}{DIM:#}", clip(parent, PARENT));
    }
    eprintln!("{}", lines(&comment.text));
}

/// What was understood.
pub fn said(what: &str) {
    let green: Style = AnsiColor::Green.on_default();
    eprintln!("{green}{}{green:#}", clip(what, 80));
}

/// A text with its line breaks and nothing else that acts on a terminal.
fn lines(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' && c != '\t' { '\u{fffd}' } else { c }).collect()
}
