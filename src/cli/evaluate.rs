//! `hustings evaluate`

use std::fmt::Write as _;
use std::process::ExitCode;

use hustings::classifier::{Classifier, target_key};
use hustings::evaluate::{Gold, Report};
use hustings::lexical::{Links, groups};
use hustings::thread::Row;
use hustings::{Error, Place, artifact};

use super::args::Evaluate;
use super::exit::{GATE, warn};
use super::{input, output};

/// Predicts labelled rows, measures, and holds the figures against the gates.
pub fn run(args: &Evaluate) -> anyhow::Result<ExitCode> {
    let classifier = artifact::load(&args.model)?;
    let gates = args.at_least.iter().map(|g| gate(g)).collect::<anyhow::Result<Vec<_>>>()?;
    let (rows, told) = input::rows(&args.data, &args.reading)?;
    input::tell(&told);
    let gold = gold(&classifier, &rows, &args.data)?;
    let report = Report::of(&classifier.labels, &gold, args.seed);
    let unseen: Vec<&String> = gold
        .targets
        .iter()
        .filter(|t| classifier.target(Some(t.as_str()).filter(|t| !t.is_empty())).is_none())
        .collect();
    if !unseen.is_empty() {
        warn(format!("the model was not trained on: {}", unseen.into_iter().cloned().collect::<Vec<_>>().join(", ")));
    }
    if args.json {
        let json = serde_json::to_string_pretty(&report)?;
        output::stdout(|w| writeln!(w, "{json}"))?;
    } else {
        output::stdout(|w| w.write_all(text(&report).as_bytes()))?;
    }
    let mut code = ExitCode::SUCCESS;
    for (name, least) in gates {
        let Some(found) = report.metrics.get(&name) else {
            let known: Vec<&str> = report.metrics.keys().map(String::as_str).collect();
            return Err(Error::recipe(
                "at-least",
                format!("there is no figure `{name}`"),
                format!("Use one of {}", known.join(", ")),
            )
            .into());
        };
        if found.value < least {
            warn(format!("gate failed: {name} is {:.4}, below {least}", found.value));
            code = ExitCode::from(GATE);
        }
    }
    Ok(code)
}

fn gate(text: &str) -> anyhow::Result<(String, f64)> {
    let parsed = text.split_once('=').and_then(|(name, value)| Some((name.to_owned(), value.parse().ok()?)));
    Ok(parsed
        .ok_or_else(|| Error::recipe("at-least", format!("`{text}` is not FIGURE=VALUE"), "Write e.g. f_avg=0.7"))?)
}

/// Gold labels and predictions of the rows that have both a label and a text.
pub fn gold(classifier: &Classifier, rows: &[Row], file: &str) -> anyhow::Result<Gold> {
    let mut gold = Gold::default();
    let mut used: Vec<&Row> = Vec::new();
    let mut keys: Vec<String> = Vec::new();
    for row in rows {
        if !is_labelled(row) {
            continue;
        }
        let raw = row.comment.stance.as_deref().unwrap_or_default().trim();
        let Some(label) = classifier.labels.index(raw) else {
            let place = Place::file(file).row(row.number).column("label");
            let known = classifier.labels.names().join(", ");
            return Err(Error::input(
                place,
                format!("the model has no label `{raw}`"),
                format!("Its labels are {known}; name another column with --label-column"),
            )
            .into());
        };
        let name = row.comment.target.clone().or_else(|| classifier.recipe.default_target.clone()).unwrap_or_default();
        let key = target_key(&name);
        let target = keys.iter().position(|k| *k == key).unwrap_or_else(|| {
            keys.push(key);
            gold.targets.push(name);
            keys.len() - 1
        });
        gold.labels.push(label);
        gold.target.push(target);
        used.push(row);
    }
    if used.is_empty() {
        return Err(Error::input(Place::file(file), "no row has a label", "Name the column with --label-column").into());
    }
    if used.len() < rows.len() {
        warn(format!("{} rows have no label and are left out", rows.len() - used.len()));
    }
    let links: Vec<Links<'_>> = used.iter().map(|r| Links::of(&r.comment)).collect();
    gold.clusters = groups(&links);
    // Comments without a label are around those that have one, so all are predicted.
    let predictions = classifier.predict_all(rows.iter().map(|row| &row.comment), None);
    let labelled = rows.iter().zip(predictions).filter(|(row, _)| is_labelled(row));
    (gold.predicted, gold.probabilities) = labelled.map(|(_, told)| (told.label, told.probabilities)).unzip();
    Ok(gold)
}

fn is_labelled(row: &Row) -> bool {
    row.comment.stance.as_deref().is_some_and(|label| !label.trim().is_empty())
}

/// The report for people.
pub fn text(report: &Report) -> String {
    let mut out = format!("{} comments in {} threads\n\n", report.n, report.threads);
    let _ = writeln!(
        out,
        "{:<12} {:>7}  {:<17} {:>9} {:>16}",
        "figure", "value", "95 % interval", "majority", "maj. per target"
    );
    let guess =
        |name: &str, figure: &str| report.baselines[name].get(figure).map_or(String::new(), |v| format!("{v:.3}"));
    for name in ["f_avg", "macro_f1", "accuracy", "ece", "log_loss", "brier"] {
        let f = &report.metrics[name];
        let span = format!("{:.3} to {:.3}", f.low, f.high);
        let _ = writeln!(
            out,
            "{name:<12} {:>7.3}  {span:<17} {:>9} {:>16}",
            f.value,
            guess("majority", name),
            guess("majority_per_target", name)
        );
    }
    let _ = writeln!(out, "\n{:<24} {:>9} {:>8} {:>7} {:>8}", "label", "precision", "recall", "F1", "support");
    for (name, f) in &report.per_label {
        let _ = writeln!(out, "{name:<24} {:>9.3} {:>8.3} {:>7.3} {:>8}", f.precision, f.recall, f.f1, f.support);
    }
    if report.per_target.len() > 1 {
        let _ = writeln!(
            out,
            "\n{:<36} {:>6} {:>7} {:>9} {:>9} {:>6}",
            "target", "n", "f_avg", "macro_f1", "accuracy", "ece"
        );
        for (name, t) in &report.per_target {
            let f = |figure: &str| t.figures[figure].value;
            let _ = writeln!(
                out,
                "{name:<36} {:>6} {:>7.3} {:>9.3} {:>9.3} {:>6.3}",
                t.n,
                f("f_avg"),
                f("macro_f1"),
                f("accuracy"),
                f("ece")
            );
        }
    }
    out.push_str("\nconfusion (rows: gold)\n");
    let width = report.confusion.labels.iter().map(String::len).max().unwrap_or(0).max(7);
    let header: Vec<String> = report.confusion.labels.iter().map(|l| format!("{l:>width$}")).collect();
    let _ = writeln!(out, "{:width$} {}", "", header.join(" "));
    for (label, row) in report.confusion.labels.iter().zip(&report.confusion.rows_gold) {
        let cells: Vec<String> = row.iter().map(|n| format!("{n:>width$}")).collect();
        let _ = writeln!(out, "{label:width$} {}", cells.join(" "));
    }
    out
}
