//! `hustings update`

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use hustings::annotate::{Known, Revision, supersede};
use hustings::classifier::{Acts, Classifier, Corpus, Given, train};
use hustings::thread::Comment;
use hustings::{Error, Place, artifact};
use sha2::{Digest, Sha256};

use super::args::Update;
use super::exit::{GATE, warn};
use super::train::{hex, read, slurp};
use super::{input, output, progress};

/// Trains again with new labels, says what changed, and replaces the model unless it was better.
pub fn run(args: &Update) -> anyhow::Result<ExitCode> {
    let kept = beside(&args.model);
    if args.rollback {
        roll_back(&args.model, &kept)?;
        return Ok(ExitCode::SUCCESS);
    }
    let (Some(new), Some(audit)) = (&args.new, &args.audit) else {
        return Err(Error::recipe("new", "there are no new labels", "Name their file behind the model").into());
    };
    let old = artifact::load(&args.model)?;
    let audit = audited(audit, args)?;
    let (comments, given) = labels(args, &old, new, &audit)?;
    let fresh = fit(&comments, given, &old)?;
    same_labels(&old, &fresh, new, args.force)?;
    let revision = Revision::of(&old, &fresh, &audit, args.seed)?;
    if args.json {
        let json = serde_json::to_string_pretty(&revision)?;
        output::stdout(|w| writeln!(w, "{json}"))?;
    } else {
        output::stdout(|w| w.write_all(text(&revision).as_bytes()))?;
    }
    if let Some(path) = args.output.as_deref().filter(|path| *path != args.model) {
        artifact::save(&fresh, path)?;
        warn(format!("{} written; {} is as it was", path.display(), args.model.display()));
        return Ok(ExitCode::SUCCESS);
    }
    if revision.is_worse() && !args.force {
        warn(format!(
            "{} is better on the audit and is kept; --force replaces it, -o writes the new one elsewhere",
            args.model.display()
        ));
        return Ok(ExitCode::from(GATE));
    }
    let bytes = std::fs::read(&args.model).map_err(Error::io("read", &args.model))?;
    if artifact::to_bytes(&fresh)? == bytes {
        warn(format!("the new model is the one that {} holds already: nothing was replaced", args.model.display()));
        return Ok(ExitCode::SUCCESS);
    }
    // The old one is safe under its other name before the new one takes its place.
    artifact::write_then_rename(&kept, |writer| writer.write_all(&bytes).map_err(Error::io("write", &kept)))?;
    artifact::save(&fresh, &args.model)?;
    warn(format!(
        "{} replaced; the old one is {}, and `hustings update {0} --rollback` puts it back",
        args.model.display(),
        kept.display()
    ));
    Ok(ExitCode::SUCCESS)
}

/// New labels do not make another question of the model's.
fn same_labels(old: &Classifier, fresh: &Classifier, new: &str, force: bool) -> anyhow::Result<()> {
    let strange: Vec<String> = fresh
        .labels
        .names()
        .iter()
        .filter(|name| old.labels.index(name).is_none())
        .map(|name| format!("`{name}`"))
        .collect();
    if strange.is_empty() || force {
        return Ok(());
    }
    let cause =
        format!("the new labels bring {}, but the model tells {}", strange.join(", "), old.labels.names().join(", "));
    Err(Error::input(Place::file(new), cause, "Use the model's labels, or --force for a model with more").into())
}

/// Where the model goes that is replaced.
fn beside(model: &Path) -> PathBuf {
    let mut name: OsString = model.as_os_str().to_owned();
    name.push(".previous");
    name.into()
}

/// Exchanges both, so that a second time undoes the first.
fn roll_back(model: &Path, kept: &Path) -> anyhow::Result<()> {
    if !kept.exists() {
        let cause = "there is no earlier model to go back to";
        return Err(
            Error::model(kept.display().to_string(), cause, "An update that replaces a model leaves one").into()
        );
    }
    artifact::load(kept)?;
    let current = std::fs::read(model).ok();
    let earlier = std::fs::read(kept).map_err(Error::io("read", kept))?;
    artifact::write_then_rename(model, |w| w.write_all(&earlier).map_err(Error::io("write", model)))?;
    match current {
        Some(bytes) => artifact::write_then_rename(kept, |w| w.write_all(&bytes).map_err(Error::io("write", kept)))?,
        None => std::fs::remove_file(kept).map_err(Error::io("remove", kept))?,
    }
    warn(format!("{} is what it was before its last update", model.display()));
    Ok(())
}

/// The audit: comments with a label.
fn audited(path: &str, args: &Update) -> anyhow::Result<Vec<Comment>> {
    let (rows, report) = input::rows(path, &args.reading)?;
    input::tell(&report);
    let labelled: Vec<Comment> = rows.into_iter().map(|row| row.comment).filter(has_label).collect();
    if labelled.is_empty() {
        return Err(Error::input(Place::file(path), "no row has a label", "Name the column with --label-column").into());
    }
    Ok(labelled)
}

