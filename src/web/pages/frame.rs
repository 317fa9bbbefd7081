//! What stands around every page.

use askama::Template;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};

use super::assets::Assets;
use crate::store::Role;
use crate::web::{Problem, Who};

/// The title, the way to the other pages, and who reads.
pub(in crate::web) struct Frame {
    pub title: String,
    pub assets: &'static Assets,
    pub who: Option<Who>,
    here: &'static str,
}

/// One of the pages that can be reached from everywhere.
pub(in crate::web) struct Place {
    pub name: &'static str,
    pub href: &'static str,
    pub here: bool,
}

/// Every such page.
const PLACES: [(&str, &str); 5] =
    [("Threads", "/"), ("Models", "/models"), ("Agreement", "/agreement"), ("Audit log", "/audit"), ("Help", "/help")];

impl Frame {
    /// The frame of a page; `here` is the address of the place that it belongs to.
    pub fn new(title: impl Into<String>, here: &'static str, who: &Who) -> Self {
        Self { title: title.into(), assets: Assets::of_desk(), who: Some(who.clone()), here }
    }

    /// The frame for somebody who is not known yet.
    pub fn outside(title: &str) -> Self {
        Self { title: title.to_owned(), assets: Assets::of_desk(), who: None, here: "" }
    }

    pub fn csrf(&self) -> &str {
        self.who.as_ref().map_or("", |who| &who.csrf)
    }

    pub fn role(&self) -> &'static str {
        self.who.as_ref().map_or("", |who| who.role.name())
    }

    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        let rules = self.who.as_ref().is_some_and(may_rule);
        let open = PLACES.iter().filter(move |(_, href)| rules || *href != "/audit");
        open.map(|(name, href)| Place { name, href, here: *href == self.here })
    }
}

/// Whether somebody may add, correct and label.
pub(super) fn may_mark(who: &Who) -> bool {
    who.role >= Role::Moderator
}

/// Whether somebody may delete, train and promote.
pub(super) fn may_rule(who: &Who) -> bool {
    who.role >= Role::Admin
}

/// The page that a template makes. No cache keeps it: it is one person's.
pub(super) fn page(template: &impl Template) -> Result<Response, Problem> {
    let html = render(template)?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Html(html)).into_response())
}

/// The text that a template makes.
pub(super) fn render(template: &impl Template) -> Result<String, Problem> {
    template.render().map_err(|error| Problem::Inside(format!("a page could not be written: {error}")))
}
