//! A thread as the model reads it, kept until the thread or the model changes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Problem, Serving};
use crate::brief::{Ask, Brief, Scored, score};
use crate::error::Result;
use crate::store::{CommentId, MarkRow, ModelId, Store, ThreadId, ThreadRow};

/// Comments of threads that are kept scored; those read last stay.
const KEPT: usize = 200_000;

/// What the model says of a thread's comments, and what people say.
pub struct ScoredThread {
    /// What is known of the thread.
    pub row: ThreadRow,
    /// The comments' numbers in the store, in order.
    pub keys: Vec<CommentId>,
    /// What the model says of each.
    pub scored: Arc<Vec<Scored>>,
    /// What people say: each person's last word about a comment.
    pub marks: Vec<MarkRow>,
    /// Which model it was.
    pub model: ModelId,
}

impl ScoredThread {
    /// For each comment that somebody labelled, the label given last.
    #[must_use]
    pub fn labels(&self) -> HashMap<CommentId, &str> {
        self.marks.iter().filter_map(|mark| Some((mark.comment, mark.label.as_deref()?))).collect()
    }

    /// The brief, in which people's labels stand in the place of the model's.
    pub(super) fn brief(&self, model: &Serving, seed: u64, pseudonymise: bool) -> Result<Brief> {
        let given = self.labels();
        let mut warnings = Vec::new();
        if !given.is_empty() {
            warnings.push(match given.len() {
                1 => "1 comment is shown and counted with the label that somebody gave it".into(),
                n => format!("{n} comments are shown and counted with the label that somebody gave them"),
            });
        }
        let mut scored = self.scored.as_ref().clone();
        let ask = Ask { precision: None, seed, pseudonymise };
        let people = |scored: &mut [Scored]| {
            for (one, key) in scored.iter_mut().zip(&self.keys) {
                let label = given.get(key).and_then(|label| model.classifier.labels.index(label));
                if let Some(label) = label {
                    let prediction = &mut one.prediction;
                    prediction.probabilities.iter_mut().for_each(|p| *p = 0.0);
                    prediction.probabilities[label] = 1.0;
                    (prediction.label, prediction.confidence, prediction.unsure) = (label, 1.0, false);
                    one.by_hand = true;
                }
            }
        };
        Brief::with(&model.classifier, &model.name, &mut scored, ask, warnings, people)
    }
}

/// Threads that were scored, the one read last at the end.
#[derive(Default)]
pub(super) struct Kept {
    threads: Mutex<Vec<(Of, Arc<Vec<Scored>>)>>,
}

/// What a scored thread depends on: comments are only ever added to a thread.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Of {
    thread: ThreadId,
    comments: u64,
    model: ModelId,
}

impl Kept {
    pub fn scored(&self, store: &Store, model: &Serving, thread: ThreadId) -> Result<Arc<ScoredThread>, Problem> {
        let row = store.thread(thread)?.ok_or(Problem::NotFound)?;
        let stored = store.comments(thread)?;
        let marks = store.marks(thread)?;
        let (keys, mut comments): (Vec<_>, Vec<_>) = stored.into_iter().map(|s| (s.key, s.comment)).unzip();
        let of = Of { thread, comments: keys.len() as u64, model: model.id };
        let scored = self.find(of).unwrap_or_else(|| {
            for comment in &mut comments {
                comment.target = comment.target.take().or_else(|| row.target.clone());
            }
            let scored = Arc::new(score(&model.classifier, Some(&model.acts), comments, None));
            self.keep(of, &scored);
            scored
        });
        Ok(Arc::new(ScoredThread { row, keys, scored, marks, model: model.id }))
    }

    fn find(&self, of: Of) -> Option<Arc<Vec<Scored>>> {
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        let at = threads.iter().position(|(known, _)| *known == of)?;
        let found = threads.remove(at);
        let scored = Arc::clone(&found.1);
        threads.push(found);
        Some(scored)
    }

    fn keep(&self, of: Of, scored: &Arc<Vec<Scored>>) {
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        threads.retain(|(known, _)| known.thread != of.thread);
        threads.push((of, Arc::clone(scored)));
        let mut room = KEPT;
        let fits = threads.iter().rev().take_while(|(_, scored)| {
            let fits = scored.len() <= room;
            room = room.saturating_sub(scored.len());
            fits
        });
        // The last one stays even if it is larger than all that is kept.
        let fits = fits.count().max(1);
        let over = threads.len() - fits;
        threads.drain(..over);
    }
}
