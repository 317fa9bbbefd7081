//! What the comments of a corpus are about, and how targets are named.

use std::collections::{BTreeMap, HashMap};

use super::Recipe;
use crate::thread::Comment;

/// A target's name as it is compared: trimmed, lower case, single spaces.
#[must_use]
pub fn target_key(name: &str) -> String {
    spaced(name).to_lowercase()
}

fn spaced(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The targets of a corpus. Spellings that differ in case or spaces are one target, and an alias is what it stands for.
pub(super) struct Targets<'a> {
    /// The place of the target that each spelling names.
    places: HashMap<Option<&'a str>, usize>,
    /// Each target's name as it was first spelled, in the order of their keys.
    names: Vec<String>,
}

impl<'a> Targets<'a> {
    /// The targets that comments name; the recipe's default for those that name none, or an empty name.
    pub fn of(comments: impl Iterator<Item = &'a Comment>, recipe: &Recipe) -> Self {
        let mut keys: HashMap<Option<&str>, String> = HashMap::new();
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for comment in comments {
            let written = comment.target.as_deref();
            keys.entry(written).or_insert_with(|| {
                let meant = written.or(recipe.default_target.as_deref()).map(|name| recipe.unaliased(name));
                let name = meant.map(spaced).unwrap_or_default();
                let key = target_key(&name);
                names.entry(key.clone()).or_insert(name);
                key
            });
        }
        let order: HashMap<&String, usize> = names.keys().enumerate().map(|(at, key)| (key, at)).collect();
        let places = keys.iter().map(|(written, key)| (*written, order[key])).collect();
        Self { places, names: names.into_values().collect() }
    }

    /// The place of a comment's target among the names; the first for a comment that is not of the corpus.
    pub fn place(&self, comment: &Comment) -> usize {
        self.places.get(&comment.target.as_deref()).copied().unwrap_or(0)
    }

    /// The names, in the order of their keys.
    pub fn into_names(self) -> Vec<String> {
        self.names
    }
}
