//! Whether a comment ends in a question of its own.

use crate::text::Analysis;

/// Whether the last sentence that is not quoted ends in a question mark.
///
/// Only the end counts: a question in the middle is mostly one that the comment goes on to answer itself.
pub(super) fn asks(text: &str, read: &Analysis) -> bool {
    let own = |token: &&crate::text::Token| !token.quoted && text.get(token.span.range()).is_some();
    let Some(last) = read.tokens().iter().rev().find(|token| own(token) && token.kind.is_word()) else {
        return false;
    };
    let after = &text[last.span.end as usize..];
    let quoted = read.quotes().iter().map(|quote| quote.span.start).find(|start| *start >= last.span.end);
    let after = quoted.and_then(|start| text.get(last.span.end as usize..start as usize)).unwrap_or(after);
    after.contains(['?', '？', '؟'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyse;

    #[test]
    fn only_a_question_of_ones_own_at_the_end() {
        let asked = |text: &str| asks(text, &analyse(text));
        assert!(asked("Who pays for it?") && asked("No. Who pays for it??! :)") && asked("Wer zahlt？"));
        assert!(!asked("Who pays? We do."));
        assert!(!asked("Nobody pays. \"Who is going to pay for all of it?\""), "quoted after its own words");
        assert!(asked("\"We pay for all of it.\" Who is we?"));
        assert!(!asked("?") && !asked(""));
    }
}
