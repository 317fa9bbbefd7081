//! Which names are those of one person.

/// Names that several people go by. Lower case.
const NOBODY: &[&str] = &["anon", "anonymous", "guest", "unknown", "[deleted]", "[removed]", "deleted", "removed"];

/// A name without what stands around it, if it is the name of somebody in particular.
pub(super) fn named(author: &str) -> Option<&str> {
    let name = author.trim();
    (!name.is_empty() && !NOBODY.contains(&name.to_lowercase().as_str())).then_some(name)
}

/// The n-th pseudonym: `Reader A` to `Reader Z`, then `Reader AA`.
///
/// Letters and not numbers: `Reader B:` at the beginning of a comment then still looks like a name.
pub(super) fn pseudonym(number: usize) -> String {
    let mut letters = Vec::new();
    let mut left = number + 1;
    while left > 0 {
        letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    format!("Reader {}", letters.iter().rev().collect::<String>())
}

/// Whether a name is one of these.
pub(super) fn is_pseudonym(name: &str) -> bool {
    let letters = name.strip_prefix("Reader ");
    letters.is_some_and(|letters| !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_letters() {
        assert_eq!((named(" Ann "), named("Guest"), named(" ")), (Some("Ann"), None, None));
        let letters = [0, 25, 26, 51, 52, 701, 702].map(pseudonym);
        let expected = ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"].map(|letters| format!("Reader {letters}"));
        assert_eq!(letters, expected);
        assert!(
            expected.iter().all(|name| is_pseudonym(name)) && !is_pseudonym("Reader") && !is_pseudonym("Reader Ann")
        );
    }
}
