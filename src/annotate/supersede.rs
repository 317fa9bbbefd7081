//! Later labels in the place of earlier ones.

use std::collections::HashMap;

use super::identity;
use crate::thread::Comment;

/// Takes comments out that are labelled anew, by the same annotator or where one of the two names none; says how many.
/// What different annotators said of a comment stands side by side.
pub fn supersede(comments: &mut Vec<Comment>, anew: &[&Comment]) -> usize {
    let mut by: HashMap<_, Vec<Option<&str>>> = HashMap::new();
    for comment in anew {
        by.entry(identity(comment)).or_default().push(comment.annotator.as_deref());
    }
    let n = comments.len();
    comments.retain(|comment| {
        let own = comment.annotator.as_deref();
        let by_another = |other: Option<&str>| own.is_some() && other.is_some() && other != own;
        by.get(&identity(comment)).is_none_or(|others| others.iter().all(|other| by_another(*other)))
    });
    n - comments.len()
}
