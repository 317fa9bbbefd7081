//! The few shapes that sections are made of and renderers know how to show.
//!
//! Every string is plain text, some of it from strangers: a renderer escapes each one where it writes it.

use serde::{Serialize, Serializer};

use super::clean::round;
use super::conversation::{Chain, Cite, Course, Graph};
use super::side::Side;

/// One element of a section.
#[derive(Debug, Clone)]
pub(super) enum Block {
    /// The sentence that the whole brief comes down to: what it says, and after a colon the figures for it.
    Lead { said: String, figures: Option<String> },
    /// A paragraph in our words.
    Prose(String),
    /// A sentence and the comments that it rests on.
    Cited { said: String, cites: Vec<Cite> },
    /// What must not be overlooked.
    Warning(String),
    /// Shares with intervals.
    Bars(Vec<Bar>),
    /// All comments in order.
    Strip(Vec<Mark>),
    /// Rows under a head.
    Table { head: Vec<String>, rows: Vec<Vec<String>> },
    /// One side's terms.
    Terms { side: Side, terms: Vec<Term> },
    /// Comments in full, under a heading, with why they are shown.
    Quotes { heading: String, side: Option<Side>, note: Option<String>, quotes: Vec<Quote> },
    /// How often each side (row) answers each side (column).
    Flow { sides: Vec<Side>, counts: Vec<Vec<usize>> },
    /// Who answers whom, one by one.
    Exchanges(Vec<Exchange>),
    /// Answers to answers.
    Chain(Chain),
    /// Something that rises and falls along the thread.
    Course(Course),
    /// People and who answers whom.
    Graph(Graph),
    /// Small print: a term and what it means.
    Notes(Vec<(String, String)>),
    /// The thread itself; shown where there is room (HTML).
    Tree(Vec<Node>),
}

/// A share of the comments.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Bar {
    pub side: Side,
    /// Expected share, 0 to 1; like its interval rounded only where it is shown, so that no share is rounded twice.
    #[serde(serialize_with = "rounded")]
    pub share: f64,
    /// Lower end of the 95 % interval.
    #[serde(serialize_with = "rounded")]
    pub low: f64,
    /// Upper end of the 95 % interval.
    #[serde(serialize_with = "rounded")]
    pub high: f64,
    /// Comments for which this side is the most probable and the model is sure.
    pub sure: usize,
    /// Comments for which this side is the most probable but the model is unsure.
    pub unsure: usize,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde hands it over
fn rounded<S: Serializer>(share: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(round(*share))
}

/// A comment in the strip.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub anchor: usize,
    pub id: String,
    pub side: Side,
    pub confidence: f64,
    pub unsure: bool,
}

/// A term that one side uses more than the others.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Term {
    /// As most often written.
    #[serde(rename = "term")]
    pub written: String,
    /// Weighted log-odds over its standard deviation.
    pub z: f64,
    /// Comments of this side (most probable label) that use it.
    pub here: usize,
    /// Comments of all other sides that use it.
    pub elsewhere: usize,
    /// The comment that the passage is from.
    pub id: String,
    #[serde(skip)]
    pub anchor: usize,
    /// The words before the term, the term, the words after it.
    pub passage: [String; 3],
}

/// A comment shown in full.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Quote {
    pub id: String,
    #[serde(skip)]
    pub anchor: usize,
    pub author: Option<String>,
    pub side: Side,
    pub unsure: bool,
    /// One a label, in the brief's order.
    pub probabilities: Vec<f64>,
    /// Why it is here, if that is not clear from the heading.
    pub why: Option<String>,
    pub text: String,
}

/// One end of an exchange: a comment of this thread.
#[derive(Debug, Clone, Serialize)]
pub(super) struct End {
    pub id: String,
    #[serde(skip)]
    pub anchor: usize,
    pub author: Option<String>,
    pub side: Side,
    pub unsure: bool,
}

/// One comment answering another, or naming somebody.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Exchange {
    pub from: End,
    /// The comment answered, if it is known.
    pub to: Option<End>,
    /// The name addressed, if the text opens with one.
    pub name: Option<String>,
    /// `reply` from the export, `recovered` with a probability, or `named` in the text.
    pub known_by: &'static str,
    /// How sure a recovered reply is, 0 to 1.
    pub confidence: Option<f64>,
}

/// A comment in the thread, in reading order.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Node {
    pub id: String,
    #[serde(skip)]
    pub anchor: usize,
    /// How many answers deep; 0 stands alone.
    pub depth: usize,
    pub author: Option<String>,
    pub side: Side,
    pub unsure: bool,
    pub probabilities: Vec<f64>,
    #[serde(skip)]
    pub text: String,
    /// Title of the thread that begins with this comment, where there are several.
    #[serde(skip)]
    pub opens: Option<String>,
}
