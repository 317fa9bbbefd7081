//! Sixty-four bytes compared at once, by the widest instructions that this machine has. Whichever those are, a
//! comparison says the same.

use wide::u8x16;

/// Bytes that are looked at together, one bit each in what a comparison says.
pub(super) const BLOCK: usize = 64;

/// Comparisons of a block's bytes.
pub(super) trait Lanes: Copy {
    /// A block in registers.
    type Bytes: Copy;
    /// For each byte of a block yes or no, in registers.
    type Mask: Copy;

    fn load(self, block: &[u8; BLOCK]) -> Self::Bytes;
    fn store(self, bytes: Self::Bytes) -> [u8; BLOCK];
    fn or(self, a: Self::Bytes, b: Self::Bytes) -> Self::Bytes;
    /// `bytes`, and 0x20 in those of the mask.
    fn or_case(self, bytes: Self::Bytes, mask: Self::Mask) -> Self::Bytes;
    /// Which bytes are from `first` to `last`.
    fn within(self, bytes: Self::Bytes, first: u8, last: u8) -> Self::Mask;
    fn equal(self, a: Self::Bytes, b: Self::Bytes) -> Self::Mask;
    fn either(self, a: Self::Mask, b: Self::Mask) -> Self::Mask;
    fn both(self, a: Self::Mask, b: Self::Mask) -> Self::Mask;
    /// One bit a byte.
    fn bits(self, mask: Self::Mask) -> u64;

    #[inline(always)]
    fn all(self, byte: u8) -> Self::Bytes {
        self.load(&[byte; BLOCK])
    }
    #[inline(always)]
    fn is(self, bytes: Self::Bytes, byte: u8) -> Self::Mask {
        self.equal(bytes, self.all(byte))
    }
}

/// Sixteen bytes at a time: what every machine can do.
#[derive(Clone, Copy)]
pub(super) struct Sixteen;

// Written out, without closures: one that the compiler does not inline would be compiled for any machine.
impl Lanes for Sixteen {
    type Bytes = [u8x16; 4];
    type Mask = [u8x16; 4];

