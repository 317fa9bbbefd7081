//! Whether somebody is addressed or quoted where a word stands that may be their name.

/// What follows a name that is quoted.
const SAID: &[&str] = &["wrote", "writes", "said", "says", "asked", "asks", "claimed", "claims", "replied"];

/// Whether a character belongs to a word.
pub(super) fn in_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether a word between these two stretches of a text is a name by where it stands: it opens a line before a colon
/// or a comma, somebody said something, or it closes a line after a dash.
pub(super) fn addressed(before: &str, after: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let opens = !line.contains(|c: char| !c.is_whitespace() && !matches!(c, '>' | '*' | '"' | '“' | '«'));
    let rest = after.lines().next().unwrap_or_default();
    let next = rest.trim_start().split(|c| !in_word(c)).next().unwrap_or_default();
    let said = rest.starts_with(char::is_whitespace) && SAID.contains(&next);
    let signed = line.trim_end().ends_with(['—', '–', '-']) && rest.trim_end_matches(['.', ' ']).is_empty();
    (opens && rest.starts_with([':', ','])) || said || signed
}

#[cfg(test)]
mod tests {
    use super::addressed;

    #[test]
    fn by_its_place() {
        for (before, after) in
            [("", ": no"), ("x\n> ", ", no"), ("as ", " says so"), ("\"No.\" — ", ""), ("- ", ".\nx")]
        {
            assert!(addressed(before, after), "{before:?} {after:?}");
        }
        for (before, after) in [("the ", ": no"), ("", " is"), ("in ", ", and"), ("so-", " they say"), ("", "says")] {
            assert!(!addressed(before, after), "{before:?} {after:?}");
        }
    }
}
