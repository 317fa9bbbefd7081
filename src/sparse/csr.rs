//! Compressed sparse rows.

/// A sparse matrix in compressed-row form. Values are `f32`, sums over them `f64`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Csr {
    pub(super) cols: usize,
    pub(super) starts: Vec<usize>,
    pub(super) indices: Vec<u32>,
    pub(super) values: Vec<f32>,
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

    /// How many rows have each column.
    #[must_use]
    pub fn column_counts(&self) -> Vec<u32> {
        let mut counts = vec![0; self.cols];
        self.indices.iter().for_each(|index| counts[*index as usize] += 1);
        counts
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

    /// The columns of a row's entries and of those of all rows behind it.
    pub(super) fn columns_from(&self, row: usize) -> &[u32] {
        &self.indices[self.starts[row]..]
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
}
