//! Folds whose groups are never torn apart.

use std::collections::HashMap;

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::near;
use crate::features::FingerprintMap;
use crate::thread::Comment;
use rayon::prelude::*;

/// Which fold each row belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folds {
    fold: Vec<u32>,
    count: usize,
}

impl Folds {
    /// Deals whole groups into `count` folds so that each fold has its share of every stratum (target × label).
    ///
    /// Groups go in a seeded random order, larger ones first, each to the fold that lacks its strata most.
    #[must_use]
    pub fn deal(groups: &[u32], strata: &[usize], count: usize, seed: u64) -> Self {
        let kinds = strata.iter().max().map_or(0, |m| m + 1);
        let mut members: HashMap<u32, Vec<usize>> = HashMap::new();
        groups.iter().enumerate().for_each(|(row, group)| members.entry(*group).or_default().push(row));
        let mut order: Vec<(u32, Vec<usize>)> = members.into_iter().collect();
        order.sort_unstable();
        order.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
        order.sort_by_key(|(_, rows)| std::cmp::Reverse(rows.len()));
        let mut have = vec![vec![0f64; kinds]; count];
        let mut sizes = vec![0usize; count];
        let mut total = vec![0f64; kinds];
        for stratum in strata {
            total[*stratum] += 1.0;
        }
        let mut fold = vec![0u32; groups.len()];
        for (_, rows) in order {
            // Fullness by stratum, so a rare label is spread as evenly as a common one.
            let load = |f: usize| rows.iter().map(|r| have[f][strata[*r]] / total[strata[*r]]).sum::<f64>();
            let best =
                (0..count).min_by(|a, b| load(*a).total_cmp(&load(*b)).then(sizes[*a].cmp(&sizes[*b]))).unwrap_or(0);
            for row in &rows {
                have[best][strata[*row]] += 1.0;
                fold[*row] = best as u32;
            }
            sizes[best] += rows.len();
        }
        Self { fold, count }
    }

    /// How many folds there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// Rows outside and inside a fold, as positions in the dealt list.
    #[must_use]
    pub fn split(&self, fold: usize) -> (Vec<usize>, Vec<usize>) {
        (0..self.fold.len()).partition(|row| self.fold[*row] as usize != fold)
    }

    /// The fold of a row.
    #[must_use]
    pub fn of(&self, row: usize) -> usize {
        self.fold[row] as usize
    }
}

/// Where a row stands, for grouping: whatever links it to other rows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Links<'a> {
    /// Its own id.
    pub id: &'a str,
    /// The thread that it stands in.
    pub thread: Option<&'a str>,
    /// The comment that it answers.
    pub parent: Option<&'a str>,
    /// Its text.
    pub text: &'a str,
}

impl<'a> Links<'a> {
    /// Where a comment stands.
    #[must_use]
    pub fn of(comment: &'a Comment) -> Self {
        Self {
            id: &comment.id,
            thread: comment.thread_id.as_deref(),
            parent: comment.parent_id.as_deref(),
            text: &comment.text,
        }
    }
}

/// A group for every row: connected components of thread, parent and near-duplicate text.
///
/// A copied comment or a reply is thereby never on both sides of a split.
#[must_use]
pub fn groups(rows: &[Links<'_>]) -> Vec<u32> {
    let mut parent: Vec<u32> = (0..rows.len() as u32).collect();
    let mut seen: FingerprintMap<u32> = FingerprintMap::default();
    let words: Vec<Vec<u64>> = rows.par_iter().map(|links| near::words(links.text)).collect();
    for (row, links) in rows.iter().enumerate() {
        // An id and a thread of one name have nothing to do with each other.
        let hash = |kind: u64, text: &str| xxhash_rust::xxh3::xxh3_64_with_seed(text.as_bytes(), kind);
        let keys = [Some(hash(0, links.id)), links.parent.map(|p| hash(0, p)), links.thread.map(|t| hash(1, t))];
        for key in keys.into_iter().flatten() {
            let first = *seen.entry(key).or_insert(row as u32);
            join(&mut parent, first, row as u32);
        }
    }
    for (copy, row) in near::copies(&words, near::SIMILAR) {
        join(&mut parent, copy, row);
    }
    (0..rows.len() as u32).map(|row| root(&mut parent, row)).collect()
}

/// A cluster for every text: those whose distinct words overlap by at least `similar` (Jaccard, 0 to 1) are together, and
/// so are the copies of a copy. A text of fewer than `fewest` distinct words is alone: short ones are alike by chance.
#[must_use]
pub fn near_duplicates(texts: &[&str], similar: f64, fewest: usize) -> Vec<u32> {
    let mut words: Vec<Vec<u64>> = texts.par_iter().map(|text| near::words(text)).collect();
    words.iter_mut().filter(|words| words.len() < fewest).for_each(Vec::clear);
    let mut parent: Vec<u32> = (0..texts.len() as u32).collect();
    for (copy, row) in near::copies(&words, similar) {
        join(&mut parent, copy, row);
    }
    (0..texts.len() as u32).map(|row| root(&mut parent, row)).collect()
}

fn root(parent: &mut [u32], mut at: u32) -> u32 {
    while parent[at as usize] != at {
        parent[at as usize] = parent[parent[at as usize] as usize];
        at = parent[at as usize];
    }
    at
}

fn join(parent: &mut [u32], a: u32, b: u32) {
    let (a, b) = (root(parent, a), root(parent, b));
    parent[a.max(b) as usize] = a.min(b);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_replies_and_threads_stay_together() {
        let row = |id, thread, parent, text| Links { id, thread, parent, text };
        let rows = [
            row("1", None, None, "Arm them now"),
            row("2", None, Some("1"), "why"),
            row("3", Some("t"), None, "RT @x: arm THEM, now!"),
            row("4", Some("t"), None, "other"),
            row("5", Some("u"), None, "alone"),
        ];
        let groups = groups(&rows);
        assert_eq!(groups[0], groups[3]);
        assert_eq!(groups[1], groups[2]);
        assert_ne!(groups[0], groups[4]);
    }

    #[test]
    fn folds_keep_groups_whole_and_labels_even() {
        let groups: Vec<u32> = (0..300).map(|i| i / 3).collect();
        let strata: Vec<usize> = (0..300).map(|i| usize::from(i % 30 < 3)).collect();
        let folds = Folds::deal(&groups, &strata, 5, 7);
        assert!((0..300).all(|i| folds.of(i) == folds.of(i - i % 3)));
        for fold in 0..5 {
            let rare = folds.split(fold).1.iter().filter(|r| strata[**r] == 1).count();
            assert_eq!(rare, 6);
        }
        assert_eq!(folds, Folds::deal(&groups, &strata, 5, 7));
    }
}
