//! Rows → the bytes of a table. The same rows give the same bytes.

use std::collections::HashMap;

use safetensors::tensor::{Dtype, TensorView};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::key;
use super::quantise::Quantised;
use crate::error::{Error, Result};

/// The format that this version writes and the newest that it reads.
pub const FORMAT: u32 = 1;
/// The entry of the container's header that says what the file is.
pub(super) const ENTRY: &str = "vectors";

/// What a table says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// The file format's number.
    pub format: u32,
    /// [`probe`] of the program that made it.
    pub probe: String,
    /// [`content_hash`] of the parts.
    pub sha256: String,
}

/// The bytes of a table: `rows` are each word's fingerprint, its rank and the number of its row in `values`.
pub(super) fn to_bytes(mut rows: Vec<(u64, u64, usize)>, values: &Quantised) -> Result<Vec<u8>> {
    rows.sort_unstable();
    let dimensions = values.scale.len();
    let prints: Vec<u8> = rows.iter().flat_map(|(print, ..)| print.to_le_bytes()).collect();
    let weights: Vec<u8> = rows.iter().flat_map(|(_, rank, _)| weight(*rank).to_le_bytes()).collect();
    let scale: Vec<u8> = values.scale.iter().flat_map(|step| step.to_le_bytes()).collect();
    let mut steps: Vec<u8> = Vec::with_capacity(rows.len() * dimensions);
    for (_, _, row) in &rows {
        steps.extend(values.steps[row * dimensions..][..dimensions].iter().map(|step| step.cast_unsigned()));
    }
    let sha256 = content_hash(&prints, &weights, &scale, &steps);
    let refuse = |cause: String| Error::vectors("(in memory)", cause, "Please report this as a defect of hustings.");
    let manifest = serde_json::to_string(&Manifest { format: FORMAT, probe: probe(), sha256 })
        .map_err(|e| refuse(e.to_string()))?;
    let parts: [(&str, Dtype, Vec<usize>, &[u8]); 4] = [
        ("print", Dtype::U64, vec![rows.len()], &prints),
        ("weight", Dtype::F32, vec![rows.len()], &weights),
        ("scale", Dtype::F32, vec![dimensions], &scale),
        ("value", Dtype::I8, vec![rows.len(), dimensions], &steps),
    ];
    let views = parts
        .into_iter()
        .map(|(name, dtype, shape, bytes)| Ok((name, TensorView::new(dtype, shape, bytes)?)))
        .collect::<std::result::Result<Vec<_>, safetensors::SafeTensorError>>()
        .map_err(|e| refuse(e.to_string()))?;
    // One entry only: the container writes its map in random order.
    let header = HashMap::from([(ENTRY.to_owned(), manifest)]);
    safetensors::serialize(views, Some(header)).map_err(|e| refuse(e.to_string()))
}

/// The keys of a short and a long word: a program with other fingerprints would find none of a table's words.
pub(super) fn probe() -> String {
    format!("{:016x}", key("rebels") ^ key("counterinsurgencies").rotate_left(1))
}

/// A word's weight by its rank, counted from 1 for the most frequent.
fn weight(rank: u64) -> f32 {
    (rank as f64).ln_1p() as f32
}

/// SHA-256 over the sizes and the parts, in hexadecimal.
pub(super) fn content_hash(prints: &[u8], weights: &[u8], scale: &[u8], steps: &[u8]) -> String {
    let mut hash = Sha256::new();
    for part in [prints, weights, scale, steps] {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().iter().fold(String::new(), |hex, b| hex + &format!("{b:02x}"))
}
