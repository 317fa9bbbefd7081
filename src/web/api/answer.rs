//! What is answered of one comment.

use serde::ser::{Serialize, SerializeMap, Serializer};
use utoipa::ToSchema;

use crate::classifier::{Doing, Prediction, Tag};
use crate::web::Serving;

/// What the model says of a comment.
#[derive(serde::Serialize, ToSchema)]
pub struct Answer<'a> {
    /// The most probable label.
    pub label: &'a str,
    /// Its probability.
    pub confidence: f64,
    /// The probability of every label; they sum to 1.
    #[schema(value_type = std::collections::HashMap<String, f64>)]
    pub probabilities: Named<'a, f64>,
    /// No label has a majority, or the comment has no words: better not to act on it.
    pub unsure: bool,
    /// The model was not trained on this target, and answers by what sides on other targets have in common.
    pub unseen_target: bool,
    /// What the comment does in the conversation; only if asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<std::collections::HashMap<String, ActTag>>)]
    pub acts: Option<Named<'a, Tag>>,
}

/// Whether a comment does something.
#[derive(serde::Serialize, ToSchema)]
pub struct ActTag {
    /// How probable it is.
    pub probability: f64,
    /// Whether it counts as there: the act's own threshold is reached.
    pub present: bool,
}

/// Values by name, in the order of the names.
pub struct Named<'a, T> {
    names: Names<'a>,
    values: Vec<T>,
}

enum Names<'a> {
    Labels(&'a [String]),
    Acts(&'a [crate::classifier::Act]),
}

/// A value as it is written.
pub trait Written {
    /// What is written.
    type As: Serialize;
    /// The value as it is written.
    fn written(&self) -> Self::As;
}

impl Written for f64 {
    type As = f64;
    fn written(&self) -> f64 {
        millionths(*self)
    }
}

impl Written for Tag {
    type As = ActTag;
    fn written(&self) -> ActTag {
        ActTag { probability: millionths(self.probability), present: self.present }
    }
}

impl<T: Written> Serialize for Named<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.values.len()))?;
        for (at, value) in self.values.iter().enumerate() {
            let name = match self.names {
                Names::Labels(names) => names.get(at),
                Names::Acts(acts) => acts.get(at).map(|act| &act.name),
            };
            map.serialize_entry(name.map_or("", String::as_str), &value.written())?;
        }
        map.end()
    }
}

/// Six decimals: what is behind them is noise, and bytes.
pub fn millionths(share: f64) -> f64 {
    (share * 1e6).round() / 1e6
}

impl<'a> Answer<'a> {
    /// What a model says of a comment.
    pub fn of(serving: &'a Serving, prediction: &Prediction, doing: Option<Doing>) -> Self {
        let labels = serving.classifier.labels.names();
        Self {
            label: labels.get(prediction.label).map_or("", String::as_str),
            confidence: millionths(prediction.confidence),
            probabilities: Named { names: Names::Labels(labels), values: prediction.probabilities.clone() },
            unsure: prediction.unsure,
            unseen_target: prediction.unseen_target,
            acts: doing.map(|doing| Named { names: Names::Acts(&serving.acts.heads), values: doing.tags }),
        }
    }
}
