//! Intervals: how else the shares could have come out.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::fitted::Fitted;
use super::method::{Method, ROUGH, mean};
use crate::metrics::Interval;

/// Draws behind every interval: enough for the second digit of its ends.
pub const DRAWS: usize = 1_000;
/// EM goes over every comment in every draw; it has fewer draws where there are many comments, but never less than this.
const FEWEST_DRAWS: usize = 100;
/// Comments times draws from which on EM has fewer draws.
const MOST_ROWS: usize = 2_000_000;
/// How much likelier it must be that shares have moved before both are held for equally likely: the price of two further
/// parameters. With it the intervals covered what they should on training data, whether shares had moved or not.
const PRICE: f64 = 30.0;
/// The most that it can be probable that shares have moved, however far the scores are: comments of another collection
/// may look otherwise, and then a correction is no better than none. With it the intervals covered 93 % in rehearsals on
/// topics that were left out of training, and some 70 % without.
const SUREST: f64 = 0.75;

/// What is drawn from: a thread, and resamples of the record.
pub(super) struct Draws<'a> {
    pub rows: &'a [&'a [f64]],
    pub told: &'a [usize],
    pub resampled: &'a [Fitted],
    pub seed: u64,
}

impl Draws<'_> {
    /// The shares of resamples of thread and record, draw by draw, for the first `times` draws.
    fn resampled(&self, method: Method, times: usize) -> Vec<Vec<f64>> {
        let n = self.rows.len();
        let most = if method == Method::Emq { (MOST_ROWS / n.max(1)).max(FEWEST_DRAWS) } else { times };
        let one = |(draw, fitted): (usize, &Fitted)| {
            let mut random = self.random(draw);
            let mut weights = vec![0.0; n];
            (0..n).for_each(|_| weights[random.random_range(0..n)] += 1.0);
            method.shares(self.rows, self.told, &weights, fitted, ROUGH)
        };
        self.resampled.par_iter().enumerate().take(most.min(times)).map(one).collect()
    }

    /// The shares of labels drawn from the probabilities, with what the record says that probabilities miss: how the
    /// thread's labels may be if its comments are like those of the record.
    fn labelled(&self) -> Vec<Vec<f64>> {
        let n = self.rows.len().max(1) as f64;
        let one = |(draw, fitted): (usize, &Fitted)| {
            let mut random = self.random(draw);
            let mut shares = fitted.missed.clone();
            let labels = self.rows.iter().map(|row| pick(row, random.random::<f64>()));
            labels.for_each(|label| shares.get_mut(label).into_iter().for_each(|share| *share += 1.0 / n));
            shares
        };
        self.resampled.par_iter().enumerate().map(one).collect()
    }

    /// Every draw has a random stream of its own, so the result does not depend on the number of threads.
    fn random(&self, draw: usize) -> ChaCha8Rng {
        let mut random = ChaCha8Rng::seed_from_u64(self.seed);
        random.set_stream(draw as u64);
        random
    }

    /// Values with their 95 % intervals by one estimator. `statistic` tells how far the scores have moved.
    ///
    /// Those of [`Method::Pcc`] and [`Method::Map`] mix two ways in which the scores may have come about: labels drawn from
    /// the probabilities, which holds if a probability means here what it meant in the record, and [`Method::Pacc`], which
    /// holds if a side's comments look as they did there. Of the latter there are as many draws as it is probable that
    /// shares have moved (a Bayes factor approximated as in Kass and Raftery 1995), but three in four at most.
    pub fn intervals(&self, method: Method, values: &[f64], statistic: f64) -> Vec<Interval> {
        if !matches!(method, Method::Pcc | Method::Map) {
            return summary(values, &self.resampled(method, self.resampled.len()));
        }
        let probable = SUREST / (1.0 + PRICE * (-statistic / 2.0).exp());
        let some = (self.resampled.len() as f64 * probable).round() as usize;
        let mut draws = self.resampled(Method::Pacc, some);
        draws.extend(self.labelled().into_iter().skip(some));
        summary(values, &draws)
    }
}

fn pick(row: &[f64], mut at: f64) -> usize {
    for (label, p) in row.iter().enumerate() {
        at -= p;
        if at < 0.0 {
            return label;
        }
    }
    // Rounding can leave a crumb above the last sum: it belongs to the last label that is possible at all.
    row.iter().rposition(|p| *p > 0.0).unwrap_or(0)
}

/// The middle 95 % of draws around values; no interval leaves its value out.
fn summary(values: &[f64], draws: &[Vec<f64>]) -> Vec<Interval> {
    let of = |(label, value): (usize, &f64)| {
        let mut drawn: Vec<f64> =
            draws.iter().map(|draw| draw.get(label).copied().unwrap_or(0.0).clamp(0.0, 1.0)).collect();
        drawn.sort_by(f64::total_cmp);
        let at = |quantile: f64| {
            let place = (drawn.len() as f64 - 1.0) * quantile;
            drawn.get(place.round().max(0.0) as usize).copied().unwrap_or(*value)
        };
        Interval { value: *value, low: at(0.025).min(*value), high: at(0.975).max(*value) }
    };
    values.iter().enumerate().map(of).collect()
}

/// The value of an estimator on a thread.
pub(super) fn value(method: Method, rows: &[&[f64]], told: &[usize], fitted: &Fitted) -> Vec<f64> {
    let weights = vec![1.0; rows.len()];
    method.shares(rows, told, &weights, fitted, super::method::EXACT)
}

/// Mean probabilities with the intervals of labels drawn from them: all there is to say without a record.
pub(super) fn unrecorded(rows: &[&[f64]], classes: usize, seed: u64) -> Vec<Interval> {
    let nothing = Fitted { hard: Vec::new(), soft: Vec::new(), prior: Vec::new(), missed: vec![0.0; classes] };
    let draws = Draws { rows, told: &[], resampled: &vec![nothing; DRAWS], seed };
    summary(&mean(rows, &vec![1.0; rows.len()], classes), &draws.labelled())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certain_comments_leave_no_interval() {
        let rows: [&[f64]; 4] = [&[1.0, 0.0], &[1.0, 0.0], &[0.0, 1.0], &[1.0, 0.0]];
        assert_eq!(unrecorded(&rows, 2, 1)[0], Interval { value: 0.75, low: 0.75, high: 0.75 });
    }

    #[test]
    fn the_interval_is_that_of_a_binomial() {
        let row: &[f64] = &[0.3, 0.7];
        let found = unrecorded(&[row; 100], 2, 1)[0];
        // Binomial(100, 0.3): 21 to 39.
        assert!((found.low - 0.21).abs() < 0.015 && (found.high - 0.39).abs() < 0.015, "{found:?}");
    }

    #[test]
    fn short_and_empty_rows_do_not_panic() {
        assert_eq!(unrecorded(&[&[], &[0.2]], 2, 1).len(), 2);
        assert!(unrecorded(&[], 2, 1)[0].value.abs() < 1e-12);
        assert!(unrecorded(&[], 0, 1).is_empty());
    }
}
