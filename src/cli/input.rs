//! From what the user typed to what the reader needs.

use hustings::thread::{ColumnNames, ReadOptions, Report, Row, read_all};
use hustings::{Error, Result};

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
