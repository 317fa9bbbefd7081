//! `hustings predict`

mod csv;
mod fixed;
mod jsonl;
mod line;
mod pipeline;
mod score;
mod tally;

use std::sync::Arc;

use hustings::classifier::Acts;
use hustings::thread::Reader;
use hustings::{Error, artifact};

use super::args::{Predict, RowFormat};
use super::exit::warn;
use super::{acts, input, output, progress};
use line::{Columns, Format};
use score::{Scoring, Seat, Shared};
use tally::Tally;

/// Streams rows in, predictions out, in order.
pub fn run(args: &Predict) -> anyhow::Result<()> {
    if args.precision.is_some_and(|p| !(0.0..=1.0).contains(&p)) {
        return Err(Error::recipe("precision", "it is not between 0 and 1", "Give a share, e.g. 0.9").into());
    }
    let mut classifier = artifact::load(&args.model)?;
    let acts = acts::of(&args.acts, &mut classifier)?;
    let reader = Reader::open(&args.input, &input::options(&args.reading)?)?;
    let kept = if args.keep { reader.headers().to_vec() } else { Vec::new() };
    let reads = classifier.reads_threads() || acts.as_ref().is_some_and(Acts::reads_parent);
    let whole_threads = reads && reader.has_threads();
    let format = format(args, Columns::new(&classifier, kept, acts.as_ref(), args.reasons > 0))?;
    let scoring = Arc::new(Scoring {
        classifier,
        acts,
        whole_threads,
        format,
        target: args.reading.target.clone(),
        precision: args.precision,
        reasons: args.reasons,
    });
    let shared = Shared::default();
    let worker = || {
        let (scoring, mut seat) = (Arc::clone(&scoring), Seat::sharing(&shared));
        move |piece: &mut pipeline::Piece| scoring.run(piece, &mut seat)
    };
    let workers = (0..rayon::current_num_threads()).map(|_| worker()).collect();
    let mut tally = Tally::default();
    let bar = progress::counter();
    let reader = output::rows(&args.output, |writer| {
        writer.write_all(&scoring.format.header()?)?;
        pipeline::run(reader, whole_threads, workers, |piece| {
            writer.write_all(&piece.bytes)?;
            tally.join(&piece.tally);
            bar.inc(piece.rows.len() as u64);
            Ok(())
        })
    })?;
    bar.finish_and_clear();
    input::tell(reader.report());
    let named = args.reading.target.is_some() || reader.report().columns.iter().any(|(role, _)| *role == "target");
    if let (false, true, Some(assumed)) =
        (named, scoring.classifier.layout.by_target(), scoring.classifier.target(None))
    {
        let assumed = &scoring.classifier.layout.targets[assumed];
        warn(format!("no target is named, so the comments were read as about {assumed}; --target names another"));
    }
    tally.tell(&scoring.classifier, args);
    Ok(())
}

/// The format that was asked for, or that the output's ending means.
fn format(args: &Predict, columns: Columns) -> anyhow::Result<Box<dyn Format>> {
    let by_ending = if matches!(output::ending(&args.output).as_str(), "jsonl" | "ndjson") {
        RowFormat::Jsonl
    } else {
        RowFormat::Csv
    };
    Ok(match args.format.unwrap_or(by_ending) {
        RowFormat::Csv => Box::new(csv::Csv::new(columns)),
        RowFormat::Jsonl => Box::new(jsonl::Jsonl::new(columns)?),
    })
}
