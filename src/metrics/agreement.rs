//! How far people who labelled the same things agree, beyond what chance alone would give.

use super::Confusion;

/// Krippendorff's alpha for nominal data, values missing allowed (Krippendorff 2011, "Computing Krippendorff's
/// Alpha-Reliability"): `1 − observed / expected disagreement` of pairs of labels within units.
///
/// `counts[unit][label]` says how many gave a unit that label; a unit with fewer than two labels says nothing and is
/// passed over. Nothing if no two labels meet, or if all that meet are the same label, so that chance expects no
/// disagreement either.
#[must_use]
pub fn alpha<'a>(counts: impl IntoIterator<Item = &'a [u64]>) -> Option<f64> {
    let (mut observed, mut totals) = (0.0, Vec::new());
    for unit in counts {
        let pairable: u64 = unit.iter().sum();
        if pairable < 2 {
            continue;
        }
        let alike: u64 = unit.iter().map(|n| n * n).sum();
        observed += (pairable * pairable - alike) as f64 / (pairable - 1) as f64;
        totals.resize(unit.len().max(totals.len()), 0u64);
        totals.iter_mut().zip(unit).for_each(|(total, n)| *total += n);
    }
    let n = totals.iter().sum::<u64>() as f64;
    let alike: f64 = totals.iter().map(|n| (*n as f64).powi(2)).sum();
    let expected = (n * n - alike) / (n - 1.0);
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

/// Cohen's kappa of two people's labels of the same units (Cohen 1960). Nothing if there are none, or if both gave one
/// and the same label throughout, so that chance alone agrees as well.
#[must_use]
pub fn kappa(confusion: &Confusion) -> Option<f64> {
    let rows = confusion.rows();
    let n = confusion.total() as f64;
    let mine = |k: usize| rows[k].iter().sum::<u64>() as f64;
    let theirs = |k: usize| rows.iter().map(|row| row[k]).sum::<u64>() as f64;
    let expected: f64 = (0..rows.len()).map(|k| mine(k) * theirs(k)).sum::<f64>() / (n * n);
    (n > 0.0 && expected < 1.0).then(|| (confusion.accuracy() - expected) / (1.0 - expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_krippendorff() {
        // Krippendorff 2011, section C: four observers, twelve units, five nominal values, values missing.
        let units: [&[usize]; 12] = [
            &[1, 1, 1],
            &[2, 2, 3, 2],
            &[3, 3, 3, 3],
            &[3, 3, 3, 3],
            &[2, 2, 2, 2],
            &[1, 2, 3, 4],
            &[4, 4, 4, 4],
            &[1, 1, 2, 1],
            &[2, 2, 2, 2],
            &[5, 5, 5],
            &[1, 1],
            &[3],
        ];
        let counts: Vec<Vec<u64>> = units
            .iter()
            .map(|unit| (1..=5).map(|k| unit.iter().filter(|label| **label == k).count() as u64).collect())
            .collect();
        let found = alpha(counts.iter().map(Vec::as_slice)).expect("labels meet and differ");
        assert!((found - 0.743).abs() < 5e-4, "{found}");
    }

    #[test]
    fn chance_and_nothing() {
        // Half of the pairs agree, as chance expects of even labels.
        let even = Confusion::count(2, [(0, 0), (0, 1), (1, 0), (1, 1)]);
        assert!(kappa(&even).expect("labels differ").abs() < 1e-12);
        let better = Confusion::count(2, [(0, 0), (0, 0), (1, 0), (1, 1)]);
        assert!((kappa(&better).expect("labels differ") - 0.5).abs() < 1e-12);
        assert_eq!(kappa(&Confusion::count(2, [(1, 1), (1, 1)])), None);
        assert_eq!(kappa(&Confusion::count(2, [])), None);
        assert_eq!(alpha([&[2u64, 0][..], &[3, 0], &[0, 1]]), None, "one label alone meets itself");
        assert_eq!(alpha([&[1u64, 0][..], &[0, 1]]), None, "nobody met anybody");
    }
}
