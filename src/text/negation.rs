//! Which tokens stand in the scope of a negation: from the negator to the end of its clause, six words at most.

use super::token::{Kind, Token};

/// Words beyond which an English negation hardly reaches.
const REACH: u32 = 6;

/// What a form does to the scope of a negation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Turn {
    /// Nothing.
    #[default]
    None,
    /// It negates what follows.
    Negates,
    /// It ends what was negated.
    Ends,
}

impl Turn {
    /// What a normalised form does, so that `Don’t`, `don't` and `DON'T` are the same.
    #[must_use]
    pub fn of(form: &str) -> Self {
        match form {
            "but" => Self::Ends,
            "not" | "no" | "never" | "none" | "nobody" | "nothing" | "neither" | "nor" | "nowhere" | "without"
            | "wont" | "wouldnt" | "wasnt" | "cannot" | "cant" | "couldnt" | "dont" | "didnt" | "doesnt" | "isnt"
            | "arent" | "aint" | "shouldnt" | "hardly" => Self::Negates,
            _ if form.ends_with("n't") => Self::Negates,
            _ => Self::None,
        }
    }
}

/// Follows negations through a comment's tokens.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scope {
    clause: u32,
    left: u32,
}

impl Scope {
    /// Whether the next token stands in the scope of a negation, given what its form does.
    #[inline]
    pub fn covers(&mut self, token: &Token, turn: Turn) -> bool {
        if token.kind != Kind::Word {
            return false;
        }
        let covered = self.left > 0 && self.clause == token.clause && turn != Turn::Ends;
        self.left = self.left.saturating_sub(1);
        match turn {
            Turn::None => {}
            Turn::Negates => *self = Self { clause: token.clause, left: REACH },
            Turn::Ends => self.left = 0,
        }
        covered
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyse;

    #[test]
    fn scope_ends_with_the_clause() {
        let read = analyse("We shouldn't arm them, they lose. Not now but later");
        let mut scope = Scope::default();
        let negated = read.tokens().iter().filter(|t| scope.covers(t, Turn::of(read.form(t))));
        assert_eq!(negated.map(|t| read.form(t)).collect::<Vec<_>>(), ["arm", "them", "now"]);
    }
}