fn has_label(comment: &Comment) -> bool {
    comment.stance.as_deref().is_some_and(|stance| !stance.trim().is_empty())
}

/// What to train on: the old data, each file in the order of training, then the new labels. A later label of a comment
/// replaces earlier ones, unless other annotators gave them; what is in the audit is left out.
fn labels(args: &Update, old: &Classifier, new: &str, audit: &[Comment]) -> anyhow::Result<(Vec<Comment>, Given)> {
    let held: Known = audit.iter().collect();
    let (mut comments, mut hash, mut before): (Vec<Comment>, Sha256, String) =
        (Vec::new(), Sha256::new(), String::new());
    let mut given = Given::default();
    let (mut replaced, mut left_out) = (0, 0);
    for (at, path) in args.data.iter().map(String::as_str).chain([new]).enumerate() {
        let (bytes, name) = slurp(path)?;
        hash.update(&bytes);
        let (mut rows, found) = read(bytes, &name, &args.reading, &old.recipe)?;
        given.vectors = found.vectors;
        let is_new = at == args.data.len();
        let n = rows.len();
        // By text: files may number their comments alike.
        rows.retain(|comment| !held.has_text(&comment.text));
        if !is_new && rows.len() < n {
            left_out += n - rows.len();
        } else if rows.len() < n {
            warn(format!("{} of the new rows are in the audit and are not trained on", n - rows.len()));
        }
        let relabelled: Vec<&Comment> = rows.iter().filter(|comment| has_label(comment)).collect();
        replaced += supersede(&mut comments, &relabelled);
        comments.extend(rows);
        if at + 1 == args.data.len() {
            before = hex(&hash.clone().finalize());
        }
    }
    let same = before == old.training.data_sha256;
    if same && left_out > 0 {
        let cause = format!("{left_out} of its comments are in the data that the model was trained on");
        let cure = "Audit by comments that no model saw; `hustings label --audit` keeps them apart";
        return Err(Error::input(Place::file(args.audit.clone().unwrap_or_default()), cause, cure).into());
    }
    if !same {
        warn("--data is not what the model was trained on, so whether it saw the audit is not known");
    }
    if left_out > 0 {
        warn(format!("{left_out} rows of --data are in the audit and are not trained on"));
    }
    if replaced > 0 {
        warn(format!("{replaced} earlier labels are replaced by later ones of the same comments"));
    }
    given.data_sha256 = hex(&hash.clone().finalize());
    Ok((comments, given))
}

/// A plain refit with the old model's recipe: its layers are fitted to out-of-fold scores, which a start from the old
/// weights would have seen.
fn fit(comments: &[Comment], given: Given, old: &Classifier) -> anyhow::Result<Classifier> {
    warn("a plain refit, by the recipe of the old model");
    let recipe = old.recipe.clone();
    let corpus = Corpus::collect(comments, &recipe, &Place::file("old and new labels"))?;
    let bar = progress::Bar::new();
    let trained = train(corpus, &recipe, given.clone(), &|done, share| bar.at(done, share)).map_err(plain);
    let mut fresh = trained?;
    if recipe.acts {
        fresh.acts = Acts::train(comments, &recipe, given, &|done, share| bar.at(done, share)).map_err(plain)?;
    }
    bar.finish();
    Ok(fresh)
}

fn plain(error: Error) -> anyhow::Error {
    error.at("old and new labels").into()
}

fn text(revision: &Revision) -> String {
    let mut out = format!("on {} audited comments\n", revision.audited);
    let _ = writeln!(out, "{:<12} {:>8} {:>8} {:>8}  95 % interval (paired)", "figure", "before", "after", "change");
    for (name, change) in &revision.figures {
        let d = change.difference;
        let clear = if d.low > 0.0 || d.high < 0.0 { "  *" } else { "" };
        let _ = writeln!(
            out,
            "{name:<12} {:>8.3} {:>8.3} {:>+8.3}  {:+.3} to {:+.3}{clear}",
            change.before.value, change.after.value, d.value, d.low, d.high
        );
    }
    if !revision.moved.is_empty() {
        out.push_str("\nwords whose weight moved most\n");
    }
    for moved in &revision.moved {
        let _ = writeln!(
            out,
            "  {:<20} for {:<10} {:+.2} to {:+.2}",
            input::clip(&moved.word, 20),
            moved.label,
            moved.before,
            moved.after
        );
    }
    let right = revision.flips.iter().filter(|flip| flip.after == flip.gold).count();
    let wrong = revision.flips.iter().filter(|flip| flip.before == flip.gold).count();
    let _ = writeln!(out, "\n{} predictions flip, {right} to right, {wrong} to wrong", revision.flips.len());
    for flip in &revision.flips {
        let _ = writeln!(
            out,
            "  {}: {} to {}, labelled {}: {}",
            input::clip(&flip.id, 40),
            flip.before,
            flip.after,
            flip.gold,
            input::clip(&flip.text, 80)
        );
    }
    out
}
