//! `hustings evaluate`

mod gates;
mod taught;
mod text;

use std::fmt::Write as _;
use std::process::ExitCode;

use hustings::classifier::Classifier;
use hustings::evaluate::{Comparison, FIGURES, Gold, Report, Subgroups, html, same_labels};
use hustings::thread::{Reader, Row};
use hustings::{Error, Place, artifact};
use sha2::{Digest, Sha256};

pub use text::text;

use super::args::Evaluate;
use super::exit::{GATE, warn};
use super::train::hex;
use super::{input, output};
use taught::Taught;

/// Predicts labelled rows, measures, and holds the figures against the gates.
pub fn run(args: &Evaluate) -> anyhow::Result<ExitCode> {
    let gates = gates::of(args)?;
    if args.json && args.html.as_deref() == Some("-") {
        let cause = "the page and the JSON cannot both go to standard output";
        return Err(Error::recipe("html", cause, "Name a file for the page").into());
    }
    if args.data == "-" && args.train.as_deref() == Some("-") {
        let cause = "the data and the training data cannot both come from standard input";
        return Err(Error::recipe("train", cause, "Name a file for one of them").into());
    }
    let classifier = artifact::load(&args.model)?;
    let data = Data::read(args)?;
    let by = args.by.as_deref().map(|column| data.column(column, &args.data)).transpose()?;
    let taught = args.train.as_deref().map(|train| Taught::read(train, args, &classifier)).transpose()?;
    let gold = gold(&classifier, &data.rows, &args.data)?;
    let mut report = Report::of(&classifier.labels, &gold, args.seed).with_record(&classifier);
    report.warnings = warnings(&classifier, &gold, args);
    report.warnings.iter().for_each(warn);
    if let Some(at) = by {
        let values: Vec<&str> = gold.rows.iter().map(|row| data.cell(*row, at)).collect();
        report.subgroups = Some(Subgroups::of(&classifier.labels, &gold, &data.headers[at], &values, args.seed));
    }
    if let Some(path) = &args.compare {
        let other = artifact::load(path)?;
        let name = path.display().to_string();
        same_labels(&classifier.labels, &other.labels, &name)?;
        let said = self::gold(&other, &data.rows, &args.data)?;
        let compared = Comparison::of(&classifier.labels, &gold, &other.labels, &said, &name, args.seed)?;
        report.comparison = Some(compared);
    }
    if let Some(taught) = &taught {
        taught.report(&classifier, &gold, &data.rows, args, &mut report);
    }
    write(args, &report)?;
    let failed = gates.iter().filter(|gate| !gate.holds(&report)).count();
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(GATE) })
}

/// The report where it was asked to go.
fn write(args: &Evaluate, report: &Report) -> anyhow::Result<()> {
    if let Some(file) = &args.html {
        let page = html(report, &args.model.display().to_string(), &args.data);
        output::to(file, |w| Ok(w.write_all(page.as_bytes())?))?;
        if file == "-" {
            return Ok(());
        }
        warn(format!("{file} written"));
    }
    let shown = if args.json { serde_json::to_string_pretty(report)? + "\n" } else { text(report) };
    output::stdout(|w| w.write_all(shown.as_bytes()))
}

/// The rows to be predicted, with all their cells.
struct Data {
    headers: Vec<String>,
    rows: Vec<Row>,
}

impl Data {
    fn read(args: &Evaluate) -> anyhow::Result<Self> {
        let mut reader = Reader::open(&args.data, &input::options(&args.reading)?)?;
        let mut rows = reader.by_ref().collect::<hustings::Result<Vec<Row>>>()?;
        if let Some(target) = &args.reading.target {
            for row in &mut rows {
                row.comment.target = Some(target.clone());
            }
        }
        input::tell(reader.report());
        Ok(Self { headers: reader.headers().to_vec(), rows })
    }

    /// Where a column is: one of exactly this name, else one that differs in case only.
    fn column(&self, wanted: &str, file: &str) -> hustings::Result<usize> {
        let same = |header: &String| header.trim().to_lowercase() == wanted.trim().to_lowercase();
        let exact = self.headers.iter().position(|header| header == wanted);
        exact.or_else(|| self.headers.iter().position(same)).ok_or_else(|| {
            let likeness = |header: &&String| strsim::jaro_winkler(header, wanted);
            let near = self.headers.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
            let hint = near.map_or_else(String::new, |near| format!("Did you mean `{near}`? "));
            let cure = format!("{hint}The columns are {}", self.headers.join(", "));
            Error::input(Place::file(file), format!("there is no column `{wanted}`"), cure)
        })
    }

    fn cell(&self, row: u32, column: usize) -> &str {
        self.rows[row as usize].cells.get(column).map_or("", String::as_str)
    }
}

/// Gold labels and predictions of the rows that have a label, with what is to be said about them.
pub fn gold(classifier: &Classifier, rows: &[Row], file: &str) -> anyhow::Result<Gold> {
    let gold = Gold::of(classifier, rows, file)?;
    if gold.len() < rows.len() {
        warn(format!("{} rows have no label and are left out", rows.len() - gold.len()));
    }
    Ok(gold)
}

/// Targets named in a message.
const NAMED: usize = 8;

/// What must be known before a figure is believed.
fn warnings(classifier: &Classifier, gold: &Gold, args: &Evaluate) -> Vec<String> {
    let mut warnings = Vec::new();
    if is_training_file(classifier, &args.data) {
        warnings.push(format!(
            "{} is the file that the model was trained on: these figures say how well it remembers, not how well it \
             tells; its own record does",
            args.data
        ));
    }
    let seen = |name: &str| classifier.target(Some(name).filter(|name| !name.is_empty())).is_some();
    let unseen: Vec<&str> = gold.targets.iter().map(String::as_str).filter(|name| !seen(name)).collect();
    if !unseen.is_empty() {
        let more = if unseen.len() > NAMED { format!(" and {} more", unseen.len() - NAMED) } else { String::new() };
        let named = unseen.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
        warnings.push(format!("the model was not trained on: {named}{more}"));
    }
    warnings
}

/// Whether a file is, byte for byte, what the model was trained on.
fn is_training_file(classifier: &Classifier, path: &str) -> bool {
    let hash = |mut file: std::fs::File| {
        let mut hasher = Sha256::new();
        std::io::copy(&mut file, &mut hasher).ok().map(|_| hex(&hasher.finalize()))
    };
    let plain = std::path::Path::new(path).is_file();
    plain && std::fs::File::open(path).ok().and_then(hash).is_some_and(|hash| hash == classifier.training.data_sha256)
}

/// What the figures are, for `--help`.
pub fn meanings() -> String {
    let mut out = String::from("Figures, each with a 95 % interval by resampling whole threads:\n");
    for figure in FIGURES {
        let better = if figure.more_is_better { "more" } else { "less" };
        let _ = writeln!(out, "  {:<21} {}; {better} is better", figure.name, figure.means);
    }
    out.push_str(
        "Baselines: majority, the most frequent label of DATA; majority_per_target, that of each target; target_only, the \
         shares of each target's labels in the training data; shuffled, the model's own answers dealt out at random.\n\
         docs/metrics.md has formulas and sources.",
    );
    out
}
