//! `GET /agreement`: how far people agree.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::frame::{Frame, page};
use super::shown::{self, clip, count, figure, percent, signed, span};
use crate::annotate::{Agreement, Bias, Disputed, Pair, Rating};
use crate::metrics::Interval;
use crate::store::Store;
use crate::web::app::apart;
use crate::web::{App, Problem, Viewer};

/// Comments in dispute that are shown.
const SHOWN: usize = 50;
/// Characters of a comment in dispute.
const TEXT: usize = 400;

#[derive(Template)]
#[template(path = "agreement.html")]
struct Page {
    frame: Frame,
    shared: usize,
    nothing: &'static str,
    alpha: Option<Alpha>,
    base: String,
    people: Vec<(String, usize)>,
    pairs: Vec<Two>,
    leanings: Vec<Leaning>,
    disputed: Vec<Dispute>,
    more: Option<String>,
}

struct Alpha {
    value: String,
    range: String,
    verdict: &'static str,
}

struct Two {
    names: String,
    n: usize,
    agreement: String,
    kappa: String,
}

struct Leaning {
    who: String,
    label: String,
    share: String,
    others: String,
    difference: String,
}

struct Dispute {
    id: String,
    text: String,
    labels: String,
    href: Option<String>,
}

/// `GET /agreement`
pub(super) async fn get(State(app): State<App>, Viewer(who): Viewer) -> Result<Response, Problem> {
    let labelled = app.store(Store::labelled).await?;
    let seed = app.config().seed;
    apart(move || {
        let rating = |(comment, _)| Rating { comment, file: String::new() };
        let found = Agreement::of(&labelled.into_iter().map(rating).collect::<Vec<_>>(), seed);
        let more = found.disputed.len().saturating_sub(SHOWN);
        page(&Page {
            frame: Frame::new("Agreement", "/agreement", &who),
            shared: found.shared,
            nothing: match found.comments {
                0 => "Nobody has labelled anything yet.",
                _ => "No comment has labels of two people yet. Let two of them label the same queue.",
            },
            alpha: found.alpha.as_ref().map(alpha),
            base: format!(
                "{} with labels, {} of them labelled by two people or more.",
                count(found.comments as u64, "comment", "comments"),
                found.shared
            ),
            pairs: found.pairs.iter().map(two).collect(),
            leanings: found.bias.iter().map(leaning).collect(),
            disputed: found.disputed.iter().take(SHOWN).map(dispute).collect(),
            more: (more > 0).then(|| format!("{more} more are in dispute.")),
            people: found.annotators.into_iter().collect(),
        })
    })
    .await
}

fn alpha(alpha: &Interval) -> Alpha {
    // Krippendorff's own bounds (2004, "Content Analysis", ch. 11).
    let verdict = match alpha.value {
        a if a >= 0.8 => "Reliable.",
        a if a >= 0.667 => "Good enough for tentative conclusions.",
        _ => "Below 0.667: not reliable enough to conclude from.",
    };
    // Whole threads are resampled: with one there is nothing to draw.
    let range = if alpha.low < alpha.high {
        format!("95 % interval {}", span(alpha))
    } else {
        "no interval: it takes labels of several threads".into()
    };
    Alpha { value: figure(alpha.value), range, verdict }
}

fn two(pair: &Pair) -> Two {
    let [a, b] = &pair.annotators;
    Two {
        names: format!("{a} and {b}"),
        n: pair.n,
        agreement: percent(pair.agreement),
        kappa: pair.kappa.map_or_else(|| "not defined".into(), figure),
    }
}

fn leaning(bias: &Bias) -> Leaning {
    let d = bias.difference;
    let points = |share: f64| signed(100.0 * share, 0);
    let interval = || format!(" ({} to {})", points(d.low), points(d.high));
    let range = if d.low < d.high { interval() } else { String::new() };
    Leaning {
        who: bias.annotator.clone(),
        label: bias.label.clone(),
        share: percent(bias.share),
        others: percent(bias.others),
        difference: format!("{} points{range}", points(d.value)),
    }
}

fn dispute(disputed: &Disputed) -> Dispute {
    let said: BTreeMap<&String, &String> = disputed.labels.iter().collect();
    let said: Vec<String> = said.into_iter().map(|(who, label)| format!("{who}: {label}")).collect();
    // The store names a thread `NUMBER/…`.
    let thread = disputed.thread_id.as_deref().and_then(|thread| thread.split('/').next()?.parse::<i64>().ok());
    let words: String = shown::clip(&disputed.text, 60).trim_end_matches('…').to_owned();
    let query = || form_urlencoded::Serializer::new(String::new()).append_pair("q", &words).finish();
    Dispute {
        id: clip(&disputed.id, 60),
        text: clip(&disputed.text, TEXT),
        labels: said.join(", "),
        href: thread.map(|thread| format!("/threads/{thread}?{}", query())),
    }
}
