//! Label sets: the stances *favor*, *against*, *none* with their synonyms, or any other set of names.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

/// The three stances in the order in which every report shows them.
pub const STANCES: [&str; 3] = ["favor", "against", "none"];

/// What people write for each stance. Lower case; compared after trimming.
const SYNONYMS: [(&str, &[&str]); 3] = [
    (
        "favor",
        &["favor", "favour", "pro", "for", "support", "supports", "supporting", "in favor", "in favour", "positive"],
    ),
    ("against", &["against", "con", "contra", "anti", "oppose", "opposes", "opposed", "opposing", "negative"]),
    ("none", &["none", "neutral", "neither", "no stance", "unrelated", "other", "n/a", "comment"]),
];

/// The stance that a label means, or nothing if it is not a known spelling of one.
#[must_use]
pub fn stance_of(raw: &str) -> Option<&'static str> {
    let lower = raw.trim().to_lowercase().replace(['_', '-'], " ");
    SYNONYMS.iter().find(|(_, names)| names.contains(&lower.as_str())).map(|(stance, _)| *stance)
}

/// An ordered set of labels and how raw labels map into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelSet {
    names: Vec<String>,
}

impl LabelSet {
    /// The label set that the raw labels of a corpus ask for.
    ///
    /// If every raw label is a spelling of a stance and at least two stances occur, the set is
    /// [`STANCES`] restricted to what occurs; otherwise the trimmed labels themselves, sorted.
    pub fn infer<'a>(raw: impl IntoIterator<Item = &'a str>) -> Self {
        // Hashed first: a corpus spells few labels, but each of them a hundred thousand times.
        let spelled: HashSet<&str> = raw.into_iter().map(str::trim).filter(|label| !label.is_empty()).collect();
        let distinct: BTreeMap<&str, Option<&str>> =
            spelled.into_iter().map(|label| (label, stance_of(label))).collect();
        let occurs = |stance: &&&str| distinct.values().any(|s| s.as_ref() == Some(*stance));
        let stances: Vec<String> = STANCES.iter().filter(occurs).map(ToString::to_string).collect();
        if distinct.values().all(Option::is_some) && stances.len() >= 2 {
            return Self { names: stances };
        }
        Self { names: distinct.keys().map(ToString::to_string).collect() }
    }

    /// A label set of these names, in this order.
    #[must_use]
    pub fn of(names: Vec<String>) -> Self {
        Self { names }
    }

    /// The names, in order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How many labels there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether these are stances rather than some other labels.
    #[must_use]
    pub fn is_stance(&self) -> bool {
        self.names.len() >= 2 && self.names.iter().all(|name| STANCES.contains(&name.as_str()))
    }

    /// The index of a raw label: itself, or the stance that it is a spelling of.
    #[must_use]
    pub fn index(&self, raw: &str) -> Option<usize> {
        let exact = |wanted: &str| self.names.iter().position(|name| name == wanted);
        exact(raw.trim()).or_else(|| stance_of(raw).filter(|_| self.is_stance()).and_then(exact))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synonyms_become_stances_in_report_order() {
        let set = LabelSet::infer(["con", "PRO ", "neutral", "Against"]);
        assert_eq!(set.names(), ["favor", "against", "none"]);
        assert_eq!(set.index("Oppose"), Some(1));
    }

    #[test]
    fn other_sets_stay_as_they_are() {
        let set = LabelSet::infer(["sarcastic", "not_sarcastic", "none"]);
        assert_eq!(set.names(), ["none", "not_sarcastic", "sarcastic"]);
        assert_eq!(set.index("neutral"), None);
    }
}
