//! What to train: plain parameters with their defaults in one place.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::context::FAMILIES;
use super::layout::{OWN_VECTORS, TARGET, VECTORS};
use super::targets::target_key;
use crate::decision::Rule;
use crate::error::{Error, Result};
use crate::features::{CUE_FAMILIES, PHRASE_FAMILIES};
use crate::text::Stemmer;
use crate::vectors::Vectors;

/// Everything that decides what a training run makes of its data. The same recipe, data and seed give the same bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Recipe {
    /// Seed of fold assignment and sampling, the only randomness there is.
    pub seed: u64,
    /// Language of the stemmer: one of [`crate::text::LANGUAGES`], or `none`.
    pub language: String,
    /// Phrase families beside the tokens' own features: `bigrams`, `negated`, `opening`, `lead`.
    pub phrases: Vec<String>,
    /// A feature stands in at least this many training comments.
    pub min_df: u32,
    /// Folds that give the decision layer its scores; 0 fits once, without out-of-fold scores and so without calibration.
    pub folds: usize,
    /// Folds of the outer cross-fit that the model's record comes from.
    pub record_folds: usize,
    /// Values of C (inverse penalty per example, as in LIBLINEAR) among which cross-validation chooses.
    #[serde(alias = "C")]
    pub c: Vec<f64>,
    /// Penalties of the decision layer among which cross-validation chooses.
    pub alpha: Vec<f64>,
    /// The solver's relative tolerance (LIBLINEAR's `-e`).
    pub tolerance: f64,
    /// A target with fewer labelled comments than this has no expert of its own and is served by the pooled one.
    pub target_rows: usize,
    /// A target with fewer labelled comments than this leans on the pool: its expert is the pool's plus a penalised
    /// difference.
    pub lean_rows: usize,
    /// Other names of targets, each with the name that it stands for. Their words count as mentions of the target.
    pub aliases: BTreeMap<String, String>,
    /// Whether the conversation acts that the data is labelled with are learnt, too.
    pub acts: bool,
    /// Column groups of the decision layers that are not tried: cue families, context families, `vectors`, `target`.
    pub leave_out: Vec<String>,
    /// How a label is chosen from probabilities: `probable`, or `macro_f1` where every label counts alike, however rare.
    pub decide: String,
    /// The target of rows that name none.
    pub default_target: Option<String>,
    /// Above this many rows one held-out split replaces the folds, C is searched and experts over vectors are fitted on a
    /// sample, and `large_min_df` and `large_tolerance` replace `min_df` and `tolerance`.
    pub large_rows: usize,
    /// A feature of a large corpus stands in at least this many training comments. What stands once is two features
    /// in five there, and leaving it out moved the held-out log loss by less than 0.1 %.
    pub large_min_df: u32,
    /// The solver's relative tolerance on a large corpus. Half as many products of the matrix as with 0.1 told held-out
    /// comments as well.
    pub large_tolerance: f64,
    /// Rows of such a sample.
    pub search_rows: usize,
    /// Share of a large corpus that is held out for the decision layer.
    pub held_out: f64,
    /// Held-out rows that the decision layer is fitted on, at most.
    pub decision_rows: usize,
    /// Word vectors whose centred and scaled mean over a comment has experts of its own: `shipped`, `none`, or the table's name.
    pub vectors: String,
    /// C of those experts.
    pub vector_c: f64,
    /// With more labelled comments a target than this, on average, vectors are not tried: experts that saw as many
    /// know the words themselves.
    pub vector_rows: usize,
}

/// The name of the word vectors inside the program.
const SHIPPED: &str = "shipped";
/// The rule that chooses the most probable label.
const PROBABLE: &str = "probable";
/// The rule under which every label counts alike.
const MACRO_F1: &str = "macro_f1";
/// The name of no word vectors.
const NONE: &str = "none";

impl Default for Recipe {
    fn default() -> Self {
        Self {
            seed: 42,
            language: "english".into(),
            phrases: Vec::new(),
            min_df: 1,
            folds: 10,
            record_folds: 5,
            c: vec![0.3, 1.0, 3.0],
            alpha: vec![3.0, 10.0, 30.0, 100.0],
            tolerance: 0.1,
            target_rows: 20,
            lean_rows: 200,
            aliases: BTreeMap::new(),
            acts: true,
            leave_out: Vec::new(),
            decide: PROBABLE.into(),
            default_target: None,
            large_rows: 50_000,
            large_min_df: 2,
            large_tolerance: 0.4,
            search_rows: 30_000,
            held_out: 0.1,
            decision_rows: 20_000,
            vectors: SHIPPED.into(),
            vector_c: 1.0,
            vector_rows: 4_000,
        }
    }
}

impl Recipe {
    /// The recipe as it applies to this many rows.
    #[must_use]
    pub fn for_rows(mut self, rows: usize) -> Self {
        if rows > self.large_rows {
            self.min_df = self.min_df.max(self.large_min_df);
            self.tolerance = self.tolerance.max(self.large_tolerance);
        }
        self
    }

