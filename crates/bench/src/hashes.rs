//! Hashing throughput: of words, which are short, and of large pieces.

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
    let words: Vec<Vec<&[u8]>> = sample.texts.iter().map(|text| words_of(text)).collect();
    all(lab, &Keys::new(Group::WordHash, &words))?;
    let text = sample.texts.concat();
    let pieces: Vec<Vec<&[u8]>> = text
        .as_bytes()
        .chunks(PIECE)
        .map(|piece| vec![piece])
        .collect();
    all(lab, &Keys::new(Group::BufferHash, &pieces))
}

fn words_of(text: &str) -> Vec<&[u8]> {
    words(text)
        .iter()
        .map(|word| word.span.slice(text).as_bytes())
        .collect()
}

/// What is hashed, in portions.
struct Keys<'k> {
    group: Group,
    portions: &'k [Vec<&'k [u8]>],
    bytes: u64,
    distinct: usize,
}

impl<'k> Keys<'k> {
    fn new(group: Group, portions: &'k [Vec<&'k [u8]>]) -> Self {
        let distinct = portions.iter().flatten().collect::<HashSet<_>>().len();
        Self {
            group,
            portions,
            bytes: portions.iter().flatten().map(|key| key.len() as u64).sum(),
            distinct,
        }
    }
}

fn all(lab: &mut Lab<'_>, keys: &Keys<'_>) -> Result<()> {
    one(lab, keys, "xxh3, 64 bits", hash64)?;
    one(lab, keys, "xxh3, 128 bits", |key| folded(hash128(key)))?;
    let ahash = ahash::RandomState::with_seeds(SEED, SEED, SEED, SEED);
    one(lab, keys, "ahash", |key| {
        finished(ahash.build_hasher(), key)
    })?;
    one(lab, keys, "foldhash", |key| {
        finished(
            foldhash::fast::FoldHasher::with_seed(SEED, foldhash::SharedSeed::global_fixed()),
            key,
        )
    })?;
    let rapid = rapidhash::v3::RapidSecrets::seed(SEED);
    one(lab, keys, "rapidhash", |key| {
        rapidhash::v3::rapidhash_v3_seeded(key, &rapid)
    })?;
    one(lab, keys, "SipHash-1-3", |key| {
        finished(DefaultHasher::new(), key)
    })?;
    one(lab, keys, "FNV-1a", fnv1a)?;
    one(lab, keys, "SHA-1", |key| {
        Sha1::digest(key)
            .first_chunk()
            .map_or(0, |bytes| u64::from_le_bytes(*bytes))
    })
}

/// Measures one hash, if it tells all keys apart.
fn one(
    lab: &mut Lab<'_>,
    keys: &Keys<'_>,
    name: &str,
    hash: impl Fn(&[u8]) -> u64 + Sync,
) -> Result<()> {
    let found = keys
        .portions
        .iter()
        .flatten()
        .map(|key| hash(key))
        .collect::<HashSet<_>>()
        .len();
    if found != keys.distinct {
        let message = format!(
            "{name}: {} different keys have only {found} different hashes",
            keys.distinct
        );
        return Err(Error::new(ErrorKind::Input, message));
    }
    let floor = Some(Floor::Copy);
    let task = Task {
        group: keys.group,
        name: name.to_owned(),
        unit: Unit::Touched,
        bytes: keys.bytes,
        floor,
    };
    lab.kernel(&task, keys.portions, |portion| {
        portion
            .iter()
            .fold(0, |sum: u64, key| sum.wrapping_add(hash(key)))
    })
}

fn folded(hash: u128) -> u64 {
    hash as u64 ^ (hash >> 64) as u64
}

fn finished(mut hasher: impl Hasher, key: &[u8]) -> u64 {
    hasher.write(key);
    hasher.finish()
}

/// Fowler, Noll, Vo: a multiplication for each byte.
fn fnv1a(key: &[u8]) -> u64 {
    key.iter().fold(0xCBF2_9CE4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
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
