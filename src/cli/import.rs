//! `hustings import`

use hustings::thread::{Comment, CsvWriter, JsonlWriter, Reader};

use super::args::{Import, RowFormat};
use super::exit::warn;
use super::input::Gather;
use super::{input, output};

/// Streams any source into canonical rows.
pub fn run(args: &Import) -> anyhow::Result<()> {
    let options = input::options(&args.reading)?;
    let mut reader = Reader::open(&args.source, &options)?;
    let by_ending = if matches!(output::ending(&args.output).as_str(), "jsonl" | "ndjson") {
        RowFormat::Jsonl
    } else {
        RowFormat::Csv
    };
    let mut gather = Gather::new(&reader, &options, args.find_replies);
    output::rows(&args.output, |writer| {
        let comments = reader.by_ref().map(|row| {
            row.map(|row| {
                let mut comment: Comment = row.comment;
                comment.target = args.reading.target.clone().or(comment.target);
                gather.take(&mut comment);
                comment
            })
        });
        match args.format.unwrap_or(by_ending) {
            RowFormat::Csv => {
                let new = if args.guard { CsvWriter::for_spreadsheets } else { CsvWriter::with_columns };
                let mut rows = new(writer, &[])?;
                for comment in comments {
                    rows.write(&comment?)?;
                }
                rows.finish()?;
            }
            RowFormat::Jsonl => {
                let mut rows = JsonlWriter::new(writer);
                for comment in comments {
                    rows.write(&comment?)?;
                }
                rows.finish()?;
            }
        }
        Ok(())
    })?;
    input::tell(&gather.report(&reader));
    if let Some(left) = unread(&reader) {
        warn(left);
    }
    Ok(())
}

/// Columns named in a message.
const NAMED: usize = 12;

/// The columns that no field of a comment was taken from, where the input has columns of its own.
fn unread(reader: &Reader) -> Option<String> {
    let report = reader.report();
    let read = |header: &&String| report.columns.iter().any(|(_, column)| column == *header);
    let own = ["csv", "jsonl"].contains(&report.source);
    let left: Vec<String> = reader
        .headers()
        .iter()
        .filter(|header| own && !header.is_empty() && !read(header))
        .map(|h| format!("`{}`", input::clip(h, 40)))
        .collect();
    let more = if left.len() > NAMED { format!(" and {} more", left.len() - NAMED) } else { String::new() };
    let named = left.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    (!left.is_empty()).then(|| {
        format!("columns that are not read: {named}{more} (`--date-column` and its like name one for what it is)")
    })
}
