//! The hash functions for whatever is written to disk or decides an output.
//!
//! [`hash64`] and [`hash128`] are xxh3 with a fixed seed, so a hash is the same on every machine
//! and in every version. `ahash`, which is faster for small keys, promises neither. It is used only
//! for tables in memory whose order does not reach any output.

use xxhash_rust::xxh3::{xxh3_64_with_seed, xxh3_128_with_seed};

/// The seed of every hash. It makes the hashes differ from those of other programs that use xxh3. A
/// change of the seed changes every output.
pub(crate) const SEED: u64 = 0xC0BD_E5C0_0000_0001;

/// The hash of bytes in 64 bits, for words and for keys whose collisions are checked later.
///
/// ```
/// assert_eq!(copydesk_text::hash64(b"desk"), copydesk_text::hash64(b"desk"));
/// assert_ne!(copydesk_text::hash64(b"desk"), copydesk_text::hash64(b"Desk"));
/// ```
#[must_use]
#[inline]
pub fn hash64(bytes: &[u8]) -> u64 {
    xxh3_64_with_seed(bytes, SEED)
}

/// The hash of bytes in 128 bits, for uses in which text is cut because two hashes are equal.
///
/// ```
/// assert_ne!(copydesk_text::hash128(b"a"), copydesk_text::hash128(b"b"));
/// ```
#[must_use]
pub fn hash128(bytes: &[u8]) -> u128 {
    xxh3_128_with_seed(bytes, SEED)
}

/// Spreads every bit of `x` over all 64 (the finaliser of SplitMix64; Steele, Lea, Flood 2014).
///
/// ```
/// assert_ne!(copydesk_text::mix64(1) >> 32, copydesk_text::mix64(2) >> 32);
/// ```
#[must_use]
#[inline]
pub const fn mix64(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}
