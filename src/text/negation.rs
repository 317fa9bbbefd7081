//! Which tokens stand in the scope of a negation: from the negator to the end of its clause, six words at most.

use super::token::{Kind, Token};

/// Words beyond which an English negation hardly reaches.
const REACH: usize = 6;
/// Marks tokens behind a negator. Forms decide, so `Don’t`, `don't` and `DON'T` are the same.
pub(super) fn mark(tokens: &mut [Token], forms: &str) {
    let mut scope: Option<(u32, usize)> = None;
    for token in tokens {
        if token.kind != Kind::Word {
            continue;
        }
        let form = &forms[token.form.range()];
        token.negated = matches!(scope, Some((clause, left)) if clause == token.clause && left > 0);
        if let Some((_, left)) = &mut scope {
            *left = left.saturating_sub(1);
        }
        if form == "but" {
            scope = None;
            token.negated = false;
        } else if is_negator(form) {
            scope = Some((token.clause, REACH));
        }
    }
}

/// Whether a form negates what follows. Asked of every word, so the first letter decides first.
fn is_negator(form: &str) -> bool {
    let listed = match form.as_bytes() {
        [b'n', ..] => {
            matches!(form, "not" | "no" | "never" | "none" | "nobody" | "nothing" | "neither" | "nor" | "nowhere")
        }
        [b'w', ..] => matches!(form, "without" | "wont" | "wouldnt" | "wasnt"),
        [b'c', ..] => matches!(form, "cannot" | "cant" | "couldnt"),
        [b'd', ..] => matches!(form, "dont" | "didnt" | "doesnt"),
        [b'i' | b'a', ..] => matches!(form, "isnt" | "arent" | "aint"),
        [b's' | b'h', ..] => matches!(form, "shouldnt" | "hardly"),
        _ => false,
    };
    listed || form.ends_with("n't")
}

#[cfg(test)]
mod tests {
    use crate::text::analyse;

    #[test]
    fn scope_ends_with_the_clause() {
        let read = analyse("We shouldn't arm them, they lose. Not now but later");
        let negated: Vec<_> = read.tokens().iter().filter(|t| t.negated).map(|t| read.form(t)).collect();
        assert_eq!(negated, ["arm", "them", "now"]);
    }
}
