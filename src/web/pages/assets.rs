//! What pages bring along, inside the program. Names carry a fingerprint of their contents, so that a browser may keep
//! them for good and never shows an old one.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::brief;
use crate::web::Problem;

/// Where each of them is found.
pub(in crate::web) struct Assets {
    /// The style sheet of all pages but the brief's.
    pub style: String,
    /// The script.
    pub script: String,
    /// The sign in the browser's tab.
    pub icon: String,
    /// The brief's own style sheet.
    pub brief: String,
    /// What stands above a brief.
    pub toolbar: String,
    all: [(String, &'static str, &'static str); 5],
}

static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let named = |stem: &str, ending: &str, kind, contents: &'static str| {
        let digest = Sha256::digest(contents);
        let print = digest.iter().take(6).fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        (format!("/assets/{stem}.{print}.{ending}"), kind, contents)
    };
    let (css, js, svg) = ("text/css; charset=utf-8", "text/javascript; charset=utf-8", "image/svg+xml");
    let all = [
        named("desk", "css", css, include_str!("assets/desk.css")),
        named("desk", "js", js, include_str!("assets/desk.js")),
        named("icon", "svg", svg, include_str!("assets/icon.svg")),
        named("brief", "css", css, brief::STYLE),
        named("toolbar", "css", css, include_str!("assets/toolbar.css")),
    ];
    let [style, script, icon, brief, toolbar] = all.each_ref().map(|(address, ..)| address.clone());
    Assets { style, script, icon, brief, toolbar, all }
});

impl Assets {
    /// Those of this program.
    pub fn of_desk() -> &'static Self {
        &ASSETS
    }
}

/// `GET /assets/{name}`
pub(super) async fn get(Path(name): Path<String>) -> Result<Response, Problem> {
    let wanted = format!("/assets/{name}");
    let found = ASSETS.all.iter().find(|(address, ..)| *address == wanted).ok_or(Problem::NotFound)?;
    let headers = [(header::CONTENT_TYPE, found.1), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, found.2).into_response())
}

/// `GET /favicon.ico`, which browsers ask for without being told.
pub(super) async fn favicon() -> Response {
    let headers = [(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "public, max-age=86400")];
    (headers, include_str!("assets/icon.svg")).into_response()
}
