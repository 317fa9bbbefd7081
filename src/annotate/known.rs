//! Which comments have been met: by their id within its thread, and by their normalised text.

use std::collections::HashSet;

use xxhash_rust::xxh3::xxh3_64;

use crate::text::normalise;
use crate::thread::Comment;

/// Comments that were met before.
///
/// An id counts within its thread; where one of two rows names no thread, the id alone decides. Ids that the reader
/// made up (`row-7`) say where a row stood, not which comment it is, so only texts tell such comments apart.
#[derive(Debug, Clone, Default)]
pub struct Known {
    ids: HashSet<(Option<String>, String)>,
    anywhere: HashSet<String>,
    texts: HashSet<u64>,
}

impl Known {
    /// Remembers a comment.
    pub fn add(&mut self, comment: &Comment) {
        if is_given(&comment.id) {
            self.ids.insert((comment.thread_id.clone(), comment.id.clone()));
            self.anywhere.insert(comment.id.clone());
        }
        if !comment.text.trim().is_empty() {
            self.texts.insert(text_key(&comment.text));
        }
    }

    /// Whether this comment was met, by id or by text.
    #[must_use]
    pub fn has(&self, comment: &Comment) -> bool {
        self.has_id(comment) || self.has_text(&comment.text)
    }

    /// Whether a comment of this text was met.
    #[must_use]
    pub fn has_text(&self, text: &str) -> bool {
        self.texts.contains(&text_key(text))
    }

    fn has_id(&self, comment: &Comment) -> bool {
        if !is_given(&comment.id) {
            return false;
        }
        let in_thread = |thread: Option<String>| self.ids.contains(&(thread, comment.id.clone()));
        match &comment.thread_id {
            None => self.anywhere.contains(&comment.id),
            Some(thread) => in_thread(Some(thread.clone())) || in_thread(None),
        }
    }
}

impl<'a> FromIterator<&'a Comment> for Known {
    fn from_iter<I: IntoIterator<Item = &'a Comment>>(comments: I) -> Self {
        let mut known = Self::default();
        comments.into_iter().for_each(|comment| known.add(comment));
        known
    }
}

/// What tells a comment from others that may have its text or, in another file, its id: thread, id (if the export gave
/// one) and text.
#[must_use]
pub fn identity(comment: &Comment) -> (Option<&str>, Option<&str>, u64) {
    (comment.thread_id.as_deref(), Some(comment.id.as_str()).filter(|id| is_given(id)), text_key(&comment.text))
}

/// The fingerprint of a text without regard to case, spacing and the ways to write one character.
fn text_key(text: &str) -> u64 {
    let plain = normalise(text).text().to_lowercase();
    xxh3_64(plain.split_whitespace().collect::<Vec<_>>().join(" ").as_bytes())
}

/// Whether an id is the export's own.
fn is_given(id: &str) -> bool {
    let made_up = id.strip_prefix("row-").is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    !id.is_empty() && !made_up
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(id: &str, thread: &str, text: &str) -> Comment {
        let thread_id = Some(thread.to_owned()).filter(|t| !t.is_empty());
        Comment { id: id.into(), thread_id, text: text.into(), ..Comment::default() }
    }

    #[test]
    fn ids_count_in_their_thread_and_texts_everywhere() {
        let known: Known = [comment("1", "a", "Send help"), comment("2", "", "Stay out"), comment("row-3", "", "Why?")]
            .iter()
            .collect();
        assert!(known.has(&comment("1", "a", "edited")) && !known.has(&comment("1", "b", "another")));
        assert!(known.has(&comment("1", "", "no thread is named")) && known.has(&comment("2", "z", "nor here")));
        assert!(!known.has(&comment("row-3", "", "a third row elsewhere")));
        assert!(known.has(&comment("9", "z", "  send\n HELP ")) && known.has(&comment("row-1", "", "why?")));
        assert!(!known.has(&comment("9", "z", "")));
    }
}
