//! `hustings summarize`

use std::io::IsTerminal;

use hustings::artifact;
use hustings::brief::{Ask, Brief, html, markdown, score, terminal};
use hustings::classifier::{Acts, Classifier};
use hustings::thread::Row;

use super::args::{BriefFormat, Summarize};
use super::{acts, input, output};

/// Columns of a brief where standard output is no terminal.
const WIDTH: usize = 88;

/// Scores a thread and writes its brief.
pub fn run(args: &Summarize) -> anyhow::Result<()> {
    let mut classifier = artifact::load(&args.model)?;
    let acts = acts::of(&args.acts, &mut classifier)?;
    let (rows, report) = input::thread(&args.thread, &args.reading)?;
    input::tell(&report);
    let name = args.model.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
    let format = match (args.json, args.format, output::ending(&args.output).as_str()) {
        (true, ..) => BriefFormat::Json,
        (_, Some(format), _) => format,
        (.., "html" | "htm") => BriefFormat::Html,
        (.., "md" | "markdown") => BriefFormat::Md,
        (.., "json") => BriefFormat::Json,
        _ => BriefFormat::Text,
    };
    let ask = Ask {
        precision: args.precision,
        seed: args.seed,
        pseudonymise: args.pseudonymise || (format == BriefFormat::Html && !args.names),
    };
    let brief = compose(&classifier, acts.as_ref(), &name, rows, ask)?;
    let shown = args.output == "-" && std::io::stdout().is_terminal();
    let colour = shown && anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never;
    let text = match format {
        BriefFormat::Html => html(&brief),
        BriefFormat::Md => markdown(&brief),
        BriefFormat::Json => serde_json::to_string_pretty(&brief)? + "\n",
        BriefFormat::Text => terminal(&brief, WIDTH, colour),
    };
    output::to(&args.output, |w| Ok(w.write_all(text.as_bytes())?))
}

/// The brief of some rows.
pub fn compose(
    classifier: &Classifier,
    acts: Option<&Acts>,
    model: &str,
    rows: Vec<Row>,
    ask: Ask,
) -> anyhow::Result<Brief> {
    let comments = rows.into_iter().map(|row| row.comment).collect();
    let mut scored = score(classifier, acts, comments, ask.precision);
    let mut warnings = Vec::new();
    if ask.precision.is_some_and(|p| classifier.threshold(Some(p), true).is_infinite()) {
        warnings
            .push("the precision asked for was never reached out of fold, so every comment counts as unsure".into());
    }
    Ok(Brief::with(classifier, model, &mut scored, ask, warnings, |_| ())?)
}
