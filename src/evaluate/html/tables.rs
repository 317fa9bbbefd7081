//! Tables, each with a caption that says what its numbers are.

use std::collections::BTreeMap;

use super::super::compare::{Comparison, Difference};
use super::super::figures::FIGURES;
use super::super::leak::Leak;
use super::super::report::Report;
use super::super::subgroups::Subgroups;
use super::escape;
use crate::metrics::Interval;

/// The guesses beside the figures, with their headings.
const GUESSES: [(&str, &str); 4] = [
    ("majority", "majority"),
    ("majority_per_target", "majority per target"),
    ("target_only", "target only"),
    ("shuffled", "shuffled"),
];

/// A table of cells that are safe already; the first of each row names it.
fn table(caption: &str, head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let named = |name: &&str| format!("<th scope=\"col\">{}</th>", escape(name));
    let head: String = head.iter().map(named).collect();
    let row = |cells: Vec<String>| {
        let cell = |(i, cell): (usize, String)| match i {
            0 => format!("<th scope=\"row\">{cell}</th>"),
            _ => format!("<td>{cell}</td>"),
        };
        format!("<tr>{}</tr>\n", cells.into_iter().enumerate().map(cell).collect::<String>())
    };
    let rows: String = rows.into_iter().map(row).collect();
    format!(
        "<div class=\"wide\"><table>\n<caption>{}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\
         </table></div>\n",
        escape(caption)
    )
}

fn span(f: &Interval) -> String {
    format!("{:.3}&nbsp;to&nbsp;{:.3}", f.low, f.high)
}

pub(super) fn figures(report: &Report) -> String {
    let rows = FIGURES.iter().map(|figure| {
        let f = &report.metrics[figure.name];
        let guess = |name: &str| report.baselines.get(name)?.get(figure.name).map(|v| format!("{v:.3}"));
        let guesses = GUESSES.iter().map(|(name, _)| guess(name).unwrap_or_default());
        [figure.name.to_owned(), format!("<b>{:.3}</b>", f.value), span(f)].into_iter().chain(guesses).collect()
    });
    let head: Vec<&str> =
        ["figure", "value", "95 % interval"].into_iter().chain(GUESSES.map(|(_, name)| name)).collect();
    table(
        "The model beside guesses: the most frequent label of these rows, that of each target, the shares of each target’s \
         labels in the training data, and the model’s own answers dealt out at random (mean of 100 shuffles).",
        &head,
        rows,
    )
}

pub(super) fn leak(leak: &Leak) -> String {
    let other = if leak.same_file { "" } else { " It is not the file that the model was trained on." };
    let said = format!(
        "<p>The text of <b>{}</b> rows has the words of a text in {}, in the same order.{other}</p>\n",
        leak.rows,
        escape(&leak.train)
    );
    let caption = format!("The figures of the other {} rows in {} threads", leak.n, leak.threads);
    said + &leak
        .figures
        .as_ref()
        .map(|figures| table(&caption, &["figure", "value", "95 % interval"], rows(figures)))
        .unwrap_or_default()
}

fn rows(figures: &BTreeMap<String, Interval>) -> Vec<Vec<String>> {
    let known = FIGURES.iter().filter_map(|figure| Some((figure.name, figures.get(figure.name)?)));
    known.map(|(name, f)| vec![name.to_owned(), format!("{:.3}", f.value), span(f)]).collect()
}

pub(super) fn comparison(beside: &Comparison) -> String {
    let row = |(name, d): (&str, &Difference)| {
        let f = d.difference;
        let interval = format!("{:+.3}&nbsp;to&nbsp;{:+.3}", f.low, f.high);
        vec![
            name.to_owned(),
            format!("{:.3}", d.first),
            format!("{:.3}", d.second),
            format!("{:+.3}", f.value),
            interval,
        ]
    };
    let known = FIGURES.iter().filter_map(|figure| Some((figure.name, beside.figures.get(figure.name)?)));
    let caption =
        format!("The model minus {}: paired bootstrap by thread. An interval without 0 tells them apart.", beside.with);
    let head = ["figure", "model", "other", "difference", "95 % interval"];
    let m = &beside.mcnemar;
    let statistic = m.statistic.map_or(String::new(), |x| format!(", χ² = {x:.2}"));
    table(&caption, &head, known.map(row))
        + &format!(
            "<p class=\"n\">McNemar’s test ({}{statistic}): {} rows that only the model gets right, {} that only the other \
             does, p = {:.2e}. It takes rows as independent.</p>\n",
            m.test, m.only_first, m.only_second, m.p
        )
}

pub(super) fn reliability(report: &Report) -> String {
    let rows = report.reliability.iter().map(|bin| {
        let numbers = [bin.low, bin.high, bin.confidence, bin.accuracy].map(|x| format!("{x:.3}"));
        std::iter::once(bin.n.to_string()).chain(numbers).collect()
    });
    let head = ["rows", "from", "to", "mean confidence", "accuracy"];
    format!(
        "<details><summary>The numbers</summary>\n{}</details>\n",
        table("Bins of equal mass by the probability of the most probable label", &head, rows)
    )
}

