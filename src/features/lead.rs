//! How a comment begins, said as clearly in a long comment as in a short one.

use super::PhraseFamily;
use super::opening::Opening;
use crate::text::Analysis;

/// The units of [`Opening`], each as often as the comment has words. A comment's features are scaled to one length, so
/// that what stands once says less the more words follow; but "Yes" in front of a page agrees as "Yes" alone does.
pub(super) struct Lead;

/// Words that are counted at most.
const LONGEST: usize = 200;

impl PhraseFamily for Lead {
    fn name(&self) -> &'static str {
        "lead"
    }

    fn push(&self, read: &Analysis, out: &mut dyn FnMut(&str, usize)) {
        let words = read.words().take(LONGEST).count();
        Opening.push(read, &mut |unit, at| (0..words).for_each(|_| out(unit, at)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyse;

    fn standings(text: &str, sought: &str) -> usize {
        let mut count = 0;
        Lead.push(&analyse(text), &mut |unit, _| count += usize::from(unit == sought));
        count
    }

    #[test]
    fn first_words_keep_up_with_those_that_follow() {
        assert_eq!(standings("Yes!", "^yes"), 1);
        assert_eq!(standings("Yes, and they have been asking for it since the war began", "^yes"), 12);
        assert_eq!(standings(&format!("Yes {}", "on and on ".repeat(10_000)), "^yes"), LONGEST);
        assert_eq!(standings("?!", "^?!"), 0);
    }
}
