//! One comment's text: normalised, cut into tokens that remember where they stood, with quotes and negation marked.
//!
//! [`analyse`] is the only door. Every [`Token`] carries a span of bytes in the text *as written*, so whatever a
//! later floor says about a token can be shown in the comment itself.

mod ascii;
mod cut;
mod lanes;
mod list;
mod masks;
mod negation;
mod normalise;
mod quotes;
mod stem;
mod token;
mod unicode;
mod words;

pub(crate) use cut::{Reading, Sink};
pub use negation::{Scope, Turn};
pub use normalise::{Normalised, normalise};
pub use quotes::{MIN_QUOTE_WORDS, Quote};
pub use stem::{LANGUAGES, Stemmer};
pub use token::{Kind, Span, Token};
pub(crate) use unicode::is_unspaced;

use list::List;

/// What stands behind all forms.
const ROOM: &str = "                ";

/// A text with its tokens. Spans refer to the text that was given to [`analyse`].
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    forms: String,
    tokens: Vec<Token>,
    quotes: Vec<Quote>,
    reading: Reading,
    len: u32,
}

impl Analysis {
    /// Reads another text in place of the one before, reusing its buffers.
    pub fn read(&mut self, raw: &str) {
        let normal = self.reading.normal(raw);
        let mut list = List::new(normal.text(), &mut self.tokens, &mut self.forms);
        self.reading.cut(&normal, &mut list);
        self.quotes.clear();
        if memchr::memchr2(b'"', b'>', normal.text().as_bytes()).is_some() || !normal.blocks().is_empty() {
            quotes::find(&normal, &mut self.quotes);
            quotes::mark(&mut self.tokens, &mut self.quotes);
        }
        if !normal.is_verbatim() {
            let mut way = normal.way();
            self.tokens.iter_mut().for_each(|token| token.span = way.raw_span(token.span));
            self.quotes.iter_mut().for_each(|quote| quote.span = normal.raw_span(quote.span));
        }
        self.forms.push_str(ROOM);
        self.len = raw.len() as u32;
    }

    /// The tokens in reading order.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// A token's normalised form: lower case, NFC, elongation cut to three, `<url>` for every address.
    #[must_use]
    pub fn form(&self, token: &Token) -> &str {
        &self.forms[token.form.range()]
    }

    /// Where a token's form stands in [`Analysis::forms`].
    #[must_use]
    pub fn form_range(&self, token: &Token) -> std::ops::Range<usize> {
        token.form.range()
    }

    /// The text that all forms are slices of. Behind the last of them there are 16 bytes more, so that as many can be
    /// read from where any form begins.
    #[must_use]
    pub fn forms(&self) -> &str {
        &self.forms
    }

    /// Passages that repeat somebody's words: quotation marks, `>` lines, blockquotes.
    #[must_use]
    pub fn quotes(&self) -> &[Quote] {
        &self.quotes
    }

    /// Length of the text as written, in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether there is no token at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Tokens that are words, numbers or hashtags, with their forms.
    pub fn words(&self) -> impl Iterator<Item = (&Token, &str)> {
        self.tokens.iter().filter(|t| t.kind.is_word()).map(|t| (t, self.form(t)))
    }
}

/// Reads a text. Never fails: whatever bytes a comment holds, what can be read as tokens is, and the rest is skipped.
///
/// ```
/// let text = "Don’t arm them!!! &quot;Moderates&quot;, sure.";
/// let read = hustings::text::analyse(text);
/// let forms: Vec<_> = read.tokens().iter().map(|t| read.form(t)).collect();
/// assert_eq!(forms, ["don't", "arm", "them", "!!!", "\"", "moderates", "\"", "sure"]);
/// assert_eq!(&text[read.tokens()[0].span.range()], "Don’t");
/// ```
#[must_use]
pub fn analyse(raw: &str) -> Analysis {
    let mut read = Analysis::default();
    read.read(raw);
    read
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn forms(text: &str) -> Vec<String> {
        let read = analyse(text);
        read.tokens().iter().map(|t| read.form(t).to_owned()).collect()
    }

    #[test]
    fn classes_and_words() {
        assert_eq!(
            forms("@Mike see https://x.org/a?b=c, #ArmThem NOW soooooo bad... 10,000 TOWs :)"),
            ["@mike", "see", "<url>", "#armthem", "now", "sooo", "bad", "...", "10,000", "tows", ":)"]
        );
    }

    #[test]
    fn beyond_ascii() {
        assert_eq!(forms("naïve plan 👍🏽 武器を渡すな"), ["naïve", "plan", "👍🏽", "武器を渡すな"]);
        assert_eq!(forms("caf\u{65}\u{301}"), ["café"]);
        assert_eq!(forms("#武器 @武器 x"), ["#武器", "@武器", "x"]);
    }

    #[test]
    fn remnants_of_html() {
        assert_eq!(forms("no<br/>guns &amp; no <i>butter</i> a<b"), ["no", "guns", "no", "butter", "a", "b"]);
    }

    proptest! {
        #[test]
        fn spans_are_in_order_and_on_character_bounds(text in "\\PC{0,60}|[a-z&;#<>/\"' \u{201c}\u{2019}@!.\n]{0,80}") {
            let read = analyse(&text);
            let mut last = 0;
            for token in read.tokens() {
                prop_assert!(text.get(token.span.range()).is_some_and(|s| !s.is_empty()));
                prop_assert!(token.span.start >= last);
                last = token.span.start;
            }
            for quote in read.quotes() {
                prop_assert!(text.get(quote.span.range()).is_some());
            }
        }
    }
}
