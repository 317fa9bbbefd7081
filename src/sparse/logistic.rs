//! The logistic function and its loss, by polynomials that a compiler can apply to several numbers at once and that
//! give the same bits on every machine, which a system's `exp` does not.

/// `1 / (1 + exp(-z))` and `ln(1 + exp(z))`, within 1e-12.
#[inline(always)]
pub(super) fn sigmoid_softplus(z: f64) -> (f64, f64) {
    let e = exp_negative(-z.abs());
    let inverse = 1.0 / (1.0 + e);
    let sigmoid = if z >= 0.0 { inverse } else { e * inverse };
    (sigmoid, z.max(0.0) + ln_one_plus(e))
}

/// `exp(x)` for `x <= 0`, within 1e-12 of it: `2^n` from the bits, and the Taylor series on ±½ ln 2.
#[inline(always)]
pub(crate) fn exp_negative(x: f64) -> f64 {
    // Adding it leaves the nearest integer in the low bits.
    const ROUND: f64 = 6_755_399_441_055_744.0;
    const LN_2_HIGH: f64 = 0.693_147_180_369_123_8;
    const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
    let x = x.max(-700.0);
    let shifted = x * std::f64::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = (x - n * LN_2_HIGH) - n * LN_2_LOW;
    let mut sum = 1.0 / 39_916_800.0;
    for inverse in [
        1.0 / 3_628_800.0,
        1.0 / 362_880.0,
        1.0 / 40_320.0,
        1.0 / 5_040.0,
        1.0 / 720.0,
        1.0 / 120.0,
        1.0 / 24.0,
        1.0 / 6.0,
        0.5,
        1.0,
        1.0,
    ] {
        sum = sum * r + inverse;
    }
    sum * f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52)
}

/// `ln(1 + e)` for `0 <= e <= 1`: the series of the inverse hyperbolic tangent.
#[inline(always)]
fn ln_one_plus(e: f64) -> f64 {
    let s = e / (2.0 + e);
    let square = s * s;
    let mut sum = 1.0 / 21.0;
    for odd in [19.0, 17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0, 1.0] {
        sum = sum * square + 1.0 / odd;
    }
    2.0 * s * sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials_agree_with_the_library() {
        for i in 0..70_000 {
            let x = f64::from(-i) / 100.0 - f64::from(i % 7) / 1e4;
            let theirs = x.max(-700.0).exp();
            assert!((exp_negative(x) - theirs).abs() <= theirs * 1e-12, "{x}");
        }
        assert!((exp_negative(0.0) - 1.0).abs() < f64::EPSILON && exp_negative(f64::NEG_INFINITY) < 1e-300);
    }

    #[test]
    fn agrees_with_the_library() {
        for i in -20_000..=20_000 {
            let z = f64::from(i) * 0.005;
            let (sigmoid, softplus) = sigmoid_softplus(z);
            let theirs = if z >= 0.0 { 1.0 / (1.0 + (-z).exp()) } else { z.exp() / (1.0 + z.exp()) };
            assert!((sigmoid - theirs).abs() <= 1e-12 * theirs, "{z}");
            let theirs = z.max(0.0) + (-z.abs()).exp().ln_1p();
            assert!((softplus - theirs).abs() <= 1e-11 * theirs, "{z}");
        }
        assert!(sigmoid_softplus(-1e6).0 >= 0.0 && (sigmoid_softplus(1e6).1 - 1e6).abs() < 1e-6);
    }
}
