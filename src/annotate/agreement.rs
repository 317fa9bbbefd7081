//! How far annotators agree, where they differ, and over what.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::labels::LabelSet;
use crate::metrics::{Confusion, Interval, alpha, clusters, kappa, resample};
use crate::thread::Comment;

/// Resamples behind every interval.
const RESAMPLES: usize = 1000;

/// One annotator's label of one comment.
#[derive(Debug, Clone)]
pub struct Rating {
    /// The comment, with its label and annotator; a comment without a label was passed over.
    pub comment: Comment,
    /// Who labelled it, where the comment does not say.
    pub file: String,
}

/// Two annotators on the comments that both labelled.
#[derive(Debug, Clone, Serialize)]
pub struct Pair {
    /// Their names.
    pub annotators: [String; 2],
    /// Comments that both labelled.
    pub n: usize,
    /// Share on which they agree.
    pub agreement: f64,
    /// Cohen's kappa; nothing where both gave one and the same label throughout.
    pub kappa: Option<f64>,
    /// One row a label of the first, one column a label of the second.
    pub confusion: Vec<Vec<u64>>,
}

/// How much more often an annotator gives a label than the others do on the same comments.
#[derive(Debug, Clone, Serialize)]
pub struct Bias {
    /// The annotator.
    pub annotator: String,
    /// Comments that somebody else labelled, too.
    pub n: usize,
    /// The label.
    pub label: String,
    /// The annotator's share of it.
    pub share: f64,
    /// The mean share of it among the others.
    pub others: f64,
    /// The difference with its 95 % interval.
    pub difference: Interval,
}

/// A comment that annotators do not agree on.
#[derive(Debug, Clone, Serialize)]
pub struct Disputed {
    /// Its id.
    pub id: String,
    /// The thread that it stands in.
    pub thread_id: Option<String>,
    /// Its text, if a file has it.
    pub text: String,
    /// Share of the pairs of labels that differ.
    pub disagreement: f64,
    /// Who gave which label.
    pub labels: BTreeMap<String, String>,
}

/// What the labels of several annotators say about the labels.
#[derive(Debug, Clone, Serialize)]
pub struct Agreement {
    /// Comments with a label.
    pub comments: usize,
    /// Comments with labels of two annotators or more: all that follows is about these.
    pub shared: usize,
    /// The labels.
    pub labels: Vec<String>,
    /// Annotators with the number of comments that each labelled.
    pub annotators: BTreeMap<String, usize>,
    /// Labels that the same annotator gave the same comment anew; the last one counts.
    pub repeated: usize,
    /// Krippendorff's alpha (nominal) with its 95 % bootstrap interval: whole threads are resampled where all rows name
    /// one, else comments. Resamples in which it is not defined are left out.
    pub alpha: Option<Interval>,
    /// Every two annotators that share a comment.
    pub pairs: Vec<Pair>,
    /// Every annotator and label.
    pub bias: Vec<Bias>,
    /// Comments in dispute, most disputed first.
    pub disputed: Vec<Disputed>,
}

/// One comment with the labels that it has, by annotator.
struct Unit<'a> {
    comment: &'a Comment,
    given: BTreeMap<usize, usize>,
}

impl Unit<'_> {
    fn counts(&self, labels: usize) -> Vec<u64> {
        let mut counts = vec![0; labels];
        self.given.values().for_each(|k| counts[*k] += 1);
        counts
    }

    /// Share of the pairs of its labels that differ.
    fn disagreement(&self, labels: usize) -> f64 {
        let m = self.given.len() as u64;
        let alike: u64 = self.counts(labels).iter().map(|n| n * n.saturating_sub(1)).sum();
        1.0 - alike as f64 / (m * (m - 1)).max(1) as f64
    }
}

impl Agreement {
    /// Compares labels. The seed drives the bootstrap only.
    ///
    /// Rows are of one comment if their ids are the same; where every row names a thread, or a target, that must be the
    /// same, too.
    #[must_use]
    pub fn of(ratings: &[Rating], seed: u64) -> Self {
        let labels = LabelSet::infer(ratings.iter().filter_map(|r| r.comment.stance.as_deref()));
        let mut names: Vec<&str> = ratings.iter().map(annotator).collect();
        names.sort_unstable();
        names.dedup();
        let (units, repeated) = units(ratings, &labels, &names);
        let comments = units.len();
        let labelled_by = |who: usize| units.iter().filter(|unit| unit.given.contains_key(&who)).count();
        let annotators = names.iter().enumerate().map(|(who, name)| ((*name).to_owned(), labelled_by(who))).collect();
        let shared: Vec<&Unit<'_>> = units.iter().filter(|unit| unit.given.len() > 1).collect();
        let threads = threads(&shared);
        let counts: Vec<Vec<u64>> = shared.iter().map(|unit| unit.counts(labels.len())).collect();
        let mut disputed: Vec<Disputed> = shared.iter().filter_map(|unit| dispute(unit, &labels, &names)).collect();
        disputed.sort_by(|a, b| b.disagreement.total_cmp(&a.disagreement).then(b.labels.len().cmp(&a.labels.len())));
        Self {
            comments,
            shared: shared.len(),
            annotators,
            repeated,
            alpha: interval_of_alpha(&counts, &threads, seed),
            pairs: pairs(&shared, &names, labels.len()),
            bias: biases(&shared, &threads, &names, &labels, seed),
            disputed,
            labels: labels.names().to_vec(),
        }
    }
}

