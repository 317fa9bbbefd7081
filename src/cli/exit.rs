//! Errors become one message and an exit code.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use hustings::Error;
use hustings::check::Kind;

/// A gate such as `--at-least` was not met.
pub const GATE: u8 = 1;
const USAGE: u8 = 2;
const INPUT: u8 = 3;
const MODEL: u8 = 4;
const IO: u8 = 5;
const LIMIT: u8 = 6;

/// What `check` ends with when this is the most serious thing that it found.
pub fn of_finding(kind: Kind) -> u8 {
    match kind {
        Kind::UnseenTarget => 10,
        Kind::Language => 11,
        Kind::Words => 12,
        Kind::Scores => 13,
        Kind::Shares => 14,
        Kind::Length => 15,
        Kind::Copies => 16,
        Kind::SeveralTargets => 17,
    }
}

/// Prints the error, unless it is only that nobody reads any more, and returns its code.
pub fn report(error: &anyhow::Error) -> ExitCode {
    if is_closed_pipe(error) {
        return ExitCode::SUCCESS;
    }
    let red = AnsiColor::Red.on_default() | anstyle::Effects::BOLD;
    say(&format!("{red}error:{red:#} {}", harmless(&told(error))));
    ExitCode::from(code(error))
}

/// A remark that does not end the command.
pub fn warn(message: impl std::fmt::Display) {
    let yellow: Style = AnsiColor::Yellow.on_default();
    say(&format!("{yellow}note:{yellow:#} {}", harmless(&message.to_string())));
}

/// The error and its causes, none of them twice.
fn told(error: &anyhow::Error) -> String {
    let mut told = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if told.is_empty() {
            told = cause;
        } else if !told.contains(&cause) {
            let _ = write!(told, ": {cause}"); // a string takes all
        }
    }
    told
}

/// Writes a line to standard error. Where nobody can hear it, the work goes on all the same.
fn say(line: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

/// A message in which nothing that came from outside acts on the terminal.
fn harmless(message: &str) -> String {
    message.chars().map(|c| if c.is_control() && c != '\n' { '\u{FFFD}' } else { c }).collect()
}

fn code(error: &anyhow::Error) -> u8 {
    match error.downcast_ref::<Error>() {
        Some(Error::Input { .. }) => INPUT,
        Some(Error::Limit { .. }) => LIMIT,
        Some(Error::Recipe { .. }) => USAGE,
        Some(Error::Model { .. } | Error::Vectors { .. }) => MODEL,
        Some(_) => IO,
        None if error.chain().any(<dyn std::error::Error + 'static>::is::<std::io::Error>) => IO,
        None => USAGE,
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let closed = |e: &std::io::Error| e.kind() == std::io::ErrorKind::BrokenPipe;
    error.chain().any(|e| e.downcast_ref::<std::io::Error>().is_some_and(closed))
}
