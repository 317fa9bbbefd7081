//! `hustings estimate`

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use hustings::check::{AUDIT, Examined, Visible, shares_json};
use hustings::classifier::Classifier;
use hustings::metrics::Interval;
use hustings::prevalence::{Audit, Estimators, FEWEST_AUDITED, Method, audited};
use hustings::thread::{Comment, Status};
use hustings::{Error, Place};

use super::args::{Estimate, Reading};
use super::exit::warn;
use super::judged::Judged;
use super::{input, output};

/// Estimates the shares of a thread's sides.
pub fn run(args: &Estimate) -> anyhow::Result<()> {
    let judged = Judged::open(&args.model, &args.thread, &args.reading)?;
    let (examined, visible) = (judged.examine(args.seed), judged.visible());
    let estimators = examined.prevalence.estimators(&visible.rows, &visible.told, 0);
    let audit = match &args.audit {
        Some(path) => Some(audit(path, &judged, &visible)?),
        None => None,
    };
    let labels = judged.classifier.labels.names();
    if args.json {
        let value = shares_json(labels, &examined, &estimators, audit.as_ref());
        return output::stdout(|w| writeln!(w, "{value:#}"));
    }
    examined.fit.findings.iter().for_each(|finding| warn(&finding.sentence));
    output::stdout(|w| w.write_all(text(labels, &examined, &estimators, audit.as_ref()).as_bytes()))
}

/// The estimate by a random sample of the thread that people have labelled.
fn audit(path: &str, judged: &Judged, visible: &Visible<'_>) -> anyhow::Result<Audit> {
    let labels = hand_labels(path, &judged.classifier, &judged.comments())?;
    audited(&visible.rows, &labels, judged.classifier.labels.len()).ok_or_else(|| {
        let cause = format!("{} comments of the thread have a label, fewer than {FEWEST_AUDITED}", labels.len());
        Error::input(Place::file(path), cause, "Draw more comments of the thread at random and label them").into()
    })
}

/// Places among the visible comments, and labels, of the audited ones.
fn hand_labels(path: &str, classifier: &Classifier, comments: &[&Comment]) -> anyhow::Result<Vec<(usize, usize)>> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    let shown = comments.iter().filter(|comment| comment.status == Status::Visible);
    shown.enumerate().for_each(|(at, comment)| places.entry(&comment.id).or_default().push(at));
    // A table of ids and labels needs no text; the reader wants one, and the id will do.
    let own = || Some("id".to_owned());
    let (rows, _) = input::rows(path, &Reading { id_column: own(), text_column: own(), ..Reading::default() })?;
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    let mut hidden = 0;
    for row in &rows {
        let raw = row.comment.stance.as_deref().unwrap_or_default().trim();
        if raw.is_empty() {
            continue;
        }
        let refuse = |column: &str, cause: String, cure: &str| {
            Error::input(Place::file(path).row(row.number).column(column), cause, cure)
        };
        let id = row.comment.id.as_str();
        let Some(label) = classifier.labels.index(raw) else {
            let cure = format!("Its labels are {}", classifier.labels.names().join(", "));
            return Err(refuse("label", format!("the model has no label `{raw}`"), &cure).into());
        };
        let at = match places.get(id).map(Vec::as_slice) {
            Some([at]) => *at,
            Some(several) => {
                let cause = format!("{} comments of the thread have the id `{id}`", several.len());
                return Err(refuse("id", cause, "Give every comment an id of its own").into());
            }
            None if comments.iter().any(|comment| comment.id == id) => {
                hidden += 1;
                continue;
            }
            None => {
                let cause = format!("no comment of the thread has the id `{id}`");
                return Err(refuse("id", cause, "Audit a sample of this very thread, and keep its ids").into());
            }
        };
        if *found.entry(at).or_insert(label) != label {
            let cause = format!("the comment `{id}` has two different labels");
            return Err(refuse("label", cause, "Decide on one of them").into());
        }
    }
    if hidden > 0 {
        warn(format!("{hidden} audited comments are not visible and are left out, as they are from the shares"));
    }
    Ok(found.into_iter().collect())
}

/// Characters of a bar.
const BAR: usize = 40;

/// A share as a bar: full up to the lower end of its interval, shaded up to the upper one.
fn bar(share: &Interval) -> String {
    let at = |value: f64| (value * BAR as f64).round() as usize;
    let (low, high) = (at(share.low), at(share.high).min(BAR));
    format!("{}{}{}", "█".repeat(low), "▒".repeat(high.saturating_sub(low)), "·".repeat(BAR - high.max(low).min(BAR)))
}

fn bars(out: &mut String, labels: &[String], shares: &[Interval]) {
    let width = labels.iter().map(|label| label.chars().count()).max().unwrap_or(0);
    for (label, share) in labels.iter().zip(shares) {
        let range = format!("({:.0} to {:.0})", 100.0 * share.low, 100.0 * share.high);
        let _ = writeln!(out, "{label:<width$}  {:>3.0} % {range:<12} {}", 100.0 * share.value, bar(share));
    }
}

fn text(labels: &[String], examined: &Examined, estimators: &Estimators, audit: Option<&Audit>) -> String {
    let headline = &examined.headline;
    let mut out = format!("{} comments", examined.fit.n);
    let _ = if headline.quotable {
        writeln!(out, ", shares with 95 % intervals by {}\n", headline.method.name())
    } else {
        writeln!(out, "; NOT to be quoted, for orientation only:\n")
    };
    bars(&mut out, labels, &headline.shares);
    let _ = writeln!(out, "\n{}", headline.reason);
    if let Some(audit) = audit {
        let _ = writeln!(out, "\nBy {} comments labelled by hand, helped by the model:\n", audit.labelled);
        bars(&mut out, labels, &audit.shares);
        let _ = writeln!(out, "\n{AUDIT}");
    }
    let _ = write!(out, "\n{:<6}", "by");
    for label in labels {
        let _ = write!(out, " {label:>18}");
    }
    for (method, shares) in estimators {
        let _ = write!(out, "\n{:<6}", method.name());
        for share in shares {
            let range = format!("({:.0} to {:.0})", 100.0 * share.low, 100.0 * share.high);
            let _ = write!(out, " {:>18}", format!("{:.0} % {range}", 100.0 * share.value));
        }
        if *method == Method::Cc {
            let _ = write!(out, "   counting labels: its interval knows of no error");
        }
    }
    out + "\n"
}
