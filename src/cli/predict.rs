//! `hustings predict`

use std::io::Write;
use std::sync::Mutex;

use hustings::classifier::{Classifier, Prediction};
use hustings::lexical::Memory;
use hustings::thread::{Reader, Row};
use hustings::{Error, Place, artifact};
use rayon::prelude::*;
use serde_json::{Map, Value, json};

use super::args::{Predict, RowFormat};
use super::exit::warn;
use super::{input, output, progress};

/// Rows scored at a time: what is held in memory of an input of any length.
const CHUNK: usize = 4096;

/// Streams rows in, predictions out, in order.
pub fn run(args: &Predict) -> anyhow::Result<()> {
    if args.precision.is_some_and(|p| !(0.0..=1.0).contains(&p)) {
        return Err(Error::recipe("precision", "it is not between 0 and 1", "Give a share, e.g. 0.9").into());
    }
    let classifier = artifact::load(&args.model)?;
    let mut reader = Reader::open(&args.input, &input::options(&args.reading)?)?;
    let by_ending = if matches!(output::ending(&args.output).as_str(), "jsonl" | "ndjson") {
        RowFormat::Jsonl
    } else {
        RowFormat::Csv
    };
    let format = args.format.unwrap_or(by_ending);
    let headers: Vec<String> = if args.keep { reader.headers().to_vec() } else { Vec::new() };
    let columns = columns(&classifier, args);
    let memories: Vec<Mutex<Memory>> = (0..=rayon::current_num_threads()).map(|_| Mutex::default()).collect();
    let mut tally = Tally::default();
    let bar = progress::counter();
    output::to(&args.output, |writer| {
        let mut sink = Sink::new(format, writer, &headers, &columns)?;
        let mut chunk = Vec::with_capacity(CHUNK);
        loop {
            chunk.clear();
            for row in reader.by_ref().take(CHUNK) {
                let mut row = row?;
                if let Some(target) = &args.reading.target {
                    row.comment.target = Some(target.clone());
                }
                chunk.push(row);
            }
            if chunk.is_empty() {
                break;
            }
            let done: Vec<(Prediction, Vec<String>)> =
                chunk.par_iter().with_min_len(64).map(|row| score(&classifier, row, args, &memories)).collect();
            for (row, (prediction, cells)) in chunk.iter().zip(done) {
                tally.add(&prediction);
                sink.row(if args.keep { &row.cells } else { &[] }, &cells)?;
            }
            bar.inc(chunk.len() as u64);
        }
        sink.finish()
    })?;
    bar.finish_and_clear();
    input::tell(reader.report());
    tally.tell(&classifier, args);
    Ok(())
}

/// Names of the output columns.
fn columns(classifier: &Classifier, args: &Predict) -> Vec<String> {
    let label = if classifier.labels.is_stance() { "stance" } else { "label" };
    let mut columns: Vec<String> = ["id", "target", label, "confidence"].iter().map(ToString::to_string).collect();
    columns.extend(classifier.labels.names().iter().map(|l| format!("p_{l}")));
    columns.push("unsure".into());
    if classifier.layout.by_target() {
        columns.push("unseen_target".into());
    }
    if args.reasons > 0 {
        columns.push("reasons".into());
    }
    columns
}

fn score(classifier: &Classifier, row: &Row, args: &Predict, memories: &[Mutex<Memory>]) -> (Prediction, Vec<String>) {
    let comment = &row.comment;
    let target = comment.target.as_deref();
    let at = rayon::current_thread_index().unwrap_or(memories.len() - 1);
    let prediction = match memories[at].lock() {
        Ok(mut memory) => classifier.predict(&comment.text, target, args.precision, &mut memory),
        Err(_) => classifier.predict(&comment.text, target, args.precision, &mut Memory::default()),
    };
    let shown = target.or(classifier.recipe.default_target.as_deref()).unwrap_or_default();
    let mut cells = vec![
        comment.id.clone(),
        shown.to_owned(),
        classifier.labels.names()[prediction.label].clone(),
        format!("{:.6}", prediction.confidence),
    ];
    cells.extend(prediction.probabilities.iter().map(|p| format!("{p:.6}")));
    cells.push(prediction.unsure.to_string());
    if classifier.layout.by_target() {
        cells.push(prediction.unseen_target.to_string());
    }
    if args.reasons > 0 {
        cells.push(reasons(classifier, &comment.text, target, prediction.label, args.reasons));
    }
    (prediction, cells)
}

