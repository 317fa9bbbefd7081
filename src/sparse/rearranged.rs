//! Sparse rows put into another order, under other numbers or on their side.

use rayon::prelude::*;

use super::Csr;

/// Rows that one task handles, about.
const ROWS_PER_TASK: usize = 4096;

/// Some rows of a matrix that is being written.
struct Run<'a> {
    /// The number of the first.
    first: usize,
    /// Where each begins, and where the last ends.
    starts: &'a [usize],
    indices: &'a mut [u32],
    values: &'a mut [f32],
}

impl Run<'_> {
    /// Calls `write` for every row: its number, its columns and its values.
    fn each(self, mut write: impl FnMut(usize, &mut [u32], &mut [f32])) {
        for (at, bounds) in self.starts.windows(2).enumerate() {
            let range = bounds[0] - self.starts[0]..bounds[1] - self.starts[0];
            write(self.first + at, &mut self.indices[range.clone()], &mut self.values[range]);
        }
    }
}

impl Csr {
    /// The rows in runs that threads can write beside each other.
    fn runs_mut(&mut self) -> Vec<Run<'_>> {
        let runs = self.runs(self.rows().div_ceil(ROWS_PER_TASK).max(1));
        let (mut indices, mut values) = (self.indices.as_mut_slice(), self.values.as_mut_slice());
        let part = |run: std::ops::Range<usize>| {
            let starts = &self.starts[run.start..=run.end];
            let held = ..starts[run.len()] - starts[0];
            let (indices, values) = (indices.split_off_mut(held), values.split_off_mut(held));
            Run { first: run.start, starts, indices: indices.unwrap_or_default(), values: values.unwrap_or_default() }
        };
        runs.into_iter().map(part).collect()
    }

    /// The same values in the columns that `numbers` gives for each old one; rows are sorted again.
    #[must_use]
    pub fn renumbered(mut self, numbers: &[u32]) -> Self {
        self.runs_mut().into_par_iter().for_each(|run| {
            let mut row: Vec<(u32, f32)> = Vec::new();
            run.each(|_, indices, values| {
                row.clear();
                row.extend(indices.iter().zip(&*values).map(|(index, value)| (numbers[*index as usize], *value)));
                row.sort_unstable_by_key(|(index, _)| *index);
                for ((index, value), sorted) in indices.iter_mut().zip(values).zip(&row) {
                    (*index, *value) = *sorted;
                }
            });
        });
        self
    }

    /// Some rows, in the order given.
    #[must_use]
    pub fn picked(&self, rows: &[u32]) -> Self {
        self.picked_as(rows, self.cols, |_, entry| entry)
    }

    /// Some rows, in the order given, with `cols` columns; `turn` makes of a row's old number and one of its entries
    /// what stands in the new row. New columns must ascend where the old ones do.
    #[must_use]
    pub fn picked_as(&self, rows: &[u32], cols: usize, turn: impl Fn(u32, (u32, f32)) -> (u32, f32) + Sync) -> Self {
        let mut starts = Vec::with_capacity(rows.len() + 1);
        let mut end = 0;
        starts.push(end);
        starts.extend(rows.iter().map(|row| {
            end += self.row(*row as usize).0.len();
            end
        }));
        let mut some = Self { cols, starts, indices: vec![0; end], values: vec![0.0; end] };
        some.runs_mut().into_par_iter().for_each(|run| {
            run.each(|at, indices, values| {
                let (from, held) = self.row(rows[at] as usize);
                for ((index, value), old) in indices.iter_mut().zip(values).zip(from.iter().zip(held)) {
                    (*index, *value) = turn(rows[at], (*old.0, *old.1));
                }
            });
        });
        some
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
    fn picked_rows_are_those_asked_for() {
        let mut matrix = Csr::with_cols(4);
        (0..100usize).for_each(|at| matrix.push_row((0..at as u32 % 4).map(|col| (col, at as f32))));
        let rows: Vec<u32> = (0..2 * ROWS_PER_TASK as u32 + 7).map(|at| at * 37 % 100).collect();
        let picked = matrix.picked_as(&rows, 8, |row, (col, value)| (2 * col + 1, value + 1000.0 * row as f32));
        assert_eq!((picked.rows(), picked.cols(), picked.nnz()), (rows.len(), 8, matrix.count(&rows)));
        for (at, row) in rows.iter().enumerate() {
            let expected: Vec<_> = (0..*row as usize % 4).map(|col| (2 * col + 1, 1001.0 * *row as f32)).collect();
            assert_eq!(picked.entries(at).collect::<Vec<_>>(), expected, "row {at}");
        }
        assert_eq!(matrix.picked(&[]).rows(), 0);
        assert_eq!(matrix.picked(&(0..100).collect::<Vec<_>>()), matrix);
        assert_eq!(matrix.transpose().transpose(), matrix);
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
