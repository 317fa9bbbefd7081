//! Bytes → classifier, every part checked before it is used.

use std::path::Path;

use safetensors::SafeTensors;

use super::digest::unstamp;
use super::manifest::{ACTS, ActsHead, FORMAT, Head, Manifest};
use super::sound::{check, fits, obeyable, stances};
use super::tables::{DAMAGED, Tables};
use crate::classifier::{Acts, Classifier};
use crate::decision::Decision;
use crate::error::{Error, Result};

/// Largest model file that is read: a scorer of millions of features is far below it.
const LARGEST: u64 = 4 << 30;

/// Reads a model file.
///
/// # Errors
/// [`Error::Io`] if it cannot be read; [`Error::Model`] if it is truncated, foreign, damaged or newer than this program.
pub fn load(path: &Path) -> Result<Classifier> {
    from_bytes(&bytes(path)?, &path.display().to_string())
}

/// Reads the conversation acts of a model file: one of acts alone, or one that tags acts beside stances.
///
/// # Errors
/// As [`load`], and if it tags no acts.
pub fn load_acts(path: &Path) -> Result<Acts> {
    acts_from_bytes(&bytes(path)?, &path.display().to_string())
}

fn bytes(path: &Path) -> Result<Vec<u8>> {
    let size = std::fs::metadata(path).map_err(Error::io("read", path))?.len();
    if size > LARGEST {
        return Err(Error::model(
            path.display().to_string(),
            format!("it has {size} bytes, more than any model"),
            "Check that this is a .hustings file",
        ));
    }
    std::fs::read(path).map_err(Error::io("read", path))
}

/// Reads the conversation acts among the bytes of a model file; `name` stands in messages.
///
/// # Errors
/// As [`load_acts`].
pub fn acts_from_bytes(bytes: &[u8], name: &str) -> Result<Acts> {
    let manifest = manifest(bytes, name)?;
    let tensors = open(bytes, name)?;
    let cure = "Give one that `hustings train` made of comments with acts";
    let head = manifest.acts.ok_or_else(|| Error::model(name, "it tags no conversation acts", cure))?;
    acts(head, &Tables { tensors: &tensors, name, prefix: ACTS })
}

fn open<'a>(bytes: &'a [u8], name: &str) -> Result<SafeTensors<'a>> {
    let damaged = |e| Error::model(name, format!("it is truncated or damaged ({e})"), DAMAGED);
    SafeTensors::deserialize(bytes).map_err(damaged)
}

/// Reads the bytes of a model file; `name` stands in messages.
///
/// # Errors
/// As [`load`].
pub fn from_bytes(bytes: &[u8], name: &str) -> Result<Classifier> {
    let manifest = manifest(bytes, name)?;
    let damaged = |cause: String| Error::model(name, cause, DAMAGED);
    let tensors = open(bytes, name)?;
    let tables = Tables { tensors: &tensors, name, prefix: "" };
    let vectors = manifest.vectors;
    if manifest.heads.is_empty() && manifest.acts.is_some() {
        let cure = "Give a stance model here, and this one with `--acts`";
        return Err(Error::model(name, "it tags conversation acts and no stance", cure));
    }
    let Ok([mut head]) = <[Head; 1]>::try_from(manifest.heads) else {
        return Err(damaged("it does not have exactly one head".into()));
    };
    let record = head.record.take();
    let read = |record| tables.record(record, head.labels.len(), head.layout.targets.len());
    // The parts side by side: a program that predicts waits for all of them before its first comment.
    let (scorer, (record, terms)) = rayon::join(|| tables.scorer(), || (record.map(read).transpose(), tables.terms()));
    let mut scorer = scorer?;
    check(&head, &scorer).map_err(damaged)?;
    let reads = |decision: &Decision| head.layout.vectors_read(&decision.columns);
    if vectors.is_none() && (reads(&head.decision) || head.open.as_ref().is_some_and(|(decision, _)| reads(decision))) {
        return Err(damaged("its decision reads word vectors, and it names none".into()));
    }
    scorer.meaning = vectors.map(|hash| tables.meaning(&hash, stances(&head))).transpose()?;
    let (record, terms) = (record?, terms?);
    let (mut placed, mut open, rule) = (head.placed, head.open, head.rule);
    if let Some(record) = &record {
        let labels = head.labels.len();
        for (name, other) in [
            ("record.placed", placed.as_mut().map(|placed| &mut placed.record)),
            ("record.open", open.as_mut().map(|(_, record)| record)),
        ] {
            if let Some(other) = other.filter(|_| tables.has(name)) {
                other.probabilities = tables.probabilities(name, record.rows, labels)?;
            }
        }
    }
    let mut classifier = Classifier::assemble(
        manifest.recipe,
        head.labels,
        head.layout,
        scorer,
        head.own,
        head.decision,
        open,
        record,
        head.training,
        terms,
    )?;
    classifier.placed = placed;
    classifier.rule = rule;
    let acted = |head| acts(head, &Tables { tensors: &tensors, name, prefix: ACTS });
    classifier.acts = manifest.acts.map(acted).transpose()?;
    Ok(classifier)
}

fn manifest(bytes: &[u8], name: &str) -> Result<Manifest> {
    let foreign = |cause: &str| Error::model(name, cause, "Give a .hustings file written by `hustings train`");
    let (_, header) =
        SafeTensors::read_metadata(bytes).map_err(|_| foreign("this is not a model file, or it was cut off"))?;
    let text = header
        .metadata()
        .as_ref()
        .and_then(|m| m.get("manifest"))
        .ok_or_else(|| foreign("it has no hustings manifest"))?;
    let changed = || Error::model(name, "it is damaged: it does not add up to what it says of itself", DAMAGED);
    let text = unstamp(text, &open(bytes, name)?).ok_or_else(changed)?;
    let raw: serde_json::Value = serde_json::from_str(&text).map_err(|_| foreign("its manifest is not JSON"))?;
    match raw.get("format").and_then(serde_json::Value::as_u64) {
        Some(format) if format == u64::from(FORMAT) => {}
        Some(format) => {
            let cause = format!("it has format {format}, and this program reads format {FORMAT}");
            let older = format < u64::from(FORMAT);
            let cure = if older {
                "Train the model again"
            } else {
                "Use a newer hustings, or train the model again with this one"
            };
            return Err(Error::model(name, cause, cure));
        }
        None => return Err(foreign("its manifest names no format")),
    }
    serde_json::from_value(raw).map_err(|e| foreign(&format!("its manifest does not fit its format ({e})")))
}

/// The heads of conversation acts.
fn acts(head: ActsHead, tables: &Tables<'_>) -> Result<Acts> {
    let mut scorer = tables.scorer()?;
    let layout = Acts::layout(head.vectors.is_some());
    if head.heads.is_empty() || scorer.width() != head.heads.len() {
        return Err(tables.damaged("its experts do not fit its acts".into()));
    }
    for act in &head.heads {
        fits(&act.decision, layout.labels.len(), layout.width()).map_err(|cause| tables.damaged(cause))?;
        obeyable(&act.rule, layout.labels.len()).map_err(|cause| tables.damaged(cause))?;
    }
    scorer.meaning = head.vectors.map(|hash| tables.meaning(&hash, scorer.width())).transpose()?;
    Acts::assemble(head.recipe, head.data_sha256, scorer, head.heads)
}