fn annotator(rating: &Rating) -> &str {
    rating.comment.annotator.as_deref().map(str::trim).filter(|name| !name.is_empty()).unwrap_or(&rating.file)
}

/// The labels by comment, in order of first appearance, and how many were given anew.
fn units<'a>(ratings: &'a [Rating], labels: &LabelSet, names: &[&str]) -> (Vec<Unit<'a>>, usize) {
    let all = |has: fn(&Comment) -> bool| ratings.iter().all(|r| has(&r.comment));
    let by_thread = all(|c| c.thread_id.is_some());
    let by_target = all(|c| c.target.is_some());
    let mut at: BTreeMap<(&str, Option<&str>, Option<&str>), usize> = BTreeMap::new();
    let (mut units, mut repeated): (Vec<Unit<'a>>, usize) = (Vec::new(), 0);
    for rating in ratings {
        let comment = &rating.comment;
        let Some(label) = comment.stance.as_deref().and_then(|raw| labels.index(raw)) else { continue };
        let Ok(who) = names.binary_search(&annotator(rating)) else { continue };
        let thread = comment.thread_id.as_deref().filter(|_| by_thread);
        let key = (comment.id.as_str(), thread, comment.target.as_deref().filter(|_| by_target));
        let place = *at.entry(key).or_insert_with(|| {
            units.push(Unit { comment, given: BTreeMap::new() });
            units.len() - 1
        });
        let unit = &mut units[place];
        if unit.comment.text.is_empty() {
            unit.comment = comment;
        }
        repeated += usize::from(unit.given.insert(who, label).is_some());
    }
    (units, repeated)
}

/// What is resampled together.
fn threads(shared: &[&Unit<'_>]) -> Vec<Vec<u32>> {
    let named = shared.iter().all(|unit| unit.comment.thread_id.is_some());
    let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
    let mut of = Vec::with_capacity(shared.len());
    for (at, unit) in shared.iter().enumerate() {
        let next = numbers.len() as u32;
        let thread = unit.comment.thread_id.as_deref().filter(|_| named);
        of.push(thread.map_or(at as u32, |thread| *numbers.entry(thread).or_insert(next)));
    }
    clusters(&of)
}

fn interval_of_alpha(counts: &[Vec<u64>], threads: &[Vec<u32>], seed: u64) -> Option<Interval> {
    let of = |rows: &[u32]| alpha(rows.iter().map(|row| counts[*row as usize].as_slice()));
    let all: Vec<u32> = (0..counts.len() as u32).collect();
    let value = of(&all)?;
    let drawn = std::cell::RefCell::new(Vec::new());
    resample(threads, RESAMPLES, seed, |rows| {
        drawn.borrow_mut().extend(of(rows));
        Vec::new()
    });
    // The first is that of the data as it is.
    let mut drawn = drawn.into_inner().split_off(1);
    drawn.sort_by(f64::total_cmp);
    let quantile = |q: f64| drawn.get(((drawn.len() as f64 - 1.0) * q).round() as usize).copied().unwrap_or(value);
    Some(Interval { value, low: quantile(0.025), high: quantile(0.975) })
}

fn pairs(shared: &[&Unit<'_>], names: &[&str], labels: usize) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for a in 0..names.len() {
        for b in a + 1..names.len() {
            let both = shared.iter().filter_map(|unit| Some((*unit.given.get(&a)?, *unit.given.get(&b)?)));
            let confusion = Confusion::count(labels, both);
            if confusion.total() > 0 {
                pairs.push(Pair {
                    annotators: [names[a].to_owned(), names[b].to_owned()],
                    n: confusion.total() as usize,
                    agreement: confusion.accuracy(),
                    kappa: kappa(&confusion),
                    confusion: confusion.rows(),
                });
            }
        }
    }
    pairs
}

fn biases(shared: &[&Unit<'_>], threads: &[Vec<u32>], names: &[&str], labels: &LabelSet, seed: u64) -> Vec<Bias> {
    let mut found = Vec::new();
    for (who, name) in names.iter().enumerate() {
        let own: Vec<Vec<u32>> = threads
            .iter()
            .map(|rows| rows.iter().copied().filter(|row| shared[*row as usize].given.contains_key(&who)).collect())
            .filter(|rows: &Vec<u32>| !rows.is_empty())
            .collect();
        let n = own.iter().map(Vec::len).sum();
        if n == 0 {
            continue;
        }
        // For each comment and label: what the annotator says, and the mean of the others.
        let said = |row: u32, k: usize| {
            let given = &shared[row as usize].given;
            let others = given.iter().filter(|(other, label)| **other != who && **label == k).count();
            (f64::from(u8::from(given[&who] == k)), others as f64 / (given.len() - 1) as f64)
        };
        let measure = |rows: &[u32]| {
            let mean = |k: usize| {
                let differences = rows.iter().map(|row| said(*row, k)).map(|(own, others)| own - others);
                differences.sum::<f64>() / rows.len() as f64
            };
            (0..labels.len()).map(mean).collect::<Vec<f64>>()
        };
        for (k, difference) in resample(&own, RESAMPLES, seed, measure).into_iter().enumerate() {
            let sums = own.iter().flatten().map(|row| said(*row, k)).fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1));
            let (share, others) = (sums.0 / n as f64, sums.1 / n as f64);
            let (annotator, label) = ((*name).to_owned(), labels.names()[k].clone());
            found.push(Bias { annotator, n, label, share, others, difference });
        }
    }
    found
}

fn dispute(unit: &Unit<'_>, labels: &LabelSet, names: &[&str]) -> Option<Disputed> {
    let disagreement = unit.disagreement(labels.len());
    let label = |(who, k): (&usize, &usize)| (names[*who].to_owned(), labels.names()[*k].clone());
    (disagreement > 0.0).then(|| Disputed {
        id: unit.comment.id.clone(),
        thread_id: unit.comment.thread_id.clone(),
        text: unit.comment.text.clone(),
        disagreement,
        labels: unit.given.iter().map(label).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rating(id: &str, annotator: &str, label: &str) -> Rating {
        let stance = Some(label.to_owned()).filter(|l| !l.is_empty());
        let annotator = Some(annotator.to_owned());
        Rating { comment: Comment { id: id.into(), stance, annotator, ..Comment::default() }, file: "file".into() }
    }

    #[test]
    fn the_last_label_counts_and_missing_ones_do_not() {
        let ratings = [
            rating("1", "ann", "pro"),
            rating("1", "bob", "favor"),
            rating("2", "ann", "con"),
            rating("2", "bob", "pro"),
            rating("2", "cat", "none"),
            rating("3", "ann", "none"),
            rating("3", "bob", ""),
            rating("4", "ann", "pro"),
            rating("4", "ann", "con"),
            rating("4", "", "con"),
        ];
        let found = Agreement::of(&ratings, 1);
        assert_eq!((found.comments, found.shared, found.repeated), (4, 3, 1));
        assert_eq!(
            found.annotators,
            [("ann", 4), ("bob", 2), ("cat", 1), ("file", 1)].map(|(a, n)| (a.into(), n)).into()
        );
        assert_eq!(found.pairs.len(), 4, "bob and cat share one, file only meets ann");
        assert_eq!(found.pairs[0].confusion, [[1, 0, 0], [1, 0, 0], [0, 0, 0]]);
        assert_eq!((found.disputed.len(), found.disputed[0].id.as_str()), (1, "2"));
        assert!((found.disputed[0].disagreement - 1.0).abs() < 1e-12);
        let against = found.bias.iter().find(|b| b.annotator == "ann" && b.label == "against").expect("it is there");
        // On 1, 2 and 4 Ann says against twice; the others 0, 0 and 1.
        assert!((against.share - 2.0 / 3.0).abs() < 1e-12 && (against.others - 1.0 / 3.0).abs() < 1e-12);
        assert!((against.difference.value - 1.0 / 3.0).abs() < 1e-12 && against.n == 3);
        let alpha = found.alpha.expect("labels meet and differ");
        assert!(alpha.low <= alpha.value && alpha.value <= alpha.high);
    }

    #[test]
    fn one_annotator_agrees_with_nobody() {
        let found = Agreement::of(&[rating("1", "ann", "pro"), rating("2", "ann", "con")], 1);
        assert!(found.alpha.is_none() && found.pairs.is_empty() && found.bias.is_empty() && found.shared == 0);
        assert!(Agreement::of(&[], 1).annotators.is_empty());
    }
}
