//! Training the heads of conversation acts.

use super::{Act, Acts, LABELS};
use crate::classifier::layers::Layers;
use crate::classifier::outer::outer;
use crate::classifier::placed::Around;
use crate::classifier::progress::Progress;
use crate::classifier::record::{Told, keep};
use crate::classifier::table::Table;
use crate::classifier::train::Given;
use crate::classifier::{Conversation, Example, Place, Recipe};
use crate::error::Result;
use crate::labels::LabelSet;
use crate::lexical::{Expert, Links, Meaning, Scorer, Weighting, groups};
use crate::thread::Comment;
use crate::vectors::Readout;

/// Comments with an act, and without it, that a head needs.
const FEWEST: usize = 30;
/// Folds of an act's cross-validation: two labels need fewer than stances of many targets.
const FOLDS: usize = 5;
/// The experts' C and the decision's penalty, fixed because acts are many: a search would multiply their time. They are
/// middle values of the search for stances and have not been tuned.
const C: f64 = 1.0;
const ALPHA: f64 = 30.0;

/// Comments in which acts were looked for, with what was found.
struct Looked<'a> {
    comments: Vec<&'a Comment>,
    /// The text that each answers, where that is known.
    parents: Vec<Option<&'a str>>,
    names: Vec<String>,
}

impl<'a> Looked<'a> {
    fn at(comments: &'a [Comment]) -> Self {
        let looked = |c: &Comment| !c.acts_labelled.is_empty() && !c.text.trim().is_empty();
        let everyone = Conversation::of(&comments.iter().map(Place::of).collect::<Vec<_>>());
        let parent = |at: u32| everyone.said(at, |at| (&comments[at as usize]).into()).parent;
        let (comments, parents): (Vec<&Comment>, Vec<_>) =
            (0..).zip(comments).filter(|(_, c)| looked(c)).map(|(at, c)| (c, parent(at))).unzip();
        let mut names: Vec<String> = comments.iter().flat_map(|c| c.acts_labelled.iter().cloned()).collect();
        names.sort_unstable();
        names.dedup();
        let mut looked = Self { comments, parents, names };
        looked.names = std::mem::take(&mut looked.names).into_iter().filter(|name| looked.enough(name)).collect();
        looked
    }

    /// Rows in which an act was looked for.
    fn rows(&self, act: &str) -> Vec<u32> {
        let named = |c: &&Comment| c.acts_labelled.iter().any(|name| name == act);
        (0..self.comments.len() as u32).filter(|row| named(&self.comments[*row as usize])).collect()
    }

    fn has(&self, row: usize, act: &str) -> bool {
        self.comments[row].acts.iter().any(|name| name == act)
    }

    fn enough(&self, act: &str) -> bool {
        let rows = self.rows(act);
        let present = rows.iter().filter(|row| self.has(**row as usize, act)).count();
        present >= FEWEST && rows.len() - present >= FEWEST
    }

    fn examples(&self) -> Vec<Example> {
        let links: Vec<Links<'_>> = self.comments.iter().map(|c| Links::of(c)).collect();
        let example = |((c, parent), group): ((&&Comment, Option<&str>), u32)| Example {
            text: c.text.clone(),
            target: 0,
            label: 0,
            parent: parent.map(str::to_owned),
            group,
            votes: Vec::new(),
        };
        self.comments.iter().zip(self.parents.iter().copied()).zip(groups(&links)).map(example).collect()
    }
}

impl Acts {
    /// Trains a head for every act that was looked for in enough comments; nothing where there is none.
    ///
    /// A head's record is an outer cross-fit of both its layers and its threshold.
    ///
    /// # Errors
    /// As [`crate::classifier::train()`].
    pub fn train(comments: &[Comment], recipe: &Recipe, given: Given, progress: Progress<'_>) -> Result<Option<Self>> {
        recipe.check()?;
        let looked = Looked::at(comments);
        if looked.names.is_empty() {
            return Ok(None);
        }
        let recipe = Recipe {
            folds: FOLDS,
            record_folds: FOLDS,
            c: vec![C],
            alpha: vec![ALPHA],
            decide: "macro_f1".into(),
            ..recipe.clone().for_rows(looked.comments.len())
        };
        let vectors = recipe.vectors(looked.comments.len(), 1, given.vectors)?;
        let layout = Self::layout(vectors.is_some());
        let mut table = Table::read(looked.examples(), &[String::new()], LABELS.len(), &recipe, vectors)?;
        let everything: Vec<u32> = (0..looked.comments.len() as u32).collect();
        let labels = LabelSet::of(LABELS.map(String::from).to_vec());
        let nobody = Conversation::default();
        let around = Around { all: &nobody, accord: None };
        let (mut heads, mut fitted) = (Vec::new(), Vec::new());
        for (at, name) in looked.names.iter().enumerate() {
            table.labels = everything.iter().map(|row| usize::from(looked.has(*row as usize, name))).collect();
            let rows = looked.rows(name);
            let layers = Layers::fit(&table, &layout, &rows, &recipe, &|| {})?;
            let (told, _): (Told, _) = outer(&table, &layout, around, &rows, &recipe, &|_, _| {})?;
            let present = rows.iter().filter(|row| table.labels[**row as usize] == 1).count();
            let record = keep(&labels, &table, &rows, told, recipe.seed);
            let Layers { experts, decision, rule, .. } = layers;
            heads.push(Act { name: name.clone(), rows: rows.len(), present, decision, rule, record });
            fitted.push(experts);
            progress(name, (at + 1) as f64 / looked.names.len() as f64);
        }
        let whole = Weighting::fit(&table.matrix, &everything, recipe.min_df);
        let pools: Vec<_> = fitted.iter().map(|e| Expert::mean(&[(&e.pool, &e.weighting)], &whole)).collect();
        let mut scorer = Scorer::new(&table.matrix.features, &whole, &pools.iter().collect::<Vec<_>>());
        let readouts: Vec<&Readout> = fitted.iter().filter_map(|e| e.readouts.as_ref().map(|r| &r.pool)).collect();
        scorer.meaning = table
            .means
            .as_ref()
            .map(|means| Meaning { vectors: means.vectors.clone(), readout: Readout::beside(&readouts) });
        Self::assemble(recipe, given.data_sha256, scorer, heads).map(Some)
    }
}
