//! The formats that comments come in: one file for each, one line for each in [`SOURCES`].

mod chat;
mod convokit;
mod coral;
mod csv;
mod discourse;
mod disqus;
mod hackernews;
mod html;
mod isso;
mod json;
mod jsonl;
mod page;
mod polis;
mod pushshift;
mod reddit;
mod wxr;
mod youtube;

use std::sync::Arc;

use super::batch::Batch;
use super::columns::{ColumnNames, Columns};
use super::comment::Comment;
use super::input::Input;
use super::open::ReadOptions;
use super::read::Row;
use super::report::{Problem, Reason};
use super::roles::Role;
use super::write;
use crate::error::{Error, Result};

/// Every source, in the order in which they are asked whether they recognise an input; so the
/// particular stand before the general.
pub static SOURCES: &[&dyn Source] = &[
    &wxr::Wxr,
    &disqus::Disqus,
    &html::Html,
    &youtube::YouTube,
    &discourse::Discourse,
    &hackernews::HackerNews,
    &isso::Isso,
    &reddit::Reddit,
    &pushshift::Pushshift,
    &convokit::ConvoKit,
    &coral::Coral,
    &polis::Polis,
    &json::NestedJson,
    &jsonl::Jsonl,
    &chat::Chat,
    &csv::Csv,
    &page::Page,
];

/// A format that comments come in.
pub trait Source: Sync {
    /// The name for `--from`, which is also its file's name.
    fn name(&self) -> &'static str;

    /// One line for people: what it is and which program writes it.
    fn describe(&self) -> &'static str;

    /// Whether an input that begins with `head` and is called `name` is of this format.
    fn recognise(&self, head: &str, name: &str) -> bool;

    /// The file of a folder that holds the comments, where the format is a folder of files.
    fn main_file(&self) -> Option<&'static str> {
        None
    }

    /// Whether its rows have columns that a user may name.
    fn has_columns(&self) -> bool {
        false
    }

    /// Reads the input.
    ///
    /// # Errors
    /// If the input is not of this format after all, or has no column for the text.
    fn read(&self, input: Input, options: &ReadOptions) -> Result<Box<dyn Rows>>;
}

/// What stands in the cells of an input's rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// The columns' names.
    pub headers: Vec<String>,
    /// What they serve as.
    pub columns: Arc<Columns>,
    /// The byte between cells, where there is one.
    pub delimiter: Option<u8>,
}

impl Layout {
    /// The row that these cells make, with its [`Layout::problem`].
    #[must_use]
    pub fn row(&self, number: u64, cells: Vec<String>, known: Option<Problem>) -> Row {
        let cell = |column: usize| cells.get(column).map_or("", String::as_str);
        let (comment, problem) = (self.columns.comment(cell), self.problem(cell, known));
        Row { number, cells, comment, problem }
    }

    /// The problem of a row: the graver of `known`, a cell that does not fit its column, and a
    /// text with nothing in it.
    pub fn problem<'a>(&self, cell: impl Fn(usize) -> &'a str, known: Option<Problem>) -> Option<Problem> {
        let text = self.columns.at(Role::Text).map_or("", &cell);
        Problem::graver(Problem::graver(known, self.columns.misfit(&self.headers, cell)), empty(text))
    }
}

/// The problem of a comment without text.
pub(super) fn empty(text: &str) -> Option<Problem> {
    text.chars().all(char::is_whitespace).then(|| Problem::new(Reason::EmptyText, "the text is empty"))
}

/// The rows of one input. Not an iterator because it also tells what it learnt on the way.
pub trait Rows: Send {
    /// What stands in the cells; the same from the first row to the last.
    fn layout(&self) -> Layout;

    /// The next row, with an empty id where the input has none.
    fn next_row(&mut self) -> Option<Result<Row>>;

    /// Appends the next rows until the batch is full, and none at the end. After an error the
    /// batch holds the rows before it.
    ///
    /// # Errors
    /// As [`Rows::next_row`].
    fn fill(&mut self, batch: &mut Batch) -> Result<()> {
        while !batch.is_full()
            && let Some(row) = self.next_row()
        {
            batch.push(row?);
        }
        Ok(())
    }

    /// What is worth telling so far, one sentence each.
    fn notes(&self) -> Vec<String>;

    /// The input that is read from.
    fn input(&self) -> &Input;

    /// Whether the format says which comment one answers. Where it cannot, that can be looked for in the texts.
    fn names_replies(&self) -> bool {
        self.layout().columns.at(Role::Parent).is_some()
    }
}

/// Rows of a source that has no cells of its own: comments with their numbers, all known at once.
pub(super) struct Listed {
    input: Input,
    rows: std::vec::IntoIter<(u64, Comment)>,
    notes: Vec<String>,
}

impl Listed {
    /// Rows of `comments`, shown with the canonical columns.
    pub(super) fn new(input: Input, comments: Vec<(u64, Comment)>, notes: Vec<String>) -> Self {
        Self { input, rows: comments.into_iter(), notes }
    }
}

impl Rows for Listed {
    fn layout(&self) -> Layout {
        let headers: Vec<String> = write::HEADER.iter().map(ToString::to_string).collect();
        let columns = Columns::find(&headers, &ColumnNames::default(), &self.input.place()).unwrap_or_default();
        Layout { headers, columns: Arc::new(columns), delimiter: None }
    }

    fn next_row(&mut self) -> Option<Result<Row>> {
        let (number, comment) = self.rows.next()?;
        Some(Ok(Row { number, cells: write::cells(&comment).to_vec(), problem: empty(&comment.text), comment }))
    }

    fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }

    fn input(&self) -> &Input {
        &self.input
    }
}

/// The source that the user named, or the first that recognises the input.
pub(super) fn choose(input: &Input, options: &ReadOptions) -> Result<&'static dyn Source> {
    let names = || SOURCES.iter().map(|source| source.name()).collect::<Vec<_>>().join(", ");
    if let Some(wanted) = &options.from {
        let found = SOURCES.iter().find(|source| source.name().eq_ignore_ascii_case(wanted));
        return found.copied().ok_or_else(|| {
            let cause = format!("there is no source format `{wanted}`");
            Error::input(input.place(), cause, format!("The formats are {}.", names()))
        });
    }
    let mut found = SOURCES.iter().filter(|source| source.recognise(input.head(), input.name()));
    // Who names columns means a table or objects, and wants the others beside them.
    let named = options.columns != ColumnNames::default() || options.delimiter.is_some();
    let found =
        if named { found.clone().find(|source| source.has_columns()).or_else(|| found.next()) } else { found.next() };
    found.copied().ok_or_else(|| {
        let cure = format!("Convert it to one of {}, or name the format with `--from`.", names());
        Error::input(input.place(), "it is in no format that can be read", cure)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_listed_and_every_name_is_its_file() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/thread/sources");
        let names: Vec<&str> = SOURCES.iter().map(|source| source.name()).collect();
        let mut files = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
            if stem == "mod" {
                continue;
            }
            files += 1;
            assert!(
                names.contains(&stem.as_str()),
                "src/thread/sources/{stem}.rs is not listed. Add `mod {stem};` and `&{stem}::…` to SOURCES in mod.rs, \
                 and let its `name()` be \"{stem}\"."
            );
        }
        assert_eq!(files, names.len(), "a source in SOURCES has no file of its own, or two share a name");
        assert!(SOURCES.iter().all(|source| !source.describe().is_empty() && !source.describe().contains('\n')));
    }
}
