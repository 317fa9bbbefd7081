//! Intervals by resampling whole clusters.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

/// A figure with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// The figure on the data as it is.
    pub value: f64,
    /// 2.5 % quantile over resamples.
    pub low: f64,
    /// 97.5 % quantile over resamples.
    pub high: f64,
}

/// Rows by cluster, in order of cluster number.
#[must_use]
pub fn clusters(of: &[u32]) -> Vec<Vec<u32>> {
    let mut rows: Vec<u32> = (0..of.len() as u32).collect();
    rows.sort_by_key(|row| of[*row as usize]);
    rows.chunk_by(|a, b| of[*a as usize] == of[*b as usize]).map(<[u32]>::to_vec).collect()
}

/// Cluster bootstrap (Field & Welsh 2007): draws as many clusters as there are, with replacement, `times` times, and
/// gives the percentile interval of every figure that `measure` returns for a list of rows.
pub fn resample(clusters: &[Vec<u32>], times: usize, seed: u64, measure: impl Fn(&[u32]) -> Vec<f64>) -> Vec<Interval> {
    let all: Vec<u32> = clusters.iter().flatten().copied().collect();
    let values = measure(&all);
    let mut draws: Vec<Vec<f64>> = vec![Vec::with_capacity(times); values.len()];
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    for _ in 0..times {
        let drawn: Vec<u32> = (0..clusters.len())
            .flat_map(|_| clusters[random.random_range(0..clusters.len())].iter().copied())
            .collect();
        draws.iter_mut().zip(measure(&drawn)).for_each(|(list, value)| list.push(value));
    }
    values.into_iter().zip(draws).map(|(value, draws)| interval(value, draws)).collect()
}

fn interval(value: f64, mut draws: Vec<f64>) -> Interval {
    draws.sort_by(f64::total_cmp);
    let quantile =
        |q: f64| draws.get(((draws.len() as f64 - 1.0) * q).round().max(0.0) as usize).copied().unwrap_or(value);
    Interval { value, low: quantile(0.025), high: quantile(0.975) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_a_cluster_stand_together() {
        assert_eq!(clusters(&[2, 0, 2, 1]), [vec![1], vec![3], vec![0, 2]]);
        assert!(clusters(&[]).is_empty());
    }

    #[test]
    fn the_mean_of_coin_flips() {
        let rows = clusters(&(0..400).collect::<Vec<_>>());
        let mean = |rows: &[u32]| vec![rows.iter().map(|r| f64::from(r % 2)).sum::<f64>() / rows.len() as f64];
        let found = resample(&rows, 1000, 1, mean)[0];
        assert!((found.value - 0.5).abs() < 1e-12);
        // The standard error of 400 flips is 0.025.
        assert!((found.low - 0.451).abs() < 0.01 && (found.high - 0.549).abs() < 0.01, "{found:?}");
    }
}
