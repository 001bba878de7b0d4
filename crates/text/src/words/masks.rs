//! What the bytes of a block are, one bit a byte: 64 bytes become three numbers.
//!
//! The definition is `plain`: look at each byte. The twin for x86-64 compares 16 bytes at a time
//! with instructions that every such processor has, so that nothing is chosen at run time; the one
//! for all others takes eight bytes as one number. What is done with the words of a block
//! afterwards takes ten times as many instructions, so wider registers would be hardly noticed.

#![allow(
    unsafe_code,
    reason = "compares sixteen bytes with one instruction; the twins below are the check"
)]

/// Bytes in a block, and bits in a mask.
pub(super) const BLOCK: usize = 64;

/// Bit `i` speaks of byte `i` of a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Masks {
    /// `a` to `z` and `A` to `Z`.
    pub letters: u64,
    /// `0` to `9`.
    pub digits: u64,
    /// Bytes of characters that are not ASCII.
    pub wide: u64,
    /// The apostrophe of the typewriter.
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

#[cfg(any(test, not(target_arch = "x86_64")))]
const ONES: u64 = 0x0101_0101_0101_0101;
#[cfg(any(test, not(target_arch = "x86_64")))]
const UPPER: u64 = 0x80 * ONES;

/// The definition, byte by byte.
#[cfg(test)]
fn plain(block: &[u8; BLOCK]) -> Masks {
    let mut masks = Masks {
        letters: 0,
        digits: 0,
        wide: 0,
        apostrophes: 0,
        stops: 0,
    };
    for (i, &byte) in block.iter().enumerate() {
        masks.letters |= u64::from(byte.is_ascii_alphabetic()) << i;
        masks.digits |= u64::from(byte.is_ascii_digit()) << i;
        masks.wide |= u64::from(!byte.is_ascii()) << i;
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
    use std::arch::x86_64::{
        __m128i, _mm_cmpeq_epi8, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x,
        _mm_set1_epi8, _mm_sub_epi8,
    };
    let mut masks = Masks {
        letters: 0,
        digits: 0,
        wide: 0,
        apostrophes: 0,
        stops: 0,
    };
    let bits = |register: __m128i| u64::from(_mm_movemask_epi8(register) as u16);
    // Whether a byte is one of the `count` that begin with `first`.
    let is_in = |bytes: __m128i, first: u8, count: i8| {
        let from_first = _mm_sub_epi8(bytes, _mm_set1_epi8(first as i8));
        bits(_mm_cmpeq_epi8(
            _mm_min_epu8(from_first, _mm_set1_epi8(count - 1)),
            from_first,
        ))
    };
    let (halves, _) = block.as_chunks::<8>();
    for (i, pair) in halves.chunks_exact(2).enumerate() {
        let bytes = _mm_set_epi64x(i64::from_le_bytes(pair[1]), i64::from_le_bytes(pair[0]));
        let lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
        masks.letters |= is_in(lower, b'a', 26) << (16 * i);
        masks.digits |= is_in(bytes, b'0', 10) << (16 * i);
        masks.wide |= bits(bytes) << (16 * i);
        masks.apostrophes |= bits(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'\'' as i8))) << (16 * i);
        masks.stops |= bits(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'.' as i8))) << (16 * i);
    }
    masks
}

/// Eight bytes at a time, as one number. The upper bit of a byte is the answer for it; the lower
/// seven are counted so that the upper one is reached from a limit on, and since bytes that are not
/// ASCII are taken out first, no sum runs over into the next byte.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn swar(block: &[u8; BLOCK]) -> Masks {
    let mut masks = Masks {
        letters: 0,
        digits: 0,
        wide: 0,
        apostrophes: 0,
        stops: 0,
    };
    for (i, bytes) in block.as_chunks::<8>().0.iter().enumerate() {
        let number = u64::from_le_bytes(*bytes);
        let low = number & !UPPER;
        let wide = upper_bits(number);
        masks.letters |= (in_range(low | (0x20 * ONES), b'a', b'z') & !wide) << (8 * i);
        masks.digits |= (in_range(low, b'0', b'9') & !wide) << (8 * i);
        masks.wide |= wide << (8 * i);
        masks.apostrophes |= (in_range(low, b'\'', b'\'') & !wide) << (8 * i);
        masks.stops |= (in_range(low, b'.', b'.') & !wide) << (8 * i);
    }
    masks
}

/// A bit for each of eight bytes below 0x80: whether it is in a range. Adding `0x80 - first` sets
/// the upper bit of the bytes from `first` on.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn in_range(low: u64, first: u8, last: u8) -> u64 {
    let from_first = low + u64::from(0x80 - first) * ONES;
    let after_last = low + u64::from(0x80 - (last + 1)) * ONES;
    upper_bits(from_first & !after_last)
}

/// The upper bits of eight bytes, moved next to each other.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn upper_bits(number: u64) -> u64 {
    ((number & UPPER) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Masks, plain, swar};
    use proptest::prelude::*;

    #[test]
    fn every_byte_in_every_place() {
        // An interpreter that looks for undefined behaviour takes a thousand times as long.
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
        fn twins_agree_with_the_definition(bytes in proptest::collection::vec(any::<u8>(), BLOCK)) {
            let block: [u8; BLOCK] = bytes.try_into().unwrap();
            prop_assert_eq!(Masks::of(&block), plain(&block));
            prop_assert_eq!(swar(&block), plain(&block));
        }
    }
}
