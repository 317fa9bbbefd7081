//! Probabilities with six decimals, the digits that `{:.6}` prints, without its generality.

/// Added to a smaller number, it leaves the nearest whole number in the last bits.
const WHOLE: f64 = (1u64 << 52) as f64;

/// Millionths of a number from 0 to 1, to the nearest.
pub fn millionths(share: f64) -> u32 {
    let (bits, far) = nearest(share);
    if far > SURE { exact(share) } else { bits as u32 }
}

/// A product is rounded itself, by 1e-10 at most: so far from a whole number it does not matter which way.
const SURE: f64 = 0.499_999;

/// The nearest number of millionths in the lower half of a word, and how far it is from the product.
#[inline(always)]
fn nearest(share: f64) -> (u64, f64) {
    let scaled = share * 1e6;
    let shifted = scaled + WHOLE;
    (shifted.to_bits(), (scaled - (shifted - WHOLE)).abs())
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

/// Bytes of a comma and a share.
const CELL: usize = 9;
/// Shares that are rounded side by side.
const LANES: usize = 8;

/// Appends a comma and a share, `,0.250000`, for each.
pub fn push_all(out: &mut Vec<u8>, shares: impl Iterator<Item = f64>) {
    let (mut lanes, mut count) = ([0.0; LANES], 0);
    for share in shares {
        lanes[count] = share;
        count += 1;
        if count == LANES {
            out.extend_from_slice(pulp::Arch::new().dispatch(Write(&lanes)).as_flattened());
            count = 0;
        }
    }
    if count > 0 {
        let cells = pulp::Arch::new().dispatch(Write(&lanes));
        out.extend_from_slice(cells[..count].as_flattened());
    }
}

/// Shares as cells, by the instructions of any machine.
struct Write<'a>(&'a [f64; LANES]);

impl pulp::WithSimd for Write<'_> {
    type Output = [[u8; CELL]; LANES];

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) -> Self::Output {
        let (mut cells, mut whole, mut unsure) = ([[0; CELL]; LANES], [0; LANES], false);
        for (whole, share) in whole.iter_mut().zip(self.0) {
            let (bits, off) = nearest(*share);
            *whole = bits;
            unsure |= off > SURE;
        }
        if unsure {
            (0..LANES).for_each(|lane| whole[lane] = u64::from(millionths(self.0[lane])));
        }
        for (cell, n) in cells.iter_mut().zip(&whole) {
            let n = *n as u32;
            let (first, last) = (FIRST[((n / 1000) & 1023) as usize], LAST[(n % 1000) as usize]);
            cell[..8].copy_from_slice(&(first | (u64::from(last) << 48)).to_le_bytes());
            cell[8] = (last >> 16) as u8;
        }
        cells
    }
}

/// A comma and so many thousandths, of which there are a thousand at most; the first byte lowest.
static FIRST: [u64; 1024] = {
    let mut first = [0; 1024];
    let mut n = 0;
    while n <= 1000 {
        let [a, b, c, _] = digits(n % 1000).to_le_bytes();
        first[n] = u64::from_le_bytes([b',', b'0' + (n / 1000) as u8, b'.', a, b, c, 0, 0]);
        n += 1;
    }
    first
};

/// The numbers below a thousand as three digits.
static LAST: [u32; 1000] = {
    let mut last = [0; 1000];
    let mut n = 0;
    while n < 1000 {
        last[n] = digits(n);
        n += 1;
    }
    last
};

/// Three digits, the first in the lowest byte.
const fn digits(n: usize) -> u32 {
    u32::from_le_bytes([b'0' + (n / 100) as u8, b'0' + (n / 10 % 10) as u8, b'0' + (n % 10) as u8, 0])
}

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
    #[test]
    fn any_number_of_shares_stands_side_by_side() {
        // One of them is the middle of two millionths.
        let all: Vec<f64> = (0..20).map(|n| if n == 6 { 0.5 + 1.0 / 128.0 } else { 1.0 / f64::from(n + 1) }).collect();
        for count in [0, 1, 7, 8, 9, 16, 17, 20] {
            let mut out = Vec::new();
            push_all(&mut out, all[..count].iter().copied());
            let theirs: Vec<String> = all[..count].iter().map(|share| format!(",{share:.6}")).collect();
            assert_eq!(String::from_utf8(out).unwrap(), theirs.concat());
        }
    }
}
