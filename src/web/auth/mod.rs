//! Who asks, and what that one may do.

mod csrf;
mod keyring;
mod login;
mod password;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::{App, Problem};
use crate::store::{Actor, Role};

pub use csrf::Checked;
pub(super) use keyring::Keyring;
pub(super) use login::{log_in, log_out};
pub use password::hash_password;
use password::is_password;

/// The cookie that a session is known by.
pub(super) const COOKIE: &str = "hustings_session";
/// The header by which a script shows that it is of a page of ours.
const CSRF: &str = "x-csrf-token";

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// As it stands in the books.
    pub actor: Actor,
    /// What may be done.
    pub role: Role,
    /// What a form must bring along to count as the user's own; empty for programs, which need none.
    pub csrf: String,
    /// Whether it is the one person at this machine, who need not log in.
    pub single: bool,
}

impl Who {
    /// Why this is not allowed to somebody who has not this role.
    pub(super) fn lacks(&self, role: Role) -> String {
        format!("{} has the role {}; this needs the role {}.", self.actor.name, self.role.name(), role.name())
    }
}

/// Somebody who may read.
#[derive(Debug, Clone)]
pub struct Viewer(pub Who);
/// Somebody who may add threads, correct and label.
#[derive(Debug, Clone)]
pub struct Moderator(pub Who);
/// Somebody who may do all.
#[derive(Debug, Clone)]
pub struct Admin(pub Who);

impl FromRequestParts<App> for Viewer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        at_least(Role::Viewer, parts, app).await.map(Self)
    }
}

impl FromRequestParts<App> for Moderator {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        at_least(Role::Moderator, parts, app).await.map(Self)
    }
}

impl FromRequestParts<App> for Admin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        at_least(Role::Admin, parts, app).await.map(Self)
    }
}

async fn at_least(role: Role, parts: &Parts, app: &App) -> Result<Who, Problem> {
    let who = who(parts, app).await?;
    if who.role < role { Err(Problem::Refused(who.lacks(role).into())) } else { Ok(who) }
}

/// Who asks: a program by its key, somebody by a session, or the one person at this machine.
pub(super) async fn who(parts: &Parts, app: &App) -> Result<Who, Problem> {
    if let Some(key) = bearer(&parts.headers) {
        let key = app.keyring().find(app, &digest(key)).await?.ok_or(Problem::LogIn)?;
        return Ok(Who { actor: Actor::new(key.name), role: key.role, csrf: String::new(), single: false });
    }
    let who = if app.is_single().await? {
        let csrf = app.csrf().to_owned();
        Who { actor: Actor::new("local"), role: Role::Admin, csrf, single: true }
    } else {
        let token = cookie(&parts.headers).map(digest).ok_or(Problem::LogIn)?;
        let session = app.store(move |store| store.session(&token)).await?.ok_or(Problem::LogIn)?;
        Who { actor: Actor::new(session.user), role: session.role, csrf: session.csrf, single: false }
    };
    // A script of ours says so in a header; a form of ours in a field, which `Checked` looks at; a program that speaks
    // JSON cannot be a form of another site, and other sites' scripts do not get past the browser with it.
    let spoken = parts.headers.get(CSRF).map(|sent| csrf::is_same(sent.as_bytes(), who.csrf.as_bytes()));
    if spoken == Some(false) && parts.method != Method::GET {
        return Err(csrf::refused());
    }
    Ok(who)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let sent = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    sent.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("bearer ")).map(|_| sent[7..].trim())
}

/// The session's token that a browser brings along.
pub(super) fn cookie(headers: &HeaderMap) -> Option<&str> {
    let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = sent.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value)
}

/// 256 random bits that nobody guesses, in letters that stand in a cookie or a header.
#[must_use]
pub(super) fn token() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// A new key for a program: what it is to send, and what the store is to keep.
#[must_use]
pub fn new_key() -> (String, String) {
    let key = format!("hst_{}", token());
    let hash = digest(&key);
    (key, hash)
}

/// What the store keeps of a token or key. They are random and long, so one round of a plain hash is enough.
pub(super) fn digest(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(secret.as_bytes()))
}
