//! The report for people at a terminal.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use hustings::evaluate::{Comparison, FIGURES, Leak, Point, Report, Subgroups};
use hustings::metrics::Interval;

/// The baselines with their headings.
const GUESSES: [(&str, &str); 4] = [
    ("majority", "majority"),
    ("majority_per_target", "per target"),
    ("target_only", "target only"),
    ("shuffled", "shuffled"),
];
/// The figures of parts of the data.
const PART: [&str; 5] = ["f_avg", "macro_f1", "accuracy", "log_loss", "ece"];

/// The whole report.
pub fn text(report: &Report) -> String {
    let mut out = format!("{} comments in {} threads\n\n", report.n, report.threads);
    for warning in &report.warnings {
        let _ = writeln!(out, "Note: {warning}.\n");
    }
    figures(report, &mut out);
    labels(report, &mut out);
    targets(report, &mut out);
    report.subgroups.iter().for_each(|s| subgroups(s, &mut out));
    confusion(report, &mut out);
    report.comparison.iter().for_each(|c| comparison(c, &mut out));
    report.leak.iter().for_each(|l| leak(l, &mut out));
    if !report.learning_curve.is_empty() {
        learning_curve(&report.learning_curve, &mut out);
    }
    record(report, &mut out);
    out
}

fn figures(report: &Report, out: &mut String) {
    let _ = write!(out, "{:<21} {:>7}  {:<16}", "figure", "value", "95 % interval");
    for (_, name) in GUESSES {
        let _ = write!(out, " {name:>11}");
    }
    out.push('\n');
    for figure in &FIGURES {
        let f = &report.metrics[figure.name];
        let _ = write!(out, "{:<21} {:>7.3}  {:<16}", figure.name, f.value, span(f));
        let mut cells = String::new();
        for (guess, _) in GUESSES {
            let value = report.baselines.get(guess).and_then(|b| b.get(figure.name));
            let _ = write!(cells, " {:>11}", value.map_or_else(String::new, |v| format!("{v:.3}")));
        }
        let _ = writeln!(out, "{}", cells.trim_end());
    }
}

fn span(f: &Interval) -> String {
    format!("{:.3} to {:.3}", f.low, f.high)
}

/// A name as wide as its column, and no wider.
fn name(name: &str) -> String {
    const WIDTH: usize = 32;
    let plain: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let cut =
        if plain.chars().count() > WIDTH { plain.chars().take(WIDTH - 1).chain(['…']).collect() } else { plain };
    format!("{cut:<WIDTH$}")
}

fn labels(report: &Report, out: &mut String) {
    let _ = writeln!(out, "\n{} {:>9} {:>8} {:>7} {:>8}", name("label"), "precision", "recall", "F1", "support");
    for label in &report.confusion.labels {
        let f = &report.per_label[label];
        let _ = writeln!(out, "{} {:>9.3} {:>8.3} {:>7.3} {:>8}", name(label), f.precision, f.recall, f.f1, f.support);
    }
}

fn targets(report: &Report, out: &mut String) {
    if report.per_target.len() < 2 {
        return;
    }
    let _ = writeln!(out, "\n{} {:>6}{}", name("target"), "n", PART.map(|figure| format!(" {figure:>9}")).concat());
    for (target, t) in &report.per_target {
        let values = PART.map(|figure| format!(" {:>9.3}", t.figures[figure].value)).concat();
        let _ = writeln!(out, "{} {:>6}{values}", name(if target.is_empty() { "(no target)" } else { target }), t.n);
    }
}

/// Two figures with their intervals.
fn two(figures: &BTreeMap<String, Interval>) -> String {
    let one = |figure: &str| figures.get(figure).map_or_else(String::new, |f| format!("{:.3}  {}", f.value, span(f)));
    format!("  {:<23}  {}", one("macro_f1"), one("accuracy"))
}

fn subgroups(subgroups: &Subgroups, out: &mut String) {
    let _ = writeln!(out, "\n{} {:>6}  {:<23}  accuracy", name(&subgroups.column), "n", "macro_f1");
    for group in &subgroups.groups {
        let pooled = group.pooled.map_or_else(String::new, |n| format!(" ({n})"));
        let _ = writeln!(out, "{} {:>6}{}", name(&format!("{}{pooled}", group.value)), group.n, two(&group.figures));
    }
}

fn confusion(report: &Report, out: &mut String) {
    out.push_str("\nconfusion (rows: gold)\n");
    let width = report.confusion.labels.iter().map(|l| l.chars().count()).max().unwrap_or(0).max(7);
    let header: Vec<String> = report.confusion.labels.iter().map(|l| format!("{l:>width$}")).collect();
    let _ = writeln!(out, "{:width$} {}", "", header.join(" "));
    for (label, row) in report.confusion.labels.iter().zip(&report.confusion.rows_gold) {
        let cells: Vec<String> = row.iter().map(|n| format!("{n:>width$}")).collect();
        let _ = writeln!(out, "{label:width$} {}", cells.join(" "));
    }
}

fn comparison(comparison: &Comparison, out: &mut String) {
    let _ = writeln!(
        out,
        "\nbeside {}\n{:<21} {:>7} {:>7} {:>11}  95 % interval, paired",
        comparison.with, "figure", "model", "other", "difference"
    );
    for (figure, d) in FIGURES.iter().filter_map(|f| Some((f.name, comparison.figures.get(f.name)?))) {
        let f = d.difference;
        let _ = writeln!(
            out,
            "{figure:<21} {:>7.3} {:>7.3} {:>+11.3}  {:+.3} to {:+.3}",
            d.first, d.second, f.value, f.low, f.high
        );
    }
    let m = comparison.mcnemar;
    let statistic = m.statistic.map_or_else(String::new, |x| format!(", {x:.2}"));
    let _ = writeln!(
        out,
        "McNemar ({}{statistic}): {} rows right by the model alone, {} by the other alone, p = {:.2e} (rows taken as independent)",
        m.test, m.only_first, m.only_second, m.p
    );
}

fn leak(leak: &Leak, out: &mut String) {
    let _ = writeln!(out, "\n{} rows have the text of a row of {}", leak.rows, leak.train);
    if let (Some(figures), 1..) = (&leak.figures, leak.rows) {
        let _ = writeln!(out, "without them, {} comments in {} threads", leak.n, leak.threads);
        for (figure, f) in FIGURES.iter().filter_map(|f| Some((f.name, figures.get(f.name)?))) {
            let _ = writeln!(out, "{figure:<21} {:>7.3}  {}", f.value, span(f));
        }
    }
}

fn learning_curve(points: &[Point], out: &mut String) {
    let _ = writeln!(out, "\ntrained on {:>8} {:>8}  {:<23}  accuracy", "comments", "threads", "macro_f1");
    for point in points {
        let said = point.figures.as_ref().map(two);
        let failed = || format!("  {}", point.failed.as_deref().unwrap_or_default());
        let share = 100.0 * point.share;
        let _ = writeln!(out, "{share:>8.0} % {:>8} {:>8}{}", point.rows, point.threads, said.unwrap_or_else(failed));
    }
}

/// What the model says of itself, in the figures that it keeps.
fn record(report: &Report, out: &mut String) {
    let told =
        [("out_of_fold", "out of fold"), ("in_threads", "in the thread"), ("unseen_targets", "targets left out")];
    if report.record.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{} {:>6}  {:<23}  accuracy", name("the model's own record"), "n", "macro_f1");
    for (key, shown) in told {
        if let Some(known) = report.record.get(key) {
            let _ = writeln!(out, "{} {:>6}{}", name(shown), known.rows, two(&known.figures));
        }
    }
}
