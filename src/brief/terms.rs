//! The terms of a comment: stems of its own words, alone and in pairs, with where they stand.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::stopwords::{is_stopword, turns};
use crate::text::{Analysis, Kind, Span, Stemmer};

/// One use of a term.
#[derive(Debug, Clone)]
pub(super) struct Use {
    /// The stem, or two stems with a space between.
    pub key: String,
    /// Where it stands in the comment as written.
    pub span: Span,
}

struct Word<'a> {
    form: &'a str,
    stem: Cow<'a, str>,
    span: Span,
    clause: u32,
    alone: bool,
}

/// The terms of an analysed text, from byte `from` on.
///
/// Left out: quoted passages (they are somebody else's words), stopwords alone, pairs with a stopword unless it turns
/// the meaning (`no weapons`), and pairs across a mark or a clause.
pub(super) fn read(text: &str, read: &Analysis, stemmer: &Stemmer, from: usize) -> Vec<Use> {
    let mut uses = Vec::new();
    let mut last: Option<Word<'_>> = None;
    for token in read.tokens() {
        let own = !token.quoted && token.kind.is_word() && token.span.start as usize >= from;
        if !own || text.get(token.span.range()).is_none() {
            last = None;
            continue;
        }
        let form = read.form(token);
        let alone = token.kind != Kind::Number && !is_stopword(form);
        let word = Word { form, stem: stemmer.stem(form), span: token.span, clause: token.clause, alone };
        if let Some(before) = last.as_ref().filter(|w| w.clause == word.clause && pairs(w, &word)) {
            let span = Span { start: before.span.start, end: word.span.end };
            uses.push(Use { key: format!("{} {}", before.stem, word.stem), span });
        }
        if alone {
            uses.push(Use { key: word.stem.clone().into_owned(), span: word.span });
        }
        last = Some(word);
    }
    uses
}

fn pairs(first: &Word<'_>, second: &Word<'_>) -> bool {
    second.alone && first.stem != second.stem && (!is_stopword(first.form) || turns(first.form))
}

/// The different keys among uses.
pub(super) fn distinct(uses: &[Use]) -> BTreeSet<&str> {
    uses.iter().map(|u| u.key.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyse;

    fn keys(text: &str) -> Vec<String> {
        let stemmer = Stemmer::new("english").unwrap();
        read(text, &analyse(text), &stemmer, 0).into_iter().map(|u| u.key).collect()
    }

    #[test]
    fn stems_and_pairs_of_own_words() {
        assert_eq!(keys("No weapons for rebel groups!"), ["no weapon", "weapon", "rebel", "rebel group", "group"]);
        assert_eq!(keys("\"send them all our guns\" says a fool"), ["fool"]);
    }
}
