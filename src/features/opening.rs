//! How a comment begins: what answers another one says so in its first words.

use super::PhraseFamily;
use crate::text::{Analysis, Token};

/// The first of the author's own words, each as a unit of its own, and the two and three that stand together in front:
/// `Yes` at the beginning agrees, elsewhere it need not.
pub(super) struct Opening;

/// Words that a comment opens with.
const WORDS: usize = 5;
/// Words in front that are taken together, at most.
const TOGETHER: usize = 3;

impl PhraseFamily for Opening {
    fn name(&self) -> &'static str {
        "opening"
    }

    fn push(&self, read: &Analysis, out: &mut dyn FnMut(&str, usize)) {
        let own = |(_, token): &(usize, &Token)| !token.quoted;
        let mut front = String::new();
        for (n, (at, token)) in read.tokens().iter().enumerate().filter(own).take(WORDS).enumerate() {
            let form = read.form(token);
            out(form, at);
            if n < TOGETHER {
                front.push_str(if n == 0 { "^" } else { " " });
                front.push_str(form);
                out(&front, at);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyse;

    #[test]
    fn the_authors_own_first_words_are_marked() {
        let units = |text: &str| {
            let mut units = Vec::new();
            Opening.push(&analyse(text), &mut |unit, at| units.push(format!("{unit}@{at}")));
            units
        };
        assert_eq!(units("Yes exactly"), ["yes@0", "^yes@0", "exactly@1", "^yes exactly@1"]);
        let quoting = units("> arm them all now\nNo, that is what they want most of all");
        assert_eq!(quoting[..2], ["no@4", "^no@4"], "what is quoted is not what is said: {quoting:?}");
        assert_eq!(quoting.len(), WORDS + TOGETHER);
    }
}
