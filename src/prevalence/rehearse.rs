//! Rehearsals: threads drawn from comments whose labels are known, to see how good shares and intervals are.

use std::collections::BTreeMap;

use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::Serialize;

use super::{Headline, Method, Prevalence};
use crate::classifier::Reference;
use crate::metrics::clusters;

/// How threads are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Protocol {
    /// As comments come: a simple random sample.
    Natural,
    /// Divided anyhow: shares are uniform over all that are possible (Dirichlet(1, …, 1)), and comments are drawn label by
    /// label (the artificial-prevalence protocol, Forman 2008; Esuli et al. 2022).
    Shifted,
}

/// Comments with labels that threads are drawn from.
#[derive(Debug, Clone, Default)]
pub struct Pool {
    /// Probabilities.
    pub rows: Vec<Vec<f64>>,
    /// Told labels.
    pub told: Vec<usize>,
    /// Gold labels.
    pub gold: Vec<usize>,
}

/// What rehearsals of one kind came to. All figures are means over threads and labels.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Rehearsal {
    /// Threads that were drawn.
    pub threads: usize,
    /// Absolute error of the headline's shares.
    pub error: f64,
    /// The same of every estimator.
    pub errors: BTreeMap<Method, f64>,
    /// How often the headline's intervals held the true share.
    pub coverage: f64,
    /// Width of the headline's intervals.
    pub width: f64,
    /// How often the scores had moved away from the record's by more than chance explains.
    pub moved: f64,
    /// How often the headline was said to be fit for quoting.
    pub quotable: f64,
}

/// Draws threads of `size` comments from one half of a record and estimates them by the other. The halves are dealt anew
/// for every thread, by groups, so a thread never meets a copy of itself; each thread has a random stream of its own.
#[must_use]
pub fn rehearse(reference: &Reference, protocol: Protocol, threads: usize, size: usize, seed: u64) -> Rehearsal {
    let groups = clusters(&reference.groups);
    let one = |thread: usize| {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(thread as u64);
        let mut order: Vec<usize> = (0..groups.len()).collect();
        order.shuffle(&mut random);
        let (known, held) = order.split_at(groups.len() / 2);
        let rows = |part: &[usize]| part.iter().flat_map(|g| groups[*g].iter().map(|r| *r as usize)).collect();
        let (known, held): (Vec<usize>, Vec<usize>) = (rows(known), rows(held));
        let prevalence = Prevalence::of(Some(&part(reference, &known)), reference.classes, seed);
        let held = part(reference, &held);
        let pool = Pool { rows: held.probabilities, told: held.told, gold: held.gold };
        try_on(&prevalence, &pool, reference.classes, protocol, size, &mut random)
    };
    Rehearsal::of(&(0..threads).into_par_iter().filter_map(one).collect::<Vec<_>>())
}

/// Draws threads of `size` comments from a pool that the record knows nothing of.
#[must_use]
pub fn measure(
    prevalence: &Prevalence,
    pool: &Pool,
    classes: usize,
    protocol: Protocol,
    threads: usize,
    size: usize,
    seed: u64,
) -> Rehearsal {
    let one = |thread: usize| {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(thread as u64);
        try_on(prevalence, pool, classes, protocol, size, &mut random)
    };
    Rehearsal::of(&(0..threads).into_par_iter().filter_map(one).collect::<Vec<_>>())
}

/// One thread: its true shares, its headline and every estimator's shares.
struct Outcome {
    truth: Vec<f64>,
    headline: Headline,
    values: BTreeMap<Method, Vec<f64>>,
}

fn try_on(
    prevalence: &Prevalence,
    pool: &Pool,
    classes: usize,
    protocol: Protocol,
    size: usize,
    random: &mut ChaCha8Rng,
) -> Option<Outcome> {
    let drawn = draw(&pool.gold, classes, protocol, size, random)?;
    let rows: Vec<&[f64]> = drawn.iter().map(|at| pool.rows[*at].as_slice()).collect();
    let told: Vec<usize> = drawn.iter().map(|at| pool.told[*at]).collect();
    let mut truth = vec![0.0; classes];
    for at in &drawn {
        truth[pool.gold[*at]] += 1.0 / drawn.len() as f64;
    }
    let stream = random.random::<u64>();
    let headline = prevalence.headline(&rows, &told, stream);
    Some(Outcome { truth, headline, values: prevalence.values(&rows, &told) })
}

