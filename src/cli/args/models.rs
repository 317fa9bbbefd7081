//! What is typed for the commands about models: demo, train, evaluate, inspect, vectors.

use std::path::PathBuf;

use clap::Args;

use super::Reading;

/// `demo`
#[derive(Args)]
pub struct Demo {
    /// Folder for the model, predictions and brief
    #[arg(long, default_value = "hustings-demo", value_name = "FOLDER")]
    pub dir: PathBuf,
}

/// `train`
#[derive(Args)]
pub struct Train {
    /// Labelled comments: CSV, TSV or JSONL, plain or .gz/.zst; `-` for standard input
    pub data: String,
    /// Model file to write
    #[arg(short, long, value_name = "MODEL")]
    pub output: PathBuf,
    /// Recipe file (TOML)
    #[arg(long, value_name = "RECIPE.toml")]
    pub config: Option<PathBuf>,
    /// Seed of folds and samples
    #[arg(long)]
    pub seed: Option<u64>,
    /// Folds of every cross-validation; 0 fits once and calibrates nothing
    #[arg(long, value_name = "K")]
    pub folds: Option<usize>,
    /// Values of C to choose from, e.g. 0.3,1,3
    #[arg(long = "C", value_name = "LIST", value_delimiter = ',')]
    pub c: Vec<f64>,
    /// How a label is chosen: probable, or `macro_f1` where every label counts alike, however rare
    #[arg(long, value_name = "RULE")]
    pub decide: Option<String>,
    /// Learn conversation acts alone, from the columns `acts` and `acts_labelled`; no stance is needed
    #[arg(long)]
    pub acts_only: bool,
    /// Learn one conversation act alone, of this name, from the label column
    #[arg(long, value_name = "ACT", requires = "positive", conflicts_with = "acts_only")]
    pub head: Option<String>,
    /// Labels that say that the act of --head is there; every other label says that it is not
    #[arg(long, value_name = "LABEL", value_delimiter = ',', requires = "head")]
    pub positive: Vec<String>,
    /// Language of the stemmer
    #[arg(long, value_name = "NAME")]
    pub language: Option<String>,
    /// Word vectors: shipped (the default), none, or a table made by `hustings vectors`, which the model then carries
    #[arg(long, value_name = "NAME|FILE")]
    pub vectors: Option<String>,
    /// Another name of a target, e.g. `arm the FSA=arming the rebels`; may be given several times
    #[arg(long = "target-alias", value_name = "ALIAS=TARGET", value_parser = crate::cli::recipe::alias)]
    pub target_alias: Vec<(String, String)>,
    /// Print the result as JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub reading: Reading,
}

/// `evaluate`
#[derive(Args)]
pub struct Evaluate {
    /// Model file
    pub model: PathBuf,
    /// Labelled comments that the model has not seen
    pub data: String,
    /// Fail with exit code 1 below a figure, e.g. `f_avg=0.7`; may be given several times
    #[arg(long = "at-least", value_name = "FIGURE=VALUE")]
    pub at_least: Vec<String>,
    /// Fail with exit code 1 above a figure, e.g. `ece=0.05`; may be given several times
    #[arg(long = "at-most", value_name = "FIGURE=VALUE")]
    pub at_most: Vec<String>,
    /// Add figures for each value of a column of DATA; values with fewer than 30 rows are taken together
    #[arg(long, value_name = "COLUMN")]
    pub by: Option<String>,
    /// Another model on the same rows: differences with paired intervals, and McNemar's test
    #[arg(long, value_name = "MODEL")]
    pub compare: Option<PathBuf>,
    /// What the model was trained on: tells which texts of DATA are in it, and the figures without them
    #[arg(long, value_name = "TRAIN.csv")]
    pub train: Option<String>,
    /// Train on 10, 25, 50 and 100 % of TRAIN.csv by the model's recipe, and measure each on DATA
    #[arg(long, requires = "train")]
    pub learning_curve: bool,
    /// Write the report as one self-contained page; `-` for standard output
    #[arg(long, value_name = "FILE")]
    pub html: Option<String>,
    /// Seed of the bootstrap, the shuffles and the shares
    #[arg(long, default_value_t = 42)]
    pub seed: u64,
    /// Print the report as JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub reading: Reading,
}

/// `inspect`
#[derive(Args)]
pub struct Inspect {
    /// Model file
    pub model: PathBuf,
    /// Terms to show for each label
    #[arg(long, default_value_t = 12, value_name = "N")]
    pub terms: usize,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
}

/// `vectors`
#[derive(Args)]
pub struct Vectors {
    /// GloVe, word2vec or fastText text, or the JSON of wink-embeddings, plain or .gz/.zst; `-` for standard input
    pub source: String,
    /// Table to write (.safetensors)
    #[arg(short, long, value_name = "TABLE")]
    pub output: PathBuf,
    /// Most frequent words to keep, counted without those that no comment can contain as one token
    #[arg(long, value_name = "N", default_value_t = hustings::vectors::DEFAULT_WORDS)]
    pub words: usize,
    /// Print what was done as JSON
    #[arg(long)]
    pub json: bool,
}
