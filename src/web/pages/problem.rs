//! A problem as a page.

use askama::Template;

use super::assets::Assets;

#[derive(Template)]
#[template(path = "error.html")]
struct Page<'a> {
    assets: &'static Assets,
    status: u16,
    title: &'a str,
    detail: &'a str,
}

/// The page that tells somebody what went wrong; plain words if even that fails.
pub(in crate::web) fn problem(status: u16, title: &str, detail: &str) -> String {
    let page = Page { assets: Assets::of_desk(), status, title, detail };
    page.render().unwrap_or_else(|_| format!("{status}: {title}"))
}
