//! JSON answers.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::web::Problem;

/// A JSON answer, already written.
pub struct Json {
    status: StatusCode,
    bytes: Vec<u8>,
}

impl Json {
    /// Writes an answer.
    ///
    /// # Errors
    /// [`Problem::Inside`] if it cannot be written, which no answer of ours should do.
    pub fn of(value: &impl Serialize) -> Result<Self, Problem> {
        let bytes = serde_json::to_vec(value).map_err(|error| Problem::Inside(error.to_string()))?;
        Ok(Self { status: StatusCode::OK, bytes })
    }

    /// The same for something that was made.
    ///
    /// # Errors
    /// As [`Json::of`].
    pub fn created(value: &impl Serialize) -> Result<Self, Problem> {
        Ok(Self { status: StatusCode::CREATED, ..Self::of(value)? })
    }
}

impl IntoResponse for Json {
    fn into_response(self) -> Response {
        let headers = [
            (CONTENT_TYPE, HeaderValue::from_static("application/json")),
            (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        (self.status, headers, self.bytes).into_response()
    }
}
