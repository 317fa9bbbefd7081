//! What goes wrong, as it is told: cause and cure, and nothing of a comment's text.

use std::borrow::Cow;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Serialize;

use crate::error::Error;

/// Why a request is not answered as asked.
#[derive(Debug)]
pub enum Problem {
    /// There is nothing at this address, or no longer.
    NotFound,
    /// The address is there, but not for this method.
    Method,
    /// Nobody knows who asks.
    LogIn,
    /// Who asks may not do this.
    Refused(Cow<'static, str>),
    /// What was sent cannot be used.
    BadInput {
        /// What is wrong, without a full stop.
        cause: String,
        /// What to do.
        cure: String,
    },
    /// Something is in the way at this moment, e.g. a training that runs.
    Conflict {
        /// What is in the way, without a full stop.
        cause: String,
        /// What to do.
        cure: String,
    },
    /// More than a named limit allows.
    TooLarge {
        /// The limit's name.
        limit: &'static str,
        /// Its value, with a unit.
        allowed: String,
    },
    /// More often than a named limit allows.
    TooMany {
        /// The limit's name.
        limit: &'static str,
        /// Seconds to wait.
        wait: u64,
    },
    /// As much is being worked on as the limit `concurrency` allows, or it took longer than `request`.
    Busy,
    /// It is our fault.
    Inside(String),
}

/// A problem as it is told: JSON by RFC 9457, and what a page is made of.
#[derive(Debug, Clone, Serialize)]
pub struct Told {
    /// The HTTP status.
    pub status: u16,
    /// What kind of problem.
    pub title: &'static str,
    /// Cause and cure of this one.
    pub detail: String,
}

impl Problem {
    /// What was sent cannot be used.
    pub fn bad(cause: impl Into<String>, cure: impl Into<String>) -> Self {
        Self::BadInput { cause: cause.into(), cure: cure.into() }
    }

    /// Its status, kind, and detail.
    #[must_use]
    pub fn told(&self) -> Told {
        let (status, title, detail) = match self {
            Self::NotFound => (404, "Nothing here", "There is nothing at this address, or no longer.".into()),
            Self::Method => (405, "Not this way", "This address does not answer that method.".into()),
            Self::LogIn => (401, "Who is it?", "Log in, or send an API key as `Authorization: Bearer …`.".into()),
            Self::Refused(why) => (403, "Not allowed", why.to_string()),
            Self::BadInput { cause, cure } => (400, "This cannot be used", format!("{cause}. {cure}.")),
            Self::Conflict { cause, cure } => (409, "Not now", format!("{cause}. {cure}.")),
            Self::TooLarge { limit, allowed } => {
                (413, "Too large", format!("It is over the limit `{limit}` of {allowed}. Send less at a time."))
            }
            Self::TooMany { limit, wait } => {
                (429, "Too many", format!("That is over the limit `{limit}`. Wait {wait} s and try again."))
            }
            Self::Busy => (503, "Busy", "There is more to do than can be done in time. Try again in a moment.".into()),
            Self::Inside(_) => (500, "Our fault", "Something went wrong here; the log says more.".into()),
        };
        Told { status, title, detail }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Input { .. } | Error::Recipe { .. } => Self::bad(trimmed(&error), "Mend it and send it again"),
            Error::Limit { limit, allowed, .. } => Self::TooLarge { limit, allowed },
            other => Self::Inside(other.to_string()),
        }
    }
}

fn trimmed(error: &Error) -> String {
    error.to_string().trim_end_matches('.').to_owned()
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let told = self.told();
        if let Self::Inside(why) = &self {
            // To the log of whoever runs the desk: the error names a place and a cause, never a comment.
            anstream::eprintln!("error: {why}");
        }
        let status = StatusCode::from_u16(told.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(&told)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match &self {
            Self::TooMany { wait, .. } => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(*wait));
            }
            Self::Busy => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            Self::LogIn => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            _ => {}
        }
        response.extensions_mut().insert(told);
        response
    }
}

/// The way to the login page for somebody who asked for a page.
pub(super) fn to_login(from: &str) -> Response {
    let next: String = form_urlencoded::byte_serialize(from.as_bytes()).collect();
    Redirect::to(&format!("/login?next={next}")).into_response()
}
