//! What stands in one row of the output, whatever its format.

use hustings::classifier::{Acts, Classifier, Doing, Prediction, Tag};
use hustings::thread::Record;

/// One row.
pub struct Line<'a> {
    /// The row of the input.
    pub row: Record<'a>,
    /// The question whose sides were asked for.
    pub target: &'a str,
    pub prediction: &'a Prediction,
    /// What it does in the conversation, where that was asked for, with one tag an act of [`Columns::acts`].
    pub acts: Option<&'a Doing>,
    /// The words that speak most for the label, where they were asked for.
    pub reasons: Option<&'a str>,
}

/// What the columns of the output are.
pub struct Columns {
    /// The input's columns, if they are to stand in front.
    pub kept: Vec<String>,
    /// The names of the columns behind them, in order.
    pub own: Vec<String>,
    /// The labels' names.
    pub labels: Vec<String>,
    /// The names of the conversation acts; none where they were not asked for.
    pub acts: Vec<String>,
    /// Whether a column says that a target is unknown.
    pub by_target: bool,
}

impl Columns {
    /// The columns for a model.
    pub fn new(classifier: &Classifier, kept: Vec<String>, acts: Option<&Acts>, reasons: bool) -> Self {
        let label = if classifier.labels.is_stance() { "stance" } else { "label" };
        let labels = classifier.labels.names().to_vec();
        let by_target = classifier.layout.by_target();
        let mut own: Vec<String> = ["id", "target", label, "confidence"].iter().map(ToString::to_string).collect();
        own.extend(labels.iter().map(|label| format!("p_{label}")));
        own.push("unsure".into());
        own.extend(by_target.then(|| "unseen_target".into()));
        let acts: Vec<String> = acts.iter().flat_map(|acts| acts.heads.iter().map(|act| act.name.clone())).collect();
        if !acts.is_empty() {
            own.push("acts".into());
            own.extend(acts.iter().map(|act| format!("p_{act}")));
            own.extend(["quote".into(), "mention".into()]);
        }
        own.extend(reasons.then(|| "reasons".into()));
        Self { kept, own, labels, acts, by_target }
    }
}

impl Columns {
    /// The names of the acts that are there: `question;sarcasm`.
    pub fn present(&self, tags: &[Tag]) -> String {
        let present = self.acts.iter().zip(tags).filter(|(_, tag)| tag.present);
        present.map(|(act, _)| act.as_str()).collect::<Vec<_>>().join(";")
    }
}

/// A format of rows. Formatting happens where rows are scored; only bytes go to the writer.
pub trait Format: Send + Sync {
    /// What stands above the rows.
    fn header(&self) -> std::io::Result<Vec<u8>>;

    /// Appends one row.
    fn push(&self, line: &Line<'_>, out: &mut Vec<u8>) -> std::io::Result<()>;
}
