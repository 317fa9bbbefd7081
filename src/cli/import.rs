//! `hustings import`

use hustings::thread::{Comment, CsvWriter, JsonlWriter, Reader};

use super::args::{Import, RowFormat};
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
                let mut rows = CsvWriter::new(writer)?;
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
    Ok(())
}
