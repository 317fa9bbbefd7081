//! The comment of a request, and what it answers.

use std::borrow::Cow;

use serde::Deserialize;
use utoipa::ToSchema;

use super::error::Refusal;
use crate::check::language;
use crate::thread::html_text;
use crate::web::Serving;
use crate::web::api::body::MOST_TEXT;

/// Bytes of a comment at most, as with Perspective.
pub const MOST_BYTES: usize = 20_480;
/// The languages that a model can be trained for, as recipes and as clients name them.
const CODES: [(&str, &str); 18] = [
    ("arabic", "ar"),
    ("danish", "da"),
    ("dutch", "nl"),
    ("english", "en"),
    ("finnish", "fi"),
    ("french", "fr"),
    ("german", "de"),
    ("greek", "el"),
    ("hungarian", "hu"),
    ("italian", "it"),
    ("norwegian", "no"),
    ("portuguese", "pt"),
    ("romanian", "ro"),
    ("russian", "ru"),
    ("spanish", "es"),
    ("swedish", "sv"),
    ("tamil", "ta"),
    ("turkish", "tr"),
];

/// A text.
#[derive(Deserialize, ToSchema, Default)]
pub struct TextEntry {
    /// The text. At most 20,480 bytes.
    #[serde(default)]
    pub text: String,
    /// `PLAIN_TEXT`, or `HTML`.
    #[serde(default, rename = "type")]
    kind: Option<String>,
}

/// What a comment answers.
#[derive(Deserialize, ToSchema, Default)]
#[serde(rename_all = "camelCase")]
pub struct Context {
    /// Texts around it; they are not read, as with Perspective.
    #[serde(default)]
    entries: Vec<TextEntry>,
    /// The article and the comment that it answers.
    #[serde(default, alias = "article_and_parent_comment")]
    article_and_parent_comment: Option<ArticleAndParent>,
}

/// The article and the comment that it answers.
#[derive(Deserialize, ToSchema, Default)]
#[serde(rename_all = "camelCase")]
pub struct ArticleAndParent {
    /// The article; it is not read.
    #[serde(default)]
    #[expect(dead_code, reason = "clients send it, and the document says that it is not read")]
    article: Option<TextEntry>,
    /// The comment that it answers; it is read with the comment.
    #[serde(default, alias = "parent_comment")]
    parent_comment: Option<TextEntry>,
}

impl TextEntry {
    /// Whether it says that it is HTML.
    pub fn is_html(&self) -> bool {
        self.kind.as_deref() == Some("HTML")
    }

    /// Its text as a reader sees it.
    ///
    /// # Errors
    /// A refusal if it is empty, too long, or of another type.
    pub fn plain(&self) -> Result<Cow<'_, str>, Refusal> {
        if self.text.len() > MOST_BYTES {
            return Err(Refusal::of(
                "COMMENT_TOO_LONG",
                format!("Comment text too long: {MOST_BYTES} bytes are read."),
            ));
        }
        let text = match self.kind.as_deref() {
            None | Some("PLAIN_TEXT" | "TEXT_TYPE_UNSPECIFIED") => Cow::Borrowed(self.text.as_str()),
            Some("HTML") => Cow::Owned(html_text(&self.text)),
            Some(_) => {
                return Err(Refusal::of("INVALID_REQUEST", "Unknown text type: write PLAIN_TEXT or HTML."));
            }
        };
        if text.trim().is_empty() {
            return Err(Refusal::of("COMMENT_EMPTY", "Comment must be non-empty."));
        }
        Ok(text)
    }
}

impl Context {
    /// The text that the comment answers.
    ///
    /// # Errors
    /// A refusal if it says both what is around the comment and what it answers.
    pub fn parent(&self) -> Result<Option<String>, Refusal> {
        let pair = self.article_and_parent_comment.as_ref();
        if pair.is_some() && !self.entries.is_empty() {
            let message = "Context can have either entries or articleAndParentComment, but both were sent.";
            return Err(Refusal::of("INVALID_REQUEST", message));
        }
        let parent = pair.and_then(|pair| pair.parent_comment.as_ref()).filter(|entry| !entry.text.trim().is_empty());
        Ok(parent.map(|entry| {
            let text = &entry.text[..entry.text.floor_char_boundary(MOST_TEXT)];
            if entry.is_html() { html_text(text) } else { text.to_owned() }
        }))
    }
}

/// The languages of a comment.
pub struct Languages {
    /// Those that were asked for, or the one that is assumed.
    pub languages: Vec<String>,
    /// The one that the text is in, where nobody said it and it can be told.
    pub detected: Vec<String>,
}

impl Languages {
    /// The languages of a text of which somebody said these.
    ///
    /// # Errors
    /// A refusal if the model was trained for none of them.
    pub fn of(serving: &Serving, asked: &[String], text: &str, attribute: &str) -> Result<Self, Refusal> {
        let own = code(&serving.classifier.recipe.language);
        let is_own = |language: &String| {
            let first = language.split(['-', '_']).next().unwrap_or_default();
            own.is_none_or(|own| own.eq_ignore_ascii_case(first))
        };
        let detected: Vec<String> = match asked {
            [] => language(text).and_then(|name| code(&name)).map(str::to_owned).into_iter().collect(),
            _ => Vec::new(),
        };
        let told = if asked.is_empty() { &detected } else { asked };
        if !told.is_empty() && !told.iter().any(is_own) {
            let message = format!(
                "Attribute {attribute} does not support request languages: {}. The model that is asked was trained for \
                 {}; if the language was detected wrongly, send `languages`.",
                told.join(","),
                own.unwrap_or("any")
            );
            return Err(Refusal::of("LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE", message));
        }
        let languages = if told.is_empty() { own.map(str::to_owned).into_iter().collect() } else { told.to_vec() };
        Ok(Self { languages, detected })
    }
}

/// The code of a language that a recipe names; nothing for `none`.
fn code(name: &str) -> Option<&'static str> {
    CODES.iter().find(|(known, _)| *known == name).map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::LANGUAGES;

    #[test]
    fn the_parent_is_the_text_that_the_comment_answers() {
        let parent = |context: serde_json::Value| serde_json::from_value::<Context>(context).unwrap().parent();
        let pair =
            |entry: serde_json::Value| serde_json::json!({ "articleAndParentComment": { "parentComment": entry } });
        let text = |context| parent(context).unwrap();
        assert_eq!(text(pair(serde_json::json!({ "text": "It is <safe>." }))).as_deref(), Some("It is <safe>."));
        let html = serde_json::json!({ "text": "<p>It is <b>safe</b>.", "type": "HTML" });
        assert_eq!(text(pair(html)).as_deref(), Some("It is safe."));
        assert_eq!(text(pair(serde_json::json!({ "text": " " }))), None);
        assert_eq!(text(serde_json::json!({ "entries": [{ "text": "around" }] })), None);
        assert_eq!(text(serde_json::json!({})), None);
    }

    #[test]
    fn every_language_of_a_recipe_has_a_code() {
        for name in LANGUAGES.iter().filter(|name| **name != "none") {
            assert!(code(name).is_some(), "{name} has no code in CODES");
        }
    }
}
