//! Classifier → bytes. The same classifier gives the same bytes.

use std::collections::HashMap;
use std::path::Path;

use safetensors::tensor::{Dtype, TensorView};

use super::digest::stamp;
use super::manifest::{ACTS, ActsHead, FORMAT, Head, Manifest};
use super::write_then_rename;
use crate::classifier::{Acts, Classifier};
use crate::error::{Error, Result};
use crate::lexical::Scorer;
use crate::vectors::{Readout, Vectors};

/// A tensor's name, type, shape and bytes.
type Tensor = (String, Dtype, Vec<usize>, Vec<u8>);

/// Writes a model file, whole or not at all.
///
/// # Errors
/// [`Error::Io`] if the file cannot be written.
pub fn save(classifier: &Classifier, path: &Path) -> Result<()> {
    write(&to_bytes(classifier)?, path)
}

/// Writes a file of conversation acts alone, whole or not at all.
///
/// # Errors
/// As [`save`].
pub fn save_acts(acts: &Acts, path: &Path) -> Result<()> {
    let manifest = Manifest {
        format: FORMAT,
        hustings: env!("CARGO_PKG_VERSION").into(),
        recipe: acts.recipe.clone(),
        vectors: None,
        heads: Vec::new(),
        acts: Some(acts_head(acts)),
    };
    write(&container(&manifest, &scorer_tensors(ACTS, &acts.scorer))?, path)
}

fn write(bytes: &[u8], path: &Path) -> Result<()> {
    write_then_rename(path, |writer| writer.write_all(bytes).map_err(Error::io("write", path)))
}

/// The bytes of a model file.
///
/// # Errors
/// [`Error::Model`] if the container refuses the parts, which would be a defect of this program.
pub fn to_bytes(classifier: &Classifier) -> Result<Vec<u8>> {
    container(&manifest(classifier), &tensors(classifier))
}

fn container(manifest: &Manifest, tensors: &[Tensor]) -> Result<Vec<u8>> {
    let refuse = |cause: String| Error::model("(in memory)", cause, "Please report this as a defect of hustings");
    let manifest = serde_json::to_string(manifest).map_err(|e| refuse(e.to_string()))?;
    let views = tensors
        .iter()
        .map(|(name, dtype, shape, bytes)| Ok((name.as_str(), TensorView::new(*dtype, shape.clone(), bytes)?)))
        .collect::<std::result::Result<Vec<_>, safetensors::SafeTensorError>>()
        .map_err(|e| refuse(e.to_string()))?;
    // One entry only: the container writes its map in random order.
    let header = HashMap::from([("manifest".to_owned(), stamp(&manifest, &views))]);
    safetensors::serialize(views, Some(header)).map_err(|e| refuse(e.to_string()))
}

fn acts_head(acts: &Acts) -> ActsHead {
    ActsHead {
        recipe: acts.recipe.clone(),
        vectors: acts.scorer.meaning.as_ref().map(|meaning| meaning.vectors.hash().to_owned()),
        data_sha256: acts.data_sha256.clone(),
        heads: acts.heads.clone(),
    }
}

fn manifest(classifier: &Classifier) -> Manifest {
    Manifest {
        format: FORMAT,
        hustings: env!("CARGO_PKG_VERSION").into(),
        recipe: classifier.recipe.clone(),
        vectors: classifier.scorer.meaning.as_ref().map(|meaning| meaning.vectors.hash().to_owned()),
        heads: vec![Head {
            name: if classifier.labels.is_stance() { "stance" } else { "label" }.into(),
            labels: classifier.labels.clone(),
            layout: classifier.layout.clone(),
            own: classifier.own.clone(),
            decision: classifier.decision.clone(),
            rule: classifier.rule.clone(),
            open: classifier.open.clone(),
            placed: classifier.placed.clone(),
            record: classifier.record.clone(),
            training: classifier.training.clone(),
        }],
        acts: classifier.acts.as_ref().map(acts_head),
    }
}

