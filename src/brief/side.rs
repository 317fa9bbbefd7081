//! How a label is named, lettered and toned wherever it is shown.

use serde::Serialize;

use crate::labels::LabelSet;

/// One label as a reader meets it. Never shown by colour alone: it has a name and a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The label.
    pub name: String,
    /// One letter, unlike that of any other label of the set.
    pub letter: char,
    /// Which colour and pattern: 0 favor, 1 against, 2 none, from 3 on other labels.
    #[serde(skip)]
    pub tone: usize,
    /// Whether it argues: every label but the stance *none*.
    #[serde(skip)]
    pub argues: bool,
    /// Whether it is a stance, so that verbs fit it.
    #[serde(skip)]
    pub stance: bool,
}

/// Tones that renderers must know: three for stances, the rest for other label sets.
pub(super) const TONES: usize = 9;

impl Side {
    /// Where comments stand if the model has no labels.
    pub(super) fn nowhere() -> Self {
        Self { name: "unlabelled".into(), letter: '?', tone: 3, argues: false, stance: false }
    }

    /// What several comments of this side do, with `it` for the target.
    pub(super) fn verb(&self, count: usize, object: &str) -> String {
        match (self.tone, count) {
            (0, 1) => format!("favors {object}"),
            (0, _) => format!("favor {object}"),
            (1, 1) => format!("opposes {object}"),
            (1, _) => format!("oppose {object}"),
            (2, 1) => "takes no side".into(),
            (2, _) => "take no side".into(),
            (_, 1) => format!("is “{}”", self.name),
            _ => format!("are “{}”", self.name),
        }
    }

    /// The heading of what this side says.
    pub(super) fn heading(&self) -> String {
        match self.tone {
            0 => "In favor".into(),
            1 => "Against".into(),
            2 => "Taking no side".into(),
            _ => self.name.clone(),
        }
    }
}

/// The sides of a label set, in its order.
#[must_use]
pub fn of(labels: &[String]) -> Vec<Side> {
    let stance = LabelSet::of(labels.to_vec()).is_stance();
    let mut taken = Vec::new();
    let mut sides = Vec::with_capacity(labels.len());
    for (index, name) in labels.iter().enumerate() {
        let letter = letter(name, &taken);
        taken.push(letter);
        let tone = match name.as_str() {
            "favor" if stance => 0,
            "against" if stance => 1,
            "none" if stance => 2,
            _ => 3 + index % (TONES - 3),
        };
        sides.push(Side { name: name.clone(), letter, tone, argues: tone != 2, stance });
    }
    sides
}

fn letter(name: &str, taken: &[char]) -> char {
    let own = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase);
    own.chain('A'..='Z').chain('0'..='9').find(|c| !taken.contains(c)).unwrap_or('?')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_differ_and_stances_keep_their_tones() {
        let names = |raw: &[&str]| raw.iter().map(ToString::to_string).collect::<Vec<_>>();
        let stances = of(&names(&["favor", "against", "none"]));
        assert_eq!(stances.iter().map(|s| s.letter).collect::<String>(), "FAN");
        let other = of(&names(&["sarcastic", "serious", "none"]));
        assert_eq!(other.iter().map(|s| s.letter).collect::<String>(), "SEN");
        assert!(other.iter().all(|s| s.argues && s.tone >= 3));
    }
}
