//! `hustings explain`

use std::fmt::Write as _;
use std::io::{Read, Write};

use anstyle::{AnsiColor, Style};
use hustings::classifier::{Classifier, Explanation, Prediction};
use hustings::lexical::Memory;
use hustings::{Error, artifact};
use serde_json::json;

use super::args::Explain;
use super::exit::warn;
use super::output;

/// Shows the parts of one prediction.
pub fn run(args: &Explain) -> anyhow::Result<()> {
    let classifier = artifact::load(&args.model)?;
    let mut text = args.text.clone();
    if text == "-" {
        text.clear();
        std::io::stdin().lock().read_to_string(&mut text).map_err(Error::io("read", "standard input"))?;
    }
    let target = args.target.as_deref();
    let prediction = classifier.predict(&text, target, None, &mut Memory::default());
    let parts = classifier.explain(&text, target);
    if prediction.unseen_target {
        warn(format!(
            "the model was not trained on this target; its targets are {}",
            classifier.layout.targets.join(", ")
        ));
    }
    if args.json {
        let value = json!({ "labels": classifier.labels.names(), "prediction": prediction, "explanation": parts });
        return output::stdout(|w| writeln!(w, "{value:#}"));
    }
    let shown = show(&classifier, &text, &prediction, &parts);
    let mut writer = anstream::stdout().lock();
    writer.write_all(shown.as_bytes())?;
    Ok(writer.flush()?)
}

/// Weights below this are not worth a line.
const FAINT: f64 = 0.02;

fn show(classifier: &Classifier, text: &str, prediction: &Prediction, parts: &Explanation) -> String {
    let names = classifier.labels.names();
    let label = prediction.label;
    let mut out = format!("{} ({:.0} % sure)", names[label], 100.0 * prediction.confidence);
    for (name, p) in names.iter().zip(&prediction.probabilities) {
        let _ = write!(out, "   {name} {p:.3}");
    }
    let _ = write!(out, "\n\n{}\n\n", painted(text, parts, label));
    let mut rows: Vec<(String, f64)> =
        parts.tokens.iter().map(|t| (format!("\"{}\"", clean(&t.text)), t.weights[label])).collect();
    rows.extend(parts.columns.iter().map(|c| (c.name.clone(), c.weights[label])));
    rows.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let _ = writeln!(out, "what adds to the log-odds of {}", names[label]);
    let _ = writeln!(out, "  {:+.3}  before a word is read", parts.base[label]);
    let faint: f64 = rows.iter().filter(|r| r.1.abs() < FAINT).map(|r| r.1).sum();
    for (name, weight) in rows.iter().filter(|r| r.1.abs() >= FAINT) {
        let _ = writeln!(out, "  {weight:+.3}  {name}");
    }
    let _ = writeln!(out, "  {faint:+.3}  everything fainter than {FAINT}");
    let _ = writeln!(out, "= {:+.3}", parts.logits[label]);
    out
}

/// The comment with its tokens coloured: green speaks for the predicted label, red against it.
fn painted(text: &str, parts: &Explanation, label: usize) -> String {
    let (green, red): (Style, Style) = (AnsiColor::Green.on_default().bold(), AnsiColor::Red.on_default());
    let mut out = String::new();
    let mut at = 0;
    for token in &parts.tokens {
        let range = token.span.range();
        if range.start < at {
            continue;
        }
        out.push_str(&clean(&text[at..range.start]));
        let weight = token.weights[label];
        let style = if weight >= 0.1 {
            green
        } else if weight <= -0.1 {
            red
        } else {
            Style::new()
        };
        let _ = write!(out, "{style}{}{style:#}", clean(&text[range.clone()]));
        at = range.end;
    }
    out + &clean(&text[at..])
}

/// Control characters of a comment must not reach the terminal.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}
