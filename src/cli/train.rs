//! `hustings train`

use std::collections::BTreeSet;
use std::io::{IsTerminal, Read};
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use hustings::classifier::{Acts, Classifier, Corpus, Given, Recipe, train};
use hustings::thread::{Comment, Reader};
use hustings::vectors::Vectors;
use hustings::{Error, Place, artifact};
use indicatif::HumanCount;
use sha2::{Digest, Sha256};

use super::args::{Reading, Train};
use super::exit::warn;
use super::{input, inspect, output, progress, recipe, remarks};

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
    if args.acts_only || args.head.is_some() {
        return acts_alone(args, bytes, &name, &recipe);
    }
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

/// Learns conversation acts, saves them, and says what came of it.
fn acts_alone(args: &Train, bytes: Vec<u8>, name: &str, recipe: &Recipe) -> anyhow::Result<()> {
    let (mut comments, given) = read(bytes, name, &args.reading, recipe)?;
    if let Some(head) = &args.head {
        one_act(&mut comments, head, &args.positive, name)?;
    }
    let acts = acts(&comments, name, recipe, given)?;
    let cure = "Say in `acts_labelled` what was looked for in a comment, and in `acts` what was found";
    let acts = acts.ok_or_else(|| Error::input(Place::file(name), "no act was looked for in enough comments", cure))?;
    artifact::save_acts(&acts, &args.output)?;
    if args.json {
        let value = inspect::acts_value(&acts);
        return output::stdout(|w| writeln!(w, "{value:#}"));
    }
    warn(format!("{} written", args.output.display()));
    output::stdout(|w| w.write_all(inspect::acts_text(&acts).as_bytes()))
}

/// Makes one act of the label column: looked for where there is a label, found where it is one of `positive`.
fn one_act(comments: &mut [Comment], head: &str, positive: &[String], name: &str) -> anyhow::Result<()> {
    let labels: BTreeSet<String> = comments.iter().filter_map(|c| c.stance.clone()).collect();
    if let Some(unknown) = positive.iter().find(|label| !labels.contains(*label)) {
        let known: Vec<&str> = labels.iter().map(String::as_str).take(12).collect();
        let cure = format!("The labels are {}; --label-column names another column", known.join(", "));
        return Err(Error::input(Place::file(name), format!("no row has the label `{unknown}`"), cure).into());
    }
    for comment in comments {
        let found = comment.stance.take().map(|label| positive.contains(&label));
        comment.acts_labelled = found.map(|_| head.to_owned()).into_iter().collect();
        comment.acts = found.filter(|found| *found).map(|_| head.to_owned()).into_iter().collect();
    }
    Ok(())
}

/// Learns the acts that comments are labelled with, with a bar.
fn acts(comments: &[Comment], name: &str, recipe: &Recipe, given: Given) -> anyhow::Result<Option<Acts>> {
    let bar = progress::Bar::new();
    let acts = Acts::train(comments, recipe, given, &|done, share| bar.at(done, share)).map_err(|e| e.at(name));
    bar.finish();
    Ok(acts?)
}

/// The bytes of a file, which are read and hashed at once; a cursor takes no bare `Arc<Vec<u8>>`.
#[derive(Clone)]
struct Bytes(Arc<Vec<u8>>);

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Bytes as two digits each.
pub fn hex(digest: &[u8]) -> String {
    digest.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

/// The comments of a corpus, and what training needs beside them.
pub fn read(bytes: Vec<u8>, name: &str, reading: &Reading, recipe: &Recipe) -> anyhow::Result<(Vec<Comment>, Given)> {
    let (options, bytes, mut data_sha256) = (input::options(reading)?, Bytes(Arc::new(bytes)), String::new());
    let (reader, mut comments) = rayon::in_place_scope(|beside| {
        let mut reader = Reader::from_read(name, Box::new(std::io::Cursor::new(bytes.clone())), &options)?;
        beside.spawn(|_| data_sha256 = hex(&Sha256::digest(&bytes)));
        reader.comments().map(|comments| (reader, comments))
    })?;
    if let Some(target) = &reading.target {
        for comment in &mut comments {
            comment.target = Some(target.clone());
        }
    }
    input::tell(reader.report());
    let vectors = recipe.names_table().then(|| Vectors::load(Path::new(&recipe.vectors))).transpose()?.map(Arc::new);
    Ok((comments, Given { data_sha256, vectors }))
}

/// Trains on the bytes of a corpus, with its bar: stances, and the conversation acts that it is labelled with.
pub fn fit(bytes: Vec<u8>, name: &str, reading: &Reading, recipe: &mut Recipe) -> anyhow::Result<Classifier> {
    let (comments, given) = read(bytes, name, reading, recipe)?;
    remarks::on(&comments, recipe);
    let place = Place::file(name);
    let has_acts = recipe.acts && comments.iter().any(|comment| !comment.acts_labelled.is_empty());
    let (corpus, tagged) = if has_acts {
        (Corpus::collect(&comments, recipe, &place)?, comments)
    } else {
        (Corpus::collect_all(comments, recipe, &place)?, Vec::new())
    };
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
    if let Some(bytes) = corpus.memory(recipe) {
        let (rows, gigabytes) = (HumanCount(corpus.examples.len() as u64), bytes as f64 / 1e9);
        let (most, share) = (HumanCount(recipe.large_rows as u64), 100.0 * recipe.held_out);
        let held = if recipe.folds == 0 {
            String::new()
        } else {
            format!("; with more than {most} (`large_rows`), about {share:.0} % are held out in place of folds")
        };
        warn(format!("training on {rows} comments takes about {gigabytes:.1} GB of memory{held}"));
    }
    let bar = progress::Bar::new();
    let trained = train(corpus, recipe, given.clone(), &|done, share| bar.at(done, share)).map_err(|e| e.at(name));
    bar.finish();
    let mut classifier = trained.with_context(|| format!("training on {name}")).map_err(plain)?;
    classifier.acts = acts(&tagged, name, recipe, given)?;
    Ok(classifier)
}

/// The library's error alone: its place already says on what.
pub fn plain(error: anyhow::Error) -> anyhow::Error {
    match error.downcast::<Error>() {
        Ok(own) => own.into(),
        Err(other) => other,
    }
}

/// A whole file or standard input, held in memory because it is hashed as well as read.
pub fn slurp(path: &str) -> anyhow::Result<(Vec<u8>, String)> {
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
