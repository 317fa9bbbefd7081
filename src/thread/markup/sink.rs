//! Tags and text in the order in which they stand, from html5ever's tokenizer.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// An opening tag.
pub(in crate::thread) struct Tag {
    /// Its name in lower case.
    pub name: String,
    attributes: Vec<(String, StrTendril)>,
}

impl Tag {
    /// The value of an attribute; empty if it is not there.
    pub fn attribute(&self, name: &str) -> &str {
        attribute(self, name).unwrap_or_default()
    }

    /// Its classes.
    pub fn classes(&self) -> impl Iterator<Item = &str> {
        self.attribute("class").split_ascii_whitespace()
    }

    /// Whether it has this class.
    pub fn has_class(&self, class: &str) -> bool {
        self.classes().any(|known| known == class)
    }
}

/// The value of an attribute of a tag.
pub(super) fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| &**value)
}

/// What is told of a text on the way through it.
pub(in crate::thread) trait Visit {
    /// A tag opens an element (one that can never hold anything is not closed).
    fn open(&mut self, tag: &Tag);
    /// A tag closes an element of this name, whether or not one is open.
    fn close(&mut self, name: &str);
    /// Text stands here, character references resolved. Never that of scripts and styles.
    fn text(&mut self, text: &str);
}

/// Goes through an HTML text and gives the visitor back.
pub(in crate::thread) fn walk<V: Visit>(html: &str, visitor: V) -> V {
    let sink = Sink(RefCell::new(State { visitor, raw: None }));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(html));
    // It would stop for a script to be run, which is never asked for.
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.into_inner().visitor
}

struct Sink<V>(RefCell<State<V>>);

struct State<V> {
    visitor: V,
    /// The element whose content is code, not text.
    raw: Option<String>,
}

impl<V: Visit> TokenSink for Sink<V> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let state = &mut *self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) if state.raw.is_none() => state.visitor.text(&text),
            Token::TagToken(tag) => {
                let name = tag.name.to_string();
                if tag.kind == TagKind::EndTag {
                    if state.raw.take_if(|raw| *raw == name).is_none() {
                        state.visitor.close(&name);
                    }
                    return TokenSinkResult::Continue;
                }
                let kind = raw_kind(&name);
                if kind.is_some() && !tag.self_closing {
                    state.raw = Some(name);
                } else {
                    let attributes = tag.attrs.into_iter().map(|a| (a.name.local.to_string(), a.value)).collect();
                    state.visitor.open(&Tag { name, attributes });
                }
                return kind.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Elements whose content the tokenizer must not read as tags.
fn raw_kind(name: &str) -> Option<RawKind> {
    match name {
        "script" => Some(RawKind::ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript" => Some(RawKind::Rawtext),
        "textarea" => Some(RawKind::Rcdata),
        _ => None,
    }
}
