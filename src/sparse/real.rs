//! The two widths that numbers are kept in.

use std::ops::{Add, AddAssign, Mul, Sub};

/// A floating-point number: `f32` where many are streamed, `f64` where a result is to be exact.
pub trait Real:
    Copy + Default + Send + Sync + 'static + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + AddAssign
{
    /// The nearest number of this width.
    fn of(value: f64) -> Self;
    /// The same number as a double.
    fn wide(self) -> f64;
}

impl Real for f32 {
    fn of(value: f64) -> Self {
        value as Self
    }
    fn wide(self) -> f64 {
        f64::from(self)
    }
}

impl Real for f64 {
    fn of(value: f64) -> Self {
        value
    }
    fn wide(self) -> f64 {
        self
    }
}
