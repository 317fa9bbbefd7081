//! The command line as clap reads it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Reads the comments under an article and says which side each one takes, why, and how sure it is.
#[derive(Parser)]
#[command(
    version,
    about,
    after_help = "Exit codes: 0 ok, 1 a gate failed (--at-least), 2 usage, 3 bad input, 4 bad or incompatible model or word vectors, 5 I/O, 6 a limit was hit; `check` has its own.\nData goes to standard output, messages to standard error; `-` is standard input or output."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Threads to use; the result is the same for any number [default: all cores]
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<usize>,
}

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Train, evaluate, predict and brief on the shipped data: the main job in one command
    Demo(Demo),
    /// Train a model on labelled comments
    Train(Train),
    /// Measure a model on labelled comments that it has not seen
    #[command(after_help = super::evaluate::meanings())]
    Evaluate(Evaluate),
    /// Score comments: one output row for every input row
    Predict(Predict),
    /// Write a brief of a thread for an editor or moderator
    Summarize(Summarize),
    /// Tell the shares of a thread's sides with honest intervals, or why none should be quoted
    Estimate(Estimate),
    /// Tell whether a model fits a thread
    #[command(after_help = CHECK_CODES)]
    Check(Check),
    /// Show exactly why a comment is scored as it is
    Explain(Explain),
    /// Turn an export, a page or a table into canonical comment rows
    Import(Import),
    /// Show what a model is, what it was trained on and how good it was
    Inspect(Inspect),
    /// Draw the comments to label next: a random audit, and those that teach most
    Sample(super::annotation::Sample),
    /// Label comments on a terminal, one key a label
    Label(super::annotation::Label),
    /// Measure how far annotators agree, and over what they do not
    Agree(super::annotation::Agree),
    /// Find labels that are likely wrong
    Suspect(super::annotation::Suspect),
    /// Train a model again with new labels, and say what changed
    Update(super::annotation::Update),
    /// Open the moderator's desk: a web page of threads to read, correct and label, and an API
    #[cfg(feature = "serve")]
    Serve(super::desk::Serve),
    /// Say who may log in to a desk
    #[cfg(feature = "serve")]
    User(super::desk::User),
    /// Give a program a key to a desk
    #[cfg(feature = "serve")]
    Key(super::desk::Key),
    /// Make a compact table of word vectors
    Vectors(Vectors),
    /// Print shell completions
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// How to read comments.
#[derive(Args, Default)]
pub struct Reading {
    /// Source format, if it is not to be found out: wxr, disqus, html, youtube, discourse, hackernews, isso, reddit,
    /// pushshift, convokit, coral, polis, jsonl, csv, page
    #[arg(long, value_name = "FORMAT")]
    pub from: Option<String>,
    /// The character between cells, if it is not to be found out (`\t` for a tab)
    #[arg(long, value_name = "CHAR")]
    pub delimiter: Option<String>,
    /// Column that holds the text
    #[arg(long, value_name = "NAME")]
    pub text_column: Option<String>,
    /// Column that holds the label
    #[arg(long, value_name = "NAME")]
    pub label_column: Option<String>,
    /// Column that holds the id
    #[arg(long, value_name = "NAME")]
    pub id_column: Option<String>,
    /// Column that holds the target
    #[arg(long, value_name = "NAME")]
    pub target_column: Option<String>,
    /// Column that holds the thread
    #[arg(long, value_name = "NAME")]
    pub thread_column: Option<String>,
    /// Column that holds the id of the comment answered
    #[arg(long, value_name = "NAME")]
    pub parent_column: Option<String>,
    /// Column that holds the author
    #[arg(long, value_name = "NAME")]
    pub author_column: Option<String>,
    /// Treat every row as about this target
    #[arg(long, value_name = "TARGET")]
    pub target: Option<String>,
    /// In a pasted page, every line is one comment
    #[arg(long)]
    pub one_per_line: bool,
    /// Raise or lower a limit on what is read, e.g. cell=4MiB, columns=8192, json-depth=100
    #[arg(long = "limit", value_name = "NAME=SIZE")]
    pub limits: Vec<String>,
}

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
    #[arg(long = "target-alias", value_name = "ALIAS=TARGET", value_parser = super::recipe::alias)]
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

/// Format of predictions.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RowFormat {
    /// Comma-separated values
    Csv,
    /// One JSON object a line
    Jsonl,
}

