//! The sections of a brief, in the order in which an editor reads them.

mod arguments;
mod bridges;
mod contested;
mod divides;
mod exchanges;
mod headline;
mod hostility;
mod people;
mod sarcasm;
mod shares;
mod small_print;
mod thread;
mod threads;
mod unanswered;
mod voices;

use serde::Serialize;
use serde_json::Value;

use super::block::Block;
use super::material::Material;

/// One section: numbers for programs, blocks for people.
pub(super) trait Section: Sync {
    /// Its key in the JSON, its anchor in the page, and the name of its file.
    fn name(&self) -> &'static str;
    /// What it has to say about these comments. A part without blocks is in the JSON only.
    fn compose(&self, material: &Material<'_>) -> Part;
}

/// What a section says.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub name: &'static str,
    /// Its heading; the first section has none.
    pub title: &'static str,
    pub data: Value,
    pub blocks: Vec<Block>,
}

impl Part {
    fn new(section: &dyn Section, title: &'static str, data: impl Serialize, blocks: Vec<Block>) -> Self {
        let data = serde_json::to_value(data).unwrap_or(Value::Null);
        Self { name: section.name(), title, data, blocks }
    }
}

/// All sections. To add one: a file here, a `mod` line above, and its name in this list.
pub(super) static SECTIONS: &[&dyn Section] = &[
    &headline::Headline,
    &shares::Shares,
    &sarcasm::Sarcasm,
    &threads::Threads,
    &arguments::Arguments,
    &voices::Voices,
    &contested::Contested,
    &people::People,
    &divides::Divides,
    &bridges::Bridges,
    &hostility::Hostility,
    &unanswered::Unanswered,
    &exchanges::Exchanges,
    &small_print::SmallPrint,
    &thread::Thread,
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_file_is_listed() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/brief/sections");
        let names = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap());
        let files: BTreeSet<String> =
            names.filter_map(|n| n.strip_suffix(".rs").map(String::from)).filter(|n| n != "mod").collect();
        let listed: BTreeSet<String> = SECTIONS.iter().map(|s| s.name().to_owned()).collect();
        let missing: Vec<_> = files.difference(&listed).collect();
        assert!(missing.is_empty(), "{missing:?} are not listed: add them to `SECTIONS` in src/brief/sections/mod.rs");
        let strays: Vec<_> = listed.difference(&files).collect();
        assert!(
            strays.is_empty(),
            "{strays:?} have no file of their name in src/brief/sections: rename one of the two"
        );
        assert_eq!(listed.len(), SECTIONS.len(), "two sections share a name");
    }
}
