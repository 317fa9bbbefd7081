//! Shares held near those of the record.

use super::emq::expectation;

/// How many comments divided like the record are added, for each of the thread. Fitted on training files parted by what
/// comments talk about, where anything from 0.3 to 0.5 did as well.
const HELD: f64 = 1.0 / 3.0;

/// The most probable shares if comments of a class look as they did in the record and, before any was read, shares were
/// thought to be near those of the record (`prior`): EM with a Dirichlet prior (Dempster, Laird and Rubin 1977).
///
/// The prior weighs as many comments as a fixed part of the thread, however long that is. A longer thread makes it surer
/// what its scores are, but not that they moved because shares did: if comments themselves are unlike those of the record,
/// likelihood is misled all the same, and is to be trusted only so far (Miller and Dunson 2019). Where scores tell sides
/// apart badly, shares stay near the record's by themselves, while a correction by least squares runs into a corner.
pub(super) fn most_probable(rows: &[&[f64]], weights: &[f64], prior: &[f64], tolerance: f64) -> Vec<f64> {
    expectation(rows, weights, prior, prior, HELD, tolerance)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(rows: &[&[f64]], prior: &[f64]) -> f64 {
        most_probable(rows, &vec![1.0; rows.len()], prior, 1e-12)[0]
    }

    #[test]
    fn sure_scores_are_counted_with_the_record_as_a_third_as_many() {
        let rows: [&[f64]; 4] = [&[1.0, 0.0], &[1.0, 0.0], &[1.0, 0.0], &[0.0, 1.0]];
        // Three of four, and a third of four comments divided evenly.
        assert!((share(&rows, &[0.5, 0.5]) - (3.0 + 2.0 / 3.0) / (4.0 + 4.0 / 3.0)).abs() < 1e-9);
    }

    #[test]
    fn it_corrects_further_than_the_mean_and_less_far_than_likelihood() {
        let rows: Vec<&[f64]> = (0..100).map(|at| if at < 70 { &[0.8, 0.2][..] } else { &[0.2, 0.8][..] }).collect();
        let (mean, likeliest) = (0.7 * 0.8 + 0.3 * 0.2, (0.7 - 0.2) / 0.6);
        let found = share(&rows, &[0.5, 0.5]);
        assert!(mean + 0.02 < found && found < likeliest - 0.02, "{mean} {found} {likeliest}");
        let longer = rows.repeat(10);
        assert!((share(&longer, &[0.5, 0.5]) - found).abs() < 1e-9, "a longer thread is no surer of the record");
    }

    #[test]
    fn scores_that_tell_nothing_move_nothing() {
        let row: &[f64] = &[0.31, 0.69];
        assert!((share(&[row; 50], &[0.3, 0.7]) - 0.3).abs() < 0.05);
    }
}
