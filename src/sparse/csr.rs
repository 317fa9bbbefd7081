//! Compressed sparse rows.

use rayon::prelude::*;

/// Rows that one task handles, about.
const ROWS_PER_TASK: usize = 4096;

/// A sparse matrix in compressed-row form. Values are `f32`, sums over them `f64`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Csr {
    cols: usize,
    starts: Vec<usize>,
    indices: Vec<u32>,
    values: Vec<f32>,
}

impl Csr {
    /// An empty matrix with `cols` columns and no row yet.
    #[must_use]
    pub fn with_cols(cols: usize) -> Self {
        Self { cols, starts: vec![0], indices: Vec::new(), values: Vec::new() }
    }

    /// An empty matrix with room for this many rows and values.
    #[must_use]
    pub fn with_room(cols: usize, rows: usize, values: usize) -> Self {
        let mut starts = Vec::with_capacity(rows + 1);
        starts.push(0);
        Self { cols, starts, indices: Vec::with_capacity(values), values: Vec::with_capacity(values) }
    }

    /// How many values these rows hold.
    #[must_use]
    pub fn count(&self, rows: &[u32]) -> usize {
        rows.iter().map(|row| self.starts[*row as usize + 1] - self.starts[*row as usize]).sum()
    }

    /// Appends a row of (column, value) pairs.
    ///
    /// # Panics
    /// In debug builds, if a column is out of range.
    pub fn push_row(&mut self, row: impl IntoIterator<Item = (u32, f32)>) {
        for (index, value) in row {
            debug_assert!((index as usize) < self.cols);
            self.indices.push(index);
            self.values.push(value);
        }
        self.starts.push(self.indices.len());
    }

    /// The same values in the columns that `numbers` gives for each old one; rows are sorted again.
    #[must_use]
    pub fn renumbered(mut self, numbers: &[u32]) -> Self {
        let runs = self.runs(self.rows().div_ceil(ROWS_PER_TASK).max(1));
        let (mut indices, mut values) = (self.indices.as_mut_slice(), self.values.as_mut_slice());
        let mut parts = Vec::with_capacity(runs.len());
        for run in &runs {
            let starts = &self.starts[run.start..=run.end];
            let held = ..starts[run.len()] - starts[0];
            let part = (indices.split_off_mut(held), values.split_off_mut(held));
            parts.push((starts, part.0.unwrap_or_default(), part.1.unwrap_or_default()));
        }
        parts.into_par_iter().for_each(|(starts, indices, values)| renumber(starts, indices, values, numbers));
        self
    }

    /// The columns before `col`, and those from it on, numbered anew; a row's columns must ascend. What stays moves to the
    /// front of its own memory, as a large matrix is not to be there twice.
    #[must_use]
    pub fn split(mut self, col: usize) -> (Self, Self) {
        let head = |matrix: &Self, row: usize| matrix.row(row).0.partition_point(|index| (*index as usize) < col);
        let values: usize = (0..self.rows()).map(|row| head(&self, row)).sum();
        let mut after = Self::with_room(self.cols - col, self.rows(), self.nnz() - values);
        let mut end = 0;
        for row in 0..self.rows() {
            let (from, head) = (self.starts[row], head(&self, row));
            after.push_row(self.entries(row).skip(head).map(|(index, value)| ((index - col) as u32, value)));
            self.indices.copy_within(from..from + head, end);
            self.values.copy_within(from..from + head, end);
            self.starts[row] = end;
            end += head;
        }
        let last = self.rows();
        self.starts[last] = end;
        self.indices.truncate(end);
        self.values.truncate(end);
        self.indices.shrink_to_fit();
        self.values.shrink_to_fit();
        self.cols = col;
        (self, after)
    }

    /// Some rows, in the order given.
    #[must_use]
    pub fn picked(&self, rows: &[u32]) -> Self {
        let mut some = Self::with_room(self.cols, rows.len(), self.count(rows));
        for row in rows {
            some.push_row(self.entries(*row as usize).map(|(index, value)| (index as u32, value)));
        }
        some
    }

