//! `hustings agree`

use std::fmt::Write as _;
use std::path::Path;

use hustings::annotate::{Agreement, Rating};
use hustings::{Error, Place};

use super::args::Agree;
use super::exit::warn;
use super::{input, output};

/// Compares the labels of several annotators.
pub fn run(args: &Agree) -> anyhow::Result<()> {
    let mut ratings = Vec::new();
    let stem = |path: &str| Path::new(path).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    for path in &args.labels {
        // Two annotators may have called their files the same.
        let alone = args.labels.iter().filter(|other| stem(other) == stem(path)).count() == 1;
        let file = stem(path).filter(|_| alone).unwrap_or_else(|| path.clone());
        let rows = input::labels(path, &args.reading)?;
        ratings.extend(rows.into_iter().map(|row| Rating { comment: row.comment, file: file.clone() }));
    }
    let agreement = Agreement::of(&ratings, args.seed);
    if agreement.comments == 0 {
        let place = Place::file(args.labels.join(", "));
        return Err(Error::input(place, "no row has a label", "Name the column with --label-column").into());
    }
    if agreement.repeated > 0 {
        let times =
            if agreement.repeated == 1 { "1 label was" } else { &format!("{} labels were", agreement.repeated) };
        warn(format!("{times} given anew by the same annotator; the last one counts"));
    }
    if agreement.shared == 0 {
        warn(
            "no comment has labels of two annotators: rows are of one comment if their ids are the same, and their threads and targets where every row names one",
        );
    }
    if args.json {
        let mut shown = agreement;
        shown.disputed.truncate(args.disputed);
        let json = serde_json::to_string_pretty(&shown)?;
        return output::stdout(|w| writeln!(w, "{json}"));
    }
    output::stdout(|w| w.write_all(text(&agreement, args.disputed).as_bytes()))
}

/// The report for people.
fn text(agreement: &Agreement, most: usize) -> String {
    let mut out = format!(
        "{} comments, {} of them labelled by two or more of {} annotators\n",
        agreement.comments,
        agreement.shared,
        agreement.annotators.len()
    );
    match agreement.alpha {
        Some(alpha) => {
            let _ = writeln!(
                out,
                "Krippendorff's alpha {:.3} ({:.3} to {:.3}), {}",
                alpha.value,
                alpha.low,
                alpha.high,
                verdict(alpha.value)
            );
        }
        None => out.push_str("Krippendorff's alpha is not defined: no two different labels meet\n"),
    }
    for pair in &agreement.pairs {
        let [a, b] = &pair.annotators;
        let kappa = pair.kappa.map_or("not defined".to_owned(), |kappa| format!("{kappa:.3}"));
        let _ = writeln!(
            out,
            "\n{} and {}: {} comments, agree on {:.1} %, Cohen's kappa {kappa}",
            clean(a),
            clean(b),
            pair.n,
            100.0 * pair.agreement
        );
        let width = agreement.labels.iter().map(|l| l.chars().count()).max().unwrap_or(0).max(7);
        let cells = |cells: Vec<String>| cells.iter().map(|c| format!("{c:>width$}")).collect::<Vec<_>>().join(" ");
        let _ = writeln!(out, "  {:width$} {}", "", cells(agreement.labels.iter().map(|l| clean(l)).collect()));
        for (label, row) in agreement.labels.iter().zip(&pair.confusion) {
            let _ = writeln!(out, "  {:width$} {}", clean(label), cells(row.iter().map(ToString::to_string).collect()));
        }
    }
    if !agreement.bias.is_empty() {
        out.push_str("\nmore often than the others on the same comments\n");
    }
    for bias in &agreement.bias {
        let d = bias.difference;
        let clear = if d.low > 0.0 || d.high < 0.0 { "  *" } else { "" };
        let _ = writeln!(
            out,
            "  {:<16} {:<12} {:>5.1} % against {:>5.1} %, {:+.1} ({:+.1} to {:+.1}) points{clear}",
            clean(&bias.annotator),
            clean(&bias.label),
            100.0 * bias.share,
            100.0 * bias.others,
            100.0 * d.value,
            100.0 * d.low,
            100.0 * d.high
        );
    }
    if !agreement.disputed.is_empty() && most > 0 {
        let _ = writeln!(out, "\n{} comments in dispute; the most disputed", agreement.disputed.len());
    }
    for disputed in agreement.disputed.iter().take(most) {
        let said: Vec<String> =
            disputed.labels.iter().map(|(who, label)| format!("{} {}", clean(who), clean(label))).collect();
        let _ = writeln!(out, "  {}: {}", clean(&disputed.id), said.join(", "));
        if !disputed.text.trim().is_empty() {
            let _ = writeln!(out, "    {}", input::clip(&disputed.text, 100));
        }
    }
    out
}

/// Krippendorff's own bounds (2004, "Content Analysis", ch. 11).
fn verdict(alpha: f64) -> &'static str {
    match alpha {
        a if a >= 0.8 => "reliable",
        a if a >= 0.667 => "good enough for tentative conclusions",
        _ => "below 0.667: not reliable enough to conclude from",
    }
}

fn clean(text: &str) -> String {
    input::clip(text, 60)
}
