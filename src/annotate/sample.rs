//! Which comments to label next.

use std::collections::BTreeSet;

use rand::SeedableRng;
use rand::seq::{SliceRandom, index};
use rand_chacha::ChaCha8Rng;

use super::Pool;
use super::audit::audit;
use super::spread::Spread;
use super::vectors::Vectors;
use crate::classifier::{Prediction, target_key};

/// Comments that are compared with each other at most: a similarity for every pair is kept in memory.
const MOST_COMPARED: usize = 3_000;
/// Labelled comments that are compared with those, at most: the last ones.
const MOST_LABELLED: usize = 1_000;
/// Two comments as alike as this ask the annotator the same question.
const SAME_QUESTION: f32 = 0.8;

/// How the comments beside the audit are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strategy {
    /// Those whose two best labels are nearest to each other (Scheffer, Decomain and Wrobel 2001), none like another.
    Uncertain,
    /// The same, taking turns among the labels that the model would give: what is rare gets as much attention.
    Balanced,
    /// Those that together stand for all that is not labelled yet. Needs no model.
    Diverse,
    /// Those that together stand for what the model is unsure of.
    Mixed,
}

impl Strategy {
    /// What did best on the training files of `SemEval`-2016 6A and covid19 (`docs/annotation.md`): taking turns among
    /// labels where a pool is about one target, and diversity where it is about several.
    #[must_use]
    pub fn suited(pool: &Pool<'_>) -> Self {
        let target = |at: &usize| pool.comments[*at].target.as_deref().map(target_key).unwrap_or_default();
        let targets: BTreeSet<String> = pool.eligible.iter().map(target).collect();
        if targets.len() > 1 { Self::Diverse } else { Self::Balanced }
    }
}

/// Why a comment is to be labelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Drawn at random, to measure by.
    Audit,
    /// The model does not know.
    Uncertain,
    /// It stands for others.
    Diverse,
}

impl Why {
    /// Its name in a queue.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Audit => "audit",
            Self::Uncertain => "uncertain",
            Self::Diverse => "diverse",
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Ask {
    /// Comments to label.
    pub n: usize,
    /// Share of them that is drawn at random, 0 to 1.
    pub audit_share: f64,
    /// How the others are chosen.
    pub strategy: Strategy,
    /// Seed of every draw.
    pub seed: u64,
}

/// A comment to label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pick {
    /// Its place among the comments of the pool.
    pub at: usize,
    /// Why it.
    pub why: Why,
    /// Of an audited comment, the probability with which it was drawn; its inverse is the comment's weight.
    pub inclusion: Option<f64>,
}

/// Draws the comments to label next, in an order that does not tell why they were drawn.
///
/// The audit comes first and knows nothing of the others. `predictions` has one for every comment of the pool's list;
/// without them (a cold start) the others are chosen for diversity. `labelled` are the texts that were labelled before.
#[must_use]
pub fn sample(pool: &Pool<'_>, labelled: &[&str], predictions: Option<&[Prediction]>, ask: &Ask) -> Vec<Pick> {
    let n = ask.n.min(pool.len());
    let least = usize::from(ask.audit_share > 0.0 && n > 0);
    // Where all are labelled, all are audited: each was certain to be.
    let audited = if n == pool.len() { n } else { ((n as f64 * ask.audit_share).round() as usize).clamp(least, n) };
    let (drawn, inclusion) = audit(pool.len(), audited, ask.seed);
    let mut picks: Vec<Pick> =
        drawn.iter().map(|i| Pick { at: pool.eligible[*i], why: Why::Audit, inclusion: Some(inclusion) }).collect();
    let mut rest: Vec<usize> =
        (0..pool.len()).filter(|i| drawn.binary_search(i).is_err()).map(|i| pool.eligible[i]).collect();
    let doubt = |at: usize| predictions.map_or(1.0, |all| doubt(&all[at].probabilities));
    let label = |at: usize| predictions.map_or(0, |all| all[at].label);
    let mut met: Vec<&str> = labelled.to_vec();
    // As many at a time as can be compared with each other.
    while picks.len() < n && !rest.is_empty() {
        let mut choice = Choice::among(pool, rest.clone(), &met, &doubt, predictions.is_some(), ask);
        let chosen = choice.take((n - picks.len()).min(MOST_COMPARED), &label);
        let places: BTreeSet<usize> = chosen.iter().map(|pick| pick.at).collect();
        rest.retain(|at| !places.contains(at));
        met.extend(places.iter().map(|at| pool.comments[*at].text.as_str()));
        picks.extend(chosen);
    }
    picks.sort_by_key(|pick| pick.at);
    picks.shuffle(&mut ChaCha8Rng::seed_from_u64(ask.seed ^ 2));
    picks
}

