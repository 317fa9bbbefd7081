//! Bodies: read within the limit, and as JSON with a refusal that says where it went wrong.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use serde::Deserialize;

use crate::web::{App, Problem};

/// Bytes of one comment that is scored while its request waits, at most.
pub const MOST_TEXT: usize = 65_536;
/// Bytes of a name from outside, at most: of a question, an id, an author.
pub const MOST_NAME: usize = 1_000;

/// The bytes of a request, whatever they are.
pub struct Raw(pub Bytes);

impl FromRequest<App> for Raw {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let body = Bytes::from_request(request, app).await;
        body.map(Self).map_err(|error| match error.into_response().status() {
            StatusCode::PAYLOAD_TOO_LARGE => {
                Problem::TooLarge { limit: "body", allowed: format!("{} bytes", app.config().limits.body) }
            }
            _ => Problem::bad("the body broke off", "Send it again"),
        })
    }
}

/// The bytes of a request that says that they are JSON, or says nothing of them.
pub struct Text(pub Bytes);

impl FromRequest<App> for Text {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let kind = request.headers().get(CONTENT_TYPE);
        // A form on a strange page can send a text, but no JSON.
        if kind.is_some_and(|kind| !kind.to_str().is_ok_and(is_json)) {
            return Err(Problem::bad(
                "the body is not declared as JSON",
                "Send it with `Content-Type: application/json`",
            ));
        }
        Raw::from_request(request, app).await.map(|Raw(bytes)| Self(bytes))
    }
}

impl Text {
    /// The value that it holds.
    ///
    /// # Errors
    /// [`Problem::BadInput`] if it is no JSON, or not the object that is asked for.
    pub fn read<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Problem> {
        serde_json::from_slice(&self.0).map_err(|error| {
            if error.is_data() {
                let cause = format!("the body is not what is asked for: {error}");
                return Problem::bad(cause, "The page `/api` shows what is");
            }
            let (line, column) = (error.line(), error.column());
            Problem::bad(format!("the body is no JSON (line {line}, column {column})"), "Send one JSON object")
        })
    }
}

fn is_json(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || kind.starts_with("application/") && kind.ends_with("+json")
}

/// Refuses what is longer than a named limit.
///
/// # Errors
/// [`Problem::TooLarge`]
pub fn within(limit: &'static str, text: &str, most: usize) -> Result<(), Problem> {
    if text.len() <= most { Ok(()) } else { Err(Problem::TooLarge { limit, allowed: format!("{most} bytes") }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_what_says_so() {
        for kind in ["application/json", "Application/JSON; charset=utf-8", "application/vnd.api+json"] {
            assert!(is_json(kind), "{kind}");
        }
        for kind in ["", "text/plain", "text/json", "application/x-www-form-urlencoded", "multipart/form-data", "json"]
        {
            assert!(!is_json(kind), "{kind}");
        }
    }
}
