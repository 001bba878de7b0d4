//! The speed of hash functions, on words, which are short, and on large pieces of text.
//!
//! A hash function that is fast on large inputs may be slow on short ones, and copydesk hashes
//! mostly words. A function that gives two different keys the same hash ends the benchmark with an
//! error, so that a bad one is not listed as a fast one.

use super::lab::{Lab, Task};
use super::report::{Floor, Group, Unit};
use super::sample::Sample;
use copydesk_pipeline::{Error, ErrorKind, Result};
use copydesk_text::{hash64, hash128, words};
use sha1::{Digest, Sha1};
use std::collections::HashSet;
use std::hash::{BuildHasher, DefaultHasher, Hasher};

/// The length of a large piece, in bytes.
const PIECE_BYTES: usize = 1 << 20;
/// The seed of hash functions that take one.
const SEED: u64 = 7;

/// Measures all hash functions on both kinds of keys.
pub(super) fn measure(lab: &mut Lab<'_>, sample: &Sample) -> Result<()> {
    let mut words_by_text = Vec::with_capacity(sample.texts.len());
    for text in &sample.texts {
        words_by_text.push(words_of(text));
    }
    measure_all(lab, &Keys::new(Group::WordHash, &words_by_text))?;
    let text = sample.texts.concat();
    let mut pieces = Vec::new();
    for piece in text.as_bytes().chunks(PIECE_BYTES) {
        pieces.push(vec![piece]);
    }
    measure_all(lab, &Keys::new(Group::BufferHash, &pieces))
}

/// The words of a text, as they are written in it.
fn words_of(text: &str) -> Vec<&[u8]> {
    let found = words(text);
    let mut written = Vec::with_capacity(found.len());
    for word in found {
        written.push(word.span.slice(text).as_bytes());
    }
    written
}

/// The keys that are hashed: words, or large pieces.
struct Keys<'k> {
    group: Group,
    /// The keys in portions. All keys of a portion are hashed by the same thread.
    portions: &'k [Vec<&'k [u8]>],
    /// The length of all keys together.
    bytes: u64,
    /// The number of different keys.
    distinct: usize,
}

impl<'k> Keys<'k> {
    fn new(group: Group, portions: &'k [Vec<&'k [u8]>]) -> Self {
        let mut bytes = 0;
        let mut distinct = HashSet::new();
        for key in portions.iter().flatten() {
            bytes += key.len() as u64;
            distinct.insert(key);
        }
        Self {
            group,
            portions,
            bytes,
            distinct: distinct.len(),
        }
    }
}

/// Measures all hash functions on the same keys.
fn measure_all(lab: &mut Lab<'_>, keys: &Keys<'_>) -> Result<()> {
    measure_hash(lab, keys, "xxh3, 64 bits", hash64)?;
    measure_hash(lab, keys, "xxh3, 128 bits", xxh3_128)?;
    // The default seeds of ahash are random, and the answer must be the same in every run.
    let ahash = ahash::RandomState::with_seeds(SEED, SEED, SEED, SEED);
    measure_hash(lab, keys, "ahash", |key| {
        hash_with(ahash.build_hasher(), key)
    })?;
    measure_hash(lab, keys, "foldhash", foldhash)?;
    let rapid = rapidhash::v3::RapidSecrets::seed(SEED);
    measure_hash(lab, keys, "rapidhash", |key| {
        rapidhash::v3::rapidhash_v3_seeded(key, &rapid)
    })?;
    measure_hash(lab, keys, "SipHash-1-3", siphash)?;
    measure_hash(lab, keys, "FNV-1a", fnv1a)?;
    measure_hash(lab, keys, "SHA-1", sha1)
}

/// Measures a hash function.
///
/// # Errors
/// If it gives two different keys the same hash.
fn measure_hash(
    lab: &mut Lab<'_>,
    keys: &Keys<'_>,
    name: &str,
    hash: impl Fn(&[u8]) -> u64 + Sync,
) -> Result<()> {
    let mut hashes = HashSet::new();
    for key in keys.portions.iter().flatten() {
        hashes.insert(hash(key));
    }
    if hashes.len() != keys.distinct {
        let message = format!(
            "{name}: {} different keys have only {} different hashes",
            keys.distinct,
            hashes.len()
        );
        return Err(Error::new(ErrorKind::Input, message));
    }
    let task = Task {
        group: keys.group,
        name: name.to_owned(),
        unit: Unit::Touched,
        bytes: keys.bytes,
        floor: Some(Floor::Copy),
    };
    // `kernel` calls this on every portion, in many runs, and compares the answers of the runs.
    lab.kernel(&task, keys.portions, |portion| {
        let mut sum = 0_u64;
        for key in portion {
            sum = sum.wrapping_add(hash(key));
        }
        sum
    })
}

/// The 128 bits of xxh3, folded into 64.
fn xxh3_128(key: &[u8]) -> u64 {
    let hash = hash128(key);
    hash as u64 ^ (hash >> 64) as u64
}

/// The fast variant of the crate `foldhash`, with fixed seeds.
fn foldhash(key: &[u8]) -> u64 {
    let seed = foldhash::SharedSeed::global_fixed();
    hash_with(foldhash::fast::FoldHasher::with_seed(SEED, seed), key)
}

/// The default hash function of Rust's `HashMap`.
fn siphash(key: &[u8]) -> u64 {
    hash_with(DefaultHasher::new(), key)
}

/// The first eight bytes of SHA-1.
fn sha1(key: &[u8]) -> u64 {
    match Sha1::digest(key).first_chunk() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        // Never: a digest has 20 bytes.
        None => 0,
    }
}

/// The hash that a fresh hasher gives a key.
fn hash_with(mut hasher: impl Hasher, key: &[u8]) -> u64 {
    hasher.write(key);
    hasher.finish()
}

/// The hash of Fowler, Noll and Vo: a multiplication for each byte.
fn fnv1a(key: &[u8]) -> u64 {
    // The offset basis and, below, the prime that the authors give for 64 bits.
    let mut hash = 0xCBF2_9CE4_8422_2325;
    for &byte in key {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fnv1a_and_sha1_give_the_published_values() {
        assert_eq!(fnv1a(b""), 0xCBF2_9CE4_8422_2325);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_F739_67E8);
        assert_eq!(Sha1::digest(b"abc")[..4], [0xA9, 0x99, 0x3E, 0x36]);
    }
}
