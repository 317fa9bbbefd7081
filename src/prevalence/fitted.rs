//! What a record tells of the errors: how comments of each class come out.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use crate::classifier::Reference;
use crate::metrics::clusters;

/// How the comments of a record, or of a resample of it, come out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fitted {
    /// For each gold class, the shares of the labels told of it.
    pub hard: Vec<Vec<f64>>,
    /// For each gold class, its mean probabilities.
    pub soft: Vec<Vec<f64>>,
    /// Shares of the gold classes.
    pub prior: Vec<f64>,
    /// Share of every class less its mean probability: what counting by probabilities misses.
    pub missed: Vec<f64>,
}

impl Fitted {
    /// Of a whole record.
    pub fn of(reference: &Reference) -> Self {
        Self::over(reference, 0..reference.gold.len() as u32)
    }

    fn over(reference: &Reference, rows: impl Iterator<Item = u32>) -> Self {
        let k = reference.classes;
        let (mut hard, mut soft, mut counts) = (vec![vec![0.0; k]; k], vec![vec![0.0; k]; k], vec![0.0; k]);
        for row in rows {
            let row = row as usize;
            let gold = reference.gold[row];
            counts[gold] += 1.0;
            hard[gold][reference.told[row]] += 1.0;
            soft[gold].iter_mut().zip(&reference.probabilities[row]).for_each(|(sum, p)| *sum += p);
        }
        let n: f64 = counts.iter().sum::<f64>().max(1.0);
        let mean = |class: usize| (0..k).map(|gold| soft[gold][class]).sum::<f64>() / n;
        let missed = (0..k).map(|class| counts[class] / n - mean(class)).collect();
        for (gold, count) in counts.iter().enumerate() {
            for table in [&mut hard, &mut soft] {
                if *count > 0.0 {
                    table[gold].iter_mut().for_each(|sum| *sum /= count);
                } else {
                    // Of a class that was never met nothing is known but its name.
                    table[gold][gold] = 1.0;
                }
            }
        }
        Self { hard, soft, prior: counts.iter().map(|count| count / n).collect(), missed }
    }

    /// The same of `times` resamples of whole threads (cluster bootstrap, Field and Welsh 2007). Every resample has a
    /// random stream of its own, so the result does not depend on the number of threads.
    pub fn resampled(reference: &Reference, times: usize, seed: u64) -> Vec<Self> {
        let threads = clusters(&reference.groups);
        let draw = |time: usize| {
            let mut random = ChaCha8Rng::seed_from_u64(seed);
            random.set_stream(time as u64);
            let picks: Vec<usize> = (0..threads.len()).map(|_| random.random_range(0..threads.len())).collect();
            Self::over(reference, picks.into_iter().flat_map(|thread| threads[thread].iter().copied()))
        };
        (0..times).into_par_iter().map(draw).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classifier::Scope;

    #[test]
    fn by_hand() {
        let reference = Reference {
            scope: Scope::All,
            classes: 3,
            probabilities: vec![vec![0.6, 0.4, 0.0], vec![0.2, 0.8, 0.0], vec![0.4, 0.6, 0.0]],
            told: vec![0, 1, 1],
            gold: vec![0, 0, 1],
            groups: vec![0, 0, 1],
        };
        let fitted = Fitted::of(&reference);
        assert_eq!(fitted.hard[0], [0.5, 0.5, 0.0]);
        assert!((fitted.soft[0][0] - 0.4).abs() < 1e-12 && (fitted.soft[1][1] - 0.6).abs() < 1e-12);
        assert_eq!(fitted.hard[2], [0.0, 0.0, 1.0], "a class never met");
        assert!((fitted.missed[0] - (2.0 / 3.0 - 0.4)).abs() < 1e-12);
        let draws = Fitted::resampled(&reference, 50, 1);
        assert_eq!(draws, Fitted::resampled(&reference, 50, 1));
        // Threads are drawn whole: the two comments of the first come together or not at all.
        let shares: Vec<f64> = draws.iter().map(|d| d.prior[0]).collect();
        assert!(shares.iter().all(|p| [0.0, 2.0 / 3.0, 1.0].iter().any(|q| (p - q).abs() < 1e-9)), "{shares:?}");
    }
}
