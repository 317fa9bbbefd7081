//! `GET /threads/{id}/comments/{key}/why`: the words that made the side, and what people said of the comment.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Response};

use super::frame::{Frame, page, render};
use super::heading::Heading;
use super::reading::Reading;
use super::shown::{self, percent, signed};
use crate::classifier::{Classifier, Explanation};
use crate::store::{CommentId, MarkRow, ThreadId};
use crate::web::app::apart;
use crate::web::{App, Problem, Viewer};

/// From which weight on a word is marked, and marked more strongly.
const STEPS: [f64; 3] = [0.1, 0.4, 1.0];
/// Parts in the table, at most.
const PARTS: usize = 12;
/// The header by which our script asks for a part of a page.
pub(super) const FRAGMENT: &str = "x-fragment";

#[derive(Template)]
#[template(path = "why.html")]
struct Why {
    because: Because,
    history: Vec<Past>,
}

struct Because {
    lead: String,
    side: String,
    pieces: Vec<Piece>,
    rows: Vec<(String, String)>,
    sum: String,
    placed: bool,
}

struct Piece {
    text: String,
    class: &'static str,
    weight: String,
}

struct Past {
    at: String,
    shown: String,
    said: String,
    taken_back: bool,
}

#[derive(Template)]
#[template(path = "why_page.html")]
struct WhyPage {
    frame: Frame,
    head: Heading,
    thread: ThreadId,
    key: CommentId,
    why: Why,
}

/// `GET /threads/{id}/comments/{key}/why`
pub(super) async fn get(
    State(app): State<App>,
    Viewer(who): Viewer,
    Path((id, key)): Path<(ThreadId, CommentId)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let thread = app.scored(id).await?;
    let history = app.store(move |store| store.history(key)).await?;
    apart(move || {
        let model = app.model();
        let reading = Reading::of(thread, &model.classifier.labels);
        let at = reading.place(key).ok_or(Problem::NotFound)?;
        let why =
            Why { because: because(&reading, at, &model.classifier), history: history.into_iter().map(past).collect() };
        if headers.contains_key(FRAGMENT) {
            return Ok(Html(render(&why)?).into_response());
        }
        let head = Heading::new(&reading.thread.row, "comments");
        page(&WhyPage { frame: Frame::new(format!("Why: {}", head.title()), "/", &who), head, thread: id, key, why })
    })
    .await
}

fn because(reading: &Reading, at: usize, classifier: &Classifier) -> Because {
    let scored = reading.scored(at);
    let (comment, label) = (&scored.comment, scored.prediction.label);
    let parts = classifier.explain(&comment.text, comment.target.as_deref());
    let side = reading.sides[label].name.clone();
    Because {
        lead: format!("The model says {side}, {}.", percent(scored.prediction.confidence)),
        pieces: pieces(&comment.text, &parts, label),
        rows: rows(&parts, label),
        sum: signed(parts.logits[label], 2),
        placed: scored.prediction.placed,
        side,
    }
}

/// The text in pieces, those marked that count.
fn pieces(text: &str, parts: &Explanation, label: usize) -> Vec<Piece> {
    let plain = |text: &str| Piece { text: text.to_owned(), class: "", weight: String::new() };
    let (mut pieces, mut at) = (Vec::new(), 0);
    for token in &parts.tokens {
        let (range, weight) = (token.span.range(), token.weights[label]);
        let class = class(weight);
        if range.start < at || class.is_empty() {
            continue;
        }
        pieces.push(plain(&text[at..range.start]));
        pieces.push(Piece { text: text[range.clone()].to_owned(), class, weight: signed(weight, 2) });
        at = range.end;
    }
    pieces.push(plain(&text[at..]));
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

fn class(weight: f64) -> &'static str {
    let step = STEPS.iter().filter(|step| weight.abs() >= **step).count();
    match (step, weight > 0.0) {
        (0, _) => "",
        (1, true) => "for1",
        (2, true) => "for2",
        (_, true) => "for3",
        (1, false) => "con1",
        (2, false) => "con2",
        (_, false) => "con3",
    }
}

/// The strongest parts, and the rest in one row, so that the column adds up.
fn rows(parts: &Explanation, label: usize) -> Vec<(String, String)> {
    let words = parts.tokens.iter().map(|token| (format!("“{}”", shown::clip(&token.text, 40)), token.weights[label]));
    let mut all: Vec<(String, f64)> =
        words.chain(parts.columns.iter().map(|column| (column.name.clone(), column.weights[label]))).collect();
    all.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let rest: f64 = all.iter().skip(PARTS).map(|(_, weight)| weight).sum();
    let mut rows = vec![("before a word is read".to_owned(), signed(parts.base[label], 2))];
    let more = all.len() > PARTS;
    rows.extend(all.into_iter().take(PARTS).map(|(name, weight)| (name, signed(weight, 2))));
    if more {
        rows.push(("everything else".to_owned(), signed(rest, 2)));
    }
    rows
}

fn past(mark: MarkRow) -> Past {
    let label = mark.label.as_deref().map_or_else(|| "passed it over".to_owned(), |label| format!("said {label}"));
    let note = if mark.note.is_empty() { String::new() } else { format!(": {}", mark.note) };
    let back = if mark.taken_back { " (taken back)" } else { "" };
    Past {
        shown: shown::moment(&mark.at),
        said: format!("{} {label} ({}){note}{back}", mark.who, mark.kind.name()),
        at: mark.at,
        taken_back: mark.taken_back,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classifier::TokenReason;
    use crate::text::analyse;

    #[test]
    fn pieces_make_up_the_text_and_only_strong_words_are_marked() {
        let text = "Send <b> guns, ünd nothing";
        let weight = |word: &str| if word == "guns" { vec![1.2] } else { vec![-0.01] };
        let read = analyse(text);
        let tokens = read.tokens().iter().map(|token| {
            let word = &text[token.span.range()];
            TokenReason { span: token.span, text: word.into(), weights: weight(word) }
        });
        let parts = Explanation { logits: vec![1.0], base: vec![0.0], tokens: tokens.collect(), columns: Vec::new() };
        let pieces = pieces(text, &parts, 0);
        assert_eq!(pieces.iter().map(|piece| piece.text.as_str()).collect::<String>(), text);
        let marked: Vec<_> =
            pieces.iter().filter(|p| !p.class.is_empty()).map(|p| (p.text.as_str(), p.class)).collect();
        assert_eq!(marked, [("guns", "for3")]);
        assert_eq!((class(-0.5), class(0.05)), ("con2", ""));
    }
}
