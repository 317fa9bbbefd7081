//! Who asks, by the ways in which Perspective's clients send their key.

use axum::body::Bytes;
use axum::extract::{FromRequest, Query, Request};
use axum::http::HeaderValue;
use axum::http::header::AUTHORIZATION;
use serde::Deserialize;

use super::error::Refusal;
use crate::store::Role;
use crate::web::api::body::Raw;
use crate::web::auth::{Who, who};
use crate::web::{App, Problem};

/// The header that Google's clients send their key in.
const KEY: &str = "x-goog-api-key";

/// Somebody who asks, with what was sent: any content type will do, as with Perspective.
pub struct Caller {
    /// Who it is.
    pub who: Who,
    /// What was sent.
    pub body: Bytes,
}

#[derive(Deserialize)]
struct Parameters {
    key: Option<String>,
}

impl FromRequest<App> for Caller {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        let (mut parts, body) = request.into_parts();
        let parameters: Option<Query<Parameters>> = Query::try_from_uri(&parts.uri).ok();
        let in_query = parameters.and_then(|Query(Parameters { key })| key);
        let in_header = parts.headers.get(KEY).and_then(|key| key.to_str().ok()).map(str::to_owned);
        if let Some(key) = in_header.or(in_query).filter(|_| !parts.headers.contains_key(AUTHORIZATION)) {
            let bearer = HeaderValue::from_str(&format!("Bearer {key}")).map_err(|_| Refusal::from(Problem::LogIn))?;
            parts.headers.insert(AUTHORIZATION, bearer);
        }
        let who = who(&parts, app).await?;
        let Raw(body) = Raw::from_request(Request::from_parts(parts, body), app).await?;
        Ok(Self { who, body })
    }
}

impl Caller {
    /// Refuses who may not do this.
    ///
    /// # Errors
    /// A refusal that names the role that is asked for.
    pub fn at_least(&self, role: Role) -> Result<(), Refusal> {
        if self.who.role < role { Err(Problem::Refused(self.who.lacks(role).into()).into()) } else { Ok(()) }
    }

    /// The JSON that was sent.
    ///
    /// # Errors
    /// A refusal that says where it went wrong.
    pub fn read<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Refusal> {
        serde_json::from_slice(&self.body)
            .map_err(|error| Refusal::of("INVALID_REQUEST", format!("Invalid JSON payload received: {error}")))
    }
}
