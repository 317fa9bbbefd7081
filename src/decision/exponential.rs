//! The exponential of numbers that are not positive, as plain steps: the compiler works on several at once, and every
//! machine finds the same bits, which the system's library does not promise.

/// Added to a number below 2^51, it leaves the nearest whole number in the last bits.
const WHOLE: f64 = 1.5 * (1u64 << 52) as f64;
/// Below this the exponential is 0 for all that matters; the bits below hold for no lower number.
const LEAST: f64 = -700.0;
/// 1/n! from n = 11 down to 0: what follows is below 1e-13 of the sum where it is used.
const TERMS: [f64; 12] = [
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    1.0 / 2.0,
    1.0,
    1.0,
];

/// e to a power from −∞ to 0, within 1e-12 of it; e to the power of −700 for all below that.
#[inline]
pub(super) fn exponential(power: f64) -> f64 {
    let power = power.max(LEAST);
    let shifted = power * std::f64::consts::LOG2_E + WHOLE;
    let rest = power - (shifted - WHOLE) * std::f64::consts::LN_2;
    let series = TERMS.iter().fold(0.0, |sum, term| sum * rest + term);
    series * f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_standard_library() {
        for at in 0..70_000 {
            let power = f64::from(-at) / 100.0 - f64::from(at % 7) / 1e4;
            let (ours, exact) = (exponential(power), power.max(LEAST).exp());
            assert!((ours - exact).abs() <= exact * 1e-12, "{power}: {ours} {exact}");
        }
        assert!((exponential(0.0) - 1.0).abs() < f64::EPSILON && exponential(f64::NEG_INFINITY) < 1e-300);
    }
}
