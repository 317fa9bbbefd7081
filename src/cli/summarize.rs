//! `hustings summarize`

use std::collections::BTreeMap;
use std::io::IsTerminal;

use hustings::brief::{About, Act, Background, Brief, Scored, html, markdown, pseudonymise, terminal};
use hustings::check::{Examined, examine};
use hustings::classifier::{Acts, Classifier, Conversation, Place, Prediction, Tag};
use hustings::lexical::Memory;
use hustings::text::Stemmer;
use hustings::thread::{Comment, Row};
use hustings::{Error, artifact};

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

/// What is asked of a brief.
#[derive(Clone, Copy)]
pub struct Ask {
    /// The precision below which a comment is unsure.
    pub precision: Option<f64>,
    /// Seed of the draws behind the intervals.
    pub seed: u64,
    /// Whether names of people are replaced.
    pub pseudonymise: bool,
}

/// The brief of some rows.
pub fn compose(
    classifier: &Classifier,
    acts: Option<&Acts>,
    model: &str,
    rows: Vec<Row>,
    ask: Ask,
) -> anyhow::Result<Brief> {
    let acts = acts.map_or_else(|| vec![Vec::new(); rows.len()], |acts| tagged(acts, &rows));
    let predictions = classifier.predict_all(rows.iter().map(|row| &row.comment), ask.precision);
    let mut scored: Vec<Scored> = rows
        .into_iter()
        .zip(predictions)
        .zip(acts)
        .map(|((row, prediction), acts)| Scored { comment: row.comment, prediction, acts })
        .collect();
    let examined = {
        let comments: Vec<&Comment> = scored.iter().map(|s| &s.comment).collect();
        let predictions: Vec<&Prediction> = scored.iter().map(|s| &s.prediction).collect();
        examine(classifier, &comments, &predictions, ask.seed)
    };
    // After the model has read them: a name in a comment is then read as it was written.
    if ask.pseudonymise {
        pseudonymise(&mut scored);
    }
    Ok(Brief::compose(&scored, &background(classifier)?, &about(classifier, model, &scored, examined, ask)))
}

/// What each comment does in the conversation.
fn tagged(acts: &Acts, rows: &[Row]) -> Vec<Vec<Act>> {
    let mut memory = Memory::default();
    let all = Conversation::of(rows.iter().map(|row| Place::of(&row.comment)));
    let act = |(head, tag): (&hustings::classifier::Act, Tag)| Act {
        name: head.name.clone(),
        probability: tag.probability,
        present: tag.present,
    };
    let mut tag = |at: u32| acts.tag(all.said(at, |at| (&rows[at as usize].comment).into()), &mut memory);
    (0..rows.len() as u32).map(|at| acts.heads.iter().zip(tag(at).tags).map(act).collect()).collect()
}

fn about(classifier: &Classifier, model: &str, scored: &[Scored], examined: Examined, ask: Ask) -> About {
    let named = scored.iter().find_map(|s| s.comment.target.clone());
    let fallback = classifier.recipe.default_target.clone().or_else(|| classifier.layout.targets.first().cloned());
    let placed = classifier.placed.as_ref().filter(|_| scored.iter().any(|s| s.prediction.placed));
    let record = placed.map(|placed| &placed.record).or(classifier.record.as_ref());
    let record = record.and_then(|r| Some((r.figures.get("macro_f1")?, r.rows)));
    let mut warnings = Vec::new();
    if ask.precision.is_some_and(|p| classifier.threshold(Some(p), true).is_infinite()) {
        warnings
            .push("the precision asked for was never reached out of fold, so every comment counts as unsure".into());
    }
    About {
        target: named.or(fallback).unwrap_or_default(),
        model: model.to_owned(),
        record: record.map_or_else(
            || "no out-of-fold record".into(),
            |(f, n)| format!("out of fold macro-F1 {:.2} ({:.2}–{:.2}) on {n} comments", f.value, f.low, f.high),
        ),
        labels: classifier.labels.names().to_vec(),
        language: classifier.recipe.language.clone(),
        precision: ask.precision,
        seed: ask.seed,
        pseudonymised: ask.pseudonymise,
        warnings,
        examined: Some(examined),
    }
}

/// The training data's words, by stem.
fn background(classifier: &Classifier) -> Result<Background, Error> {
    let stemmer = Stemmer::new(&classifier.recipe.language)?;
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for (word, count) in &classifier.terms.words {
        let slot = counts.entry(stemmer.stem(word).into_owned()).or_default();
        *slot = slot.saturating_add(u32::try_from(*count).unwrap_or(u32::MAX));
    }
    Ok(Background::of(counts))
}
