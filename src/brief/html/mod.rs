//! The brief as one page that needs nothing else: no script, no font, no request.

mod chart;
mod conversation;
mod graph;
mod page;

use std::fmt::Write as _;

use super::Brief;
use super::clean::{clean, each, line};
use super::sections::Part;

/// The style sheet of [`html`] and of what [`html_body`] gives.
pub const STYLE: &str = include_str!("style.css");

/// The brief as a self-contained HTML page. Whatever a comment holds is shown as text.
#[must_use]
pub fn html(brief: &Brief) -> String {
    let name = escape(&brief.name());
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{name}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
    );
    out.push_str(&html_body(brief));
    out.push_str("</body>\n</html>\n");
    out
}

/// What [`html`] has in its body, for a page that brings [`STYLE`] itself. It holds no style attribute and no script.
#[must_use]
pub fn html_body(brief: &Brief) -> String {
    let name = escape(&brief.name());
    let mut out = chart::patterns() + "<main>\n";
    let _ = write!(out, "<header>\n<p class=\"kicker\">{name}</p>\n");
    let mut parts = brief.parts.iter();
    if let Some(first) = parts.next() {
        first.blocks.iter().for_each(|b| out.push_str(&page::block(b)));
    }
    let _ = write!(out, "<p class=\"facts\">{}</p>\n</header>\n", facts(brief));
    let shown: Vec<&Part> = parts.filter(|p| !p.blocks.is_empty()).collect();
    out.push_str(&contents(&shown));
    for part in shown {
        let title = escape(part.title);
        let _ =
            write!(out, "<section id=\"{0}\" aria-labelledby=\"h-{0}\">\n<h2 id=\"h-{0}\">{title}</h2>\n", part.name);
        for b in &part.blocks {
            out.push_str(&page::block(b));
        }
        out.push_str("</section>\n");
    }
    out.push_str("</main>\n");
    out
}

fn facts(brief: &Brief) -> String {
    let mut facts = Vec::new();
    if let Some(title) = &brief.title {
        facts.push(format!("On <cite>{}</cite>", escape(title)));
    }
    facts.push(super::clean::count(brief.comments, "comment", "comments"));
    if brief.threads > 1 {
        facts.push(format!("{} threads", brief.threads));
    }
    if brief.left_out.total() > 0 {
        facts.push(format!("{} left out", brief.left_out.total()));
    }
    if brief.pseudonymised {
        facts.push("names replaced".into());
    }
    facts.push("labelled by a program: check before you quote".into());
    facts.join(" <span aria-hidden=\"true\">·</span> ")
}

fn contents(parts: &[&Part]) -> String {
    let links: String = each(parts, |p| format!("<li><a href=\"#{}\">{}</a></li>", p.name, escape(p.title)));
    format!("<nav aria-label=\"Sections\"><ul>{links}</ul></nav>\n")
}

/// Text on one line, for element content and quoted attributes.
fn escape(raw: &str) -> String {
    htmlize::escape_all_quotes(line(raw)).into_owned()
}

/// Text whose line breaks are kept.
fn escape_lines(raw: &str) -> String {
    htmlize::escape_all_quotes(clean(raw)).into_owned()
}
