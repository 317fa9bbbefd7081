//! Small systems of linear equations.

/// Gaussian elimination with partial pivoting of rows `[A | b]`; nothing if A is singular.
#[must_use]
pub fn solve(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let n = rows.len();
    for col in 0..n {
        let pivot = (col..n).max_by(|a, b| rows[*a][col].abs().total_cmp(&rows[*b][col].abs()))?;
        rows.swap(col, pivot);
        if rows[col][col].abs() < f64::MIN_POSITIVE {
            return None;
        }
        let (above, below) = rows.split_at_mut(col + 1);
        for row in below {
            let factor = row[col] / above[col][col];
            row.iter_mut().zip(&above[col]).skip(col).for_each(|(value, lead)| *value -= factor * lead);
        }
    }
    let mut x = vec![0.0; n];
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|col| rows[row][col] * x[col]).sum();
        x[row] = (rows[row][n] - known) / rows[row][row];
    }
    Some(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        let found = solve(vec![vec![0.0, 2.0, 4.0], vec![3.0, 1.0, 5.0]]).unwrap();
        assert!((found[0] - 1.0).abs() < 1e-12 && (found[1] - 2.0).abs() < 1e-12);
        assert_eq!(solve(vec![vec![0.0, 0.0, 1.0], vec![0.0, 1.0, 1.0]]), None);
    }
}
