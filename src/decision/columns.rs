//! The dense columns, in named groups.

use ndarray::Array2;
use serde::{Deserialize, Serialize};

/// A run of columns that is kept or dropped as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// `own`, `pool`, `own vectors`, `vectors`, `target`, or the name of a cue family.
    pub name: String,
    /// Its columns' names.
    pub columns: Vec<String>,
    /// Whether cross-validation may drop it.
    pub optional: bool,
}

/// Rows of dense columns with the groups that they fall into.
#[derive(Debug, Clone)]
pub struct Columns {
    /// Rows × columns, all groups side by side.
    pub values: Array2<f64>,
    /// The groups, in column order.
    pub groups: Vec<Group>,
}

impl Columns {
    /// The columns of the groups that are kept.
    #[must_use]
    pub fn picked(&self, keep: &[bool]) -> Vec<usize> {
        let mut at = 0;
        let mut picked = Vec::new();
        for (group, keep) in self.groups.iter().zip(keep) {
            if *keep {
                picked.extend(at..at + group.columns.len());
            }
            at += group.columns.len();
        }
        picked
    }

    /// For each group whether it is worth a try: it is not optional; or it is not left out by name, and one of its
    /// columns is not the same in every row.
    #[must_use]
    pub fn tried(&self, leave_out: &[String]) -> Vec<bool> {
        let mut at = 0;
        let varies = |column: usize| {
            let column = self.values.column(column);
            column.iter().any(|value| value.total_cmp(&column[0]).is_ne())
        };
        let tells = |group: &Group| {
            let mut own = at..at + group.columns.len();
            at = own.end;
            !group.optional || (!leave_out.contains(&group.name) && own.any(varies))
        };
        self.groups.iter().map(tells).collect()
    }

    /// Some rows of some columns.
    #[must_use]
    pub fn part(&self, rows: &[usize], columns: &[usize]) -> Array2<f64> {
        Array2::from_shape_fn((rows.len(), columns.len()), |(r, c)| self.values[[rows[r], columns[c]]])
    }
}
