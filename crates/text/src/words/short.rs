//! The hash of a short ASCII word, directly from the text.
//!
//! The result must be [`hash64`](crate::hash64) of the word in lower case. That is the hash xxh3,
//! which for up to 16 bytes is a few multiplications over the first and the last bytes. Calling the
//! library for each word would need a copy in lower case, a function call and a branch by length.
//! This module differs from the library in two ways:
//!
//! 1. The bytes become lower case in the register into which they are read, by setting bit 5. That
//!    is sound because letters are the only characters in such words in which bit 5 may be unset:
//!    digits and the signs in and around numbers (`.`, `,`, `%`, `$`, `-`) have it set.
//! 2. Words of 1 to 3 and of 4 to 8 bytes are distinguished without a branch: both hashes are
//!    computed and one is selected. A branch would be mispredicted often, since the lengths of
//!    consecutive words are as good as random. Words of 9 to 16 bytes are rarer and have a branch.
//!
//! The constants and the steps are those of xxh3 with its default secret and our seed. Tests
//! compare each length with the library.

use crate::hash::SEED;

/// Longest word in bytes that is hashed here. xxh3 hashes longer inputs in another way.
pub(super) const MAX: usize = 16;
/// Number of bytes that must be readable from the first byte of a word on. A read takes eight bytes
/// and begins at index 15 at the latest, so 23 would be enough; this is the next multiple of eight.
pub(super) const READ: usize = 24;

/// Bit 5 of eight bytes, which is set in small letters and not in capitals.
const LOWER: u64 = 0x2020_2020_2020_2020;

/// The part of xxh3's default secret that is used for short inputs.
const SECRET: [u64; 7] = [
    0xBE4B_A423_396C_FEB8,
    0x1CAD_21F7_2C81_017C,
    0xDB97_9083_E96D_D4DE,
    0x1F67_B3B7_A4A4_4072,
    0x78E5_C0CC_4EE6_79CB,
    0x2172_FFCC_7DD0_5A82,
    0x8E24_43F7_7446_08B8,
];

/// The numbers that xxh3 combines with inputs of 1 to 3, 4 to 8 and 9 to 16 bytes. They depend only
/// on the secret and the seed, so they are computed when copydesk is compiled.
const FLIP_3: u64 = ((SECRET[0] as u32 ^ (SECRET[0] >> 32) as u32) as u64).wrapping_add(SEED);
const FLIP_8: u64 =
    (SECRET[1] ^ SECRET[2]).wrapping_sub(SEED ^ (((SEED as u32).swap_bytes() as u64) << 32));
const FLIP_16: [u64; 2] = [
    (SECRET[3] ^ SECRET[4]).wrapping_add(SEED),
    (SECRET[5] ^ SECRET[6]).wrapping_sub(SEED),
];

/// The hash of the word in the first `len` bytes of `bytes`, which are ASCII letters, digits, and
/// the signs in and around numbers.
///
/// `len` is 1 to [`MAX`]. The bytes after the word make no difference.
#[inline(always)]
pub(super) fn hash(bytes: &[u8; READ], len: usize) -> u64 {
    debug_assert!((1..=MAX).contains(&len));
    let of_3 = hash_3(bytes, len);
    let of_8 = hash_8(bytes, len);
    let up_to_8 = std::hint::select_unpredictable(len < 4, of_3, of_8);
    if len > 8 {
        hash_16(read(bytes, 0), read(bytes, len - 8), len as u64)
    } else {
        up_to_8
    }
}

/// Eight bytes from `at` on, in lower case. `at` is at most 15. The mask `15` says so to the
/// compiler, which then leaves out the bounds check. The zeros are never used.
#[inline(always)]
fn read(bytes: &[u8; READ], at: usize) -> u64 {
    u64::from_le_bytes(*bytes[(at & 15)..].first_chunk().unwrap_or(&[0; 8])) | LOWER
}

/// One byte in lower case. The mask `15` is that of [`read`].
#[inline(always)]
fn read_byte(bytes: &[u8; READ], at: usize) -> u64 {
    u64::from(bytes[at & 15] | 0x20)
}

/// The hash of one to three bytes, from the first, the middle and the last of them.
#[inline(always)]
fn hash_3(bytes: &[u8; READ], len: usize) -> u64 {
    let (first, middle) = (read_byte(bytes, 0), read_byte(bytes, len >> 1));
    let last = read_byte(bytes, len - 1);
    let combined = (first << 16) | (middle << 24) | last | ((len as u64) << 8);
    let mut x = combined ^ FLIP_3;
    x = (x ^ (x >> 33)).wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
    x = (x ^ (x >> 29)).wrapping_mul(0x1656_67B1_9E37_79F9);
    x ^ (x >> 32)
}

/// The hash of four to eight bytes, from the first four and the last four.
#[inline(always)]
fn hash_8(bytes: &[u8; READ], len: usize) -> u64 {
    // For fewer than four bytes the position wraps around, but then the result is not used. Of
    // `first`, the shift below removes all but four bytes.
    let (first, last) = (
        read(bytes, 0),
        read(bytes, len.wrapping_sub(4)) & 0xFFFF_FFFF,
    );
    let mut x = last.wrapping_add(first << 32) ^ FLIP_8;
    x ^= x.rotate_left(49) ^ x.rotate_left(24);
    x = x.wrapping_mul(0x9FB2_1C65_1E98_DF25);
    x ^= (x >> 35).wrapping_add(len as u64);
    x = x.wrapping_mul(0x9FB2_1C65_1E98_DF25);
    x ^ (x >> 28)
}

/// The hash of nine to sixteen bytes, from the first eight and the last eight.
#[inline(always)]
fn hash_16(first: u64, last: u64, len: u64) -> u64 {
    let (low, high) = (first ^ FLIP_16[0], last ^ FLIP_16[1]);
    // The low half of the product, combined with the high half.
    let product = u128::from(low) * u128::from(high);
    let folded = product as u64 ^ (product >> 64) as u64;
    let mut x = len
        .wrapping_add(low.swap_bytes())
        .wrapping_add(high)
        .wrapping_add(folded);
    // Not the constant of `hash_3`, from which it differs in one byte.
    x = (x ^ (x >> 37)).wrapping_mul(0x1656_6791_9E37_79F9);
    x ^ (x >> 32)
}

#[cfg(test)]
mod tests {
    use super::{MAX, READ, hash};
    use crate::hash64;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_the_library(word in "[A-Za-z0-9.,%$-]{1,16}", after in "[ -~]{23}") {
            let bytes: [u8; READ] = *format!("{word}{after}").as_bytes().first_chunk().unwrap();
            prop_assert_eq!(hash(&bytes, word.len()), hash64(word.to_lowercase().as_bytes()));
        }
    }

    #[test]
    fn every_length() {
        let bytes = b"ABCDEFGHIJKLMNOPQRSTUVWX";
        for len in 1..=MAX {
            assert_eq!(
                hash(bytes, len),
                hash64(bytes[..len].to_ascii_lowercase().as_slice()),
                "{len} bytes"
            );
        }
    }
}