fn tensors(classifier: &Classifier) -> Vec<Tensor> {
    let mut words = crate::lexical::Names::default();
    classifier.terms.words.iter().for_each(|(word, _)| words.push(word));
    let (word_text, word_ends) = words.parts();
    let counts: Vec<u8> = classifier.terms.words.iter().flat_map(|(_, n)| n.to_le_bytes()).collect();
    let mut list = scorer_tensors("", &classifier.scorer);
    list.extend(classifier.acts.iter().flat_map(|acts| scorer_tensors(ACTS, &acts.scorer)));
    list.push(("words.text".into(), Dtype::U8, vec![word_text.len()], word_text.as_bytes().to_vec()));
    list.push(("words.end".into(), Dtype::U32, vec![word_ends.len()], little(word_ends, u32::to_le_bytes)));
    list.push(("words.count".into(), Dtype::U64, vec![classifier.terms.words.len()], counts));
    if let Some(record) = &classifier.record {
        let narrow = |all: &[usize]| little(&all.iter().map(|v| *v as u32).collect::<Vec<_>>(), u32::to_le_bytes);
        let probabilities: Vec<f32> = record.probabilities.iter().flatten().map(|p| *p as f32).collect();
        let shape = vec![record.rows, classifier.labels.len()];
        list.push(("record.probability".into(), Dtype::F32, shape, little(&probabilities, f32::to_le_bytes)));
        list.push(("record.gold".into(), Dtype::U32, vec![record.rows], narrow(&record.gold)));
        list.push(("record.target".into(), Dtype::U32, vec![record.rows], narrow(&record.targets)));
        if record.groups.len() == record.rows {
            list.push(("record.group".into(), Dtype::U32, vec![record.rows], little(&record.groups, u32::to_le_bytes)));
        }
        // Both are of the same comments as the record.
        let beside = [("record.placed", classifier.placed.as_ref().map(|placed| &placed.record))];
        let beside = beside.into_iter().chain([("record.open", classifier.open.as_ref().map(|(_, record)| record))]);
        for (name, other) in beside.filter_map(|(name, other)| Some((name, other?))) {
            if other.probabilities.len() == record.rows {
                let probabilities: Vec<f32> = other.probabilities.iter().flatten().map(|p| *p as f32).collect();
                let shape = vec![record.rows, classifier.labels.len()];
                list.push((name.into(), Dtype::F32, shape, little(&probabilities, f32::to_le_bytes)));
            }
        }
    }
    list
}

/// The experts of a scorer; every name begins with the scorer's.
fn scorer_tensors(name: &str, scorer: &Scorer) -> Vec<Tensor> {
    let (features, width) = (scorer.fingerprints.len(), scorer.width());
    let (names, name_ends) = scorer.names.parts();
    let named = |part: &str| format!("{name}{part}");
    let mut list: Vec<Tensor> = vec![
        (named("features.fingerprint"), Dtype::U64, vec![features], little(&scorer.fingerprints, u64::to_le_bytes)),
        (named("features.idf"), Dtype::F32, vec![features], little(&scorer.idf, f32::to_le_bytes)),
        (named("features.name"), Dtype::U8, vec![names.len()], names.as_bytes().to_vec()),
        (named("features.name_end"), Dtype::U32, vec![name_ends.len()], little(name_ends, u32::to_le_bytes)),
        (named("experts.weight"), Dtype::F16, vec![features, width], little(&scorer.weights, half::f16::to_le_bytes)),
        (named("experts.bias"), Dtype::F64, vec![width], little(&scorer.bias, f64::to_le_bytes)),
    ];
    if let Some(meaning) = &scorer.meaning {
        let Readout { weights, bias } = &meaning.readout;
        let shape = vec![weights.len() / bias.len(), bias.len()];
        list.push((named("vectors.weight"), Dtype::F32, shape, little(weights, f32::to_le_bytes)));
        list.push((named("vectors.bias"), Dtype::F64, vec![bias.len()], little(bias, f64::to_le_bytes)));
        if meaning.vectors.hash() != Vectors::shipped().hash() {
            let table = meaning.vectors.bytes();
            list.push((named("vectors.table"), Dtype::U8, vec![table.len()], table.to_vec()));
        }
    }
    list
}

fn little<T: Copy, const N: usize>(values: &[T], bytes: impl Fn(T) -> [u8; N]) -> Vec<u8> {
    values.iter().flat_map(|v| bytes(*v)).collect()
}
