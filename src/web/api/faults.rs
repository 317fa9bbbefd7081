//! The answers that any request may get, as the OpenAPI document shows them.

use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

/// Why a request is not answered as asked, by RFC 9457.
#[derive(Serialize, ToSchema)]
pub struct ProblemDetails {
    /// The HTTP status.
    #[schema(example = 400)]
    pub status: u16,
    /// What kind of problem.
    pub title: String,
    /// Its cause and its cure.
    pub detail: String,
}

/// What any request may be told instead of its answer.
#[derive(IntoResponses)]
#[allow(dead_code, reason = "read by the OpenAPI document alone")]
pub enum Faults {
    /// What was sent cannot be used
    #[response(status = 400, content_type = "application/problem+json")]
    BadInput(ProblemDetails),
    /// Nobody knows who asks: log in, or send an API key
    #[response(status = 401, content_type = "application/problem+json")]
    LogIn(ProblemDetails),
    /// Who asks may not do this
    #[response(status = 403, content_type = "application/problem+json")]
    Refused(ProblemDetails),
    /// There is nothing of that number
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(ProblemDetails),
    /// It took too long to arrive
    #[response(status = 408, content_type = "application/problem+json")]
    Slow(ProblemDetails),
    /// Larger than a named limit allows
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(ProblemDetails),
    /// More often than the limit `rate` allows
    #[response(status = 429, content_type = "application/problem+json")]
    TooMany(ProblemDetails),
    /// As much is being worked on as the limit `concurrency` allows
    #[response(status = 503, content_type = "application/problem+json")]
    Busy(ProblemDetails),
}