/// One minus the margin between the two most probable labels: 1 where the model has no preference.
fn doubt(probabilities: &[f64]) -> f64 {
    let mut sorted = probabilities.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    1.0 - (sorted.first().unwrap_or(&1.0) - sorted.get(1).unwrap_or(&0.0))
}

/// The comments that are compared with each other, and how.
struct Choice {
    /// Places in the pool's list.
    places: Vec<usize>,
    doubt: Vec<f64>,
    spread: Spread,
    strategy: Strategy,
    /// From this doubt on a comment counts as uncertain.
    median: f64,
}

impl Choice {
    fn among(
        pool: &Pool<'_>,
        mut rest: Vec<usize>,
        labelled: &[&str],
        doubt: &dyn Fn(usize) -> f64,
        has_model: bool,
        ask: &Ask,
    ) -> Self {
        let strategy = if has_model { ask.strategy } else { Strategy::Diverse };
        let by_doubt = matches!(strategy, Strategy::Uncertain | Strategy::Balanced);
        let most = MOST_COMPARED.min(rest.len());
        if by_doubt {
            rest.sort_by(|a, b| doubt(*b).total_cmp(&doubt(*a)).then(a.cmp(b)));
            rest.truncate(most);
        } else if rest.len() > most {
            let kept = index::sample(&mut ChaCha8Rng::seed_from_u64(ask.seed ^ 1), rest.len(), most);
            rest = kept.into_iter().map(|i| rest[i]).collect();
        }
        rest.sort_unstable();
        let values: Vec<f64> = rest.iter().map(|at| doubt(*at)).collect();
        let mut importance: Vec<f32> = match strategy {
            Strategy::Mixed => values.iter().map(|d| *d as f32).collect(),
            _ => vec![1.0; rest.len()],
        };
        let earlier = &labelled[labelled.len().saturating_sub(MOST_LABELLED)..];
        let texts: Vec<&str> =
            rest.iter().map(|at| pool.comments[*at].text.as_str()).chain(earlier.iter().copied()).collect();
        importance.resize(texts.len(), 0.0);
        let mut spread = Spread::over(&Vectors::of(&texts), importance);
        (rest.len()..texts.len()).for_each(|at| spread.pick(at));
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let median = sorted.get(sorted.len() / 2).copied().unwrap_or(0.0);
        Self { places: rest, doubt: values, spread, strategy, median }
    }

    fn take(&mut self, n: usize, label: &dyn Fn(usize) -> usize) -> Vec<Pick> {
        let chosen = match self.strategy {
            Strategy::Diverse | Strategy::Mixed => self.representative(n),
            Strategy::Uncertain => self.doubtful(n, &|_| 0),
            Strategy::Balanced => self.doubtful(n, label),
        };
        let why = |i: usize| match self.strategy {
            Strategy::Uncertain | Strategy::Balanced => Why::Uncertain,
            Strategy::Mixed if self.doubt[i] >= self.median => Why::Uncertain,
            _ => Why::Diverse,
        };
        chosen.into_iter().map(|i| Pick { at: self.places[i], why: why(i), inclusion: None }).collect()
    }

