//! What the user typed, one file a command: open, one library call, write.

mod acts;
mod agree;
mod apart;
mod args;
mod check;
mod demo;
#[cfg(feature = "serve")]
mod desk;
mod estimate;
mod evaluate;
mod exit;
mod explain;
mod import;
mod input;
mod inspect;
mod judged;
mod label;
mod output;
mod predict;
mod progress;
mod recipe;
mod remarks;
mod sample;
#[cfg(feature = "serve")]
mod serve;
mod summarize;
mod suspect;
mod train;
mod update;
mod vectors;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Cli, Command};

/// Parses, runs, and turns what happened into an exit code.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = threads(cli.threads).and_then(|()| run(cli.command));
    match outcome {
        Ok(code) => code,
        Err(error) => exit::report(&error),
    }
}

fn threads(count: Option<usize>) -> anyhow::Result<()> {
    rayon::ThreadPoolBuilder::new().num_threads(count.unwrap_or(0)).build_global()?;
    Ok(())
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    apart::check(&command)?;
    match command {
        Command::Demo(args) => demo::run(&args)?,
        Command::Train(args) => train::run(&args)?,
        Command::Evaluate(args) => return evaluate::run(&args),
        Command::Predict(args) => predict::run(&args)?,
        Command::Summarize(args) => summarize::run(&args)?,
        Command::Estimate(args) => estimate::run(&args)?,
        Command::Check(args) => return check::run(&args),
        Command::Explain(args) => explain::run(&args)?,
        Command::Import(args) => import::run(&args)?,
        Command::Inspect(args) => inspect::run(&args)?,
        Command::Sample(args) => sample::run(&args)?,
        Command::Label(args) => label::run(&args)?,
        Command::Agree(args) => agree::run(&args)?,
        Command::Suspect(args) => suspect::run(&args)?,
        Command::Update(args) => return update::run(&args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(&args)?,
        #[cfg(feature = "serve")]
        Command::User(args) => serve::user(&args)?,
        #[cfg(feature = "serve")]
        Command::Key(args) => serve::key(&args)?,
        Command::Vectors(args) => vectors::run(&args)?,
        Command::Completions { shell } => output::stdout(|w| {
            let mut bytes = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "hustings", &mut bytes);
            w.write_all(&bytes)
        })?,
        Command::Man => output::stdout(|w| {
            let mut bytes = Vec::new();
            clap_mangen::Man::new(Cli::command()).render(&mut bytes)?;
            w.write_all(&bytes)
        })?,
    }
    Ok(ExitCode::SUCCESS)
}
