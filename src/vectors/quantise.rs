//! From floating-point rows to `i8` with a scale for every dimension.

/// The largest step: the range is symmetric, so that a vector and its negative are equally exact.
const STEPS: f32 = 127.0;

/// Rows of `i8`; a value is its step times its dimension's scale.
#[derive(Debug, Clone, Default)]
pub(super) struct Quantised {
    /// One a dimension; 0 where every row has 0.
    pub scale: Vec<f32>,
    /// Rows × dimensions.
    pub steps: Vec<i8>,
}

/// Quantises finite rows of `dimensions` values each. No value is off by more than half its dimension's scale.
pub(super) fn quantise(values: &[f32], dimensions: usize) -> Quantised {
    let mut largest = vec![0f32; dimensions];
    for row in values.chunks_exact(dimensions) {
        largest.iter_mut().zip(row).for_each(|(most, v)| *most = most.max(v.abs()));
    }
    let scale: Vec<f32> = largest.iter().map(|most| most / STEPS).collect();
    // Of a scale too small for a normal number nothing would be left; such a dimension says nothing.
    let inverse: Vec<f32> = scale.iter().map(|s| if s.is_normal() { 1.0 / s } else { 0.0 }).collect();
    let step = |(v, inverse): (&f32, &f32)| (v * inverse).round().clamp(-STEPS, STEPS) as i8;
    let steps = values.chunks_exact(dimensions).flat_map(|row| row.iter().zip(&inverse).map(step)).collect();
    Quantised { scale, steps }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_value_is_off_by_more_than_half_a_step(
            rows in proptest::collection::vec((-1e3f32..1e3, -1e-3f32..1e-3, Just(0f32)), 1..40)
        ) {
            let values: Vec<f32> = rows.iter().flat_map(|(a, b, c)| [*a, *b, *c]).collect();
            let made = quantise(&values, 3);
            for (value, (step, scale)) in values.iter().zip(made.steps.iter().zip(made.scale.iter().cycle())) {
                let error = (value - f32::from(*step) * scale).abs();
                prop_assert!(error <= scale * 0.5001, "{value} became {step} × {scale}");
            }
        }
    }
}
