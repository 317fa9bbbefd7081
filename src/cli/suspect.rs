//! `hustings suspect`

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context;
use hustings::annotate::{Doubted, Doubts, QUEUE_COLUMNS, Queued, doubted, doubts, records_of};
use hustings::classifier::{Classifier, Corpus, Given, Recipe, train};
use hustings::thread::{Comment, CsvWriter};
use hustings::{Error, Place, artifact};
use serde_json::json;

use super::args::Suspect;
use super::exit::warn;
use super::train::{plain, read, slurp};
use super::{input, output, progress, recipe};

/// Labelled comments with probabilities from models that did not see them.
struct Judged {
    classifier: Classifier,
    comments: Vec<Comment>,
    /// For each judged label, the place of its comment.
    rows: Vec<usize>,
    given: Vec<usize>,
    probabilities: Vec<Vec<f64>>,
}

/// Finds labels that are likely wrong, and shows them with reasons.
pub fn run(args: &Suspect) -> anyhow::Result<()> {
    let judged = match args.inputs.as_slice() {
        [data] => by_a_new_model(data, args)?,
        [model, data, ..] if args.unseen => by_predictions(model, data, args)?,
        [model, data, ..] => by_the_record(model, data, args)?,
        [] => return Ok(()),
    };
    let found = doubts(&judged.given, &judged.probabilities, judged.classifier.labels.len());
    let suspected = found.rows.iter().filter(|row| row.suspected).count();
    let most = if args.all { found.rows.len() } else { args.n.min(suspected) };
    let worth = |row: &&hustings::annotate::Doubt| args.all || row.suspected;
    let shown: Vec<Doubted> = found
        .rows
        .iter()
        .filter(worth)
        .take(most)
        .map(|row| {
            let comment = &judged.comments[judged.rows[row.row]];
            doubted(&judged.classifier, comment, row, &judged.probabilities[row.row])
        })
        .collect();
    if let Some(path) = &args.output {
        write(path, &judged, &found)?;
    }
    if args.json {
        let labels = judged.classifier.labels.names();
        let value = json!({
            "n": judged.given.len(), "suspected": suspected, "noise": found.noise, "labels": labels,
            "thresholds": found.thresholds, "joint": found.joint, "rows": shown,
        });
        return output::stdout(|w| writeln!(w, "{value:#}"));
    }
    output::stdout(|w| w.write_all(text(&judged, &found, suspected, &shown).as_bytes()))
}

/// Trains on the data; every row is judged by the models of an outer cross-fit that did not see it.
fn by_a_new_model(data: &str, args: &Suspect) -> anyhow::Result<Judged> {
    let (bytes, name) = slurp(data)?;
    let mut recipe = args.config.as_deref().map_or_else(|| Ok(Recipe::default()), recipe::read)?;
    recipe.check()?;
    if recipe.folds == 0 {
        return Err(Error::recipe("folds", "with 0 every row is judged by a model that saw it", "Use 2 or more").into());
    }
    // However many rows there are, each of them needs a fold of its own.
    recipe.large_rows = usize::MAX;
    let (comments, given) = read(bytes, &name, &args.reading, &recipe)?;
    let corpus = Corpus::collect(&comments, &recipe, &Place::file(&name))?;
    if let [only] = corpus.targets.as_slice() {
        recipe.default_target = Some(only.clone()).filter(|target| !target.is_empty());
    }
    let rows = corpus.rows.clone();
    let bar = progress::Bar::new();
    let trained = train(corpus, &recipe, given, &|done, share| bar.at(done, share)).map_err(|e| e.at(&name));
    bar.finish();
    let classifier = trained.with_context(|| format!("training on {name}")).map_err(plain)?;
    let record = classifier.record.clone().unwrap_or_default();
    Ok(Judged { classifier, comments, rows, given: record.gold, probabilities: record.probabilities })
}

