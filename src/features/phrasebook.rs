//! The phrases of all cue families, found in one pass over a comment's tokens.

use std::sync::LazyLock;

use super::{CUE_FAMILIES, FingerprintMap, View, token_print};

/// Lists that all families together may have.
const MOST: usize = 32;

/// No phrase at all.
pub(super) const NONE: [u32; MOST] = [0; MOST];

/// The phrases by their first token.
struct Book {
    /// From a first token to its number, counted from 1.
    first: FingerprintMap<u16>,
    /// For each first token its phrases: the list that each belongs to, and the tokens that must follow.
    rest: Vec<Vec<(usize, Vec<&'static str>)>>,
}

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let mut book = Book { first: FingerprintMap::default(), rest: Vec::new() };
    let lists = CUE_FAMILIES.iter().flat_map(|family| family.phrases());
    for (list, phrases) in lists.enumerate() {
        for phrase in *phrases {
            let mut tokens = phrase.split(' ');
            let first = tokens.next().unwrap_or_default();
            let next = book.rest.len() as u16 + 1;
            let number = *book.first.entry(token_print(first)).or_insert(next);
            if number == next {
                book.rest.push(Vec::new());
            }
            book.rest[usize::from(number) - 1].push((list, tokens.collect()));
        }
    }
    book
});

/// The number of a form with which phrases begin; 0 if none does.
pub(super) fn opens(form: &str) -> u16 {
    BOOK.first.get(&token_print(form)).copied().unwrap_or(0)
}

/// How many phrases of each list stand in the author's own words.
pub(super) fn count(view: &View<'_>) -> [u32; MOST] {
    let mut counts = NONE;
    let tokens = view.read.tokens();
    for (at, (token, noted)) in view.tokens().enumerate() {
        if noted.facts.opens == 0 || token.quoted {
            continue;
        }
        for (list, rest) in &BOOK.rest[usize::from(noted.facts.opens) - 1] {
            let following = tokens[at + 1..].iter().take(rest.len()).filter(|t| !t.quoted).map(|t| view.read.form(t));
            counts[*list] += u32::from(following.eq(rest.iter().copied()));
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::{Facts, Glossary};
    use crate::text::{Stemmer, analyse};

    #[test]
    fn phrases_are_counted_outside_quotes_only() {
        assert!(CUE_FAMILIES.iter().map(|family| family.phrases().len()).sum::<usize>() <= MOST);
        let list = CUE_FAMILIES.iter().flat_map(|f| f.phrases()).position(|l| l.contains(&"worked so well")).unwrap();
        let stemmer = Stemmer::new("english").unwrap();
        let counted = |text: &str| {
            let (read, mut glossary) = (analyse(text), Glossary::default());
            glossary.note(&read, &[], &mut |_, _, form| (Facts::of(form, &stemmer), ()));
            count(&View { raw: text, read: &read, notes: glossary.notes(), target: None, parent: None })[list]
        };
        assert_eq!(counted("That worked so well, worked so WELL; it worked so"), 2);
        assert_eq!(counted("He wrote \"it all worked so well\""), 0);
    }
}
