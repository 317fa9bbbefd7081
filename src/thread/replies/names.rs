//! Whom a comment turns to by name.

/// Greetings that can stand before a name.
const GREETINGS: [&str; 6] = ["hi", "hello", "hey", "dear", "re", "to"];

/// How long a name can be, in bytes of its plain form.
const LONGEST: usize = 60;

/// A name that a comment calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Called {
    /// What stands from the name on, plain: the name may be of one word or of several.
    words: Vec<String>,
    how: How,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// `@name …` at the beginning.
    Handle,
    /// `@name` further on.
    Within,
    /// `Name: …`, `Name, …`, `Name — …`: all the words up to the mark.
    Address,
}

/// A name as names are compared: lower case, letters and digits, single spaces.
pub(super) fn plain(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The names that a text calls, the one that it opens with first.
pub(super) fn called(text: &str) -> Vec<Called> {
    let own = text.lines().find(|line| !line.trim_start().starts_with('>') && !line.trim().is_empty());
    let mut called = Vec::new();
    if let Some(line) = own.map(str::trim) {
        called.extend(line.strip_prefix('@').and_then(|rest| handle(rest, How::Handle)).or_else(|| address(line)));
    }
    for (at, _) in text.match_indices('@') {
        let before = text[..at].chars().next_back();
        let quoted = text[..at].rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with('>'));
        if at > 0 && !quoted && before.is_none_or(|c| !c.is_alphanumeric()) {
            called.extend(handle(&text[at + 1..], How::Within));
        }
    }
    called
}

/// What may be the name behind an `@`: up to four words of the line.
fn handle(rest: &str, how: How) -> Option<Called> {
    let line = rest.lines().next().unwrap_or_default();
    if line.starts_with(char::is_whitespace) {
        return None;
    }
    let words: Vec<String> = line.split_whitespace().take(4).map(plain).filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then_some(Called { words, how })
}

/// The name before the first `:`, `,` or dash, if what stands there can be one.
fn address(line: &str) -> Option<Called> {
    let end = line.find([':', ',', '\u{2014}', '\u{2013}']).or_else(|| line.find(" - "))?;
    let mut name = line.get(..end)?.trim();
    if let Some((first, rest)) = name.split_once(' ')
        && GREETINGS.contains(&first.to_lowercase().as_str())
    {
        name = rest.trim();
    }
    let words: Vec<String> = name.split_whitespace().map(plain).collect();
    let fits = words.len() <= 4 && name.len() <= LONGEST && words.iter().all(|word| !word.is_empty());
    (fits && !words.is_empty()).then_some(Called { words, how: How::Address })
}

impl Called {
    /// How sure it is that an author of this plain name is called; 0 for another.
    pub fn is(&self, author: &str) -> f32 {
        if author.is_empty() {
            return 0.0;
        }
        let all = self.words.join(" ");
        let whole = all == author || self.how != How::Address && starts(&all, author);
        let first = author.split(' ').next().unwrap_or(author);
        let by_first = self.words[0].len() >= 3
            && (first == self.words[0] && self.words[0] != author)
            && (self.how != How::Address || self.words.len() == 1);
        // `@annlee` for Ann Lee.
        let joined = self.how != How::Address && self.words[0] == author.replace(' ', "");
        match (self.how, whole || joined, by_first) {
            (How::Handle, true, _) => 0.85,
            (How::Handle, _, true) => 0.7,
            (How::Address, true, _) => 0.75,
            (How::Within, true, _) => 0.6,
            (How::Address, _, true) => 0.55,
            (How::Within, _, true) => 0.45,
            _ => 0.0,
        }
    }
}

/// Whether `text` begins with the words of `start`.
fn starts(text: &str, start: &str) -> bool {
    text.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}
