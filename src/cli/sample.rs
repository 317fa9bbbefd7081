//! `hustings sample`

use std::collections::HashMap;
use std::io::Read;
use std::path::Path;

use hustings::annotate::{Ask, Known, LeftOut, Pick, Pool, QUEUE_COLUMNS, Queued, Strategy, Why, sample};
use hustings::classifier::{Classifier, Prediction};
use hustings::thread::{Comment, CsvWriter, defuse};
use hustings::{Error, artifact};

use super::args::Sample;
use super::exit::warn;
use super::{input, output};

/// Draws the comments to label next and writes them as a queue.
pub fn run(args: &Sample) -> anyhow::Result<()> {
    if !(0.0..=1.0).contains(&args.audit_share) {
        let cause = format!("{} is no share", args.audit_share);
        return Err(Error::recipe("audit-share", cause, "Use a number from 0 to 1").into());
    }
    let (model, threads) = split(&args.inputs);
    let model = model.map(|path| artifact::load(Path::new(path))).transpose()?;
    if threads.is_empty() {
        return Err(Error::recipe("thread", "there is no thread to draw from", "Name one behind the model").into());
    }
    let (mut known, mut labelled): (Known, Vec<String>) = (Known::default(), Vec::new());
    for path in &args.labelled {
        for row in input::labels(path, &args.reading)? {
            known.add(&row.comment);
            labelled.push(row.comment.text);
        }
    }
    let (mut comments, mut predictions): (Vec<Comment>, Vec<Prediction>) = (Vec::new(), Vec::new());
    for path in threads {
        let (rows, report) = input::rows(path, &args.reading)?;
        input::tell(&report);
        let start = comments.len();
        comments.extend(rows.into_iter().map(|row| harmless(row.comment)));
        // Each file by itself: the thread of one says nothing of another's.
        predictions.extend(model.iter().flat_map(|model| model.predict_all(&comments[start..], None)));
    }
    let pool = Pool::of(&comments, &known);
    tell(pool.left_out, pool.len(), args.n);
    if pool.is_empty() {
        warn("nothing is left to label");
    }
    let strategy = args.strategy.map_or_else(|| Strategy::suited(&pool), Strategy::from);
    let ask = Ask { n: args.n, audit_share: args.audit_share, strategy, seed: args.seed };
    let texts: Vec<&str> = labelled.iter().map(String::as_str).collect();
    let picks = sample(&pool, &texts, model.is_some().then_some(predictions.as_slice()), &ask);
    write(&args.output, &comments, &picks, model.as_ref())?;
    say(&picks, pool.len());
    Ok(())
}

/// A model comes first, if the first input is one.
fn split(inputs: &[String]) -> (Option<&String>, &[String]) {
    match inputs.split_first() {
        Some((first, rest)) if is_model(first) => (Some(first), rest),
        _ => (None, inputs),
    }
}

/// By its ending, or by how the container of a model begins: the length of its header in eight bytes, then `{`.
fn is_model(path: &str) -> bool {
    if output::ending(path) == "hustings" {
        return true;
    }
    let mut head = [0u8; 9];
    let read = |mut file: std::fs::File| {
        file.read_exact(&mut head)?;
        file.metadata().map(|there| there.len())
    };
    let is_file = std::fs::metadata(path).is_ok_and(|there| there.is_file());
    let size = Some(path).filter(|_| is_file).and_then(|path| std::fs::File::open(path).and_then(read).ok());
    let [length @ .., first] = head;
    size.is_some_and(|size| first == b'{' && u64::from_le_bytes(length) < size)
}

fn harmless(mut comment: Comment) -> Comment {
    defuse(&mut comment);
    comment
}

fn write(path: &str, comments: &[Comment], picks: &[Pick], model: Option<&Classifier>) -> anyhow::Result<()> {
    let mut texts: HashMap<(Option<&str>, &str), &str> = HashMap::new();
    for comment in comments {
        texts.entry((comment.thread_id.as_deref(), &comment.id)).or_insert(&comment.text);
    }
    let target = model.and_then(|model| model.recipe.default_target.clone());
    output::rows(path, |writer| {
        let mut rows = CsvWriter::with_columns(writer, &QUEUE_COLUMNS)?;
        for pick in picks {
            let comment = &comments[pick.at];
            let parent = comment.parent_id.as_deref().and_then(|id| texts.get(&(comment.thread_id.as_deref(), id)));
            let parent = parent.copied().or(comment.parent_text.as_deref());
            let row = Comment {
                target: comment.target.clone().or_else(|| target.clone()),
                annotator: None,
                ..comment.clone()
            };
            rows.write_with(&row, &Queued::of(pick, parent).cells())?;
        }
        rows.finish()?;
        Ok(())
    })
}

fn tell(left_out: LeftOut, eligible: usize, n: usize) {
    let LeftOut { hidden, empty, labelled, copies } = left_out;
    for (count, what) in [
        (labelled, "are labelled already"),
        (copies, "are copies of another"),
        (hidden, "are deleted, spam or pending"),
        (empty, "have no text"),
    ] {
        if count > 0 {
            warn(format!("{count} comments {what} and are not drawn"));
        }
    }
    if eligible < n && eligible > 0 {
        warn(format!("there are only {eligible} to draw: all of them"));
    }
}

fn say(picks: &[Pick], pool: usize) {
    let count = |why: Why| picks.iter().filter(|pick| pick.why == why).count();
    let audited = count(Why::Audit);
    warn(format!(
        "{} of {pool} comments: {audited} drawn at random (audit), {} because the model is unsure, {} because they stand for others",
        picks.len(),
        count(Why::Uncertain),
        count(Why::Diverse)
    ));
}
