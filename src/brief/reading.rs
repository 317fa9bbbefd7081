//! From a thread to its brief: scored, examined, put together.

use std::collections::BTreeMap;

use super::{About, Act, Background, Brief, Scored, pseudonymise};
use crate::check::{Examined, examine};
use crate::classifier::{Acts, Classifier, Conversation, Place, Prediction, Tag};
use crate::error::Result;
use crate::lexical::Memory;
use crate::text::Stemmer;
use crate::thread::Comment;

/// What is asked of a brief.
#[derive(Debug, Clone, Copy)]
pub struct Ask {
    /// The precision below which a comment is unsure.
    pub precision: Option<f64>,
    /// Seed of the draws behind the intervals.
    pub seed: u64,
    /// Whether names of people are replaced.
    pub pseudonymise: bool,
}

/// What a model says of the comments of a thread, which are in thread order, and what they do in the conversation.
#[must_use]
pub fn score(
    classifier: &Classifier,
    acts: Option<&Acts>,
    comments: Vec<Comment>,
    precision: Option<f64>,
) -> Vec<Scored> {
    let acts = acts.map_or_else(|| vec![Vec::new(); comments.len()], |acts| tagged(acts, &comments));
    let predictions = classifier.predict_all(&comments, precision);
    let parts = comments.into_iter().zip(predictions).zip(acts);
    parts.map(|((comment, prediction), acts)| Scored { comment, prediction, acts, by_hand: false }).collect()
}

/// What each comment does in the conversation.
fn tagged(acts: &Acts, comments: &[Comment]) -> Vec<Vec<Act>> {
    let mut memory = Memory::default();
    let all = Conversation::of(&comments.iter().map(Place::of).collect::<Vec<_>>());
    let act = |(head, tag): (&crate::classifier::Act, Tag)| Act {
        name: head.name.clone(),
        probability: tag.probability,
        present: tag.present,
    };
    let mut tag = |at: u32| acts.tag(all.said(at, |at| (&comments[at as usize]).into()), &mut memory);
    (0..comments.len() as u32).map(|at| acts.heads.iter().zip(tag(at).tags).map(act).collect()).collect()
}

impl Brief {
    /// The brief of a thread by what a model called `name` said of it.
    ///
    /// Whether the model fits is judged by its own predictions. `correct` may change these afterwards, where somebody
    /// knows better; the brief shows and counts what it leaves. Names are replaced last, if that is asked for: the model
    /// has read them as they were written.
    ///
    /// # Errors
    /// [`crate::Error::Recipe`] if the model's language is unknown.
    pub fn with(
        classifier: &Classifier,
        name: &str,
        scored: &mut [Scored],
        ask: Ask,
        warnings: Vec<String>,
        correct: impl FnOnce(&mut [Scored]),
    ) -> Result<Self> {
        let examined = {
            let comments: Vec<&Comment> = scored.iter().map(|s| &s.comment).collect();
            let predictions: Vec<&Prediction> = scored.iter().map(|s| &s.prediction).collect();
            examine(classifier, &comments, &predictions, ask.seed)
        };
        correct(scored);
        if ask.pseudonymise {
            pseudonymise(scored);
        }
        let about = About { warnings, ..about(classifier, name, scored, examined, ask) };
        Ok(Self::compose(scored, &background(classifier)?, &about))
    }
}

fn about(classifier: &Classifier, model: &str, scored: &[Scored], examined: Examined, ask: Ask) -> About {
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    for target in scored.iter().filter_map(|s| s.comment.target.as_deref()) {
        *named.entry(target).or_default() += 1;
    }
    let named = named.into_iter().max_by_key(|(_, times)| *times).map(|(target, _)| target.to_owned());
    let fallback = classifier.recipe.default_target.clone().or_else(|| classifier.layout.targets.first().cloned());
    let placed = classifier.placed.as_ref().filter(|_| scored.iter().any(|s| s.prediction.placed));
    let record = placed.map(|placed| &placed.record).or(classifier.record.as_ref());
    let record = record.and_then(|r| Some((r.figures.get("macro_f1")?, r.rows)));
    About {
        target: named.or(fallback).unwrap_or_default(),
        model: model.to_owned(),
        record: record.map_or_else(
            || "no out-of-fold record".into(),
            |(f, n)| format!("out of fold macro-F1 {:.2} ({:.2}–{:.2}) on {n} comments", f.value, f.low, f.high),
        ),
        labels: classifier.labels.names().to_vec(),
        language: classifier.recipe.language.clone(),
        precision: ask.precision,
        seed: ask.seed,
        pseudonymised: ask.pseudonymise,
        warnings: Vec::new(),
        examined: Some(examined),
    }
}

/// The training data's words, by stem.
fn background(classifier: &Classifier) -> Result<Background> {
    let stemmer = Stemmer::new(&classifier.recipe.language)?;
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for (word, count) in &classifier.terms.words {
        let slot = counts.entry(stemmer.stem(word).into_owned()).or_default();
        *slot = slot.saturating_add(u32::try_from(*count).unwrap_or(u32::MAX));
    }
    Ok(Background::of(counts))
}
