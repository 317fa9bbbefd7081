//! The figures of parts of the data.

use std::collections::BTreeMap;

use serde::Serialize;

use super::gold::Gold;
use super::sheet::intervals;
use crate::labels::LabelSet;
use crate::metrics::Interval;

/// Subgroups of fewer rows are taken together: figures of so few say little, and may point at one person.
pub const SMALLEST_SUBGROUP: usize = 30;

/// One value of the column, or the values that were taken together.
#[derive(Debug, Clone, Serialize)]
pub struct Subgroup {
    /// The value; `fewer than 30 rows` for those taken together.
    pub value: String,
    /// How many values were taken together; nothing for a value of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pooled: Option<usize>,
    /// Rows.
    pub n: usize,
    /// Threads among them.
    pub threads: usize,
    /// Figures with 95 % intervals.
    pub figures: BTreeMap<String, Interval>,
}

/// Figures for each value of a column.
#[derive(Debug, Clone, Serialize)]
pub struct Subgroups {
    /// The column.
    pub column: String,
    /// The fewest rows of a group of its own.
    pub smallest: usize,
    /// The groups by value, those taken together last.
    pub groups: Vec<Subgroup>,
}

impl Subgroups {
    /// Divides the rows by the values of a column, one for each row of `gold`.
    #[must_use]
    pub fn of(labels: &LabelSet, gold: &Gold, column: &str, values: &[&str], seed: u64) -> Self {
        let mut rows: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (row, value) in (0u32..).zip(values) {
            rows.entry(value.trim()).or_default().push(row);
        }
        let (large, small): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, rows)| rows.len() >= SMALLEST_SUBGROUP);
        let group = |value: String, pooled, rows: &[u32]| {
            let part = gold.keep(rows);
            let (threads, figures) = intervals(labels, &part, seed);
            Subgroup { value, pooled, n: part.len(), threads, figures }
        };
        let name = |value: &str| if value.is_empty() { "(empty)".to_owned() } else { value.to_owned() };
        let mut groups: Vec<Subgroup> =
            large.into_iter().map(|(value, rows)| group(name(value), None, &rows)).collect();
        if !small.is_empty() {
            let count = small.len();
            let mut rows: Vec<u32> = small.into_iter().flat_map(|(_, rows)| rows).collect();
            rows.sort_unstable();
            groups.push(group(format!("fewer than {SMALLEST_SUBGROUP} rows"), Some(count), &rows));
        }
        Self { column: column.to_owned(), smallest: SMALLEST_SUBGROUP, groups }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sheet::tests::example;
    use super::*;

    #[test]
    fn small_groups_are_taken_together_and_said() {
        let (labels, gold) = example(100);
        let value = |row: usize| match row {
            0..40 => "b",
            40..80 => " a",
            80..95 => "c",
            _ => "",
        };
        let values: Vec<&str> = (0..100).map(value).collect();
        let found = Subgroups::of(&labels, &gold, "desk", &values, 1);
        let shown: Vec<(&str, usize)> = found.groups.iter().map(|g| (g.value.as_str(), g.n)).collect();
        assert_eq!(shown, [("a", 40), ("b", 40), ("fewer than 30 rows", 20)]);
        assert_eq!(found.groups[2].pooled, Some(2));
        // Groups divide the rows: their right answers add up to those of all.
        let right: f64 = found.groups.iter().map(|g| g.figures["accuracy"].value * g.n as f64).sum();
        let all = gold.labels.iter().zip(&gold.predicted).filter(|(a, b)| a == b).count();
        assert!((right - all as f64).abs() < 1e-9);
    }
}