    fn representative(&mut self, n: usize) -> Vec<usize> {
        let mut left: Vec<usize> = (0..self.places.len()).collect();
        let mut chosen = Vec::with_capacity(n);
        while let Some(best) = self.spread.best(&left).filter(|_| chosen.len() < n) {
            self.spread.pick(best);
            left.retain(|i| *i != best);
            chosen.push(best);
        }
        chosen
    }

    /// The most doubtful first, the kinds (as `kind` numbers them) taking turns; what asks the same as one that is chosen
    /// comes last.
    fn doubtful(&self, n: usize, kind: &dyn Fn(usize) -> usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.places.len()).collect();
        order.sort_by(|a, b| self.doubt[*b].total_cmp(&self.doubt[*a]).then(a.cmp(b)));
        let kinds = order.iter().map(|i| kind(self.places[*i]) + 1).max().unwrap_or(1);
        let mut queues = vec![std::collections::VecDeque::new(); kinds];
        for i in order {
            queues[kind(self.places[i])].push_back(i);
        }
        let (mut chosen, mut again): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
        let mut turn = 0;
        while chosen.len() < n && queues.iter().any(|queue| !queue.is_empty()) {
            while let Some(next) = queues[turn % kinds].pop_front() {
                if chosen.iter().any(|other| self.spread.alike(next, *other) > SAME_QUESTION) {
                    again.push(next);
                    continue;
                }
                chosen.push(next);
                break;
            }
            turn += 1;
        }
        chosen.truncate(n);
        let lack = n.saturating_sub(chosen.len());
        chosen.extend(again.into_iter().take(lack));
        chosen
    }
}

#[cfg(test)]
mod tests {
    use super::super::Known;
    use super::*;
    use crate::thread::Comment;

    /// Whether nothing that was drawn had been met, before or among what was drawn.
    fn none_is_known(picks: &[Pick], pool: &Pool<'_>, labelled: &Known) -> bool {
        let mut met = Known::default();
        picks.iter().all(|pick| {
            let comment = &pool.comments[pick.at];
            let new = !labelled.has(comment) && !met.has(comment);
            met.add(comment);
            new
        })
    }

    /// Comments of three kinds, some of them copies.
    fn comments() -> Vec<Comment> {
        let words = ["weapons send help now", "money home stay out", "photo map thanks when"];
        let one = |i: usize| Comment {
            id: i.to_string(),
            text: if i % 10 == 9 { "a copy of this".into() } else { format!("{} n{} m{}", words[i % 3], i, i % 11) },
            ..Comment::default()
        };
        (0..200).map(one).collect()
    }

    fn predictions(n: usize) -> Vec<Prediction> {
        let one = |i: usize| {
            let sure = 0.5 + 0.5 * (i % 50) as f64 / 50.0;
            Prediction {
                label: i % 2,
                probabilities: vec![sure, 1.0 - sure],
                confidence: sure,
                ..Prediction::default()
            }
        };
        (0..n).map(one).collect()
    }

    const STRATEGIES: [Strategy; 4] = [Strategy::Uncertain, Strategy::Balanced, Strategy::Diverse, Strategy::Mixed];

    #[test]
    fn whatever_the_strategy_as_many_as_asked_none_twice_and_the_same_again() {
        let comments = comments();
        let labelled: Known = comments[..20].iter().collect();
        let texts: Vec<&str> = comments[..20].iter().map(|c| c.text.as_str()).collect();
        let pool = Pool::of(&comments, &labelled);
        let told = predictions(comments.len());
        for strategy in STRATEGIES {
            for predictions in [None, Some(told.as_slice())] {
                let ask = Ask { n: 60, audit_share: 0.2, strategy, seed: 3 };
                let picks = sample(&pool, &texts, predictions, &ask);
                assert_eq!(picks.len(), 60);
                assert!(none_is_known(&picks, &pool, &labelled));
                let audited: Vec<&Pick> = picks.iter().filter(|p| p.why == Why::Audit).collect();
                assert_eq!(audited.len(), 12);
                let expected = Some(12.0 / pool.len() as f64);
                assert!(picks.iter().all(|p| (p.why == Why::Audit) == (p.inclusion == expected)));
                assert_eq!(picks, sample(&pool, &texts, predictions, &ask));
                assert_ne!(picks, sample(&pool, &texts, predictions, &Ask { seed: 4, ..ask }));
            }
        }
    }

