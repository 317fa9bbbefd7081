//! Bytes → table, every part checked before it is used.

use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;

use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, Metadata};

use super::save::{ENTRY, FORMAT, Manifest, content_hash, probe};
use super::table::{Parts, Vectors};
use crate::error::{Error, Result};

/// Largest table that is read.
const LARGEST: u64 = 1 << 30;

impl Vectors {
    /// Reads a table written by `hustings vectors`.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be read; [`Error::Vectors`] as [`Vectors::from_bytes`].
    pub fn load(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let size = std::fs::metadata(path).map_err(Error::io("read", path))?.len();
        if size > LARGEST {
            return Err(foreign(&name, &format!("it has {size} bytes, more than any table")));
        }
        Self::from_bytes(std::fs::read(path).map_err(Error::io("read", path))?, &name)
    }

    /// Reads the bytes of a table; `name` stands in messages.
    ///
    /// # Errors
    /// [`Error::Vectors`] if it is truncated, foreign, damaged or newer than this program.
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>, name: &str) -> Result<Self> {
        let table = Self::trusted(bytes, name)?;
        let part = |range: &Range<usize>| &table.bytes[range.clone()];
        let scale: Vec<u8> = table.scale.iter().flat_map(|step| step.to_le_bytes()).collect();
        let (prints, weights, values) =
            (part(&table.parts.prints), part(&table.parts.weights), part(&table.parts.values));
        if content_hash(prints, weights, &scale, values) != table.sha256 {
            return Err(damaged(name, "its content does not fit its hash"));
        }
        Ok(table)
    }

    /// The same, but the hash that the table gives of itself is believed: values may be other than those hashed, but
    /// no value can do harm.
    pub(super) fn trusted(bytes: impl Into<Cow<'static, [u8]>>, name: &str) -> Result<Self> {
        let bytes = bytes.into();
        let (header, metadata) = SafeTensors::read_metadata(&bytes)
            .map_err(|_| foreign(name, "this is not a table of word vectors, or it was cut off"))?;
        let manifest = manifest(&metadata, name)?;
        if manifest.probe != probe() {
            let cause = "its words have the fingerprints of another version of hustings";
            return Err(Error::vectors(name, cause, "Make it again with `hustings vectors` of this version."));
        }
        // The container's own length stands before its header.
        let start = header + size_of::<u64>();
        let part = |part: &str, dtype: Dtype| range(&metadata, part, dtype, start, name);
        let (prints, words) = part("print", Dtype::U64)?;
        let (weights, weighed) = part("weight", Dtype::F32)?;
        let (scale, scaled) = part("scale", Dtype::F32)?;
        let (values, shape) = part("value", Dtype::I8)?;
        if words.len() != 1 || weighed != words || scaled.len() != 1 || shape != [words[0], scaled[0]] || shape[1] == 0
        {
            return Err(damaged(name, "its parts do not fit together"));
        }
        let scale = bytes[scale].as_chunks().0.iter().map(|step| f32::from_le_bytes(*step)).collect();
        let parts = Parts { prints, weights, values };
        let mut table = Self { parts, scale, common: Vec::new(), sha256: manifest.sha256, bytes };
        table.check().map_err(|cause| damaged(name, cause))?;
        table.common = table.shared();
        Ok(table)
    }

    fn check(&self) -> std::result::Result<(), &'static str> {
        if !self.prints().array_windows().all(|[a, b]| u64::from_le_bytes(*a) < u64::from_le_bytes(*b)) {
            return Err("its words are not in order");
        }
        if !self.scale.iter().all(|step| step.is_finite() && *step >= 0.0) {
            return Err("it holds scales that are negative or not finite");
        }
        let weighs = |bytes: &[u8; 4]| Some(f32::from_le_bytes(*bytes)).is_some_and(|w| w.is_finite() && w > 0.0);
        if !self.weights().iter().all(weighs) {
            return Err("it holds weights that are not positive and finite");
        }
        Ok(())
    }
}

fn manifest(metadata: &Metadata, name: &str) -> Result<Manifest> {
    let entries = metadata.metadata().as_ref();
    let Some(text) = entries.and_then(|m| m.get(ENTRY)) else {
        let model = entries.is_some_and(|m| m.contains_key("manifest"));
        let cause = if model { "it is a model, not a table of word vectors" } else { "it was not made by hustings" };
        return Err(foreign(name, cause));
    };
    let raw: serde_json::Value = serde_json::from_str(text).map_err(|_| foreign(name, "its manifest is not JSON"))?;
    match raw.get("format").and_then(serde_json::Value::as_u64) {
        Some(format) if format == u64::from(FORMAT) => {}
        Some(format) => {
            let cause = format!("it has format {format}, and this program reads format {FORMAT}");
            return Err(Error::vectors(name, cause, "Use a newer hustings, or make the table again with this one."));
        }
        None => return Err(foreign(name, "its manifest names no format")),
    }
    serde_json::from_value(raw).map_err(|e| foreign(name, &format!("its manifest does not fit its format ({e})")))
}

/// Where a part stands in the file, and its shape.
fn range<'a>(
    metadata: &'a Metadata,
    part: &str,
    dtype: Dtype,
    start: usize,
    name: &str,
) -> Result<(Range<usize>, &'a [usize])> {
    let info = metadata.info(part).ok_or_else(|| damaged(name, &format!("its part `{part}` is missing")))?;
    if info.dtype != dtype {
        return Err(damaged(name, &format!("its part `{part}` has the wrong type")));
    }
    Ok((start + info.data_offsets.0..start + info.data_offsets.1, &info.shape))
}

fn foreign(name: &str, cause: &str) -> Error {
    Error::vectors(name, cause, "Give a table written by `hustings vectors`.")
}

fn damaged(name: &str, cause: &str) -> Error {
    Error::vectors(name, cause, "Make it again with `hustings vectors`, or get an undamaged copy.")
}
