//! Requests that another site makes a browser send are refused.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::web::{App, Problem};

/// Names of this machine for itself.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Refuses names that are not ours, behind which another site may hide (DNS rebinding), and changes that a browser says
/// come from another site.
pub async fn host(State(app): State<App>, request: Request, next: Next) -> Response {
    let config = app.config();
    let named = request.uri().authority().map(axum::http::uri::Authority::as_str);
    let named = named.or_else(|| text(request.headers(), header::HOST)).unwrap_or_default();
    let name = without_port(named);
    let known = if config.hosts.is_empty() {
        !config.listen.ip().is_loopback() || LOOPBACK.contains(&name)
    } else {
        LOOPBACK.contains(&name) || config.hosts.iter().any(|host| host.eq_ignore_ascii_case(name))
    };
    if !known {
        let why = "This desk does not go by that name. Whoever runs it can add the name with `--host`.";
        return Problem::Refused(why.into()).into_response();
    }
    let safe = request.method().is_safe();
    if !safe && is_of_another_site(request.headers(), named) {
        return Problem::Refused("This came from another site.".into()).into_response();
    }
    next.run(request).await
}

fn is_of_another_site(headers: &HeaderMap, named: &str) -> bool {
    let fetched = text(headers, header::HeaderName::from_static("sec-fetch-site"));
    if matches!(fetched, Some("cross-site" | "same-site")) {
        return true;
    }
    // `null` is what a sandboxed page of any site sends.
    let origin = text(headers, header::ORIGIN);
    origin.is_some_and(|origin| origin.split_once("://").is_none_or(|(_, host)| !host.eq_ignore_ascii_case(named)))
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn without_port(named: &str) -> &str {
    match named.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => named,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_no_part_of_a_name() {
        for (named, name) in
            [("localhost:80", "localhost"), ("[::1]:8087", "[::1]"), ("[::1]", "[::1]"), ("a.b", "a.b")]
        {
            assert_eq!(without_port(named), name);
        }
    }

    #[test]
    fn what_a_browser_says_of_another_site_is_believed() {
        let with = |pairs: &[(&'static str, &str)]| {
            let pairs =
                pairs.iter().map(|(name, value)| (header::HeaderName::from_static(name), value.parse().unwrap()));
            is_of_another_site(&pairs.collect(), "desk.example:8087")
        };
        assert!(with(&[("origin", "https://evil.example")]) && with(&[("origin", "null")]));
        assert!(with(&[("sec-fetch-site", "cross-site")]) && with(&[("origin", "http://desk.example")]));
        assert!(!with(&[]) && !with(&[("origin", "https://desk.example:8087"), ("sec-fetch-site", "same-origin")]));
    }
}
