//! What is typed for the commands about labels: sample, label, agree, suspect, update.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use hustings::annotate::Strategy;

use super::Reading;

/// How comments beside the audit are chosen.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// The model's two best labels are nearest to each other
    Uncertain,
    /// The same, taking turns among the labels that the model would give
    Balanced,
    /// Together they stand for all that is not labelled; what is done without a model
    Diverse,
    /// Together they stand for what the model is unsure of
    Mixed,
}

impl From<By> for Strategy {
    fn from(by: By) -> Self {
        match by {
            By::Uncertain => Self::Uncertain,
            By::Balanced => Self::Balanced,
            By::Diverse => Self::Diverse,
            By::Mixed => Self::Mixed,
        }
    }
}

/// `sample`
#[derive(Args)]
pub struct Sample {
    /// Model file, if there is one yet, then the threads to draw from; `-` for standard input
    #[arg(required = true, value_name = "[MODEL] THREAD")]
    pub inputs: Vec<String>,
    /// Comments to draw
    #[arg(long, default_value_t = 100)]
    pub n: usize,
    /// Share of them that is drawn at random, to estimate shares and measure models by, with weights
    #[arg(long, default_value_t = 0.2, value_name = "SHARE")]
    pub audit_share: f64,
    /// How the others are chosen [default: balanced if all are about one target, else diverse]
    #[arg(long, value_name = "HOW")]
    pub strategy: Option<By>,
    /// What was labelled before, and is not drawn again; may be given several times
    #[arg(long, value_name = "LABELS")]
    pub labelled: Vec<String>,
    /// Queue to write (CSV); `-` for standard output
    #[arg(short, long, default_value = "-", value_name = "QUEUE")]
    pub output: String,
    /// Seed of every draw
    #[arg(long, default_value_t = 42)]
    pub seed: u64,
    #[command(flatten)]
    pub reading: Reading,
}

/// `label`
#[derive(Args)]
pub struct Label {
    /// The comments to label: what `sample` wrote, or any table
    pub queue: String,
    /// File that labels are added to; work that was stopped is taken up from it
    #[arg(short, long, value_name = "LABELS")]
    pub output: PathBuf,
    /// Who labels
    #[arg(long, value_name = "NAME")]
    pub annotator: String,
    /// Keep the labels of the audit apart, in this file, so that a model can be measured by them
    #[arg(long, value_name = "AUDIT")]
    pub audit: Option<PathBuf>,
    /// Labels to choose from, if they are not favor, against and none; the keys are then 1, 2, 3 and so on
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub labels: Vec<String>,
    #[command(flatten)]
    pub reading: Reading,
}

/// `agree`
#[derive(Args)]
pub struct Agree {
    /// Labels of several annotators: in a column `annotator`, or one file each
    #[arg(required = true)]
    pub labels: Vec<String>,
    /// Disputed comments to show
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub disputed: usize,
    /// Seed of the bootstrap
    #[arg(long, default_value_t = 42)]
    pub seed: u64,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub reading: Reading,
}

/// `suspect`
#[derive(Args)]
pub struct Suspect {
    /// Labelled comments, after the model that was trained on exactly them; without one, one is trained
    #[arg(required = true, num_args = 1..=2, value_name = "[MODEL] DATA")]
    pub inputs: Vec<String>,
    /// The model was not trained on any of these comments: judge them by its predictions
    #[arg(long)]
    pub unseen: bool,
    /// Labels to show
    #[arg(long, default_value_t = 20, value_name = "N")]
    pub n: usize,
    /// Also show those that are not suspected, up to all
    #[arg(long)]
    pub all: bool,
    /// Recipe file (TOML) of the model that is trained
    #[arg(long, value_name = "RECIPE.toml")]
    pub config: Option<PathBuf>,
    /// Queue to write (CSV), for `hustings label`: all that are suspected, without their labels
    #[arg(short, long, value_name = "QUEUE")]
    pub output: Option<String>,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub reading: Reading,
}

/// `update`
#[derive(Args)]
pub struct Update {
    /// Model file
    pub model: PathBuf,
    /// New labelled comments
    #[arg(required_unless_present = "rollback")]
    pub new: Option<String>,
    /// What the model was trained on, which it does not carry; may be given several times, in the order of training
    #[arg(long, value_name = "DATA", required_unless_present = "rollback")]
    pub data: Vec<String>,
    /// Labelled comments that no model is trained on, to compare both by
    #[arg(long, value_name = "LABELS", required_unless_present = "rollback")]
    pub audit: Option<String>,
    /// Write the new model here [default: in place of the old one, which is kept beside it]
    #[arg(short, long, value_name = "MODEL")]
    pub output: Option<PathBuf>,
    /// Replace the old model even if it is better on the audit
    #[arg(long)]
    pub force: bool,
    /// Put the model back that the last update replaced
    #[arg(long, conflicts_with_all = ["new", "data", "audit", "output", "force"])]
    pub rollback: bool,
    /// Seed of the bootstrap
    #[arg(long, default_value_t = 42)]
    pub seed: u64,
    /// Print what changed as JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub reading: Reading,
}