/// `predict`
#[derive(Args)]
pub struct Predict {
    /// Model file
    pub model: PathBuf,
    /// Comments; `-` for standard input
    #[arg(default_value = "-")]
    pub input: String,
    /// File to write; `-` for standard output
    #[arg(short, long, default_value = "-", value_name = "FILE")]
    pub output: String,
    /// Output format, if not by the file's ending
    #[arg(long)]
    pub format: Option<RowFormat>,
    /// Flag as unsure what is below the confidence at which this precision was reached out of fold
    #[arg(long, value_name = "SHARE")]
    pub precision: Option<f64>,
    /// Put the input's columns in front
    #[arg(long)]
    pub keep: bool,
    /// Add the conversation acts of each comment: the model's own, else those inside the program; or those of a file
    #[arg(long, value_name = "shipped|FILE", num_args = 0..=1, require_equals = true, default_value = "none", default_missing_value = "")]
    pub acts: String,
    /// Add the N terms that speak most for the prediction
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub reasons: usize,
    #[command(flatten)]
    pub reading: Reading,
}

/// Format of a brief.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BriefFormat {
    /// For a terminal
    Text,
    /// Markdown
    Md,
    /// One self-contained page
    Html,
    /// For programs
    Json,
}

/// `summarize`
#[derive(Args)]
pub struct Summarize {
    /// Model file
    pub model: PathBuf,
    /// The thread: canonical rows, a table or a pasted page; `-` for standard input
    #[arg(default_value = "-")]
    pub thread: String,
    /// File to write (.html, .md, .json, .txt); `-` for standard output
    #[arg(short, long, default_value = "-", value_name = "FILE")]
    pub output: String,
    /// Format, if not by the file's ending
    #[arg(long)]
    pub format: Option<BriefFormat>,
    /// Print the brief as JSON
    #[arg(long)]
    pub json: bool,
    /// Conversation acts: the model's own, else those inside the program; or those of a file, or none
    #[arg(long, value_name = "shipped|none|FILE", default_value = "", hide_default_value = true)]
    pub acts: String,
    /// Count as unsure what is below the confidence at which this precision was reached out of fold
    #[arg(long, value_name = "SHARE")]
    pub precision: Option<f64>,
    /// Replace names of people by Reader A, Reader B and so on: the default of a page, which is meant to be shared
    #[arg(long, conflicts_with = "names")]
    pub pseudonymise: bool,
    /// Keep names of people as they are: the default of all but a page
    #[arg(long, visible_alias = "no-pseudonymise")]
    pub names: bool,
    /// Seed of the draws behind the intervals
    #[arg(long, default_value_t = 42)]
    pub seed: u64,
    #[command(flatten)]
    pub reading: Reading,
}

/// `estimate`
#[derive(Args)]
pub struct Estimate {
    /// Model file
    pub model: PathBuf,
    /// The thread: canonical rows, a table or a pasted page; `-` for standard input
    #[arg(default_value = "-")]
    pub thread: String,
    /// A random sample of this very thread, labelled by hand: a table with the columns id and label
    #[arg(long, value_name = "LABELS.csv")]
    pub audit: Option<String>,
    /// Seed of the draws behind the intervals
    #[arg(long, default_value_t = 42)]
    pub seed: u64,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub reading: Reading,
}

/// What `check` ends with.
const CHECK_CODES: &str = "Exit codes: 0 if nothing stands between model and thread, else that of the most serious finding: 10 target not trained on, 11 another language, 12 strange words, 13 scores that no shares explain, 14 sides divided otherwise than in the model's record, 15 comments of other lengths, 16 copies (a flood or a campaign).";

/// `check`
#[derive(Args)]
pub struct Check {
    /// Model file
    pub model: PathBuf,
    /// The thread: canonical rows, a table or a pasted page; `-` for standard input
    #[arg(default_value = "-")]
    pub thread: String,
    /// Seed of the draws behind the shares
    #[arg(long, default_value_t = 42)]
    pub seed: u64,
    /// Print as JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub reading: Reading,
}

/// `explain`
#[derive(Args)]
pub struct Explain {
    /// Model file
    pub model: PathBuf,
    /// The comment; `-` for standard input
    pub text: String,
    /// The target [default: the model's]
    #[arg(long)]
    pub target: Option<String>,
    /// Print every part as JSON
    #[arg(long)]
    pub json: bool,
}

/// `import`
#[derive(Args)]
pub struct Import {
    /// An export of WordPress (WXR), Disqus, Reddit (listing or Pushshift), YouTube, Discourse, Hacker News, ConvoKit,
    /// Coral, Polis or isso, a saved or pasted page, CSV, TSV or JSONL; `-` for standard input
    #[expect(clippy::doc_markdown, reason = "it is shown on a terminal")]
    #[arg(default_value = "-")]
    pub source: String,
    /// File to write (.csv or .jsonl); `-` for standard output
    #[arg(short, long, default_value = "-", value_name = "FILE")]
    pub output: String,
    /// Output format, if not by the file's ending
    #[arg(long)]
    pub format: Option<RowFormat>,
    /// Look for the comment that each answers also where the format has a place for it (it is always done where not)
    #[arg(long)]
    pub find_replies: bool,
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
