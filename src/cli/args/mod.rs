//! The command line as clap reads it.

mod labels;
mod models;
mod reading;
mod threads;

use clap::{Parser, Subcommand};

pub use labels::{Agree, Label, Sample, Suspect, Update};
pub use models::{Demo, Evaluate, Inspect, Train, Vectors};
pub use reading::{Reading, RowFormat};
pub use threads::{BriefFormat, Check, Estimate, Explain, Import, Predict, Summarize};

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
    #[command(after_help = threads::CHECK_CODES)]
    Check(Check),
    /// Show exactly why a comment is scored as it is
    Explain(Explain),
    /// Turn an export, a page or a table into canonical comment rows
    Import(Import),
    /// Show what a model is, what it was trained on and how good it was
    Inspect(Inspect),
    /// Draw the comments to label next: a random audit, and those that teach most
    Sample(Sample),
    /// Label comments on a terminal, one key a label
    Label(Label),
    /// Measure how far annotators agree, and over what they do not
    Agree(Agree),
    /// Find labels that are likely wrong
    Suspect(Suspect),
    /// Train a model again with new labels, and say what changed
    Update(Update),
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
