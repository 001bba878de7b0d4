//! The steps of a run, measured one by one on texts in memory.
//!
//! Each step works on the results of the step before it. The time to compute these is not counted.
//! Each measured function returns a number. The [`Lab`] adds these numbers up, and checks that
//! every run has the same sum.

use super::lab::{Lab, Series};
use super::report::{Floor, Group, Unit};
use super::sample::Sample;
use super::sketches::{SKETCHES, VALUES};
use ahash::AHashMap;
use copydesk_neardup::{Banding, Buckets, MinHasher, ShingleSet};
use copydesk_pipeline::{Config, Error, ErrorKind, Result};
use copydesk_text::{Rank, segments, words};

/// Measures the stages on the sample.
pub(super) fn measure(lab: &mut Lab<'_>, sample: &Sample) -> Result<()> {
    let config = Config::default();
    let stages = Series {
        group: Group::Stage,
        unit: Unit::Text,
        bytes: sample.bytes(),
        floor: Some(Floor::Parse),
    };
    check_that_segments_tile(sample)?;
    lab.kernel(&stages.task("segments"), &sample.texts, |text| {
        segments(text).len() as u64
    })?;
    lab.kernel(&stages.task("words"), &sample.texts, |text| {
        checksum(words(text).iter().map(|word| word.hash))
    })?;

    let mut word_lists = Vec::with_capacity(sample.texts.len());
    for text in &sample.texts {
        word_lists.push(words(text));
    }
    let shingles = format!("shingles of {} words", config.shingle);
    lab.kernel(&stages.task(&shingles), &word_lists, |words| {
        let set = ShingleSet::new(words, config.shingle);
        checksum(set.hashes().iter().copied())
    })?;

    let mut sets = Vec::with_capacity(word_lists.len());
    for words in &word_lists {
        sets.push(ShingleSet::new(words, config.shingle));
    }
    // Several kinds of sketches, each with several numbers of values.
    for values in VALUES {
        for (name, sketch) in SKETCHES {
            let name = format!("{values} values: {name}");
            lab.kernel(&stages.task(&name), &sets, |set| {
                checksum(sketch(set, values).into_iter().map(u64::from))
            })?;
        }
    }
    measure_bands(lab, stages, &sets, config.threshold)
}

/// Measures the steps from signatures to buckets (the documents that share a band key), with the
/// banding for this threshold. Buckets are found in two ways: by sorting, and by looking up keys.
fn measure_bands(
    lab: &mut Lab<'_>,
    stages: Series,
    sets: &[ShingleSet],
    threshold: f64,
) -> Result<()> {
    let banding = Banding::for_threshold(threshold);
    let hasher = MinHasher::new(banding.signature_len());
    let mut signatures = Vec::with_capacity(sets.len());
    for set in sets {
        // In a run, a document without words has no band keys.
        if !set.is_empty() {
            signatures.push(hasher.sketch(set));
        }
    }
    let name = format!("keys of {} bands of {}", banding.bands(), banding.rows());
    lab.kernel(&stages.task(&name), &signatures, |signature| {
        checksum(banding.keys(signature).into_iter())
    })?;

    let mut key_lists = Vec::with_capacity(signatures.len());
    let mut entries = Vec::new();
    // The size of the bucket with each key.
    let mut bucket_sizes: AHashMap<u64, u64> = AHashMap::new();
    for (number, signature) in signatures.iter().enumerate() {
        let keys = banding.keys(signature);
        for &key in &keys {
            // A bucket holds the ranks of its documents. Here they are just numbered.
            entries.push((key, Rank::of_index(number)));
            *bucket_sizes.entry(key).or_default() += 1;
        }
        key_lists.push(keys);
    }
    lab.on_one_thread(&stages.task("buckets by sorting"), || {
        // `Buckets` consumes its entries, so every run needs a copy of them. The time to make the
        // copy is part of the measurement.
        let buckets = Buckets::new(entries.clone());
        Ok(buckets.iter().map(|bucket| bucket.len() as u64).sum())
    })?;
    check_lookups(&key_lists, &bucket_sizes, entries)?;
    lab.kernel(&stages.task("bucket lookups"), &key_lists, |keys| {
        entries_under(&bucket_sizes, keys)
    })
}

/// How many entries are in the buckets with these keys. `bucket_sizes` has the size of each bucket.
fn entries_under(bucket_sizes: &AHashMap<u64, u64>, keys: &[u64]) -> u64 {
    let mut entries = 0;
    for key in keys {
        entries += bucket_sizes.get(key).copied().unwrap_or_default();
    }
    entries
}

/// Checks the answer of the lookups, the number of entries that they find. Each entry of a bucket
/// finds all entries of that bucket, so the answer must be the sum of the squares of the bucket
/// sizes. The sizes are counted here in another way, by sorting.
fn check_lookups(
    key_lists: &[Vec<u64>],
    bucket_sizes: &AHashMap<u64, u64>,
    mut entries: Vec<(u64, Rank)>,
) -> Result<()> {
    let mut found = 0;
    for keys in key_lists {
        found += entries_under(bucket_sizes, keys);
    }
    entries.sort_unstable();
    let mut expected = 0;
    for bucket in entries.chunk_by(|a, b| a.0 == b.0) {
        expected += (bucket.len() * bucket.len()) as u64;
    }
    check("bucket lookups", found, expected)
}

/// Checks that the segments of each text, put end to end, are as long as the text.
fn check_that_segments_tile(sample: &Sample) -> Result<()> {
    let mut length = 0;
    for text in &sample.texts {
        for segment in segments(text) {
            length += segment.tile().len() as u64;
        }
    }
    check("segments", length, sample.bytes())
}

/// Returns an error if an answer is not the expected one.
fn check(name: &str, found: u64, expected: u64) -> Result<()> {
    if found == expected {
        return Ok(());
    }
    let message = format!("{name}: the answer is {found} and must be {expected}");
    Err(Error::new(ErrorKind::Input, message))
}

/// A number that depends on all values and on their order.
fn checksum(values: impl Iterator<Item = u64>) -> u64 {
    let mut sum = 0_u64;
    for value in values {
        sum = sum.rotate_left(1) ^ value;
    }
    sum
}