    /// How many rows have each column.
    #[must_use]
    pub fn column_counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.cols];
        self.indices.iter().for_each(|index| counts[*index as usize] += 1);
        counts
    }

    /// The rows of all parts, one part below the other.
    #[must_use]
    pub fn stack(cols: usize, parts: Vec<Self>) -> Self {
        let (rows, values) = (parts.iter().map(Self::rows).sum(), parts.iter().map(Self::nnz).sum());
        let mut all = Self::with_room(cols, rows, values);
        for part in parts {
            let before = all.nnz();
            all.starts.extend(part.starts[1..].iter().map(|start| before + start));
            all.indices.extend(part.indices);
            all.values.extend(part.values);
        }
        all
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.starts.len() - 1
    }

    /// Number of columns.
    #[must_use]
    pub fn cols(&self) -> usize {
        self.cols
    }

    /// Number of stored values.
    #[must_use]
    pub fn nnz(&self) -> usize {
        self.indices.len()
    }

    /// The columns and values of a row.
    #[must_use]
    pub fn row(&self, row: usize) -> (&[u32], &[f32]) {
        let range = self.starts[row]..self.starts[row + 1];
        (&self.indices[range.clone()], &self.values[range])
    }

    /// A row as (column, value) pairs.
    pub fn entries(&self, row: usize) -> impl Iterator<Item = (usize, f32)> {
        let (indices, values) = self.row(row);
        indices.iter().zip(values).map(|(index, value)| (*index as usize, *value))
    }

    /// The rows in `count` runs of about as many values each.
    #[must_use]
    pub fn runs(&self, count: usize) -> Vec<std::ops::Range<usize>> {
        let bound = |i: usize| match i {
            0 => 0,
            i if i == count => self.rows(),
            i => self.starts.partition_point(|start| *start < self.nnz() * i / count).min(self.rows()),
        };
        (0..count).map(|i| bound(i)..bound(i + 1)).collect()
    }

    /// The transposed matrix; its rows list the original rows in ascending order.
    #[must_use]
    pub fn transpose(&self) -> Self {
        let mut starts = vec![0usize; self.cols + 1];
        for &index in &self.indices {
            starts[index as usize + 1] += 1;
        }
        for i in 0..self.cols {
            starts[i + 1] += starts[i];
        }
        let mut next = starts.clone();
        let mut indices = vec![0u32; self.nnz()];
        let mut values = vec![0f32; self.nnz()];
        for row in 0..self.rows() {
            for (col, value) in self.entries(row) {
                indices[next[col]] = row as u32;
                values[next[col]] = value;
                next[col] += 1;
            }
        }
        Self { cols: self.rows(), starts, indices, values }
    }
}

/// Gives the columns of some rows new numbers and sorts each row by them.
fn renumber(starts: &[usize], indices: &mut [u32], values: &mut [f32], numbers: &[u32]) {
    let mut row: Vec<(u32, f32)> = Vec::new();
    for bounds in starts.windows(2) {
        let range = bounds[0] - starts[0]..bounds[1] - starts[0];
        let (indices, values) = (&mut indices[range.clone()], &mut values[range]);
        row.clear();
        row.extend(indices.iter().zip(&*values).map(|(index, value)| (numbers[*index as usize], *value)));
        row.sort_unstable_by_key(|(index, _)| *index);
        for ((index, value), sorted) in indices.iter_mut().zip(values).zip(&row) {
            (*index, *value) = *sorted;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renumbered_rows_are_sorted_by_their_new_columns() {
        let mut matrix = Csr::with_cols(5);
        let row = |at: usize| (0..5u32).filter(move |col| !(at + *col as usize).is_multiple_of(3));
        (0..3 * ROWS_PER_TASK).for_each(|at| matrix.push_row(row(at).map(|col| (col, (at as u32 * 8 + col) as f32))));
        let turned = matrix.clone().renumbered(&[4, 3, 2, 1, 0]);
        for at in 0..matrix.rows() {
            let mut back: Vec<_> = turned.entries(at).map(|(col, value)| (4 - col, value)).collect();
            back.reverse();
            assert_eq!(back, matrix.entries(at).collect::<Vec<_>>(), "row {at}");
        }
    }

    #[test]
    fn split_and_put_together_again_it_is_the_same() {
        let rows: [&[(u32, f32)]; 5] =
            [&[(0, 1.0), (2, 2.0), (4, 3.0)], &[], &[(3, 4.0), (5, 5.0)], &[(1, 6.0)], &[(0, 7.0), (5, 8.0)]];
        let mut whole = Csr::with_cols(6);
        for row in rows {
            whole.push_row(row.iter().copied());
        }
        for col in 0..=6 {
            let (before, after) = whole.clone().split(col);
            assert_eq!((before.cols(), after.cols(), before.nnz() + after.nnz()), (col, 6 - col, whole.nnz()));
            for row in 0..rows.len() {
                let later = after.entries(row).map(|(index, value)| (index + col, value));
                let both: Vec<_> = before.entries(row).chain(later).collect();
                assert_eq!(both, whole.entries(row).collect::<Vec<_>>(), "column {col}, row {row}");
            }
        }
    }
}
