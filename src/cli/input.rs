//! From what the user typed to what the reader needs.

use std::io::{Cursor, Read as _};

use hustings::thread::{ColumnNames, Comment, Links, ReadOptions, Reader, Replies, Report, Row, defuse, read_all};
use hustings::{Error, Place, Result};

use super::args::Reading;
use super::exit::warn;

/// The reader's options.
pub fn options(reading: &Reading) -> Result<ReadOptions> {
    let mut options = ReadOptions {
        from: reading.from.clone(),
        delimiter: reading.delimiter.as_deref().map(delimiter).transpose()?,
        columns: ColumnNames {
            text: reading.text_column.clone(),
            label: reading.label_column.clone(),
            id: reading.id_column.clone(),
            target: reading.target_column.clone(),
            thread: reading.thread_column.clone(),
            parent: reading.parent_column.clone(),
            author: reading.author_column.clone(),
            created: reading.date_column.clone(),
            status: reading.status_column.clone(),
            title: reading.title_column.clone(),
        },
        one_per_line: reading.one_per_line,
        ..ReadOptions::default()
    };
    for limit in &reading.limits {
        let Some((name, value)) = limit.split_once('=') else {
            return Err(Error::recipe(
                "limit",
                format!("`{limit}` has no `=`"),
                "Write it as NAME=SIZE, e.g. cell=4MiB",
            ));
        };
        options.limits.set(name, value)?;
    }
    Ok(options)
}

/// All rows, with the target that the user asked for put over the rows' own.
pub fn rows(path: &str, reading: &Reading) -> Result<(Vec<Row>, Report)> {
    let (mut rows, report) = read_all(path, &options(reading)?)?;
    if let Some(target) = &reading.target {
        for row in &mut rows {
            row.comment.target = Some(target.clone());
        }
    }
    Ok((rows, report))
}

/// All rows of a table of labels, which need not have a text.
pub fn labels(path: &str, reading: &Reading) -> Result<Vec<Row>> {
    let mut options = options(reading)?;
    // Standard input can be read once only, and the table may have to be read twice.
    let piped = if path == "-" { Some(stdin(&options)?) } else { None };
    let read = |options: &ReadOptions| match &piped {
        None => read_all(path, options),
        Some(bytes) => {
            let mut reader = Reader::from_read("standard input", Box::new(Cursor::new(bytes.clone())), options)?;
            let rows = reader.by_ref().collect::<Result<Vec<_>>>()?;
            Ok((rows, reader.report().clone()))
        }
    };
    let (mut rows, report) = read(&options).or_else(|refused| {
        // Without a text the id stands for it: what is labelled is known by that.
        if options.columns.text.is_some() || !matches!(refused, Error::Input { .. }) {
            return Err(refused);
        }
        options.columns.text = Some(reading.id_column.clone().unwrap_or_else(|| "id".into()));
        let (mut rows, mut report) = read(&options).map_err(|_| refused)?;
        for row in &mut rows {
            row.comment.id = std::mem::take(&mut row.comment.text);
        }
        report.columns.retain(|(role, _)| *role != "text");
        Ok((rows, report))
    })?;
    tell(&report);
    for row in &mut rows {
        defuse(&mut row.comment);
        row.comment.target = reading.target.clone().or(row.comment.target.take());
    }
    Ok(rows)
}

/// All of standard input, up to the limit `document`.
fn stdin(options: &ReadOptions) -> Result<Vec<u8>> {
    let (mut bytes, limits) = (Vec::new(), options.limits);
    let read = std::io::stdin().lock().take(limits.document_bytes + 1).read_to_end(&mut bytes);
    read.map_err(Error::io("read", "standard input"))?;
    if bytes.len() as u64 > limits.document_bytes {
        return Err(limits.exceeded("document", Place::file("standard input"), "a table of labels held in memory"));
    }
    Ok(bytes)
}

/// The first `length` characters of a text, on one line, harmless to a terminal.
pub fn clip(text: &str, length: usize) -> String {
    let mut line = text.chars().map(|c| if c.is_control() || c.is_whitespace() { ' ' } else { c });
    let clipped: String = line.by_ref().take(length).collect();
    if line.next().is_some() { clipped + "\u{2026}" } else { clipped }
}

/// All rows of a thread to be shown, harmless to a terminal, with the answers that could be found in the texts.
pub fn thread(path: &str, reading: &Reading) -> Result<(Vec<Row>, Report)> {
    let options = options(reading)?;
    let mut reader = Reader::open(path, &options)?;
    let mut gather = Gather::new(&reader, &options, false);
    let mut rows = Vec::new();
    for row in reader.by_ref() {
        let mut row = row?;
        row.comment.target = reading.target.clone().or(row.comment.target);
        gather.take(&mut row.comment);
        rows.push(row);
    }
    let report = gather.report(&reader);
    Ok((rows, report))
}

/// What is done to every comment of a thread on its way in.
pub struct Gather {
    /// Looks for answers, where the format does not say which comment one answers.
    replies: Option<Replies>,
    links: Links,
    most: u64,
}

impl Gather {
    /// For the comments of `reader`; `find` looks for answers in any format.
    pub fn new(reader: &Reader, options: &ReadOptions, find: bool) -> Self {
        let replies = (find || !reader.names_replies()).then(Replies::default);
        Self { replies, links: Links::default(), most: options.limits.ids }
    }

    /// Takes in the next comment.
    pub fn take(&mut self, comment: &mut Comment) {
        defuse(comment);
        if let Some(replies) = &mut self.replies {
            replies.recover(comment);
        }
        if (self.links.len() as u64) < self.most {
            self.links.push(comment);
        }
    }

    /// The reader's report, with what was found out about the threads.
    pub fn report(&self, reader: &Reader) -> Report {
        let mut report = reader.report().clone();
        let found = self.replies.as_ref().map_or(0, Replies::found);
        if found > 0 {
            report.notes.push(format!(
                "{found} answers were found by quoted words and by names; `reply_confidence` says how sure each is"
            ));
        }
        report.notes.extend(self.links.forest().faults().notes());
        report
    }
}

/// A string from outside as it may be shown on a terminal.
pub fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}

/// Says on standard error what reading found out.
pub fn tell(report: &Report) {
    warn(report);
}

fn delimiter(text: &str) -> Result<u8> {
    match text {
        "\\t" | "tab" | "\t" => Ok(b'\t'),
        _ if text.len() == 1 => Ok(text.as_bytes()[0]),
        _ => Err(Error::recipe("delimiter", format!("`{text}` is not one ASCII character"), "Use e.g. ; or | or \\t")),
    }
}
