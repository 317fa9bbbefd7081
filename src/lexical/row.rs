//! What a unit adds to a comment, in so few bytes that it lies in one cache line with what else is known of the unit.

/// Sums in the row itself.
pub(super) const NEAR: usize = 16;
/// Sums in each further row.
pub(super) const FAR: usize = 32;
/// The steps from nothing to a unit's largest sum.
const STEPS: f32 = i16::MAX as f32;

/// The first sums of a unit as whole steps.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Row {
    /// The size of a step.
    pub step: f32,
    /// The square of the unit's norm.
    pub square: f32,
    pub lanes: [i16; NEAR],
}

/// Further sums of a unit, in the steps of its row.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
pub(super) struct Further(pub [i16; FAR]);

impl Row {
    /// The row of a unit; what finds no room in it goes into further ones.
    pub fn of(sums: &[f32], square: f32, further: &mut Vec<Further>) -> Self {
        let step = step(sums);
        let whole = |sum: &f32| if step > 0.0 { nearest(sum / step) as i16 } else { 0 };
        let mut row = Self { step, square, lanes: [0; NEAR] };
        let (near, far) = sums.split_at(sums.len().min(NEAR));
        row.lanes.iter_mut().zip(near).for_each(|(lane, sum)| *lane = whole(sum));
        further.extend(far.chunks(FAR).map(|part| {
            let mut lanes = [0; FAR];
            lanes.iter_mut().zip(part).for_each(|(lane, sum)| *lane = whole(sum));
            Further(lanes)
        }));
        row
    }
}

/// How many further rows so many sums need.
pub(super) fn further(width: usize) -> usize {
    width.saturating_sub(NEAR).div_ceil(FAR)
}

/// Rounds the sums of a unit to what its row can hold, so that whoever asks for them is told what is added up.
pub(super) fn round(sums: &mut [f32]) {
    let step = step(sums);
    if step > 0.0 {
        for sum in sums {
            *sum = nearest(*sum / step) * step;
        }
    }
}

/// The nearest whole number of one below 2^22: what stands behind the point falls off where 1.5 · 2^23 is added.
fn nearest(value: f32) -> f32 {
    const WHOLE: f32 = 1.5 * (1 << 23) as f32;
    (value + WHOLE) - WHOLE
}

fn step(sums: &[f32]) -> f32 {
    sums.iter().fold(0f32, |most, sum| most.max(sum.abs())) / STEPS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounded_sums_come_back() {
        for width in [1, 3, NEAR, NEAR + 1, NEAR + FAR + 1] {
            let mut sums: Vec<f32> = (0..width).map(|k| (k as f32 - 2.2).powi(3) / 7.0).collect();
            let exact = sums.clone();
            round(&mut sums);
            let mut far = Vec::new();
            let row = Row::of(&sums, 2.0, &mut far);
            assert_eq!(far.len(), further(width));
            let lanes = row.lanes.iter().chain(far.iter().flat_map(|further| &further.0));
            for ((lane, sum), exact) in lanes.zip(&sums).zip(exact) {
                assert!((f32::from(*lane) * row.step - sum).abs() <= sum.abs() * 1e-6);
                assert!((sum - exact).abs() <= row.step * 0.51);
            }
        }
        let none = Row::of(&[0.0; 3], 0.0, &mut Vec::new());
        assert_eq!((none.step, none.lanes[0]), (0.0, 0));
    }
}
