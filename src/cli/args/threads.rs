//! What is typed for the commands about comments and threads: predict, summarize, estimate, check, explain, import.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Reading, RowFormat};

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
pub const CHECK_CODES: &str = "Exit codes: 0 if nothing stands between model and thread, else that of the most serious finding: 10 target not trained on, 11 another language, 12 strange words, 13 scores that no shares explain, 14 scores moved away from the model's record, 15 comments of other lengths, 16 copies (a flood or a campaign), 17 several targets.";

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
    /// Coral, Polis or isso, JSON of any other program, a saved or pasted page, CSV, TSV or JSONL; `-` for standard input
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
    /// For a spreadsheet: no cell that it would take for a formula (an apostrophe goes in front; the column `guarded` says so,
    /// and by it the reader takes it off again)
    #[arg(long)]
    pub guard: bool,
    #[command(flatten)]
    pub reading: Reading,
}