    #[inline(always)]
    fn load(self, block: &[u8; BLOCK]) -> Self::Bytes {
        let lanes = block.as_chunks::<16>().0;
        [u8x16::new(lanes[0]), u8x16::new(lanes[1]), u8x16::new(lanes[2]), u8x16::new(lanes[3])]
    }
    #[inline(always)]
    fn store(self, bytes: Self::Bytes) -> [u8; BLOCK] {
        let mut block = [0; BLOCK];
        let lanes = block.as_chunks_mut::<16>().0;
        (lanes[0], lanes[1]) = (bytes[0].to_array(), bytes[1].to_array());
        (lanes[2], lanes[3]) = (bytes[2].to_array(), bytes[3].to_array());
        block
    }
    #[inline(always)]
    fn or(self, a: Self::Bytes, b: Self::Bytes) -> Self::Bytes {
        [a[0] | b[0], a[1] | b[1], a[2] | b[2], a[3] | b[3]]
    }
    #[inline(always)]
    fn or_case(self, bytes: Self::Bytes, mask: Self::Mask) -> Self::Bytes {
        self.or(bytes, self.both(mask, self.all(0x20)))
    }
    #[inline(always)]
    fn within(self, bytes: Self::Bytes, first: u8, last: u8) -> Self::Mask {
        let [a, b, c, d] = bytes;
        let (first, last) = (u8x16::splat(first), u8x16::splat(last));
        [
            a.simd_ge(first) & a.simd_le(last),
            b.simd_ge(first) & b.simd_le(last),
            c.simd_ge(first) & c.simd_le(last),
            d.simd_ge(first) & d.simd_le(last),
        ]
    }
    #[inline(always)]
    fn equal(self, a: Self::Bytes, b: Self::Bytes) -> Self::Mask {
        [a[0].simd_eq(b[0]), a[1].simd_eq(b[1]), a[2].simd_eq(b[2]), a[3].simd_eq(b[3])]
    }
    #[inline(always)]
    fn either(self, a: Self::Mask, b: Self::Mask) -> Self::Mask {
        self.or(a, b)
    }
    #[inline(always)]
    fn both(self, a: Self::Mask, b: Self::Mask) -> Self::Mask {
        [a[0] & b[0], a[1] & b[1], a[2] & b[2], a[3] & b[3]]
    }
    #[inline(always)]
    fn bits(self, mask: Self::Mask) -> u64 {
        let low = u64::from(mask[0].to_bitmask()) | u64::from(mask[1].to_bitmask()) << 16;
        low | u64::from(mask[2].to_bitmask()) << 32 | u64::from(mask[3].to_bitmask()) << 48
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{__m256i, __m512i};

    use pulp::x86::{V3, V4};

    use super::{BLOCK, Lanes};

    impl Lanes for V3 {
        type Bytes = [__m256i; 2];
        type Mask = [__m256i; 2];

        #[inline(always)]
        fn load(self, block: &[u8; BLOCK]) -> Self::Bytes {
            pulp::cast(*block)
        }
        #[inline(always)]
        fn store(self, bytes: Self::Bytes) -> [u8; BLOCK] {
            pulp::cast(bytes)
        }
        #[inline(always)]
        fn or(self, a: Self::Bytes, b: Self::Bytes) -> Self::Bytes {
            [self.avx2._mm256_or_si256(a[0], b[0]), self.avx2._mm256_or_si256(a[1], b[1])]
        }
        #[inline(always)]
        fn or_case(self, bytes: Self::Bytes, mask: Self::Mask) -> Self::Bytes {
            self.or(bytes, self.both(mask, self.all(0x20)))
        }
        #[inline(always)]
        fn within(self, bytes: Self::Bytes, first: u8, last: u8) -> Self::Mask {
            let (first, span) = (self.all(first), self.all(last - first));
            let low = self.avx2._mm256_sub_epi8(bytes[0], first[0]);
            let high = self.avx2._mm256_sub_epi8(bytes[1], first[1]);
            let near = [self.avx2._mm256_min_epu8(low, span[0]), self.avx2._mm256_min_epu8(high, span[1])];
            self.equal([low, high], near)
        }
        #[inline(always)]
        fn equal(self, a: Self::Bytes, b: Self::Bytes) -> Self::Mask {
            [self.avx2._mm256_cmpeq_epi8(a[0], b[0]), self.avx2._mm256_cmpeq_epi8(a[1], b[1])]
        }
        #[inline(always)]
        fn either(self, a: Self::Mask, b: Self::Mask) -> Self::Mask {
            self.or(a, b)
        }
        #[inline(always)]
        fn both(self, a: Self::Mask, b: Self::Mask) -> Self::Mask {
            [self.avx2._mm256_and_si256(a[0], b[0]), self.avx2._mm256_and_si256(a[1], b[1])]
        }
        #[inline(always)]
        fn bits(self, mask: Self::Mask) -> u64 {
            let (low, high) = (self.avx2._mm256_movemask_epi8(mask[0]), self.avx2._mm256_movemask_epi8(mask[1]));
            u64::from(low as u32) | u64::from(high as u32) << 32
        }
    }

    impl Lanes for V4 {
        type Bytes = __m512i;
        type Mask = u64;

        #[inline(always)]
        fn load(self, block: &[u8; BLOCK]) -> Self::Bytes {
            pulp::cast(*block)
        }
        #[inline(always)]
        fn store(self, bytes: Self::Bytes) -> [u8; BLOCK] {
            pulp::cast(bytes)
        }
        #[inline(always)]
        fn or(self, a: Self::Bytes, b: Self::Bytes) -> Self::Bytes {
            self.avx512f._mm512_or_si512(a, b)
        }
        #[inline(always)]
        fn or_case(self, bytes: Self::Bytes, mask: Self::Mask) -> Self::Bytes {
            let case = self.avx512bw._mm512_maskz_mov_epi8(mask, self.all(0x20));
            self.or(bytes, case)
        }
        #[inline(always)]
        fn within(self, bytes: Self::Bytes, first: u8, last: u8) -> Self::Mask {
            let from = self.avx512bw._mm512_sub_epi8(bytes, self.all(first));
            self.avx512bw._mm512_cmple_epu8_mask(from, self.all(last - first))
        }
        #[inline(always)]
        fn equal(self, a: Self::Bytes, b: Self::Bytes) -> Self::Mask {
            self.avx512bw._mm512_cmpeq_epi8_mask(a, b)
        }
        #[inline(always)]
        fn either(self, a: Self::Mask, b: Self::Mask) -> Self::Mask {
            a | b
        }
        #[inline(always)]
        fn both(self, a: Self::Mask, b: Self::Mask) -> Self::Mask {
            a & b
        }
        #[inline(always)]
        fn bits(self, mask: Self::Mask) -> u64 {
            mask
        }
    }
}