pub(super) fn confusion(report: &Report) -> String {
    let head: Vec<&str> = std::iter::once("gold").chain(report.confusion.labels.iter().map(String::as_str)).collect();
    let rows = report
        .confusion
        .labels
        .iter()
        .zip(&report.confusion.rows_gold)
        .map(|(label, row)| std::iter::once(escape(label)).chain(row.iter().map(ToString::to_string)).collect());
    format!(
        "<details><summary>The numbers</summary>\n{}</details>\n",
        table("Rows: the true label; columns: the predicted one", &head, rows)
    )
}

pub(super) fn labels(report: &Report) -> String {
    let rows = report.confusion.labels.iter().filter_map(|name| {
        let f = report.per_label.get(name)?;
        let numbers = [f.precision, f.recall, f.f1].map(|x| format!("{x:.3}"));
        Some(std::iter::once(escape(name)).chain(numbers).chain([f.support.to_string()]).collect())
    });
    let head = ["label", "precision", "recall", "F1", "rows"];
    table(
        "Precision: of those predicted so, the share that is. Recall: of those that are, the share predicted so.",
        &head,
        rows,
    )
}

pub(super) fn targets(report: &Report) -> String {
    if report.per_target.len() < 2 {
        return String::new();
    }
    let rows = report.per_target.iter().map(|(name, t)| {
        let name = if name.is_empty() { "(no target)".to_owned() } else { escape(name) };
        let numbers = PART.map(|figure| t.figures.get(figure).map_or(String::new(), |f| format!("{:.3}", f.value)));
        [name, t.n.to_string()].into_iter().chain(numbers).collect()
    });
    let head: Vec<&str> = ["target", "rows"].into_iter().chain(PART).collect();
    table("Figures of the rows about each target", &head, rows)
}

/// The figures that parts of the data are shown with.
const PART: [&str; 5] = ["f_avg", "macro_f1", "accuracy", "log_loss", "ece"];
/// The same with intervals, which need room.
const WITH_INTERVALS: [&str; 4] = ["f_avg", "macro_f1", "accuracy", "log_loss"];

fn with_intervals(figures: &BTreeMap<String, Interval>) -> impl Iterator<Item = String> + '_ {
    let cell = |f: &Interval| format!("{:.3} <span class=\"n\">{}</span>", f.value, span(f));
    WITH_INTERVALS.iter().map(move |name| figures.get(*name).map_or(String::new(), cell))
}

pub(super) fn subgroups(subgroups: &Subgroups) -> String {
    let rows = subgroups.groups.iter().map(|g| {
        let pooled = g.pooled.map_or(String::new(), |n| format!(" <span class=\"n\">({n} values)</span>"));
        let first = [escape(&g.value) + &pooled, g.n.to_string(), g.threads.to_string()];
        first.into_iter().chain(with_intervals(&g.figures)).collect()
    });
    let head: Vec<&str> = [subgroups.column.as_str(), "rows", "threads"].into_iter().chain(WITH_INTERVALS).collect();
    let caption = format!(
        "By {}, with 95 % intervals. Values with fewer than {} rows are taken together.",
        subgroups.column, subgroups.smallest
    );
    table(&caption, &head, rows)
}

pub(super) fn learning_curve(report: &Report) -> String {
    if report.learning_curve.is_empty() {
        return String::new();
    }
    let rows = report.learning_curve.iter().map(|point| {
        let share = format!("{:.0}&nbsp;%", 100.0 * point.share);
        let first = [share, point.rows.to_string(), point.threads.to_string()];
        let failed = point.failed.as_deref().map(escape);
        let measured = point.figures.iter().flat_map(with_intervals);
        first.into_iter().chain(failed).chain(measured).collect()
    });
    let head: Vec<&str> = ["trained on", "rows", "threads"].into_iter().chain(WITH_INTERVALS).collect();
    table("Models of the same recipe, trained on growing shares of whole threads, with 95 % intervals", &head, rows)
}

pub(super) fn record(report: &Report) -> String {
    let told = [
        ("out_of_fold", "Out of fold, on its own words"),
        ("in_threads", "Out of fold, in the thread"),
        ("unseen_targets", "On targets that were left out of training"),
    ];
    let known = told.iter().filter_map(|(name, caption)| Some((report.record.get(*name)?, caption)));
    let one = |(known, caption): (&super::super::report::Known, &&str)| {
        let caption = format!("{caption}: {} comments of the training data", known.rows);
        table(&caption, &["figure", "value", "95 % interval"], record_rows(&known.figures))
    };
    known.map(one).collect()
}

/// A record has no interval for some figures.
fn record_rows(figures: &BTreeMap<String, Interval>) -> Vec<Vec<String>> {
    let row = |(name, f): (&String, &Interval)| {
        let interval = if f.low < f.high { span(f) } else { String::new() };
        vec![escape(name), format!("{:.3}", f.value), interval]
    };
    figures.iter().map(row).collect()
}
