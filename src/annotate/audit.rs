//! The audit share: a simple random sample, drawn before anything is known of the comments.

use rand::SeedableRng;
use rand::seq::index;
use rand_chacha::ChaCha8Rng;

/// Draws `count` of `population` places, each set of them with the same probability, and gives them ascending with the
/// probability that each had of being drawn.
///
/// No model and no text has a say, so the inverse of the probability weighs an audited comment for all that it stands
/// for (Horvitz and Thompson 1952): the sum of the weights of a label's comments is an unbiased estimate of how many of
/// the population have it, whatever else is labelled.
#[must_use]
pub fn audit(population: usize, count: usize, seed: u64) -> (Vec<usize>, f64) {
    let count = count.min(population);
    let mut drawn = index::sample(&mut ChaCha8Rng::seed_from_u64(seed), population, count).into_vec();
    drawn.sort_unstable();
    (drawn, count as f64 / population.max(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn horvitz_and_thompson_are_unbiased() {
        const DRAWS: u64 = 4_000;
        let is_against = |row: usize| row % 7 < 3;
        let population = 350;
        let truth = (0..population).filter(|row| is_against(*row)).count() as f64;
        let estimates: Vec<f64> = (0..DRAWS)
            .map(|seed| {
                let (rows, probability) = audit(population, 20, seed);
                rows.iter().filter(|row| is_against(**row)).count() as f64 / probability
            })
            .collect();
        let mean = estimates.iter().sum::<f64>() / DRAWS as f64;
        let variance = estimates.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / (DRAWS - 1) as f64;
        let error = (variance / DRAWS as f64).sqrt();
        assert!((mean - truth).abs() < 3.0 * error, "{mean} for {truth}, standard error {error}");
        // Simple random sampling: N² (1 - n/N) S²/n.
        let share = truth / population as f64;
        let n = population as f64;
        let expected = n * n * (1.0 - 20.0 / n) * share * (1.0 - share) * n / (n - 1.0) / 20.0;
        assert!((variance / expected - 1.0).abs() < 0.1, "{variance} for {expected}");
    }

    #[test]
    fn more_than_there_is() {
        assert_eq!(audit(3, 9, 1), (vec![0, 1, 2], 1.0));
        assert_eq!(audit(0, 9, 1).0, Vec::<usize>::new());
    }
}
