//! The tables of a model file, each checked while it is read.

use std::sync::Arc;

use half::f16;
use safetensors::SafeTensors;
use safetensors::tensor::Dtype;

use crate::classifier::{Record, Terms};
use crate::error::{Error, Result};
use crate::lexical::{Meaning, Names, Scorer};
use crate::vectors::{Readout, Vectors};

/// What helps with a damaged file.
pub(super) const DAMAGED: &str = "Train the model again or get an undamaged copy";

/// Tensors by name, each asked for with its type.
pub(super) struct Tables<'a> {
    pub tensors: &'a SafeTensors<'a>,
    pub name: &'a str,
    /// What the tensors' names begin with.
    pub prefix: &'static str,
}

impl Tables<'_> {
    /// The error of a file that is not as it was written.
    pub fn damaged(&self, cause: String) -> Error {
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
    pub fn has(&self, tensor: &str) -> bool {
        self.tensors.tensor(&format!("{}{tensor}", self.prefix)).is_ok()
    }

    fn names(&self, text: &str, ends: &str) -> Result<Names> {
        let bytes = self.read(text, Dtype::U8, |[b]: [u8; 1]| b)?;
        let ends = self.read(ends, Dtype::U32, u32::from_le_bytes)?;
        let string = String::from_utf8(bytes).map_err(|_| self.damaged(format!("its table `{text}` is not text")))?;
        Names::from_parts(string, ends).ok_or_else(|| self.damaged(format!("its table `{text}` is not in order")))
    }

    /// The experts over text.
    pub fn scorer(&self) -> Result<Scorer> {
        let fingerprints = self.read("features.fingerprint", Dtype::U64, u64::from_le_bytes)?;
        let idf = self.read("features.idf", Dtype::F32, f32::from_le_bytes)?;
        let names = self.names("features.name", "features.name_end")?;
        let weights = self.read("experts.weight", Dtype::F16, f16::from_le_bytes)?;
        let bias = self.read("experts.bias", Dtype::F64, f64::from_le_bytes)?;
        let count = fingerprints.len();
        if idf.len() != count || names.len() != count || weights.len() != count * bias.len() || bias.is_empty() {
            return Err(self.damaged("its tables do not fit together".into()));
        }
        if !fingerprints.windows(2).all(|w| w[0] < w[1]) {
            return Err(self.damaged("its features are not in order".into()));
        }
        // Every weight is looked at, without a way out at the first that is not finite: many at once are faster than that.
        let odd = weights.iter().fold(false, |odd, weight| odd | !weight.is_finite());
        if odd || !idf.iter().all(|v| v.is_finite()) || !bias.iter().all(|v| v.is_finite()) {
            return Err(self.damaged("it holds numbers that are not finite".into()));
        }
        Ok(Scorer::from_parts(fingerprints, names, idf, weights, bias))
    }

    /// The experts over word vectors: served with the vectors that they were trained on, which are those of this program or
    /// in the file, or not at all.
    pub fn meaning(&self, hash: &str, width: usize) -> Result<Meaning> {
        let vectors = match self.tensors.tensor(&format!("{}vectors.table", self.prefix)) {
            Ok(table) => Arc::new(Vectors::from_bytes(table.data().to_vec(), self.name)?),
            Err(_) => Vectors::shipped(),
        };
        if hash != vectors.hash() {
            let cause = "it was trained with other word vectors than those of this program, and does not carry them";
            let cure = "Use the hustings that trained it, or train it again with this one";
            return Err(Error::model(self.name, cause, cure));
        }
        let weights = self.read("vectors.weight", Dtype::F32, f32::from_le_bytes)?;
        let bias = self.read("vectors.bias", Dtype::F64, f64::from_le_bytes)?;
        if bias.len() != width || weights.len() != width * vectors.dimensions() {
            return Err(self.damaged("its experts over word vectors do not fit together".into()));
        }
        if !(weights.iter().all(|v| v.is_finite()) && bias.iter().all(|v| v.is_finite())) {
            return Err(self.damaged("it holds numbers that are not finite".into()));
        }
        Ok(Meaning { vectors, readout: Readout { weights, bias } })
    }

    /// What the numbers of a record are, put into the rest of it.
    pub fn record(&self, mut record: Record, labels: usize, targets: usize) -> Result<Record> {
        let wide = |name: &str| {
            Ok(self.read(name, Dtype::U32, u32::from_le_bytes)?.into_iter().map(|v| v as usize).collect::<Vec<_>>())
        };
        record.probabilities = self.probabilities("record.probability", record.rows, labels)?;
        record.gold = wide("record.gold")?;
        record.targets = wide("record.target")?;
        if self.has("record.group") {
            record.groups = self.read("record.group", Dtype::U32, u32::from_le_bytes)?;
        }
        let fits = record.gold.len() == record.rows
            && record.targets.len() == record.rows
            && (record.groups.is_empty() || record.groups.len() == record.rows);
        if !fits || record.gold.iter().any(|k| *k >= labels) || record.targets.iter().any(|t| *t >= targets) {
            return Err(self.damaged("its out-of-fold record does not fit together".into()));
        }
        Ok(record)
    }

    /// One row of probabilities for every comment of a record.
    pub fn probabilities(&self, name: &str, rows: usize, labels: usize) -> Result<Vec<Vec<f64>>> {
        let values = self.read(name, Dtype::F32, f32::from_le_bytes)?;
        let sound = |p: &f32| p.is_finite() && (0.0..=1.0).contains(p);
        if values.len() != rows * labels || !values.iter().all(sound) {
            return Err(self.damaged(format!("its table `{name}` does not fit its record")));
        }
        Ok(values.chunks(labels).map(|row| row.iter().map(|p| f64::from(*p)).collect()).collect())
    }

    /// The words of the training data with how often each stands in it.
    pub fn terms(&self) -> Result<Terms> {
        let names = self.names("words.text", "words.end")?;
        let counts = self.read("words.count", Dtype::U64, u64::from_le_bytes)?;
        if counts.len() != names.len() {
            return Err(self.damaged("its words do not fit their counts".into()));
        }
        Ok(Terms { words: counts.into_iter().enumerate().map(|(i, n)| (names.get(i).to_owned(), n)).collect() })
    }
}
