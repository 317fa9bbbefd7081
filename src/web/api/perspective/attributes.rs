//! Attributes: what a model tells, under names as Perspective's clients ask for them.

use crate::classifier::{Doing, Prediction};
use crate::web::Serving;

/// Something that can be asked of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attribute {
    /// How probable a label is, by its place.
    Label(usize),
    /// How probable an act is, by its place.
    Act(usize),
}

impl Attribute {
    /// All that a model tells, with their names: `STANCE_FAVOR` or, for labels that are no sides, `LABEL_SPAM`; then
    /// acts, as `ATTACK`.
    pub fn all(serving: &Serving) -> Vec<(String, Self)> {
        let labels = &serving.classifier.labels;
        let prefix = if labels.is_stance() { "STANCE_" } else { "LABEL_" };
        let labels = labels.names().iter().enumerate();
        let labels = labels.map(|(at, name)| (format!("{prefix}{}", shouted(name)), Self::Label(at)));
        let acts = serving.acts.heads.iter().enumerate().map(|(at, act)| (shouted(&act.name), Self::Act(at)));
        labels.chain(acts).collect()
    }

    /// How probable it is.
    pub fn score(self, prediction: &Prediction, doing: Option<&Doing>) -> f64 {
        match self {
            Self::Label(at) => prediction.probabilities.get(at).copied(),
            Self::Act(at) => doing.and_then(|doing| doing.tags.get(at)).map(|tag| tag.probability),
        }
        .unwrap_or_default()
    }
}

fn shouted(name: &str) -> String {
    name.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect::<String>().to_uppercase()
}

/// The names of attributes in a sentence.
pub fn names(all: &[(String, Attribute)]) -> String {
    all.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
}
