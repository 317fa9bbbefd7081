//! Copies in a thread: floods by one author, campaigns by several.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::lexical::near_duplicates;
use crate::thread::Comment;

/// Overlap of distinct words (Jaccard) from which on texts are copies.
const SIMILAR: f64 = 0.7;
/// Texts with fewer distinct words are alike by chance.
const FEWEST_WORDS: usize = 6;
/// Fewer copies are a double click, or a quotation.
const FEWEST: usize = 3;

/// Comments that are copies of each other, a few words changed or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Copies {
    /// Ids, in the order of the thread.
    pub ids: Vec<String>,
    /// How many authors are named.
    pub authors: usize,
}

/// The clusters of at least three copies, largest first.
pub(super) fn copies(comments: &[&Comment]) -> Vec<Copies> {
    let texts: Vec<&str> = comments.iter().map(|comment| comment.text.as_str()).collect();
    let mut members: BTreeMap<u32, Vec<&Comment>> = BTreeMap::new();
    for (comment, cluster) in comments.iter().zip(near_duplicates(&texts, SIMILAR, FEWEST_WORDS)) {
        members.entry(cluster).or_default().push(comment);
    }
    let mut found: Vec<Copies> = members
        .into_values()
        .filter(|copies| copies.len() >= FEWEST)
        .map(|copies| {
            let author = |comment: &&Comment| comment.author.as_deref().map(|name| name.trim().to_lowercase());
            let authors: BTreeSet<String> = copies.iter().filter_map(author).filter(|name| !name.is_empty()).collect();
            Copies { ids: copies.iter().map(|comment| comment.id.clone()).collect(), authors: authors.len() }
        })
        .collect();
    found.sort_by_key(|copies| std::cmp::Reverse(copies.ids.len()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_campaign_and_a_flood_are_found_and_short_words_are_not() {
        let say = |id: &str, author: &str, text: String| Comment {
            id: id.into(),
            author: Some(author.into()),
            text,
            ..Comment::default()
        };
        let mut comments: Vec<Comment> = Vec::new();
        for (n, name) in ["ann", "bob", "cem", "dee"].iter().enumerate() {
            let text = format!("Our town needs the bridge before winter comes, please sign the petition now {n}");
            comments.push(say(&format!("a{n}"), name, text));
            comments.push(say(&format!("b{n}"), name, "I agree with you".into()));
        }
        for n in 0..3 {
            comments.push(say(&format!("c{n}"), "Eve", "Visit my page about very cheap watches and much more".into()));
            comments.push(say(
                &format!("d{n}"),
                "Eve",
                format!("something else entirely, number {n}, nothing{n} of that{n}"),
            ));
        }
        let all: Vec<&Comment> = comments.iter().collect();
        let found = copies(&all);
        assert_eq!(found.iter().map(|c| (c.ids.len(), c.authors)).collect::<Vec<_>>(), [(4, 4), (3, 1)]);
        assert_eq!(found[0].ids, ["a0", "a1", "a2", "a3"]);
    }
}