    #[test]
    fn the_audit_does_not_know_the_model() {
        let comments = comments();
        let pool = Pool::of(&comments, &Known::default());
        let told = predictions(comments.len());
        let drawn = |strategy, predictions: Option<&[Prediction]>| {
            let ask = Ask { n: 50, audit_share: 0.5, strategy, seed: 9 };
            let picks = sample(&pool, &[], predictions, &ask);
            let mut at: Vec<usize> = picks.iter().filter(|p| p.why == Why::Audit).map(|p| p.at).collect();
            at.sort_unstable();
            at
        };
        let alone = drawn(Strategy::Diverse, None);
        for strategy in STRATEGIES {
            assert_eq!(drawn(strategy, Some(&told)), alone);
        }
    }

    #[test]
    fn the_uncertain_are_uncertain_and_kinds_take_turns() {
        let comments = comments();
        let pool = Pool::of(&comments, &Known::default());
        let told = predictions(comments.len());
        let mean = |strategy| {
            let ask = Ask { n: 40, audit_share: 0.0, strategy, seed: 1 };
            let picks = sample(&pool, &[], Some(&told), &ask);
            let ones = picks.iter().filter(|p| told[p.at].label == 1).count();
            (picks.iter().map(|p| doubt(&told[p.at].probabilities)).sum::<f64>() / 40.0, ones)
        };
        let diverse = mean(Strategy::Diverse).0;
        assert!(mean(Strategy::Uncertain).0 > diverse + 0.2 && mean(Strategy::Mixed).0 > diverse);
        assert_eq!(mean(Strategy::Balanced).1, 20);
    }

    #[test]
    fn the_default_goes_by_targets() {
        let mut comments = comments();
        let suited = |comments: &[Comment]| Strategy::suited(&Pool::of(comments, &Known::default()));
        assert_eq!(suited(&comments), Strategy::Balanced);
        for (at, comment) in comments.iter_mut().enumerate() {
            comment.target = Some(["The  Rebels", "the rebels"][at % 2].into());
        }
        assert_eq!(suited(&comments), Strategy::Balanced, "spelled otherwise it is the same target");
        comments[7].target = Some("the Kurds".into());
        assert_eq!(suited(&comments), Strategy::Diverse);
    }

    #[test]
    fn more_than_can_be_compared_at_once() {
        let one = |i: usize| Comment { id: i.to_string(), text: format!("{} of {}", i % 97, i), ..Comment::default() };
        let comments: Vec<Comment> = (0..2 * MOST_COMPARED).map(one).collect();
        let pool = Pool::of(&comments, &Known::default());
        let told = predictions(comments.len());
        let n = MOST_COMPARED + 500;
        let ask = Ask { n, audit_share: 0.1, strategy: Strategy::Balanced, seed: 1 };
        let picks = sample(&pool, &[], Some(&told), &ask);
        assert_eq!(picks.len(), n);
        assert!(none_is_known(&picks, &pool, &Known::default()));
    }

    #[test]
    fn a_pool_that_is_labelled_whole_is_audited_whole() {
        let comments = comments();
        let pool = Pool::of(&comments, &Known::default());
        let ask = Ask { n: 1_000, audit_share: 0.2, strategy: Strategy::Mixed, seed: 1 };
        let picks = sample(&pool, &[], None, &ask);
        assert_eq!(picks.len(), pool.len());
        assert!(picks.iter().all(|p| p.inclusion == Some(1.0)));
        assert!(sample(&pool, &[], None, &Ask { n: 0, ..ask }).is_empty());
    }
}
