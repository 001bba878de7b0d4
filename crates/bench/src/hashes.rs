//! Throughput of hashes, on words, which are short, and on large pieces.
//!
//! A hash that is fast on large inputs may be slow on short ones, and copydesk hashes mostly words.
//! A hash counts only if it distinguishes all keys, so that a bad one is not listed as a fast one.

use super::lab::{Lab, Task};
use super::report::{Floor, Group, Unit};
use super::sample::Sample;
use copydesk_pipeline::{Error, ErrorKind, Result};
use copydesk_text::{hash64, hash128, words};
use sha1::{Digest, Sha1};
use std::collections::HashSet;
use std::hash::{BuildHasher, DefaultHasher, Hasher};

/// Bytes of a large piece.
const PIECE: usize = 1 << 20;
/// The seed of hashes that take one.
const SEED: u64 = 7;

/// Measures all hashes on both kinds of keys.
pub(super) fn measure(lab: &mut Lab<'_>, sample: &Sample) -> Result<()> {
    let mut words = Vec::with_capacity(sample.texts.len());
    for text in &sample.texts {
        words.push(words_of(text));
    }
    all(lab, &Keys::new(Group::WordHash, &words))?;
    let text = sample.texts.concat();
    let mut pieces = Vec::new();
    for piece in text.as_bytes().chunks(PIECE) {
        pieces.push(vec![piece]);
    }
    all(lab, &Keys::new(Group::BufferHash, &pieces))
}

/// The words of a text as they are written.
fn words_of(text: &str) -> Vec<&[u8]> {
    let words = words(text);
    let mut out = Vec::with_capacity(words.len());
    for word in words {
        out.push(word.span.slice(text).as_bytes());
    }
    out
}

/// The keys that are hashed, in portions that are divided among threads.
struct Keys<'k> {
    group: Group,
    portions: &'k [Vec<&'k [u8]>],
    /// Length of all keys.
    bytes: u64,
    /// Number of different keys.
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

/// Measures all hashes.
fn all(lab: &mut Lab<'_>, keys: &Keys<'_>) -> Result<()> {
    one(lab, keys, "xxh3, 64 bits", hash64)?;
    one(lab, keys, "xxh3, 128 bits", xxh3_128)?;
    // Its default seeds are random, and the answer must be the same in every run.
    let ahash = ahash::RandomState::with_seeds(SEED, SEED, SEED, SEED);
    one(lab, keys, "ahash", |key| {
        finished(ahash.build_hasher(), key)
    })?;
    one(lab, keys, "foldhash", foldhash)?;
    let rapid = rapidhash::v3::RapidSecrets::seed(SEED);
    one(lab, keys, "rapidhash", |key| {
        rapidhash::v3::rapidhash_v3_seeded(key, &rapid)
    })?;
    one(lab, keys, "SipHash-1-3", siphash)?;
    one(lab, keys, "FNV-1a", fnv1a)?;
    one(lab, keys, "SHA-1", sha1)
}

/// Measures one hash.
///
/// # Errors
/// If it gives two keys the same hash.
fn one(
    lab: &mut Lab<'_>,
    keys: &Keys<'_>,
    name: &str,
    hash: impl Fn(&[u8]) -> u64 + Sync,
) -> Result<()> {
    let mut found = HashSet::new();
    for key in keys.portions.iter().flatten() {
        found.insert(hash(key));
    }
    if found.len() != keys.distinct {
        let message = format!(
            "{name}: {} different keys have only {} different hashes",
            keys.distinct,
            found.len()
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
    lab.kernel(&task, keys.portions, |portion| {
        let mut sum = 0_u64;
        for key in portion {
            sum = sum.wrapping_add(hash(key));
        }
        sum
    })
}

fn xxh3_128(key: &[u8]) -> u64 {
    let hash = hash128(key);
    hash as u64 ^ (hash >> 64) as u64
}

fn foldhash(key: &[u8]) -> u64 {
    let seed = foldhash::SharedSeed::global_fixed();
    finished(foldhash::fast::FoldHasher::with_seed(SEED, seed), key)
}

/// The default hash of Rust's `HashMap`.
fn siphash(key: &[u8]) -> u64 {
    finished(DefaultHasher::new(), key)
}

/// The first eight bytes of SHA-1.
fn sha1(key: &[u8]) -> u64 {
    match Sha1::digest(key).first_chunk() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => 0,
    }
}

fn finished(mut hasher: impl Hasher, key: &[u8]) -> u64 {
    hasher.write(key);
    hasher.finish()
}

/// Fowler, Noll, Vo: a multiplication for each byte.
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
    fn published_values() {
        assert_eq!(fnv1a(b""), 0xCBF2_9CE4_8422_2325);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_F739_67E8);
        assert_eq!(Sha1::digest(b"abc")[..4], [0xA9, 0x99, 0x3E, 0x36]);
    }
}
