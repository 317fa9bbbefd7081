//! Forms that prove that they come from a page of ours.

use axum::extract::{FromRequest, Request};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq;

use super::{CSRF, Who, who};
use crate::web::{App, Problem};

/// A form of a page of ours, in whose hidden field `csrf` (or header `X-CSRF-Token`) stands what the session expects.
#[derive(Debug, Clone)]
pub struct Checked<T>(pub T);

#[derive(Deserialize)]
struct Field {
    #[serde(default)]
    csrf: String,
}

impl<T: DeserializeOwned> FromRequest<App> for Checked<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let who = who(&parts, app).await?;
        let in_header = parts.headers.contains_key(CSRF);
        let request = Request::from_parts(parts, body);
        // Read as text first: both halves of the form stand in it.
        let text = String::from_request(request, app)
            .await
            .map_err(|error| Problem::bad(error.to_string(), "Send a form of less than the limit `body`"))?;
        if !in_header {
            let field: Field = read(&text)?;
            who.check(&field.csrf)?;
        }
        read(&text).map(Self)
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Problem> {
    serde_html_form::from_str(text)
        .map_err(|error| Problem::bad(format!("the form says something else: {error}"), "Send it from its page"))
}

impl Who {
    /// Whether this is what the session expects a form to bring along; for forms that [`Checked`] cannot read.
    ///
    /// # Errors
    /// [`Problem::Refused`]
    pub fn check(&self, csrf: &str) -> Result<(), Problem> {
        // A program's key is no cookie: no other site can make a browser send it.
        let is_program = self.csrf.is_empty() && !self.single;
        if is_program || is_same(csrf.as_bytes(), self.csrf.as_bytes()) { Ok(()) } else { Err(refused()) }
    }
}

/// Compared in constant time.
pub(super) fn is_same(sent: &[u8], expected: &[u8]) -> bool {
    !expected.is_empty() && bool::from(sent.ct_eq(expected))
}

pub(super) fn refused() -> Problem {
    Problem::Refused("The page is too old, or this came from another site. Load the page again and repeat it.".into())
}
