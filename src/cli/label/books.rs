//! The files that labels are written to.

use std::path::Path;

use hustings::annotate::{Desk, Item};
use hustings::artifact::Journal;
use hustings::thread::Comment;
use hustings::{Error, Result};

use super::super::args::Label;
use super::super::exit::warn;

/// One file of labels with what is in it.
struct Book {
    journal: Journal,
    rows: Vec<Vec<String>>,
}

/// The file of labels, and that of the audit if it is kept apart.
pub struct Books {
    labels: Book,
    audit: Option<Book>,
    annotator: String,
}

impl Books {
    /// Opens them, and gives the rows that they hold in the order in which they were written.
    pub fn open(args: &Label) -> Result<(Self, Vec<Comment>)> {
        if args.output == Path::new("-") {
            let cure = "Name a file: it is added to label by label";
            return Err(Error::recipe("output", "labels cannot go to standard output", cure));
        }
        if args.audit.as_deref() == Some(args.output.as_path()) {
            return Err(Error::recipe("audit", "it is the file of the other labels", "Name another one"));
        }
        let labels = Book::open(&args.output)?;
        let audit = args.audit.as_deref().map(Book::open).transpose()?;
        let mut rows: Vec<&Vec<String>> = labels.rows.iter().chain(audit.iter().flat_map(|book| &book.rows)).collect();
        // Times of one format sort as texts; rows of one file are in order already.
        rows.sort_by(|a, b| a.last().cmp(&b.last()));
        let earlier = rows.into_iter().map(|row| comment(row)).collect();
        Ok((Self { labels, audit, annotator: args.annotator.trim().to_owned() }, earlier))
    }

    /// Writes down the row of an item.
    pub fn write(&mut self, item: &Item, row: &[String]) -> Result<()> {
        let book = self.book(item);
        book.journal.append(row)?;
        book.rows.push(row.to_vec());
        Ok(())
    }

    /// Takes the row of an item back, if it is the last one of its file.
    pub fn take_back(&mut self, item: &Item) -> Result<bool> {
        let annotator = self.annotator.clone();
        let book = self.book(item);
        let is_own = |row: &Vec<String>| {
            let last = comment(row);
            let same = last.id == item.comment.id && last.text == item.comment.text;
            same && last.thread_id == item.comment.thread_id && last.annotator.as_deref() == Some(&*annotator)
        };
        if !book.rows.last().is_some_and(is_own) {
            return Ok(false);
        }
        book.journal.pop()?;
        book.rows.pop();
        Ok(true)
    }

    fn book(&mut self, item: &Item) -> &mut Book {
        match &mut self.audit {
            Some(audit) if item.queued.is_audit() => audit,
            _ => &mut self.labels,
        }
    }
}

impl Book {
    fn open(path: &Path) -> Result<Self> {
        let opened = Journal::open(path, &Desk::header(), is_moment)?;
        if opened.torn > 0 {
            warn(format!(
                "{}: the last row was cut short by a stop ({} bytes) and is taken out; its comment is shown again",
                path.display(),
                opened.torn
            ));
        }
        Ok(Self { journal: opened.journal, rows: opened.rows })
    }
}

/// Now, to the millisecond, always in as many characters.
pub fn now() -> String {
    format!("{:.3}", jiff::Timestamp::now())
}

/// Whether the last cell of a row is whole: nothing shorter ends in the letter that a moment ends in.
fn is_moment(cell: &str) -> bool {
    cell.ends_with('Z') && cell.parse::<jiff::Timestamp>().is_ok()
}

/// What a row of labels says of its comment, as far as it tells comments and annotators apart.
fn comment(row: &[String]) -> Comment {
    let header = Desk::header();
    let cell = |name: &str| header.iter().position(|h| h == name).and_then(|at| row.get(at)).cloned();
    let given = |name: &str| cell(name).filter(|text| !text.is_empty());
    Comment {
        id: cell("id").unwrap_or_default(),
        thread_id: given("thread_id"),
        text: cell("text").unwrap_or_default(),
        annotator: given("annotator"),
        ..Comment::default()
    }
}
