//! Whether two models err on different rows by more than chance.

use serde::Serialize;

/// With fewer rows than this on which one model alone is right, the binomial distribution is summed exactly.
pub const FEW_DISCORDANT: u64 = 25;

/// McNemar's test (1947) of two models on the same rows.
///
/// It takes rows as independent of each other, which comments of one thread are not.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct McNemar {
    /// Rows on which the first model alone is right.
    pub only_first: u64,
    /// Rows on which the second model alone is right.
    pub only_second: u64,
    /// Which form of the test was used.
    pub test: &'static str,
    /// The chi-square statistic with one degree of freedom; nothing for the exact form.
    pub statistic: Option<f64>,
    /// The two-sided probability of so uneven a split, or a more uneven one, if both models were right equally often.
    pub p: f64,
}

/// The exact binomial test where few rows tell the models apart, else chi-square with the continuity correction
/// (Edwards 1948).
#[must_use]
pub fn mcnemar(only_first: u64, only_second: u64) -> McNemar {
    let discordant = only_first + only_second;
    if discordant < FEW_DISCORDANT {
        let p = both_tails(discordant, only_first.min(only_second));
        return McNemar { only_first, only_second, test: "exact binomial", statistic: None, p };
    }
    let apart = only_first.abs_diff(only_second).saturating_sub(1) as f64;
    let statistic = apart * apart / discordant as f64;
    // The upper tail of chi-square with one degree of freedom is that of a squared normal.
    let p = libm::erfc((statistic / 2.0).sqrt());
    let test = "chi-square with continuity correction";
    McNemar { only_first, only_second, test, statistic: Some(statistic), p }
}

/// Twice the probability of at most `k` heads in `n` tosses of a fair coin, at most 1.
fn both_tails(n: u64, k: u64) -> f64 {
    let mut ways = 1.0;
    let mut tail = 0.0;
    for i in 0..=k {
        tail += ways;
        ways *= (n - i) as f64 / (i + 1) as f64;
    }
    (2.0 * tail / (n as f64).exp2()).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // 1 + 5 ways of 32 on each side.
        assert!((mcnemar(1, 4).p - 12.0 / 32.0).abs() < 1e-12);
        assert!((mcnemar(4, 1).p - mcnemar(1, 4).p).abs() < 1e-15);
        assert!((mcnemar(0, 0).p - 1.0).abs() < 1e-15);
        let large = mcnemar(40, 20);
        assert!((large.statistic.unwrap() - 361.0 / 60.0).abs() < 1e-12);
        // The 95 % point of chi-square with one degree of freedom is 3.841.
        assert!(large.p < 0.05 && mcnemar(35, 25).p > 0.05);
        assert_eq!((mcnemar(12, 12).test, mcnemar(12, 13).statistic), ("exact binomial", Some(0.0)));
    }
}
