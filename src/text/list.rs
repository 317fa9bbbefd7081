//! The tokens of a text as a list.

use super::cut::Sink;
use super::token::{Kind, Span, Token};

/// Where tokens are listed with all that is known of them.
///
/// The forms begin with the whole text in lower case, so that nearly every token's form is a slice of it; only what
/// must be squeezed or named by its class is written behind it.
pub(super) struct List<'a> {
    tokens: &'a mut Vec<Token>,
    forms: &'a mut String,
    clause: u32,
}

impl<'a> List<'a> {
    pub fn new(text: &str, tokens: &'a mut Vec<Token>, forms: &'a mut String) -> Self {
        tokens.clear();
        tokens.reserve(text.len() / 2 + 1);
        forms.clear();
        forms.push_str(text);
        forms.make_ascii_lowercase();
        Self { tokens, forms, clause: 0 }
    }

    fn add(&mut self, kind: Kind, span: Span, form: Span, shouted: bool) {
        self.tokens.push(Token { span, form, kind, clause: self.clause, quoted: false, shouted });
    }
}

impl Sink for List<'_> {
    const DETAILS: bool = true;

    fn stretch(&mut self, kind: Kind, span: Span, shouted: bool, _: &[u8]) {
        self.add(kind, span, span, shouted);
    }

    fn form(&mut self, kind: Kind, span: Span, shouted: bool, form: &str) {
        let start = self.forms.len();
        self.forms.push_str(form);
        self.add(kind, span, Span::new(start, self.forms.len()), shouted);
    }

    fn end_clause(&mut self) {
        self.clause += 1;
    }
}
