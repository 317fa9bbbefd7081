//! `GET /threads/{id}/export.csv`: the canonical table with what the model and what people say.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::reading::Reading;
use crate::error::Error;
use crate::store::ThreadId;
use crate::thread::{Comment, CsvWriter};
use crate::web::app::apart;
use crate::web::{App, Problem, Viewer};

/// The columns behind the canonical ones. `stance` holds what people said last, else what the export brought.
const FURTHER: [&str; 5] = ["model_stance", "confidence", "unsure", "labelled_at", "note"];

/// `GET /threads/{id}/export.csv`
pub(super) async fn get(
    State(app): State<App>,
    Viewer(_): Viewer,
    Path(id): Path<ThreadId>,
) -> Result<Response, Problem> {
    let thread = app.scored(id).await?;
    apart(move || {
        let reading = Reading::of(thread, &app.model().classifier.labels);
        let table = table(&reading).map_err(Error::io("write", "the table"))?;
        let headers = [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"thread-{id}.csv\"")),
            (header::CACHE_CONTROL, "no-store".to_owned()),
        ];
        Ok::<_, Problem>((headers, table).into_response())
    })
    .await
}

fn table(reading: &Reading) -> std::io::Result<Vec<u8>> {
    let mut rows = CsvWriter::for_spreadsheets(Vec::new(), &FURTHER)?;
    for at in 0..reading.len() {
        let scored = reading.scored(at);
        let prediction = &scored.prediction;
        let last = reading.said(at).last();
        let (mark, label) = last.unzip();
        let comment = Comment {
            stance: label.map(str::to_owned).or_else(|| scored.comment.stance.clone()),
            annotator: mark.map(|mark| mark.who.clone()).or_else(|| scored.comment.annotator.clone()),
            ..scored.comment.clone()
        };
        let further = [
            reading.sides[prediction.label].name.clone(),
            format!("{:.6}", prediction.confidence),
            prediction.unsure.to_string(),
            mark.map(|mark| mark.at.clone()).unwrap_or_default(),
            mark.map(|mark| mark.note.clone()).unwrap_or_default(),
        ];
        rows.write_with(&comment, &further)?;
    }
    rows.finish()
}
