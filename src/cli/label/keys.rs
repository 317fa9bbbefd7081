//! Keys: pressed on a terminal, or one a line from a file or a program.

use std::io::{BufRead, IsTerminal};

use console::Term;

/// What an annotator may say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// The label of this number.
    Label(usize),
    /// Take the last one back.
    Undo,
    /// Pass over.
    Skip,
    /// A remark on the comment that is shown.
    Note(String),
    /// Show the keys.
    Help,
    /// Stop.
    Quit,
    /// Something else.
    Unknown(String),
}

/// Where keys come from.
pub struct Keys {
    terminal: Option<Term>,
    /// The keys of the labels, beside their numbers.
    letters: Vec<Option<char>>,
}

impl Keys {
    /// Keys from standard input: as they are pressed if it is a terminal, else one a line.
    pub fn new(labels: &[String]) -> Self {
        let terminal = std::io::stdin().is_terminal().then(Term::stderr);
        Self { terminal, letters: labels.iter().map(|label| letter(label)).collect() }
    }

    /// The next key; nothing at the end of the input.
    pub fn next(&mut self) -> std::io::Result<Option<Key>> {
        let Some(terminal) = &self.terminal else {
            let Some(line) = line()? else { return Ok(None) };
            let mut rest = line.chars();
            let first = rest.next().unwrap_or(' ');
            let rest = rest.as_str().trim();
            return Ok(Some(match self.meaning(first) {
                Key::Note(_) if rest.is_empty() => Key::Note(self::line()?.unwrap_or_default()),
                Key::Note(_) => Key::Note(rest.to_owned()),
                _ if !rest.is_empty() => Key::Unknown(line),
                key => key,
            }));
        };
        Ok(Some(match terminal.read_key()? {
            console::Key::Char(c) => match self.meaning(c) {
                Key::Note(_) => {
                    terminal.write_str("note: ")?;
                    Key::Note(terminal.read_line()?.trim().to_owned())
                }
                key => key,
            },
            console::Key::Backspace => Key::Undo,
            console::Key::Escape | console::Key::CtrlC => Key::Quit,
            other => Key::Unknown(format!("{other:?}")),
        }))
    }

    fn meaning(&self, key: char) -> Key {
        let lower = key.to_lowercase().next().unwrap_or(key);
        let number = key.to_digit(10).map(|n| n as usize).filter(|n| (1..=self.letters.len()).contains(n));
        let label = self.letters.iter().position(|letter| *letter == Some(lower)).or(number.map(|n| n - 1));
        match (label, lower) {
            (Some(k), _) => Key::Label(k),
            (None, 'u') => Key::Undo,
            (None, 's' | ' ') => Key::Skip,
            (None, 't') => Key::Note(String::new()),
            (None, 'h' | '?') => Key::Help,
            (None, 'q') => Key::Quit,
            _ => Key::Unknown(key.to_string()),
        }
    }
}

/// The letter of a label: stances have one, other labels are numbered only.
pub fn letter(label: &str) -> Option<char> {
    match label {
        "favor" => Some('f'),
        "against" => Some('a'),
        "none" => Some('n'),
        _ => None,
    }
}

/// The next line that is not empty.
fn line() -> std::io::Result<Option<String>> {
    let mut line = String::new();
    loop {
        line.clear();
        if std::io::stdin().lock().read_line(&mut line)? == 0 {
            return Ok(None);
        }
        if !line.trim().is_empty() {
            return Ok(Some(line.trim().to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_numbers() {
        let of = |labels: &[&str]| Keys { terminal: None, letters: labels.iter().map(|l| letter(l)).collect() };
        let stances = of(&["favor", "against", "none"]);
        let meanings: Vec<Key> = "fAn1".chars().map(|c| stances.meaning(c)).collect();
        assert_eq!(meanings, [Key::Label(0), Key::Label(1), Key::Label(2), Key::Label(0)]);
        let meanings: Vec<Key> = "us?q4".chars().map(|c| stances.meaning(c)).collect();
        assert_eq!(meanings, [Key::Undo, Key::Skip, Key::Help, Key::Quit, Key::Unknown("4".into())]);
        assert_eq!(of(&["a side", "b side"]).meaning('2'), Key::Label(1));
        assert_eq!(of(&["a side", "b side"]).meaning('a'), Key::Unknown("a".into()));
    }
}
