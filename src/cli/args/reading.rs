//! How comments are read and rows are written, whatever the command.

use clap::{Args, ValueEnum};

/// How to read comments.
#[derive(Args, Default)]
pub struct Reading {
    /// Source format, if it is not to be found out: wxr, disqus, html, youtube, discourse, hackernews, isso, reddit,
    /// pushshift, convokit, coral, polis, json, jsonl, chat, csv, page
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
    /// Column that holds the date
    #[arg(long, value_name = "NAME")]
    pub date_column: Option<String>,
    /// Column that says whether readers could see the comment
    #[arg(long, value_name = "NAME")]
    pub status_column: Option<String>,
    /// Column that holds the title of the article
    #[arg(long, value_name = "NAME")]
    pub title_column: Option<String>,
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

/// Format of predictions.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RowFormat {
    /// Comma-separated values
    Csv,
    /// One JSON object a line
    Jsonl,
}
