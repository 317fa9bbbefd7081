//! Errors as Google's APIs tell them, which is what Perspective's clients read.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::web::Problem;

/// What kind of refusal, in Perspective's words.
const DETAIL: &str = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error";

/// Why something is not answered.
#[derive(Debug)]
pub struct Refusal {
    status: u16,
    kind: Option<&'static str>,
    message: String,
}

impl Refusal {
    /// What was sent cannot be used; `kind` is one of Perspective's error types.
    pub fn of(kind: &'static str, message: impl Into<String>) -> Self {
        Self { status: 400, kind: Some(kind), message: message.into() }
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        if let Problem::Inside(why) = &problem {
            anstream::eprintln!("error: {why}");
        }
        let told = problem.told();
        let kind = (told.status == 400).then_some("INVALID_REQUEST");
        Self { status: told.status, kind, message: told.detail }
    }
}

/// An error as Google's APIs tell it.
#[derive(Serialize, ToSchema)]
pub struct GoogleError {
    /// The error.
    error: Inner,
}

/// Its parts.
#[derive(Serialize, ToSchema)]
pub struct Inner {
    /// The HTTP status.
    #[schema(example = 400)]
    code: u16,
    /// What is wrong, and what to do.
    message: String,
    /// Google's name of the status, e.g. `INVALID_ARGUMENT`.
    status: &'static str,
    /// What kind of error, in Perspective's words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    details: Vec<Detail>,
}

/// What kind of error.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Detail {
    /// Google's name of the type.
    #[serde(rename = "@type")]
    of: &'static str,
    /// E.g. `COMMENT_EMPTY`.
    error_type: &'static str,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let code = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let status = match self.status {
            400 | 413 => "INVALID_ARGUMENT",
            401 => "UNAUTHENTICATED",
            403 => "PERMISSION_DENIED",
            404 => "NOT_FOUND",
            429 => "RESOURCE_EXHAUSTED",
            503 => "UNAVAILABLE",
            _ => "INTERNAL",
        };
        let details = self.kind.map(|error_type| Detail { of: DETAIL, error_type }).into_iter().collect();
        let error = Inner { code: self.status, message: self.message, status, details };
        (code, axum::Json(GoogleError { error })).into_response()
    }
}
