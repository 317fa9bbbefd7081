//! `hustings inspect`

use std::fmt::Write as _;

use hustings::classifier::{Acts, Classifier, Record};
use hustings::{Error, artifact};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::args::Inspect;
use super::output;

/// Shows a model.
pub fn run(args: &Inspect) -> anyhow::Result<()> {
    let classifier = match artifact::load(&args.model) {
        // A file of acts alone is no stance model, but a model all the same.
        Err(refused @ Error::Model { .. }) => {
            let acts = artifact::load_acts(&args.model).map_err(|_| refused)?;
            if args.json {
                let value = acts_value(&acts);
                return output::stdout(|w| writeln!(w, "{value:#}"));
            }
            return output::stdout(|w| w.write_all(acts_text(&acts).as_bytes()));
        }
        other => other?,
    };
    if args.json {
        let value = value(&classifier, args.terms);
        return output::stdout(|w| writeln!(w, "{value:#}"));
    }
    output::stdout(|w| w.write_all(text(&classifier, args.terms).as_bytes()))
}

/// Words must stand this often in the training data to be shown as strong.
const FREQUENT: u64 = 5;

/// The strongest words of every label, by their weight in the pooled expert.
fn strongest(classifier: &Classifier, most: usize) -> Vec<(String, Vec<(String, f64)>)> {
    let words: Vec<&String> =
        classifier.terms.words.iter().filter(|(_, n)| *n >= FREQUENT).map(|(word, _)| word).collect();
    let weights: Vec<Vec<f64>> = words.par_iter().map(|word| classifier.word_weights(word)).collect();
    let of = |k: usize| {
        let mut list: Vec<(&String, f64)> = words.iter().zip(&weights).map(|(word, w)| (*word, w[k])).collect();
        list.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        list.into_iter().take(most).map(|(word, weight)| (word.clone(), weight)).collect()
    };
    classifier.labels.names().iter().enumerate().map(|(k, name)| (name.clone(), of(k))).collect()
}

/// A model as JSON.
pub fn value(classifier: &Classifier, terms: usize) -> Value {
    let strongest: serde_json::Map<String, Value> = strongest(classifier, terms)
        .into_iter()
        .map(|(label, words)| {
            (label, words.into_iter().map(|(word, weight)| json!({ "word": word, "weight": weight })).collect())
        })
        .collect();
    json!({
        "labels": classifier.labels.names(),
        "targets": classifier.layout.targets,
        "features": classifier.scorer.fingerprints.len(),
        "recipe": classifier.recipe,
        "training": classifier.training,
        "record": classifier.record.as_ref().map(known),
        "record_in_threads": classifier.placed.as_ref().map(|placed| known(&placed.record)),
        "acts": classifier.acts.as_ref().map(acts_value),
        "record_unseen_target": classifier.open.as_ref().map(|(_, record)| known(record)),
        "strongest": strongest,
    })
}

/// A record as JSON: a figure that was not resampled has no interval, and not one of no width.
fn known(record: &Record) -> Value {
    let mut value = json!(record);
    let figures = value.get_mut("figures").and_then(Value::as_object_mut);
    for figure in figures.into_iter().flat_map(|figures| figures.values_mut()) {
        if figure["low"] == figure["high"] {
            (figure["low"], figure["high"]) = (Value::Null, Value::Null);
        }
    }
    value
}