    /// The rule that cross-fitted probabilities lead to.
    pub(super) fn rule(&self, gold: &[usize], probabilities: &[Vec<f64>], labels: usize) -> Rule {
        if self.decide == MACRO_F1 { Rule::macro_f1(gold, probabilities, labels) } else { Rule::probable() }
    }

    /// Whether the word vectors are a table that has to be given.
    #[must_use]
    pub fn names_table(&self) -> bool {
        ![SHIPPED, NONE].contains(&self.vectors.as_str())
    }

    /// The word vectors that are tried on this many rows about this many targets.
    pub(super) fn vectors(
        &self,
        rows: usize,
        targets: usize,
        given: Option<Arc<Vectors>>,
    ) -> Result<Option<Arc<Vectors>>> {
        if self.vectors == NONE || rows > self.vector_rows.saturating_mul(targets.max(1)) {
            return Ok(None);
        }
        if !self.names_table() {
            return Ok(Some(Vectors::shipped()));
        }
        let cause = || format!("the table `{}` was not given", self.vectors);
        let cure = format!("Use {SHIPPED} or {NONE}, or give the table to `train`");
        given.map(Some).ok_or_else(|| Error::recipe("vectors", cause(), cure))
    }

    /// The name that another one stands for; itself, if it is no alias.
    pub(super) fn unaliased<'a>(&'a self, name: &'a str) -> &'a str {
        let key = target_key(name);
        self.aliases.iter().find(|(alias, _)| target_key(alias) == key).map_or(name, |(_, target)| target)
    }

    /// A target's name with all its aliases.
    pub(super) fn called(&self, target: &str) -> String {
        let key = target_key(target);
        let aliases = self.aliases.iter().filter(|(_, target)| target_key(target) == key).map(|(alias, _)| alias);
        std::iter::once(target).chain(aliases.map(String::as_str)).collect::<Vec<_>>().join(" ")
    }

    /// Refuses parameters that no training run can use.
    ///
    /// # Errors
    /// [`Error::Recipe`] naming the parameter, its value and the range.
    pub fn check(&self) -> Result<()> {
        Stemmer::new(&self.language)?;
        for phrase in &self.phrases {
            if !PHRASE_FAMILIES.iter().any(|f| f.name() == phrase) {
                let names: Vec<&str> = PHRASE_FAMILIES.iter().map(|f| f.name()).collect();
                return Err(Error::recipe(
                    "phrases",
                    format!("`{phrase}` is not a phrase family"),
                    format!("Use some of {}", names.join(", ")),
                ));
            }
        }
        if let Some((alias, target)) =
            self.aliases.iter().find(|(alias, target)| alias.trim().is_empty() || target.trim().is_empty())
        {
            let cause = format!("`{alias}={target}` lacks a name");
            return Err(Error::recipe("aliases", cause, "Write ALIAS=TARGET"));
        }
        let known = optional_groups();
        if let Some(unknown) = self.leave_out.iter().find(|name| !known.contains(&name.as_str())) {
            let cause = format!("`{unknown}` is no group of columns that can be left out");
            return Err(Error::recipe("leave_out", cause, format!("Use some of {}", known.join(", "))));
        }
        if ![PROBABLE, MACRO_F1].contains(&self.decide.as_str()) {
            let cause = format!("`{}` is no way to choose a label", self.decide);
            return Err(Error::recipe("decide", cause, format!("Use {PROBABLE} or {MACRO_F1}")));
        }
        let positive = |name: &str, values: &[f64]| match values.iter().find(|v| !(v.is_finite() && **v > 0.0)) {
            None if !values.is_empty() => Ok(()),
            found => {
                let what = found.map_or("the list is empty".to_owned(), |v| format!("{v} is not above 0"));
                Err(Error::recipe(name, what, "Give one or more positive numbers, e.g. [0.3, 1, 3]"))
            }
        };
        positive("c", &self.c)?;
        positive("alpha", &self.alpha)?;
        positive("tolerance", &[self.tolerance, self.large_tolerance])?;
        positive("vector_c", &[self.vector_c])?;
        if self.folds == 1 || self.folds > 100 {
            return Err(Error::recipe(
                "folds",
                format!("{} folds cannot be cross-validated", self.folds),
                "Use 2 to 100, or 0 for a single fit",
            ));
        }
        if !(0.01..=0.5).contains(&self.held_out) {
            return Err(Error::recipe("held_out", format!("{} is out of range", self.held_out), "Use 0.01 to 0.5"));
        }
        Ok(())
    }
}

/// The names of the groups of columns that a recipe may leave out.
fn optional_groups() -> Vec<&'static str> {
    let cues = CUE_FAMILIES.iter().map(|family| family.name());
    let context = FAMILIES.iter().map(|(name, _)| *name);
    ["pool", OWN_VECTORS, VECTORS, TARGET].into_iter().chain(cues).chain(context).collect()
}
