//! `hustings import`

use hustings::thread::{CsvWriter, JsonlWriter, Reader};

use super::args::{Import, RowFormat};
use super::{input, output};

/// Streams any source into canonical rows.
pub fn run(args: &Import) -> anyhow::Result<()> {
    let mut reader = Reader::open(&args.source, &input::options(&args.reading)?)?;
    let by_ending = if matches!(output::ending(&args.output).as_str(), "jsonl" | "ndjson") {
        RowFormat::Jsonl
    } else {
        RowFormat::Csv
    };
    let target = args.reading.target.as_ref();
    output::to(&args.output, |writer| {
        let comments = reader.by_ref().map(|row| {
            row.map(|row| {
                let mut comment = row.comment;
                comment.target = target.cloned().or(comment.target);
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
    input::tell(reader.report());
    Ok(())
}
