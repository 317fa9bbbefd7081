//! What comments said that others answer: Coral sends the parent's id alone.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;

/// Bytes of a parent that are remembered: enough to compare an answer with it.
const MOST_BYTES: usize = 4096;
/// Bytes of an id; a longer one is nobody's.
const MOST_ID: usize = 200;

/// The comments met last, by Coral's id: so many and no more.
pub struct Parents {
    known: Mutex<LruCache<String, Arc<str>>>,
}

impl Parents {
    /// Room for so many.
    #[must_use]
    pub fn new(room: usize) -> Self {
        // The cache takes memory as it fills, not at once.
        let mut known = LruCache::unbounded();
        known.resize(NonZeroUsize::new(room).unwrap_or(NonZeroUsize::MIN));
        Self { known: Mutex::new(known) }
    }

    /// What a comment said, if that is remembered.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<Arc<str>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    /// Remembers what a comment said.
    pub fn keep(&self, id: &str, text: &str) {
        if id.len() <= MOST_ID {
            let text = Arc::from(clipped(text));
            self.known.lock().unwrap_or_else(PoisonError::into_inner).put(id.to_owned(), text);
        }
    }
}

fn clipped(text: &str) -> &str {
    &text[..text.floor_char_boundary(MOST_BYTES)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_is_kept_and_who_is_asked_for_stays() {
        let parents = Parents::new(2);
        parents.keep("a", "first");
        parents.keep("b", "second");
        assert_eq!(parents.find("a").as_deref(), Some("first"));
        parents.keep("c", "third");
        assert_eq!((parents.find("b"), parents.find("c").as_deref()), (None, Some("third")));
        assert_eq!(parents.find("a").as_deref(), Some("first"));
    }

    #[test]
    fn nothing_large_is_remembered() {
        let parents = Parents::new(2);
        parents.keep("a", &"é".repeat(MOST_BYTES));
        assert_eq!(parents.find("a").unwrap().len(), MOST_BYTES);
        parents.keep(&"x".repeat(MOST_ID + 1), "text");
        assert_eq!(parents.find(&"x".repeat(MOST_ID + 1)), None);
    }
}
