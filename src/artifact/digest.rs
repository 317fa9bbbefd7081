//! A model says of itself what it adds up to, so that a flipped bit is no other model.

use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView};
use xxhash_rust::xxh3::Xxh3;

/// What a stamped manifest begins with.
const BEGINS: &str = "{\"digest\":\"";

/// The manifest with the digest of itself and of the tensors as its first key.
pub(super) fn stamp(manifest: &str, tensors: &[(&str, TensorView<'_>)]) -> String {
    let digest = of(manifest, tensors);
    format!("{BEGINS}{digest}\",{}", manifest.strip_prefix('{').unwrap_or(manifest))
}

/// The manifest without its digest, if that is right. A model of a version that wrote none is taken as it is.
pub(super) fn unstamp(stamped: &str, tensors: &SafeTensors<'_>) -> Option<String> {
    let Some(rest) = stamped.strip_prefix(BEGINS) else { return Some(stamped.to_owned()) };
    let (digest, rest) = rest.split_once("\",")?;
    let manifest = format!("{{{rest}");
    let list = tensors.tensors();
    let views: Vec<(&str, TensorView<'_>)> = list.iter().map(|(name, view)| (name.as_str(), view.clone())).collect();
    (of(&manifest, &views) == digest).then_some(manifest)
}

/// Of a manifest and of tensors in whatever order: 128 bits of XXH3, which are for accidents, not against people.
fn of(manifest: &str, tensors: &[(&str, TensorView<'_>)]) -> String {
    let mut order: Vec<&(&str, TensorView<'_>)> = tensors.iter().collect();
    order.sort_by_key(|(name, _)| *name);
    let mut hasher = Xxh3::new();
    let mut part = |bytes: &[u8]| {
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    };
    part(manifest.as_bytes());
    for (name, view) in order {
        part(name.as_bytes());
        part(kind(view.dtype()).as_bytes());
        view.shape().iter().for_each(|side| part(&(*side as u64).to_le_bytes()));
        part(view.data());
    }
    format!("{:032x}", hasher.digest128())
}

fn kind(dtype: Dtype) -> String {
    format!("{dtype:?}")
}