/// The words that speak most for a label, strongest first: `folly (+0.61); arm (+0.20)`.
fn reasons(classifier: &Classifier, text: &str, target: Option<&str>, label: usize, most: usize) -> String {
    let mut tokens = classifier.explain(text, target).tokens;
    tokens.sort_by(|a, b| b.weights[label].total_cmp(&a.weights[label]));
    let strong = tokens.iter().take(most).filter(|t| t.weights[label] > 0.0);
    strong.map(|t| format!("{} ({:+.2})", t.text, t.weights[label])).collect::<Vec<_>>().join("; ")
}

/// Rows of one of the formats.
enum Sink<'a> {
    Csv(Box<csv::Writer<&'a mut dyn Write>>),
    Jsonl { writer: &'a mut dyn Write, names: Vec<String> },
}

impl<'a> Sink<'a> {
    fn new(
        format: RowFormat,
        writer: &'a mut dyn Write,
        headers: &[String],
        columns: &[String],
    ) -> anyhow::Result<Self> {
        let names: Vec<String> = headers.iter().chain(columns).cloned().collect();
        Ok(match format {
            RowFormat::Jsonl => Self::Jsonl { writer, names },
            RowFormat::Csv => {
                let mut writer = csv::Writer::from_writer(writer);
                writer.write_record(&names).map_err(io)?;
                Self::Csv(Box::new(writer))
            }
        })
    }

    fn row(&mut self, kept: &[String], cells: &[String]) -> anyhow::Result<()> {
        match self {
            Self::Csv(writer) => writer.write_record(kept.iter().chain(cells)).map_err(io)?,
            Self::Jsonl { writer, names } => {
                let typed = |at: usize, cell: &String| match cell.parse::<f64>() {
                    Ok(number) if at >= kept.len() && cell.contains('.') && at > kept.len() + 2 => json!(number),
                    _ if at > kept.len() + 2 && (cell == "true" || cell == "false") => json!(cell == "true"),
                    _ => Value::String(cell.clone()),
                };
                let row: Map<String, Value> = names
                    .iter()
                    .zip(kept.iter().chain(cells))
                    .enumerate()
                    .map(|(at, (n, c))| (n.clone(), typed(at, c)))
                    .collect();
                serde_json::to_writer(&mut **writer, &row).map_err(std::io::Error::from)?;
                writer.write_all(b"\n")?;
            }
        }
        Ok(())
    }

    fn finish(self) -> anyhow::Result<()> {
        if let Self::Csv(mut writer) = self {
            writer.flush()?;
        }
        Ok(())
    }
}

/// A csv error that is about writing is the system's error, so that a closed pipe is recognised.
fn io(error: csv::Error) -> anyhow::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        other => anyhow::anyhow!("cannot write a row: {other:?}"),
    }
}

/// What to say when all rows are out.
#[derive(Default)]
struct Tally {
    rows: u64,
    unsure: u64,
    unseen: u64,
}

impl Tally {
    fn add(&mut self, prediction: &Prediction) {
        self.rows += 1;
        self.unsure += u64::from(prediction.unsure);
        self.unseen += u64::from(prediction.unseen_target);
    }

    fn tell(&self, classifier: &Classifier, args: &Predict) {
        if self.unsure > 0 {
            warn(format!("{} of {} rows are unsure", self.unsure, self.rows));
        }
        if let Some(precision) = args.precision.filter(|p| classifier.threshold(Some(*p), true).is_infinite()) {
            warn(format!(
                "precision {precision} was never reached out of fold on at least 30 comments, so every row is unsure"
            ));
        }
        if self.unseen > 0 {
            let place = Place::file(&args.input);
            warn(format!(
                "{place}: {} rows are about a target that the model was not trained on; they are scored without its own words. Its targets are {}",
                self.unseen,
                classifier.layout.targets.join(", ")
            ));
        }
    }
}
