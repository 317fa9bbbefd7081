//! `GET` and `POST /login`, `POST /logout`.

use std::net::SocketAddr;

use askama::Template;
use axum::Form;
use axum::extract::{ConnectInfo, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::frame::{Frame, page};
use super::thread::Nothing;
use crate::web::auth::{log_in, log_out};
use crate::web::{App, Checked, Problem, Viewer};

/// Where somebody wanted to go.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Way {
    #[serde(default)]
    next: String,
}

/// The form.
#[derive(Deserialize)]
pub(super) struct Secret {
    name: String,
    password: String,
    #[serde(default)]
    next: String,
}

#[derive(Template)]
#[template(path = "login.html")]
struct Login {
    frame: Frame,
    wrong: bool,
    name: String,
    next: String,
}

/// `GET /login`
pub(super) async fn get(Query(way): Query<Way>) -> Result<Response, Problem> {
    page(&Login { frame: Frame::outside("Sign in"), wrong: false, name: String::new(), next: inside(&way.next) })
}

/// `POST /login`
pub(super) async fn post(
    State(app): State<App>,
    from: Option<axum::Extension<ConnectInfo<SocketAddr>>>,
    Form(secret): Form<Secret>,
) -> Result<Response, Problem> {
    let address = from.map(|from| from.0.0.ip());
    let next = inside(&secret.next);
    if let Some(cookie) = log_in(&app, address, &secret.name, secret.password).await? {
        return Ok(([(header::SET_COOKIE, cookie)], Redirect::to(&next)).into_response());
    }
    let login = Login { frame: Frame::outside("Sign in"), wrong: true, name: secret.name, next };
    Ok((StatusCode::UNAUTHORIZED, page(&login)?).into_response())
}

/// `POST /logout`
pub(super) async fn leave(
    State(app): State<App>,
    Viewer(_): Viewer,
    headers: HeaderMap,
    Checked(Nothing {}): Checked<Nothing>,
) -> Result<Response, Problem> {
    let forget = log_out(&app, &headers).await?;
    Ok((forget.map(|cookie| [(header::SET_COOKIE, cookie)]), Redirect::to("/login")).into_response())
}

/// An address of ours: whoever logs in is sent to no other site.
fn inside(next: &str) -> String {
    let own = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\r', '\n']);
    if own && !next.starts_with("/login") { next.to_owned() } else { "/".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for outside in ["", "https://a.example", "//a.example", "/\\a.example", "/login?next=/", "javascript:1"] {
            assert_eq!(inside(outside), "/", "{outside}");
        }
        assert_eq!(inside("/threads/1?side=favor"), "/threads/1?side=favor");
    }
}
