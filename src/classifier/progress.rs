//! How far training is.

/// Called with what was just finished and how much of the work that was, 0 to 1.
pub type Progress<'a> = &'a (dyn Fn(&str, f64) + Sync);

/// Share of the work that reading the comments is, about.
pub(super) const READ: f64 = 0.05;
/// Share of a large corpus's fit that is done when its C is chosen, about.
pub(super) const SEARCHED: f64 = 0.3;

/// The share of all work that is done after so many fits of both layers, if the record takes another for each of its
/// folds.
pub(super) fn share(fits: f64, folds: usize) -> f64 {
    READ + (0.97 - READ) * fits / (1.0 + folds as f64)
}
