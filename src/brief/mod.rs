//! From scored comments to a brief: what an editor reads before the thread itself.
//!
//! [`Brief::compose`] gathers every number and quotation once; [`terminal`], [`markdown`], [`html`] and serde's
//! JSON only show them. Nothing here touches a file, a clock or a terminal: the same input gives the same bytes.
//!
//! A section is one file in `sections/` and one line in its list.

mod address;
mod asks;
mod block;
mod clean;
mod conversation;
mod html;
mod input;
mod markdown;
mod material;
mod passage;
mod people;
mod pseudonyms;
mod reading;
mod sections;
mod side;
mod stopwords;
mod terminal;
mod terms;
#[cfg(test)]
mod tests;

use serde::Serialize;
use serde_json::{Map, Value};

pub use html::{STYLE, html, html_body};
pub use input::{About, Act, Background, Scored};
pub use markdown::markdown;
pub use material::LeftOut;
pub use pseudonyms::pseudonymise;
pub use reading::{Ask, score};
pub use side::{Side, of as sides};
pub use terminal::terminal;

use material::Material;
use sections::{Part, SECTIONS};

/// Everything that is said about one or several threads. Its JSON has one key a section.
#[derive(Debug, Clone, Serialize)]
pub struct Brief {
    /// The question whose sides are asked for.
    pub target: String,
    /// The article's title, where there is one thread and it has one.
    pub title: Option<String>,
    /// The labels, in the order of every list of probabilities.
    pub labels: Vec<String>,
    /// How many visible comments the brief is about.
    pub comments: usize,
    /// How many of these the model is unsure of.
    pub unsure: usize,
    /// How many threads they stand in.
    pub threads: usize,
    /// Comments that were given but are not visible to readers.
    pub left_out: LeftOut,
    /// Whether names of people were replaced.
    pub pseudonymised: bool,
    #[serde(flatten)]
    numbers: Map<String, Value>,
    #[serde(skip)]
    parts: Vec<Part>,
}

impl Brief {
    /// Reads scored comments, in thread order, into a brief. Comments that are not visible are counted and left out.
    #[must_use]
    pub fn compose(scored: &[Scored], background: &Background, about: &About) -> Self {
        let material = Material::gather(scored, background, about);
        let parts: Vec<Part> = SECTIONS.iter().map(|section| section.compose(&material)).collect();
        let title = match material.threads.as_slice() {
            [only] => only.title.clone(),
            _ => None,
        };
        Self {
            target: about.target.clone(),
            title,
            labels: about.labels.clone(),
            comments: material.items.len(),
            unsure: material.unsure(),
            threads: material.threads.len(),
            left_out: material.left_out,
            pseudonymised: about.pseudonymised,
            numbers: parts.iter().map(|part| (part.name.to_owned(), part.data.clone())).collect(),
            parts,
        }
    }

    /// The numbers and quotations of one section, by the section's name, as they stand in the JSON.
    #[must_use]
    pub fn section(&self, name: &str) -> Option<&Value> {
        self.numbers.get(name)
    }

    /// The brief in one sentence.
    #[must_use]
    pub fn headline(&self) -> &str {
        self.section("headline").and_then(|h| h["sentence"].as_str()).unwrap_or_default()
    }

    fn name(&self) -> String {
        if self.target.trim().is_empty() { "Stance brief".into() } else { format!("Stance brief: {}", self.target) }
    }
}
