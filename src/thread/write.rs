//! Canonical rows, as CSV and as JSON lines.

use std::io::{self, Write};

use serde_json::{Map, Value};

use super::comment::Comment;
use super::fields::status_name;
use super::guard::{GUARDED, YES, guard};

/// The columns of the canonical row, in order.
pub const HEADER: [&str; 14] = [
    "id",
    "thread_id",
    "parent_id",
    "reply_confidence",
    "author",
    "created_at",
    "title",
    "target",
    "text",
    "status",
    "stance",
    "acts",
    "acts_labelled",
    "annotator",
];

/// The cells of the canonical row; empty where nothing is known.
#[must_use]
pub fn cells(comment: &Comment) -> [String; 14] {
    let given = |field: &Option<String>| field.clone().unwrap_or_default();
    [
        comment.id.clone(),
        given(&comment.thread_id),
        given(&comment.parent_id),
        comment.reply_confidence.map(|sure| sure.to_string()).unwrap_or_default(),
        given(&comment.author),
        given(&comment.created_at),
        given(&comment.title),
        given(&comment.target),
        comment.text.clone(),
        status_name(comment.status).to_owned(),
        given(&comment.stance),
        comment.acts.join(";"),
        comment.acts_labelled.join(";"),
        given(&comment.annotator),
    ]
}

/// Writes comments as a CSV table with the canonical header.
pub struct CsvWriter<W: Write> {
    inner: csv::Writer<W>,
    guarded: bool,
}

impl<W: Write> CsvWriter<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// If the writer below fails.
    pub fn new(writer: W) -> io::Result<Self> {
        Self::with_columns(writer, &[])
    }

    /// The same with further columns behind the canonical ones.
    ///
    /// # Errors
    /// If the writer below fails.
    pub fn with_columns(writer: W, further: &[&str]) -> io::Result<Self> {
        let mut inner = csv::Writer::from_writer(writer);
        inner.write_record(HEADER.iter().chain(further)).map_err(cause)?;
        Ok(Self { inner, guarded: false })
    }

    /// The same for a spreadsheet: no cell is taken for a formula (see [`guard`]), and a last column `guarded` says so,
    /// by which the reader gives every cell back as it was.
    ///
    /// # Errors
    /// If the writer below fails.
    pub fn for_spreadsheets(writer: W, further: &[&str]) -> io::Result<Self> {
        let mut inner = csv::Writer::from_writer(writer);
        inner.write_record(HEADER.iter().chain(further).chain([&GUARDED])).map_err(cause)?;
        Ok(Self { inner, guarded: true })
    }

    /// Writes one comment.
    ///
    /// # Errors
    /// If the writer below fails.
    pub fn write(&mut self, comment: &Comment) -> io::Result<()> {
        self.write_with(comment, &[])
    }

    /// Writes one comment with the cells of the further columns, as many as were named.
    ///
    /// # Errors
    /// If the writer below fails, or there is another number of cells than columns.
    pub fn write_with(&mut self, comment: &Comment, further: &[String]) -> io::Result<()> {
        let cells = cells(comment);
        let all = cells.iter().chain(further).map(String::as_str);
        if self.guarded {
            all.map(guard).try_for_each(|cell| self.inner.write_field(cell.as_bytes())).map_err(cause)?;
            return self.inner.write_record([YES]).map_err(cause);
        }
        self.inner.write_record(all).map_err(cause)
    }

    /// Flushes and gives the writer back.
    ///
    /// # Errors
    /// If the writer below fails.
    pub fn finish(self) -> io::Result<W> {
        self.inner.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

/// What the writer below said: that nobody reads any more is no error to the command line.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(cause) => cause,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Writes comments as JSON lines with the canonical keys. What is not known is `null`.
pub struct JsonlWriter<W: Write> {
    inner: W,
}

impl<W: Write> JsonlWriter<W> {
    /// Writes nothing yet.
    pub fn new(writer: W) -> Self {
        Self { inner: writer }
    }

    /// Writes one comment on one line.
    ///
    /// # Errors
    /// If the writer below fails.
    pub fn write(&mut self, comment: &Comment) -> io::Result<()> {
        let mut object = Map::new();
        for (name, cell) in HEADER.into_iter().zip(cells(comment)) {
            let value = match name {
                "id" | "text" => Value::String(cell),
                "reply_confidence" => cell.parse::<f64>().ok().into(),
                _ if cell.is_empty() => Value::Null,
                _ => Value::String(cell),
            };
            object.insert(name.to_owned(), value);
        }
        serde_json::to_writer(&mut self.inner, &object)?;
        self.inner.write_all(b"\n")
    }

    /// Flushes and gives the writer back.
    ///
    /// # Errors
    /// If the writer below fails.
    pub fn finish(mut self) -> io::Result<W> {
        self.inner.flush()?;
        Ok(self.inner)
    }
}
