//! What commenters call a target: words that stand far more often in comments about it than elsewhere.

use super::table::Table;
use crate::features::TOKEN;

/// Words shown for a target at most.
const MOST: usize = 8;
/// A word stands in at least this many comments about the target.
const FEWEST: u32 = 5;
/// Standard errors by which its share exceeds that in other comments.
const CLEARLY: f64 = 4.0;

/// For each target the words that single it out, clearest first, by the pooled two-proportion z-statistic of the
/// comments that hold them; nothing where there is one target. They are candidates for its aliases.
pub(super) fn names(table: &Table) -> Vec<Vec<String>> {
    let targets = table.target_words.len();
    if targets < 2 {
        return vec![Vec::new(); targets];
    }
    let mut counts = vec![vec![0u32; table.matrix.units.len()]; targets];
    let mut rows = vec![0u32; targets];
    for (row, target) in table.targets.iter().enumerate() {
        rows[*target] += 1;
        table.matrix.documents.entries(row).for_each(|(unit, _)| counts[*target][unit] += 1);
    }
    let all: Vec<u32> = (0..table.matrix.units.len()).map(|unit| counts.iter().map(|own| own[unit]).sum()).collect();
    let n = f64::from(rows.iter().sum::<u32>());
    let one = |target: usize| {
        let own = f64::from(rows[target]);
        let z = |unit: usize| {
            let (here, everywhere) = (f64::from(counts[target][unit]), f64::from(all[unit]));
            let (inside, outside) = (here / own, (everywhere - here) / (n - own).max(1.0));
            let share = everywhere / n;
            let error = (share * (1.0 - share) * (1.0 / own + 1.0 / (n - own).max(1.0))).sqrt();
            (inside - outside) / error.max(1e-9)
        };
        let mut found: Vec<(f64, &str)> = (0..all.len())
            .filter(|unit| counts[target][*unit] >= FEWEST)
            .map(|unit| (z(unit), table.matrix.units.entry(unit)))
            .filter(|(z, (family, text))| *z >= CLEARLY && *family == TOKEN && is_name(text))
            .map(|(z, (_, text))| (z, text))
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        found.into_iter().take(MOST).map(|(_, text)| text.to_owned()).collect()
    };
    (0..targets).map(one).collect()
}

fn is_name(text: &str) -> bool {
    let mut letters = text.trim_start_matches('#').chars();
    letters.clone().count() >= 3 && letters.all(char::is_alphanumeric)
}