/// A model for people.
pub fn text(classifier: &Classifier, terms: usize) -> String {
    let training = &classifier.training;
    let labels = classifier.labels.names();
    let mut out = format!("labels   {}\n", labels.join(", "));
    let _ = writeln!(
        out,
        "trained  {} comments, data sha256 {}",
        training.rows,
        &training.data_sha256.get(..16).unwrap_or_default()
    );
    for (target, counts) in classifier.layout.targets.iter().zip(&training.per_target).take(20) {
        let shown: Vec<String> = labels.iter().zip(counts).map(|(l, n)| format!("{l} {n}")).collect();
        let name = if target.is_empty() { "(no target)" } else { target };
        let _ = writeln!(out, "         {name}: {}", shown.join(", "));
    }
    for (target, words) in classifier.layout.targets.iter().zip(&training.names).filter(|(_, w)| !w.is_empty()).take(20)
    {
        let _ = writeln!(out, "         {target} is talked of with: {}", words.join(", "));
    }
    let _ = writeln!(
        out,
        "layer 1  {} features, C {} by cross-validation, {} Newton steps{}",
        classifier.scorer.fingerprints.len(),
        training.c,
        training.solver_steps,
        if training.converged { "" } else { ", NOT converged" }
    );
    let _ = writeln!(out, "layer 2  {}; penalty {}", training.kept.join(", "), training.alpha);
    match &classifier.record {
        Some(record) => out.push_str(&recorded("out of fold", record)),
        None => out.push_str("quality  unknown: a single fit, not calibrated\n"),
    }
    if let Some(placed) = &classifier.placed {
        let _ = writeln!(out, "layer 3  in the thread, with what is said by: {}", placed.kept.join(", "));
        out.push_str(&recorded("out of fold, in the thread", &placed.record));
    }
    if let Some((_, record)) = &classifier.open {
        out.push_str(&recorded("on targets left out of training", record));
    }
    out.extend(classifier.acts.as_ref().map(|acts| format!("\n{}", acts_text(acts))));
    out.push_str("\nstrongest words\n");
    for (label, words) in strongest(classifier, terms) {
        let list: Vec<String> = words.iter().map(|(word, _)| word.clone()).collect();
        let _ = writeln!(out, "  {label:<10} {}", list.join(", "));
    }
    out
}

/// Conversation acts as JSON.
pub fn acts_value(acts: &Acts) -> Value {
    let head = |act: &hustings::classifier::Act| json!({ "rows": act.rows, "present": act.present, "rule": act.rule.factors(), "record": act.record });
    let heads: serde_json::Map<String, Value> = acts.heads.iter().map(|act| (act.name.clone(), head(act))).collect();
    json!({ "features": acts.scorer.fingerprints.len(), "recipe": acts.recipe, "data_sha256": acts.data_sha256, "heads": heads })
}

/// Conversation acts for people.
pub fn acts_text(acts: &Acts) -> String {
    let mut out = format!(
        "{:<14} {:>8} {:>8}   {:<24} {:>8} {:>6}\n",
        "act", "comments", "present", "macro-F1 out of fold", "accuracy", "ECE"
    );
    for act in &acts.heads {
        let f = |name: &str| act.record.figures.get(name).map_or((0.0, 0.0, 0.0), |f| (f.value, f.low, f.high));
        let (value, low, high) = f("macro_f1");
        let span = format!("{value:.3}  {low:.3} to {high:.3}");
        let (accuracy, ece) = (f("accuracy").0, f("ece").0);
        let _ = writeln!(
            out,
            "{:<14} {:>8} {:>8}   {span:<24} {accuracy:>8.3} {ece:>6.3}",
            act.name, act.rows, act.present
        );
    }
    out
}

fn recorded(how: &str, record: &Record) -> String {
    let mut out = format!("quality  {how}, {} comments\n", record.rows);
    for (name, f) in &record.figures {
        let guess = record.majority.get(name).map_or(String::new(), |g| format!("   (majority per target {g:.3})"));
        let span = if f.low < f.high { format!("  {:.3} to {:.3}", f.low, f.high) } else { String::new() };
        let _ = writeln!(out, "         {name:<10} {:.3}{span}{guess}", f.value);
    }
    for precision in [0.7, 0.8, 0.9] {
        if let Some(threshold) = record.threshold(precision) {
            let share = record
                .coverage
                .threshold
                .iter()
                .position(|t| *t >= threshold)
                .map_or(0.0, |at| record.coverage.coverage[at]);
            let _ = writeln!(out, "         --precision {precision} answers {:.0} % of comments", 100.0 * share);
        }
    }
    out
}