/// By the out-of-fold record that the model keeps of the very data it was trained on.
fn by_the_record(model: &str, data: &str, args: &Suspect) -> anyhow::Result<Judged> {
    let classifier = artifact::load(Path::new(model))?;
    let (bytes, name) = slurp(data)?;
    let (comments, Given { data_sha256, .. }) = read(bytes, &name, &args.reading, &Recipe::default())?;
    let corpus = Corpus::collect(&comments, &classifier.recipe, &Place::file(&name))?;
    let same = data_sha256 == classifier.training.data_sha256;
    let Some(probabilities) = records_of(&classifier, &corpus).filter(|_| same) else {
        let cause = if same {
            format!("{model} keeps no out-of-fold scores for every row of it")
        } else {
            format!("it is not the file that {model} was trained on, so what the model saw of it is not known")
        };
        let cure =
            "Leave the model out, and one is trained out of fold; or give --unseen if no row was in its training";
        return Err(Error::input(Place::file(name), cause, cure).into());
    };
    let probabilities = probabilities.to_vec();
    let given = corpus.examples.iter().map(|example| example.label).collect();
    Ok(Judged { classifier, comments, rows: corpus.rows, given, probabilities })
}

/// By what a model says that was trained on other comments.
fn by_predictions(model: &str, data: &str, args: &Suspect) -> anyhow::Result<Judged> {
    let classifier = artifact::load(Path::new(model))?;
    let (rows, report) = input::rows(data, &args.reading)?;
    input::tell(&report);
    let comments: Vec<Comment> = rows.into_iter().map(|row| row.comment).collect();
    let predictions = classifier.predict_all(&comments, None);
    let mut judged =
        Judged { classifier, comments: Vec::new(), rows: Vec::new(), given: Vec::new(), probabilities: Vec::new() };
    let mut unknown = 0;
    for (at, (comment, prediction)) in comments.iter().zip(predictions).enumerate() {
        let raw = comment.stance.as_deref().map(str::trim).filter(|raw| !raw.is_empty() && !comment.text.is_empty());
        match raw.map(|raw| judged.classifier.labels.index(raw)) {
            Some(Some(label)) => {
                judged.rows.push(at);
                judged.given.push(label);
                judged.probabilities.push(prediction.probabilities);
            }
            Some(None) => unknown += 1,
            None => {}
        }
    }
    if unknown > 0 {
        warn(format!("{unknown} rows have labels that the model does not know and are left out"));
    }
    if judged.given.is_empty() {
        let cure = "Name the column with --label-column";
        return Err(Error::input(Place::file(data), "no row has a label that the model knows", cure).into());
    }
    judged.comments = comments;
    Ok(judged)
}

/// All that is suspected, without its label, for somebody to label anew.
fn write(path: &str, judged: &Judged, found: &Doubts) -> anyhow::Result<()> {
    let columns = [&QUEUE_COLUMNS[..], &["given", "suggested", "margin"]].concat();
    output::rows(path, |writer| {
        let mut rows = CsvWriter::with_columns(writer, &columns)?;
        for row in found.rows.iter().filter(|row| row.suspected) {
            let comment = judged.comments[judged.rows[row.row]].clone();
            let name = |k: usize| judged.classifier.labels.names()[k].clone();
            let queued = Queued { why: "suspect".into(), ..Queued::default() };
            let further = [name(row.given), name(row.suggested), format!("{:.6}", row.margin)];
            let cells: Vec<String> = queued.cells().into_iter().chain(further).collect();
            rows.write_with(&Comment { stance: None, annotator: None, ..comment }, &cells)?;
        }
        rows.finish()?;
        Ok(())
    })
}

fn text(judged: &Judged, found: &Doubts, suspected: usize, shown: &[Doubted]) -> String {
    let mut out = format!(
        "{} labels, {suspected} suspected; about {:.1} % of all are estimated to be wrong (confident joint, out of fold)\n",
        judged.given.len(),
        100.0 * found.noise
    );
    for doubted in shown {
        let words: Vec<String> =
            doubted.words.iter().map(|(word, weight)| format!("{} ({weight:+.2})", input::clip(word, 30))).collect();
        let _ = writeln!(
            out,
            "\n{}  is {}, rather {}  ({:.2} against {:.2}, margin {:+.2})",
            input::clip(&doubted.id, 60),
            doubted.given,
            doubted.suggested,
            doubted.p_given,
            doubted.p_suggested,
            doubted.margin
        );
        let _ = writeln!(out, "  {}", input::clip(&doubted.text, 160));
        if !words.is_empty() {
            let _ = writeln!(out, "  for {}: {}", doubted.suggested, words.join("; "));
        }
    }
    out
}
