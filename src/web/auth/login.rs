//! Logging in and out.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderValue};

use super::{COOKIE, cookie, digest, is_password, token};
use crate::store::Actor;
use crate::web::{App, Problem};

/// Begins a session for somebody who knows the password, and gives the cookie to set. Nothing if name or password is
/// wrong: which of them is not told, nor does it take less time.
///
/// # Errors
/// [`Problem::TooMany`] if the address has tried too often.
pub(in crate::web) async fn log_in(
    app: &App,
    from: Option<IpAddr>,
    name: &str,
    password: String,
) -> Result<Option<HeaderValue>, Problem> {
    if let Some(from) = from {
        app.rates().login(from)?;
    }
    let session = app.config().limits.session;
    let ends = jiff::Timestamp::now() + session;
    let (name, secret, csrf) = (name.trim().to_owned(), token(), token());
    let kept = digest(&secret);
    let known = app
        .store(move |store| {
            let user = store.user(&name)?;
            let right = is_password(&password, user.as_ref().map(|user| user.password_hash.as_str()));
            match user.filter(|_| right) {
                Some(user) => store.begin_session(&user, &kept, &csrf, &format!("{ends:.3}")).map(|()| true),
                // The name may be a password that was typed into the wrong field, so it is not written down.
                None => store.note(&Actor::new("login"), "session.refuse", "", "").map(|()| false),
            }
        })
        .await?;
    Ok(known.then(|| set(app, &secret, session.as_secs())).flatten())
}

/// Ends the session that a browser brings along, and gives the cookie that forgets it.
///
/// # Errors
/// That the store cannot be written to.
pub(in crate::web) async fn log_out(app: &App, headers: &HeaderMap) -> Result<Option<HeaderValue>, Problem> {
    if let Some(token) = cookie(headers).map(digest) {
        app.store(move |store| store.end_session(&token)).await?;
    }
    Ok(set(app, "", 0))
}

fn set(app: &App, token: &str, seconds: u64) -> Option<HeaderValue> {
    let secure = if app.config().https { "; Secure" } else { "" };
    let cookie = format!("{COOKIE}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    HeaderValue::from_str(&cookie).ok()
}
