//! Training in the background, one model at a time.

use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{App, Problem, Serving};
use crate::annotate::{Known, Revision, supersede};
use crate::artifact;
use crate::classifier::{Acts, Classifier, Corpus, Given, train};
use crate::error::{Error, Place, Result};
use crate::store::{Actor, ModelId, NewModel, Origin};
use crate::thread::{Comment, ReadOptions, Reader};

/// Labels of comments drawn at random that it takes to compare two models by them. Fewer are trained on.
pub(super) const FEWEST_AUDITED: usize = 20;
/// What the labels are called in messages.
const LABELS: &str = "the labels of this desk";

/// How a training stands.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub enum Job {
    /// There was none since the desk was opened.
    #[default]
    Idle,
    /// It runs.
    Running {
        /// What is being done.
        doing: String,
        /// The share of it that is done, 0 to 1.
        share: f64,
    },
    /// It has ended with a model, which is not promoted yet.
    Done {
        /// The model.
        model: ModelId,
    },
    /// It has ended without one.
    Failed {
        /// Why.
        why: String,
    },
}

/// Training, one model at a time.
#[derive(Default)]
pub struct Jobs {
    state: Arc<Mutex<Job>>,
}

impl Jobs {
    /// How the last training stands.
    #[must_use]
    pub fn state(&self) -> Job {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn start(&self, app: App, by: Actor) -> Result<(), Problem> {
        {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if matches!(*state, Job::Running { .. }) {
                let (cause, cure) = ("a model is being trained".into(), "Wait until it is done".into());
                return Err(Problem::Conflict { cause, cure });
            }
            *state = Job::Running { doing: "reading the labels".into(), share: 0.0 };
        }
        let state = Arc::clone(&self.state);
        let tell = move |job| *state.lock().unwrap_or_else(PoisonError::into_inner) = job;
        std::thread::spawn(move || {
            let work = std::panic::AssertUnwindSafe(|| fit(&app, &by, &tell));
            tell(match std::panic::catch_unwind(work) {
                Ok(Ok(model)) => Job::Done { model },
                Ok(Err(error)) => Job::Failed { why: error.to_string() },
                Err(_) => Job::Failed { why: "training panicked; the log of the desk says more".into() },
            });
        });
        Ok(())
    }
}

/// Trains on the labels of the desk, and on what the present model was trained on where that is known.
fn fit(app: &App, by: &Actor, tell: &(impl Fn(Job) + Sync)) -> Result<ModelId> {
    let store = app.books();
    let old = app.model();
    let (given, audit) = labels(app, &old)?;
    let mut recipe = old.classifier.recipe.clone();
    recipe.acts = recipe.acts && given.iter().any(|comment| !comment.acts_labelled.is_empty());
    let place = Place::file(LABELS);
    let corpus = Corpus::collect(&given, &recipe, &place)?;
    let progress = |doing: &str, share: f64| tell(Job::Running { doing: doing.to_owned(), share });
    let with = Given {
        data_sha256: fingerprint(&given),
        vectors: old.classifier.scorer.meaning.as_ref().map(|meaning| Arc::clone(&meaning.vectors)),
    };
    let named = |error: Error| error.at(LABELS);
    let mut fresh = train(corpus, &recipe, with.clone(), &progress).map_err(named)?;
    if recipe.acts {
        fresh.acts = Acts::train(&given, &recipe, with, &progress).map_err(named)?;
    }
    let report = compare(&old.classifier, &fresh, &audit, app.config().seed)?;
    let name = format!("{} + {} labels", old.name.split(" + ").next().unwrap_or_default(), store.labelled()?.len());
    let bytes = artifact::to_bytes(&fresh)?;
    store.add_model(by, &NewModel { name, origin: Origin::Trained, bytes, parent: Some(old.id), report })
}

/// What to train on, and what to measure by: comments drawn at random, once there are enough of them with a label.
fn labels(app: &App, old: &Serving) -> Result<(Vec<Comment>, Vec<Comment>)> {
    let all = app.books().labelled()?;
    if all.is_empty() {
        return Err(Error::input(Place::file(LABELS), "nothing is labelled yet", "Correct or label some comments"));
    }
    let enough = all.iter().filter(|(_, audited)| *audited).count() >= FEWEST_AUDITED;
    let (audit, fresh): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, audited)| enough && *audited);
    let only = |labels: Vec<(Comment, bool)>| labels.into_iter().map(|(comment, _)| comment).collect::<Vec<_>>();
    let (audit, fresh) = (only(audit), only(fresh));
    let mut comments = before(app, old)?;
    supersede(&mut comments, &fresh.iter().collect::<Vec<_>>());
    comments.extend(fresh);
    let held: Known = audit.iter().collect();
    comments.retain(|comment| !held.has_text(&comment.text));
    Ok((comments, audit))
}

/// The comments that the models before were trained on: those of the command line, or the program's own below its model.
fn before(app: &App, old: &Serving) -> Result<Vec<Comment>> {
    let mut comments = Vec::new();
    let options = ReadOptions::default();
    for path in &app.config().data {
        let reader = Reader::open(&path.to_string_lossy(), &options)?;
        comments.extend(reader.map(|row| row.map(|row| row.comment)).collect::<Result<Vec<_>>>()?);
    }
    if comments.is_empty() && is_below_shipped(app, old)? {
        let data = artifact::shipped_data();
        let reader = Reader::from_read("data/arming-rebels.csv", Box::new(data.as_bytes()), &options)?;
        comments.extend(reader.map(|row| row.map(|row| row.comment)).collect::<Result<Vec<_>>>()?);
    }
    Ok(comments)
}

/// Whether the model inside the program stands at the beginning of a model's line.
fn is_below_shipped(app: &App, old: &Serving) -> Result<bool> {
    let mut at = Some(old.id);
    while let Some(id) = at {
        let Some(row) = app.books().model(id)? else { return Ok(false) };
        if row.origin == Origin::Shipped {
            return Ok(true);
        }
        // A model's parent is older than it, so this ends.
        at = row.parent.filter(|parent| *parent < id);
    }
    Ok(false)
}

fn compare(old: &Classifier, fresh: &Classifier, audit: &[Comment], seed: u64) -> Result<Option<String>> {
    if audit.is_empty() {
        return Ok(None);
    }
    let revision = Revision::of(old, fresh, audit, seed)?;
    let json = serde_json::to_string(&revision);
    json.map(Some).map_err(|error| Error::model(LABELS, error.to_string(), "Report it"))
}

fn fingerprint(comments: &[Comment]) -> String {
    let mut hash = Sha256::new();
    for comment in comments {
        for part in [comment.id.as_str(), &comment.text, comment.stance.as_deref().unwrap_or_default()] {
            hash.update(part.len().to_le_bytes());
            hash.update(part);
        }
    }
    hash.finalize().iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}