/// Places of the comments of a thread; nothing if the pool lacks a label.
fn draw(
    gold: &[usize],
    classes: usize,
    protocol: Protocol,
    size: usize,
    random: &mut ChaCha8Rng,
) -> Option<Vec<usize>> {
    if protocol == Protocol::Natural {
        let mut all: Vec<usize> = (0..gold.len()).collect();
        all.shuffle(random);
        all.truncate(size);
        return (!all.is_empty()).then_some(all);
    }
    // Exponential variables over their sum are uniform on the simplex.
    let parts: Vec<f64> = (0..classes).map(|_| -(1.0 - random.random::<f64>()).ln()).collect();
    let total: f64 = parts.iter().sum();
    let mut counts = vec![0usize; classes];
    for _ in 0..size {
        let mut at = random.random::<f64>() * total;
        let label = parts.iter().position(|part| {
            at -= part;
            at < 0.0
        });
        counts[label.unwrap_or(classes - 1)] += 1;
    }
    let mut drawn = Vec::with_capacity(size);
    for (label, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
        let mut own: Vec<usize> = (0..gold.len()).filter(|row| gold[*row] == label).collect();
        if own.is_empty() {
            return None;
        }
        if count > own.len() {
            drawn.extend((0..count).map(|_| own[random.random_range(0..own.len())]));
        } else {
            own.shuffle(random);
            drawn.extend(&own[..count]);
        }
    }
    Some(drawn)
}

fn part(reference: &Reference, rows: &[usize]) -> Reference {
    Reference {
        scope: reference.scope.clone(),
        classes: reference.classes,
        probabilities: rows.iter().map(|row| reference.probabilities[*row].clone()).collect(),
        told: rows.iter().map(|row| reference.told[*row]).collect(),
        gold: rows.iter().map(|row| reference.gold[*row]).collect(),
        groups: rows.iter().map(|row| reference.groups[*row]).collect(),
    }
}

impl Rehearsal {
    fn of(outcomes: &[Outcome]) -> Self {
        let n = outcomes.len().max(1) as f64;
        let over = |of: &dyn Fn(&Outcome) -> f64| outcomes.iter().map(of).sum::<f64>() / n;
        let error = |values: &[f64], truth: &[f64]| {
            values.iter().zip(truth).map(|(a, b)| (a - b).abs()).sum::<f64>() / truth.len() as f64
        };
        let shares = |o: &Outcome| o.headline.shares.iter().map(|share| share.value).collect::<Vec<f64>>();
        let mean = |o: &Outcome, of: &dyn Fn(usize) -> f64| {
            (0..o.truth.len()).map(of).sum::<f64>() / o.truth.len().max(1) as f64
        };
        let held = |o: &Outcome, label: usize| {
            let share = o.headline.shares[label];
            // Shares of so many comments are whole numbers over it; rounding must not decide.
            f64::from(u8::from((share.low - 1e-9..=share.high + 1e-9).contains(&o.truth[label])))
        };
        let is = |yes: bool| f64::from(u8::from(yes));
        Self {
            threads: outcomes.len(),
            error: over(&|o| error(&shares(o), &o.truth)),
            errors: Method::ALL
                .into_iter()
                .map(|method| (method, over(&|o| o.values.get(&method).map_or(0.0, |v| error(v, &o.truth)))))
                .collect(),
            coverage: over(&|o| mean(o, &|label| held(o, label))),
            width: over(&|o| mean(o, &|label| o.headline.shares[label].high - o.headline.shares[label].low)),
            moved: over(&|o| is(o.headline.drift.is_some_and(|drift| drift.is_moved()))),
            quotable: over(&|o| is(o.headline.quotable)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifted_threads_are_divided_anyhow_and_natural_ones_are_not() {
        let gold: Vec<usize> = (0..3000).map(|i| usize::from(i % 10 == 0)).collect();
        let mut random = ChaCha8Rng::seed_from_u64(1);
        let mut shares = |protocol| {
            let share = |drawn: Vec<usize>| drawn.iter().filter(|at| gold[**at] == 1).count() as f64 / 100.0;
            (0..300).map(|_| share(draw(&gold, 2, protocol, 100, &mut random).unwrap())).collect::<Vec<f64>>()
        };
        let below = |shares: &[f64]| shares.iter().filter(|share| **share < 0.25).count() as f64 / 300.0;
        let (shifted, natural) = (shares(Protocol::Shifted), shares(Protocol::Natural));
        assert!((below(&shifted) - 0.25).abs() < 0.1, "uniform shares: {}", below(&shifted));
        assert!(below(&natural) > 0.99, "{}", below(&natural));
        assert_eq!(draw(&[0, 0], 2, Protocol::Shifted, 100, &mut random), None, "a label is missing");
    }
}
