//! Classifies the 64 bytes of a block into masks of one bit for each byte.
//!
//! The next step finds words in these masks (`runs.rs`).
//!
//! The definition is `plain`, which looks at each byte. `sse2`, for x86-64, compares 16 bytes at a
//! time with instructions that every such processor has, so nothing is chosen at run time. `swar`,
//! for all other processors, treats eight bytes as one number. Tests compare all three.
//!
//! The later steps need ten times as many instructions for a block, so wider registers (AVX2) would
//! hardly make the whole faster.

#![allow(
    unsafe_code,
    reason = "compares sixteen bytes with one instruction; tests check it against `plain`"
)]

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{
    __m128i, _mm_cmpeq_epi8, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x,
    _mm_set1_epi8, _mm_sub_epi8,
};

/// Bytes in a block, and bits in a mask.
pub(super) const BLOCK: usize = 64;

/// The classes of the bytes of a block, one mask for each class. Bit `i` is about byte `i`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Masks {
    /// `a` to `z` and `A` to `Z`.
    pub letters: u64,
    /// `0` to `9`.
    pub digits: u64,
    /// Bytes of characters that are not ASCII.
    pub non_ascii: u64,
    /// The ASCII apostrophe (U+0027).
    pub apostrophes: u64,
    /// Full stops.
    pub stops: u64,
}

impl Masks {
    /// Classifies a block.
    #[inline]
    pub fn of(block: &[u8; BLOCK]) -> Self {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: SSE2 belongs to the instruction set of every x86-64 processor.
        return unsafe { sse2(block) };
        #[cfg(not(target_arch = "x86_64"))]
        return swar(block);
    }
}

/// The number one in each of eight bytes. A byte times this number is eight copies of the byte.
#[cfg(any(test, not(target_arch = "x86_64")))]
const ONES: u64 = 0x0101_0101_0101_0101;
/// The highest bit of each of eight bytes.
#[cfg(any(test, not(target_arch = "x86_64")))]
const HIGHEST: u64 = 0x80 * ONES;

/// The definition, byte by byte.
#[cfg(test)]
fn plain(block: &[u8; BLOCK]) -> Masks {
    let mut masks = Masks::default();
    for (i, &byte) in block.iter().enumerate() {
        masks.letters |= u64::from(byte.is_ascii_alphabetic()) << i;
        masks.digits |= u64::from(byte.is_ascii_digit()) << i;
        masks.non_ascii |= u64::from(!byte.is_ascii()) << i;
        masks.apostrophes |= u64::from(byte == b'\'') << i;
        masks.stops |= u64::from(byte == b'.') << i;
    }
    masks
}

/// Sixteen bytes at a time, with the registers of every x86-64 processor.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "sse2")]
#[inline]
fn sse2(block: &[u8; BLOCK]) -> Masks {
    let mut masks = Masks::default();
    let (eights, _) = block.as_chunks::<8>();
    for (i, pair) in eights.chunks_exact(2).enumerate() {
        let bytes = _mm_set_epi64x(i64::from_le_bytes(pair[1]), i64::from_le_bytes(pair[0]));
        // Makes capital letters small, and no other byte a letter.
        let lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
        masks.letters |= sse2_in_range(lower, b'a', 26) << (16 * i);
        masks.digits |= sse2_in_range(bytes, b'0', 10) << (16 * i);
        masks.non_ascii |= sse2_highest_bits(bytes) << (16 * i);
        masks.apostrophes |= sse2_equal(bytes, b'\'') << (16 * i);
        masks.stops |= sse2_equal(bytes, b'.') << (16 * i);
    }
    masks
}

/// A mask with a bit for each of sixteen bytes: whether the byte is one of the `count` values from
/// `first` on.
///
/// SSE2 has no unsigned comparison, but it has an unsigned minimum: `byte - first`, modulo 256, is
/// below `count` if it is the minimum of itself and `count - 1`.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "sse2")]
#[inline]
fn sse2_in_range(bytes: __m128i, first: u8, count: i8) -> u64 {
    let from_first = _mm_sub_epi8(bytes, _mm_set1_epi8(first as i8));
    let minimum = _mm_min_epu8(from_first, _mm_set1_epi8(count - 1));
    sse2_highest_bits(_mm_cmpeq_epi8(minimum, from_first))
}

/// A mask with a bit for each of sixteen bytes: whether the byte has this value.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "sse2")]
#[inline]
fn sse2_equal(bytes: __m128i, value: u8) -> u64 {
    sse2_highest_bits(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(value as i8)))
}

/// A mask of the highest bits of sixteen bytes.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "sse2")]
#[inline]
fn sse2_highest_bits(bytes: __m128i) -> u64 {
    u64::from(_mm_movemask_epi8(bytes) as u16)
}

/// Eight bytes at a time, as one number (SIMD within a register).
///
/// The highest bit of each byte becomes the answer for that byte. The lower seven bits are compared
/// with a limit by an addition: a number is added to them so that the sum reaches 0x80, the highest
/// bit, if they reach the limit. Bytes that are not ASCII lose their highest bit first, so no sum
/// carries into the next byte.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn swar(block: &[u8; BLOCK]) -> Masks {
    let mut masks = Masks::default();
    for (i, bytes) in block.as_chunks::<8>().0.iter().enumerate() {
        let number = u64::from_le_bytes(*bytes);
        let low = number & !HIGHEST;
        let non_ascii = highest_bits(number);
        masks.letters |= (in_range(low | (0x20 * ONES), b'a', b'z') & !non_ascii) << (8 * i);
        masks.digits |= (in_range(low, b'0', b'9') & !non_ascii) << (8 * i);
        masks.non_ascii |= non_ascii << (8 * i);
        masks.apostrophes |= (in_range(low, b'\'', b'\'') & !non_ascii) << (8 * i);
        masks.stops |= (in_range(low, b'.', b'.') & !non_ascii) << (8 * i);
    }
    masks
}

/// A mask with a bit for each of eight bytes below 0x80: whether the byte is from `first` to
/// `last`, both inclusive. Adding `0x80 - first` sets the highest bit of the bytes from `first` on,
/// and adding `0x80 - (last + 1)` that of the bytes after `last`.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn in_range(low: u64, first: u8, last: u8) -> u64 {
    let from_first = low + u64::from(0x80 - first) * ONES;
    let after_last = low + u64::from(0x80 - (last + 1)) * ONES;
    highest_bits(from_first & !after_last)
}

/// A mask of the highest bits of eight bytes. The multiplication moves them next to each other.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn highest_bits(number: u64) -> u64 {
    ((number & HIGHEST) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Masks, plain, swar};
    use proptest::prelude::*;

    #[test]
    fn every_byte_is_classified_in_every_place() {
        // Miri, which looks for undefined behaviour, takes a thousand times as long.
        let step = if cfg!(miri) { 29 } else { 1 };
        for byte in (0..=u8::MAX).step_by(step) {
            for place in (0..BLOCK).step_by(step) {
                let mut block = [b' '; BLOCK];
                block[place] = byte;
                assert_eq!(
                    Masks::of(&block),
                    plain(&block),
                    "byte {byte} in place {place}"
                );
                assert_eq!(swar(&block), plain(&block), "byte {byte} in place {place}");
            }
        }
    }

    proptest! {
        #[test]
        fn fast_versions_agree_with_the_definition(bytes in proptest::collection::vec(any::<u8>(), BLOCK)) {
            let block: [u8; BLOCK] = bytes.try_into().unwrap();
            prop_assert_eq!(Masks::of(&block), plain(&block));
            prop_assert_eq!(swar(&block), plain(&block));
        }
    }
}
