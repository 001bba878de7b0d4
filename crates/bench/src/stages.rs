//! The steps of a run, one by one, on texts in memory.

use super::lab::{Lab, Series};
use super::report::{Floor, Group, Unit};
use super::sample::Sample;
use super::sketches::{SKETCHES, VALUES};
use ahash::AHashMap;
use copydesk_neardup::{Banding, Buckets, MinHasher, ShingleSet};
use copydesk_pipeline::{Config, Error, ErrorKind, Result};
use copydesk_text::{Rank, Word, segments, words};

/// Measures the stages on the sample.
pub(super) fn measure(lab: &mut Lab<'_>, sample: &Sample) -> Result<()> {
    let config = Config::default();
    let stages = Series {
        group: Group::Stage,
        unit: Unit::Text,
        bytes: sample.bytes(),
        floor: Some(Floor::Parse),
    };
    tile(sample)?;
    lab.kernel(&stages.task("segments"), &sample.texts, |text| {
        segments(text).len() as u64
    })?;
    lab.kernel(&stages.task("words"), &sample.texts, |text| {
        folded(words(text).iter().map(|word| word.hash))
    })?;

    let words: Vec<Vec<Word>> = sample.texts.iter().map(|text| words(text)).collect();
    let shingles = format!("shingles of {} words", config.shingle);
    lab.kernel(&stages.task(&shingles), &words, |words| {
        folded(
            ShingleSet::new(words, config.shingle)
                .hashes()
                .iter()
                .copied(),
        )
    })?;

    let sets: Vec<ShingleSet> = words
        .iter()
        .map(|words| ShingleSet::new(words, config.shingle))
        .collect();
    for values in VALUES {
        for (name, sketch) in SKETCHES {
            let name = format!("{values} values: {name}");
            lab.kernel(&stages.task(&name), &sets, |set| {
                folded(sketch(set, values).into_iter().map(u64::from))
            })?;
        }
    }
    bands(lab, stages, &sets, config.threshold)
}

/// From signatures to buckets, with the banding that a run takes.
fn bands(lab: &mut Lab<'_>, stages: Series, sets: &[ShingleSet], threshold: f64) -> Result<()> {
    let banding = Banding::for_threshold(threshold);
    let hasher = MinHasher::new(banding.signature_len());
    let signatures: Vec<_> = sets
        .iter()
        .filter(|set| !set.is_empty())
        .map(|set| hasher.sketch(set))
        .collect();
    let shape = format!("{} bands of {}", banding.bands(), banding.rows());
    lab.kernel(
        &stages.task(&format!("keys of {shape}")),
        &signatures,
        |signature| folded(banding.keys(signature).into_iter()),
    )?;

    let keys: Vec<Vec<u64>> = signatures
        .iter()
        .map(|signature| banding.keys(signature))
        .collect();
    let mut entries: Vec<(u64, Rank)> = keys
        .iter()
        .enumerate()
        .flat_map(|(at, keys)| keys.iter().map(move |&key| (key, Rank::of_index(at))))
        .collect();
    lab.alone(&stages.task("buckets by sorting"), || {
        let buckets = Buckets::new(entries.clone());
        Ok(buckets.iter().map(|bucket| bucket.len() as u64).sum())
    })?;
    let mut table: AHashMap<u64, u64> = AHashMap::new();
    keys.iter()
        .flatten()
        .for_each(|&key| *table.entry(key).or_default() += 1);
    let total: u64 = keys.iter().map(|keys| entries_under(&table, keys)).sum();
    entries.sort_unstable();
    let expected: u64 = entries
        .chunk_by(|a, b| a.0 == b.0)
        .map(|bucket| (bucket.len() * bucket.len()) as u64)
        .sum();
    same("bucket lookups", total, expected)?;
    lab.kernel(&stages.task("bucket lookups"), &keys, |keys| {
        entries_under(&table, keys)
    })
}

/// How many entries the buckets with these keys hold.
fn entries_under(buckets: &AHashMap<u64, u64>, keys: &[u64]) -> u64 {
    keys.iter().filter_map(|key| buckets.get(key)).sum()
}

/// Segments must be the text again.
fn tile(sample: &Sample) -> Result<()> {
    let segments = sample.texts.iter().flat_map(|text| segments(text));
    let length = segments.map(|segment| segment.tile().len() as u64).sum();
    same("segments", length, sample.bytes())
}

fn same(name: &str, found: u64, expected: u64) -> Result<()> {
    if found == expected {
        return Ok(());
    }
    let message = format!("{name}: the answer is {found} and must be {expected}");
    Err(Error::new(ErrorKind::Input, message))
}

/// A number that tells whether all values were made, and in which order.
fn folded(values: impl Iterator<Item = u64>) -> u64 {
    values.fold(0, |sum: u64, value| sum.rotate_left(1) ^ value)
}
