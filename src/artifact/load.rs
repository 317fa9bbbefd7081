//! Bytes → classifier, every part checked before it is used.

use std::path::Path;
use std::sync::Arc;

use half::f16;
use safetensors::SafeTensors;
use safetensors::tensor::Dtype;

use super::manifest::{ACTS, ActsHead, FORMAT, Head, Manifest};
use crate::classifier::{Acts, Classifier, Placed, Record, Terms, context_width};
use crate::decision::{Decision, Rule};
use crate::error::{Error, Result};
use crate::lexical::{Meaning, Names, Scorer};
use crate::vectors::{Readout, Vectors};

/// Largest model file that is read: a scorer of millions of features is far below it.
const LARGEST: u64 = 4 << 30;
/// What helps with a damaged file.
const DAMAGED: &str = "Train the model again or get an undamaged copy";

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
    acts(head, &Parts { tensors: &tensors, name, prefix: ACTS })
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
    let parts = Parts { tensors: &tensors, name, prefix: "" };
    let vectors = manifest.vectors;
    if manifest.heads.is_empty() && manifest.acts.is_some() {
        let cure = "Give a stance model here, and this one with `--acts`";
        return Err(Error::model(name, "it tags conversation acts and no stance", cure));
    }
    let Ok([head]) = <[Head; 1]>::try_from(manifest.heads) else {
        return Err(damaged("it does not have exactly one head".into()));
    };
    let mut scorer = scorer(&parts)?;
    check(&head, &scorer).map_err(damaged)?;
    let read = |decision: &Decision| head.layout.vectors_read(&decision.columns);
    if vectors.is_none() && (read(&head.decision) || head.open.as_ref().is_some_and(|(decision, _)| read(decision))) {
        return Err(damaged("its decision reads word vectors, and it names none".into()));
    }
    scorer.meaning = vectors.map(|hash| meaning(&parts, &hash, stances(&head))).transpose()?;
    let record =
        head.record.map(|record| stored(&parts, record, head.labels.len(), head.layout.targets.len())).transpose()?;
    let terms = terms(&parts)?;
    let (mut placed, mut open, rule) = (head.placed, head.open, head.rule);
    if let Some(record) = &record {
        let labels = head.labels.len();
        for (name, other) in [
            ("record.placed", placed.as_mut().map(|placed| &mut placed.record)),
            ("record.open", open.as_mut().map(|(_, record)| record)),
        ] {
            if let Some(other) = other.filter(|_| parts.has(name)) {
                other.probabilities = probabilities(&parts, name, record.rows, labels)?;
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
    let acted = |head| acts(head, &Parts { tensors: &tensors, name, prefix: ACTS });
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
    let raw: serde_json::Value = serde_json::from_str(text).map_err(|_| foreign("its manifest is not JSON"))?;
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

/// Tensors by name, each asked for with its type.
struct Parts<'a> {
    tensors: &'a SafeTensors<'a>,
    name: &'a str,
    /// What the tensors' names begin with.
    prefix: &'static str,
}

impl Parts<'_> {
    fn damaged(&self, cause: String) -> Error {
        Error::model(self.name, cause, DAMAGED)
    }

    fn read<T, const N: usize>(&self, tensor: &str, dtype: Dtype, value: impl Fn([u8; N]) -> T) -> Result<Vec<T>> {
        let tensor = &format!("{}{tensor}", self.prefix);
        let view = self.tensors.tensor(tensor).map_err(|_| self.damaged(format!("its table `{tensor}` is missing")))?;
        if view.dtype() != dtype {
            return Err(self.damaged(format!("its table `{tensor}` has the wrong type")));
        }
        Ok(view.data().as_chunks::<N>().0.iter().map(|bytes| value(*bytes)).collect())
    }

    /// Whether there is such a table: those that newer versions added may not be.
    fn has(&self, tensor: &str) -> bool {
        self.tensors.tensor(&format!("{}{tensor}", self.prefix)).is_ok()
    }

    fn names(&self, text: &str, ends: &str) -> Result<Names> {
        let bytes = self.read(text, Dtype::U8, |[b]: [u8; 1]| b)?;
        let ends = self.read(ends, Dtype::U32, u32::from_le_bytes)?;
        let string = String::from_utf8(bytes).map_err(|_| self.damaged(format!("its table `{text}` is not text")))?;
        Names::from_parts(string, ends).ok_or_else(|| self.damaged(format!("its table `{text}` is not in order")))
    }
}

fn scorer(parts: &Parts<'_>) -> Result<Scorer> {
    let fingerprints = parts.read("features.fingerprint", Dtype::U64, u64::from_le_bytes)?;
    let idf = parts.read("features.idf", Dtype::F32, f32::from_le_bytes)?;
    let names = parts.names("features.name", "features.name_end")?;
    let weights = parts.read("experts.weight", Dtype::F16, f16::from_le_bytes)?;
    let bias = parts.read("experts.bias", Dtype::F64, f64::from_le_bytes)?;
    let count = fingerprints.len();
    if idf.len() != count || names.len() != count || weights.len() != count * bias.len() || bias.is_empty() {
        return Err(parts.damaged("its tables do not fit together".into()));
    }
    if !fingerprints.windows(2).all(|w| w[0] < w[1]) {
        return Err(parts.damaged("its features are not in order".into()));
    }
    // Every weight is looked at, without a way out at the first that is not finite: many at once are faster than that.
    let odd = weights.iter().fold(false, |odd, weight| odd | !weight.is_finite());
    if odd || !idf.iter().all(|v| v.is_finite()) || !bias.iter().all(|v| v.is_finite()) {
        return Err(parts.damaged("it holds numbers that are not finite".into()));
    }
    Ok(Scorer::from_parts(fingerprints, names, idf, weights, bias))
}

/// The heads of conversation acts.
fn acts(head: ActsHead, parts: &Parts<'_>) -> Result<Acts> {
    let mut scorer = scorer(parts)?;
    let layout = Acts::layout(head.vectors.is_some());
    if head.heads.is_empty() || scorer.width() != head.heads.len() {
        return Err(parts.damaged("its experts do not fit its acts".into()));
    }
    for act in &head.heads {
        fits(&act.decision, layout.labels.len(), layout.width()).map_err(|cause| parts.damaged(cause))?;
        obeyable(&act.rule, layout.labels.len()).map_err(|cause| parts.damaged(cause))?;
    }
    scorer.meaning = head.vectors.map(|hash| meaning(parts, &hash, scorer.width())).transpose()?;
    Acts::assemble(head.recipe, head.data_sha256, scorer, head.heads)
}

/// Scores that the experts on stances give.
fn stances(head: &Head) -> usize {
    (head.own.iter().filter(|own| **own).count() + 1) * head.layout.scores()
}

fn check(head: &Head, scorer: &Scorer) -> std::result::Result<(), String> {
    let labels = head.labels.len();
    if labels < 2 || head.layout.labels != head.labels.names() || head.layout.targets.is_empty() {
        return Err("its labels or targets do not fit together".into());
    }
    let accord = head.placed.as_ref().is_some_and(Placed::reads_accord);
    if scorer.width() != stances(head) + usize::from(accord) {
        return Err("its experts do not fit its labels".into());
    }
    let decisions = std::iter::once(&head.decision).chain(head.open.iter().map(|(decision, _)| decision));
    let placed = head.placed.iter().map(|placed| (&placed.decision, context_width(labels)));
    for (decision, width) in decisions.map(|decision| (decision, head.layout.width())).chain(placed) {
        fits(decision, labels, width)?;
    }
    std::iter::once(&head.rule)
        .chain(head.placed.iter().map(|placed| &placed.rule))
        .try_for_each(|r| obeyable(r, labels))
}

/// Whether a decision over so many columns can be asked for so many labels.
fn fits(decision: &Decision, labels: usize, width: usize) -> std::result::Result<(), String> {
    let n = decision.columns.len();
    let shapes = decision.mean.len() == n && decision.deviation.len() == n && decision.weights.len() == n;
    let rows = decision.weights.iter().all(|row| row.len() == labels) && decision.intercept.len() == labels;
    let numbers = decision.weights.iter().flatten().chain(&decision.mean).chain(&decision.intercept);
    let scales = decision.deviation.iter().all(|d| d.is_finite() && *d > 0.0);
    let columns = decision.columns.iter().all(|c| *c < width);
    let fits = shapes && rows && scales && columns && numbers.into_iter().all(|v| v.is_finite());
    if fits { Ok(()) } else { Err("its decision layer does not fit its columns".into()) }
}

/// Whether a rule can be applied to so many labels.
fn obeyable(rule: &Rule, labels: usize) -> std::result::Result<(), String> {
    let factors = rule.factors();
    let fits = factors.is_empty() || factors.len() == labels;
    if fits && factors.iter().all(|factor| factor.is_finite() && *factor > 0.0) {
        Ok(())
    } else {
        Err("its rule does not fit its labels".into())
    }
}

/// The experts over word vectors: served with the vectors that they were trained on, which are those of this program or
/// in the file, or not at all.
fn meaning(parts: &Parts<'_>, hash: &str, width: usize) -> Result<Meaning> {
    let vectors = match parts.tensors.tensor(&format!("{}vectors.table", parts.prefix)) {
        Ok(table) => Arc::new(Vectors::from_bytes(table.data().to_vec(), parts.name)?),
        Err(_) => Vectors::shipped(),
    };
    if hash != vectors.hash() {
        let cause = "it was trained with other word vectors than those of this program, and does not carry them";
        let cure = "Use the hustings that trained it, or train it again with this one";
        return Err(Error::model(parts.name, cause, cure));
    }
    let weights = parts.read("vectors.weight", Dtype::F32, f32::from_le_bytes)?;
    let bias = parts.read("vectors.bias", Dtype::F64, f64::from_le_bytes)?;
    if bias.len() != width || weights.len() != width * vectors.dimensions() {
        return Err(parts.damaged("its experts over word vectors do not fit together".into()));
    }
    if !(weights.iter().all(|v| v.is_finite()) && bias.iter().all(|v| v.is_finite())) {
        return Err(parts.damaged("it holds numbers that are not finite".into()));
    }
    Ok(Meaning { vectors, readout: Readout { weights, bias } })
}

fn stored(parts: &Parts<'_>, mut record: Record, labels: usize, targets: usize) -> Result<Record> {
    let wide = |name: &str| {
        Ok(parts.read(name, Dtype::U32, u32::from_le_bytes)?.into_iter().map(|v| v as usize).collect::<Vec<_>>())
    };
    record.probabilities = probabilities(parts, "record.probability", record.rows, labels)?;
    record.gold = wide("record.gold")?;
    record.targets = wide("record.target")?;
    if parts.has("record.group") {
        record.groups = parts.read("record.group", Dtype::U32, u32::from_le_bytes)?;
    }
    let fits = record.gold.len() == record.rows
        && record.targets.len() == record.rows
        && (record.groups.is_empty() || record.groups.len() == record.rows);
    if !fits || record.gold.iter().any(|k| *k >= labels) || record.targets.iter().any(|t| *t >= targets) {
        return Err(parts.damaged("its out-of-fold record does not fit together".into()));
    }
    Ok(record)
}

/// One row of probabilities for every comment of a record.
fn probabilities(parts: &Parts<'_>, name: &str, rows: usize, labels: usize) -> Result<Vec<Vec<f64>>> {
    let values = parts.read(name, Dtype::F32, f32::from_le_bytes)?;
    let sound = |p: &f32| p.is_finite() && (0.0..=1.0).contains(p);
    if values.len() != rows * labels || !values.iter().all(sound) {
        return Err(parts.damaged(format!("its table `{name}` does not fit its record")));
    }
    Ok(values.chunks(labels).map(|row| row.iter().map(|p| f64::from(*p)).collect()).collect())
}

fn terms(parts: &Parts<'_>) -> Result<Terms> {
    let names = parts.names("words.text", "words.end")?;
    let counts = parts.read("words.count", Dtype::U64, u64::from_le_bytes)?;
    if counts.len() != names.len() {
        return Err(parts.damaged("its words do not fit their counts".into()));
    }
    Ok(Terms { words: counts.into_iter().enumerate().map(|(i, n)| (names.get(i).to_owned(), n)).collect() })
}
