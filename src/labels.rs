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
    /// If every raw label is a spelling of a stance and at least two stances occur, the set is [`STANCES`] restricted to
    /// what occurs. If others stand beside both sides, they follow the stances. Otherwise it is the trimmed labels
    /// themselves, sorted. Labels that differ in nothing but case are one, in lower case if that is among them.
    pub fn infer<'a>(raw: impl IntoIterator<Item = &'a str>) -> Self {
        // Hashed first: a corpus spells few labels, but each of them a hundred thousand times.
        let spelled: HashSet<&str> = raw.into_iter().map(str::trim).filter(|label| !label.is_empty()).collect();
        let mut distinct: BTreeMap<String, &str> = BTreeMap::new();
        for label in spelled {
            let lower = label.to_lowercase();
            let kept = distinct.entry(lower.clone()).or_insert(label);
            if label == lower || (*kept != lower && label < *kept) {
                *kept = label;
            }
        }
        let occurs = |stance: &&&str| distinct.keys().any(|label| stance_of(label) == Some(*stance));
        let stances: Vec<String> = STANCES.iter().filter(occurs).map(ToString::to_string).collect();
        let mut others: Vec<String> = distinct
            .iter()
            .filter(|(label, _)| stance_of(label).is_none())
            .map(|(_, name)| (*name).to_owned())
            .collect();
        let sides = Self { names: stances };
        if sides.has_sides() || (others.is_empty() && sides.len() >= 2) {
            others.sort_unstable();
            return Self { names: sides.names.into_iter().chain(others).collect() };
        }
        let mut names: Vec<String> = distinct.into_values().map(str::to_owned).collect();
        names.sort_unstable();
        Self { names }
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

    /// Whether both sides of a question are among them.
    fn has_sides(&self) -> bool {
        STANCES[..2].iter().all(|side| self.names.iter().any(|name| name == side))
    }

    /// The index of a raw label: itself, in whatever case, or the stance that it is a spelling of.
    #[must_use]
    pub fn index(&self, raw: &str) -> Option<usize> {
        let raw = raw.trim();
        let exact = |wanted: &str| self.names.iter().position(|name| name == wanted);
        let stance = || stance_of(raw).filter(|_| self.is_stance() || self.has_sides()).and_then(exact);
        let folded = || self.names.iter().position(|name| name.to_lowercase() == raw.to_lowercase());
        exact(raw).or_else(stance).or_else(folded)
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

    #[test]
    fn case_makes_no_label_and_a_further_label_undoes_no_stance() {
        let set = LabelSet::infer(["Yes", "no", "YES", "No", "yes "]);
        assert_eq!(set.names(), ["no", "yes"]);
        assert_eq!((set.index("NO"), set.index("maybe")), (Some(0), None));
        assert_eq!(LabelSet::infer(["Deny", "DENY", "query"]).names(), ["DENY", "query"]);
        let set = LabelSet::infer(["unclear", "PRO", "Favor", "con", "Neutral"]);
        assert_eq!(set.names(), ["favor", "against", "none", "unclear"]);
        assert_eq!((set.index("oppose"), set.index("Unclear"), set.is_stance()), (Some(1), Some(3), false));
        assert_eq!(
            LabelSet::infer(["support", "deny", "query", "comment"]).names(),
            ["comment", "deny", "query", "support"]
        );
    }
}
