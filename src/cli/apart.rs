//! What a command reads must outlive what it writes.

use std::path::Path;

use hustings::{Error, Result};

use super::args::Command;

/// Refuses an output that is one of the command's own inputs, by whatever name, and a model on standard output.
///
/// `label` looks at its files itself, as it goes on with what it wrote before.
pub fn check(command: &Command) -> Result<()> {
    let (outputs, inputs) = files(command);
    for (option, output) in outputs {
        if output == "-" && matches!(command, Command::Train(_) | Command::Vectors(_) | Command::Update(_)) {
            return Err(Error::recipe(option, "it is a file of bytes, not for standard output", "Name a file"));
        }
        if let Some(input) = inputs.iter().find(|input| is_one(output, input)) {
            let cause = format!("{output} is what is read ({input}), and would be lost");
            return Err(Error::recipe(option, cause, "Name another file"));
        }
    }
    Ok(())
}

fn is_one(output: &str, input: &str) -> bool {
    let plain = |path: &str| path != "-" && Path::new(path).is_file();
    plain(output) && plain(input) && same_file::is_same_file(output, input).unwrap_or(false)
}

/// What a command writes, by option, and what it reads.
fn files(command: &Command) -> (Vec<(&'static str, &str)>, Vec<&str>) {
    fn path(path: &Path) -> Option<&str> {
        path.to_str()
    }
    fn written(output: &str) -> Vec<(&'static str, &str)> {
        vec![("output", output)]
    }
    match command {
        Command::Train(args) => {
            let output = path(&args.output).map(|output| ("output", output));
            let inputs = [Some(args.data.as_str()), args.config.as_deref().and_then(path), args.vectors.as_deref()];
            (output.into_iter().collect(), inputs.into_iter().flatten().collect())
        }
        Command::Vectors(args) => (path(&args.output).map(|o| ("output", o)).into_iter().collect(), vec![&args.source]),
        Command::Predict(args) => {
            let inputs = [Some(args.input.as_str()), path(&args.model), Some(args.acts.as_str())];
            (written(&args.output), inputs.into_iter().flatten().collect())
        }
        Command::Summarize(args) => {
            let inputs = [Some(args.thread.as_str()), path(&args.model), Some(args.acts.as_str())];
            (written(&args.output), inputs.into_iter().flatten().collect())
        }
        Command::Evaluate(args) => {
            let inputs = [
                Some(args.data.as_str()),
                path(&args.model),
                args.compare.as_deref().and_then(path),
                args.train.as_deref(),
            ];
            (args.html.as_deref().map(|o| ("html", o)).into_iter().collect(), inputs.into_iter().flatten().collect())
        }
        Command::Import(args) => (written(&args.output), vec![&args.source]),
        Command::Sample(args) => {
            (written(&args.output), args.inputs.iter().chain(&args.labelled).map(String::as_str).collect())
        }
        Command::Suspect(args) => {
            let config = args.config.as_deref().and_then(path);
            let inputs = args.inputs.iter().map(String::as_str).chain(config).collect();
            (args.output.as_deref().map(|o| ("output", o)).into_iter().collect(), inputs)
        }
        Command::Update(args) => {
            let inputs = args.new.iter().chain(&args.data).chain(&args.audit).map(String::as_str).collect();
            (args.output.as_deref().and_then(path).map(|o| ("output", o)).into_iter().collect(), inputs)
        }
        _ => (Vec::new(), Vec::new()),
    }
}
