//! `hustings train`

use std::io::{IsTerminal, Read};
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use hustings::classifier::{Classifier, Corpus, Given, Recipe, train};
use hustings::thread::{Comment, Reader};
use hustings::vectors::Vectors;
use hustings::{Error, Place, artifact};
use sha2::{Digest, Sha256};

use super::args::{Reading, Train};
use super::exit::warn;
use super::{input, inspect, output, progress, recipe};

/// Reads, trains, saves, and says what came of it.
pub fn run(args: &Train) -> anyhow::Result<()> {
    let mut recipe = recipe::of(args)?;
    let folder = args.output.parent().filter(|p| !p.as_os_str().is_empty());
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        return Err(
            Error::recipe("output", format!("there is no folder {}", folder.display()), "Create it first").into()
        );
    }
    let (bytes, name) = slurp(&args.data)?;
    let classifier = fit(bytes, &name, &args.reading, &mut recipe)?;
    artifact::save(&classifier, &args.output)?;
    let size = std::fs::metadata(&args.output).map_or(0, |m| m.len());
    if args.json {
        let value = inspect::value(&classifier, 10);
        return output::stdout(|w| writeln!(w, "{value:#}"));
    }
    warn(format!(
        "{} written, {:.1} MB; `hustings inspect {0}` shows it again",
        args.output.display(),
        size as f64 / 1e6
    ));
    output::stdout(|w| w.write_all(inspect::text(&classifier, 8).as_bytes()))
}

/// Trains on the bytes of a corpus, with its bar.
pub fn fit(bytes: Vec<u8>, name: &str, reading: &Reading, recipe: &mut Recipe) -> anyhow::Result<Classifier> {
    let hash = Sha256::digest(&bytes).iter().fold(String::new(), |hex, b| hex + &format!("{b:02x}"));
    let mut reader = Reader::from_read(name, Box::new(std::io::Cursor::new(bytes)), &input::options(reading)?)?;
    let mut comments: Vec<Comment> = Vec::new();
    for row in reader.by_ref() {
        let mut comment = row?.comment;
        if let Some(target) = &reading.target {
            comment.target = Some(target.clone());
        }
        comments.push(comment);
    }
    input::tell(reader.report());
    let corpus = Corpus::collect(&comments, recipe, &Place::file(name))?;
    drop(comments);
    for (raw, (label, n)) in corpus.spellings.iter().filter(|(raw, (label, _))| raw.trim() != label) {
        warn(format!("label `{raw}` is read as `{label}` ({n} rows)"));
    }
    if corpus.skipped > 0 {
        warn(format!("{} rows have no label or no text and are left out", corpus.skipped));
    }
    if let [only] = corpus.targets.as_slice() {
        recipe.default_target = Some(only.clone()).filter(|t| !t.is_empty());
    }
    if recipe.folds == 0 {
        warn(
            "--folds 0: one fit without out-of-fold scores; probabilities are not calibrated and nothing is known of their quality",
        );
    }
    let vectors = recipe.names_table().then(|| Vectors::load(Path::new(&recipe.vectors))).transpose()?.map(Arc::new);
    let given = Given { data_sha256: hash, vectors };
    let bar = progress::Bar::new();
    let trained = train(corpus, recipe, given, &|done, share| bar.at(done, share)).map_err(|e| e.at(name));
    bar.finish();
    trained.with_context(|| format!("training on {name}")).map_err(plain)
}

/// The library's error alone: its place already says on what.
fn plain(error: anyhow::Error) -> anyhow::Error {
    match error.downcast::<Error>() {
        Ok(own) => own.into(),
        Err(other) => other,
    }
}

/// A whole file or standard input, held in memory because it is hashed as well as read.
fn slurp(path: &str) -> anyhow::Result<(Vec<u8>, String)> {
    if path == "-" {
        if std::io::stdin().is_terminal() {
            warn("reading standard input; end it with Ctrl-D");
        }
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(Error::io("read", "standard input"))?;
        return Ok((bytes, "standard input".into()));
    }
    Ok((std::fs::read(path).map_err(Error::io("read", path))?, path.to_owned()))
}
