//! Probabilities with six decimals, the digits that `{:.6}` prints, without its generality.

/// Millionths of a number from 0 to 1, to the nearest.
pub fn millionths(share: f64) -> u32 {
    let scaled = share * 1e6;
    let whole = scaled as u32;
    let rest = scaled - f64::from(whole);
    if (rest - 0.5).abs() < 1e-6 {
        return exact(share); // the product is rounded itself, by 1e-10 at most
    }
    whole + u32::from(rest > 0.5)
}

/// The same in whole numbers, as the share is mantissa / 2^shift: the even one of two that are as near.
fn exact(share: f64) -> u32 {
    let bits = share.to_bits();
    let shift = 1075 - (bits >> 52) as u32;
    if shift > 80 {
        return 0; // below 2^-27, far from half a millionth
    }
    let mantissa = bits & ((1 << 52) - 1) | (1 << 52);
    let scaled = u128::from(mantissa) * 1_000_000;
    let half = 1 << (shift - 1);
    let (whole, rest) = ((scaled >> shift) as u32, scaled & (2 * half - 1));
    whole + u32::from(rest > half || (rest == half && whole % 2 == 1))
}

/// Appends a comma and a share, `,0.250000`, for each.
pub fn push_all(out: &mut Vec<u8>, shares: impl ExactSizeIterator<Item = f64>) {
    let start = out.len();
    out.resize(start + shares.len() * 9, 0);
    for (place, share) in out[start..].as_chunks_mut::<9>().0.iter_mut().zip(shares) {
        let n = millionths(share) as usize;
        let one = usize::from(n >= 1_000_000);
        let n = n - one * 1_000_000;
        let [a, b, c, _] = DIGITS[n / 1000 % 1000];
        let [d, e, f, _] = DIGITS[n % 1000];
        *place = [b',', b'0' + one as u8, b'.', a, b, c, d, e, f];
    }
}

/// The numbers below a thousand as three digits, and a byte that makes four of them.
static DIGITS: [[u8; 4]; 1000] = {
    let mut digits = [[b'0'; 4]; 1000];
    let mut n = 0;
    while n < 1000 {
        digits[n] = [b'0' + (n / 100) as u8, b'0' + (n / 10 % 10) as u8, b'0' + (n % 10) as u8, 0];
        n += 1;
    }
    digits
};

#[cfg(test)]
mod tests {
    use rand::{Rng, SeedableRng};

    use super::*;

    fn agrees(share: f64) {
        let mut out = Vec::new();
        push_all(&mut out, std::iter::once(share));
        assert_eq!(String::from_utf8(out).unwrap(), format!(",{share:.6}"), "{share:e}");
    }

    #[test]
    fn the_digits_are_those_of_the_standard_library() {
        for share in [0.0, 1.0, 0.5, f64::MIN_POSITIVE, 5e-324, 5e-7, 1.0 - f64::EPSILON, 0.999_999_5, 1.0 / 3.0] {
            agrees(share);
        }
        let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(1);
        for n in 0..200_000 {
            let share: f64 = random.random();
            agrees(share);
            agrees(share.powi(8));
            let near = (f64::from(n) + 0.5) / 1e6; // as near to the middle of two as a number gets
            [near, near.next_up(), near.next_down()].into_iter().for_each(agrees);
            agrees(f64::from(2 * n + 1) / f64::from(1 << 20)); // some of these are the middle itself
        }
    }
}
