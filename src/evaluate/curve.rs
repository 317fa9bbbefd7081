//! The learning curve: what more labels would be worth.

use std::collections::BTreeMap;

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

use super::gold::Gold;
use super::sheet::intervals;
use crate::classifier::{Classifier, Corpus, Given, Recipe, train};
use crate::error::{Place, Result};
use crate::lexical::{Links, groups};
use crate::metrics::Interval;
use crate::thread::Comment;

/// The shares of the training data that are trained on.
pub const SHARES: [f64; 4] = [0.1, 0.25, 0.5, 1.0];
/// Folds of the record of a model that is thrown away, the fewest there can be: what it says does not rest on them.
const RECORD_FOLDS: usize = 2;

/// One share of the training data and what a model of it reaches.
#[derive(Debug, Clone, Serialize)]
pub struct Point {
    /// The share of the labelled comments that was asked for.
    pub share: f64,
    /// Labelled comments trained on: whole threads, so it may be more than the share.
    pub rows: usize,
    /// Threads among them, with what belongs to each.
    pub threads: usize,
    /// Figures with 95 % intervals; nothing if no model could be measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figures: Option<BTreeMap<String, Interval>>,
    /// Why it could not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
}

/// What is trained on, and how.
#[derive(Debug, Clone, Copy)]
pub struct Lesson<'a> {
    /// All comments of the training file.
    pub comments: &'a [Comment],
    /// Its name.
    pub name: &'a str,
    /// The recipe of every share.
    pub recipe: &'a Recipe,
    /// What training is given beside them.
    pub given: &'a Given,
}

/// Trains on growing shares of whole threads, each containing the one before, and measures what `ask` gets to hear of
/// each model. `progress` is called with the share that is trained on and how much is done, 0 to 1.
#[must_use]
pub fn learning_curve(
    lesson: Lesson<'_>,
    ask: &dyn Fn(&Classifier) -> Result<Gold>,
    seed: u64,
    progress: &(dyn Fn(f64, f64) + Sync),
) -> Vec<Point> {
    let place = |(share, (comments, threads)): (f64, (Vec<Comment>, usize))| {
        let rows = comments.iter().filter(|comment| is_example(comment)).count();
        let measured = taught(lesson, &comments, &|done| progress(share, done)).and_then(|classifier| {
            let gold = ask(&classifier)?;
            Ok(intervals(&classifier.labels, &gold, seed).1)
        });
        let (figures, failed) = match measured {
            Ok(figures) => (Some(figures), None),
            Err(error) => (None, Some(error.to_string())),
        };
        Point { share, rows, threads, figures, failed }
    };
    SHARES.into_iter().zip(portions(lesson.comments, &SHARES, seed)).map(place).collect()
}

fn taught(lesson: Lesson<'_>, comments: &[Comment], progress: &(dyn Fn(f64) + Sync)) -> Result<Classifier> {
    let recipe = Recipe { record_folds: RECORD_FOLDS, ..lesson.recipe.clone() };
    let corpus = Corpus::collect(comments, &recipe, &Place::file(lesson.name))?;
    train(corpus, &recipe, lesson.given.clone(), &|_, done| progress(done)).map_err(|error| error.at(lesson.name))
}

fn is_example(comment: &Comment) -> bool {
    let labelled = comment.stance.as_deref().is_some_and(|label| !label.trim().is_empty());
    labelled && !comment.text.trim().is_empty()
}

/// The comments of each share in the order of the file, and of how many groups (threads and their copies) they are.
fn portions(comments: &[Comment], shares: &[f64], seed: u64) -> Vec<(Vec<Comment>, usize)> {
    let links: Vec<Links<'_>> = comments.iter().map(Links::of).collect();
    let group = groups(&links);
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    for (comment, group) in comments.iter().zip(&group) {
        *sizes.entry(*group).or_default() += usize::from(is_example(comment));
    }
    let total: usize = sizes.values().sum();
    let mut order: Vec<(u32, usize)> = sizes.into_iter().collect();
    order.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
    let portion = |share: &f64| {
        let mut left = (share * total as f64).ceil() as usize;
        let mut taken: BTreeMap<u32, usize> = BTreeMap::new();
        for (group, size) in &order {
            // The whole takes threads without a label, too, as training on the file does.
            if left == 0 && *share < 1.0 {
                break;
            }
            left = left.saturating_sub(*size);
            taken.insert(*group, *size);
        }
        let kept = comments.iter().zip(&group).filter(|(_, group)| taken.contains_key(group));
        (kept.map(|(comment, _)| comment.clone()).collect(), taken.values().filter(|size| **size > 0).count())
    };
    shares.iter().map(portion).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_whole_threads_that_grow() {
        let comment = |row: usize| Comment {
            id: row.to_string(),
            thread_id: Some(format!("t{}", row / 4)),
            text: format!("word{row} word{} word{} word{}", row + 1000, row + 2000, row + 3000),
            stance: (row % 4 != 3).then(|| "favor".to_owned()),
            ..Comment::default()
        };
        let comments: Vec<Comment> = (0..80).map(comment).collect();
        let found = portions(&comments, &SHARES, 3);
        let threads: Vec<usize> = found.iter().map(|(_, threads)| *threads).collect();
        assert_eq!(threads, [2, 5, 10, 20]);
        for pair in found.windows(2) {
            assert!(pair[0].0.iter().all(|comment| pair[1].0.contains(comment)));
        }
        assert!(found.iter().all(|(kept, threads)| kept.len() == 4 * threads), "no thread is torn apart");
        assert_eq!(found[3].0, comments);
        assert_ne!(portions(&comments, &SHARES, 4)[0].0, found[0].0);
    }
}
