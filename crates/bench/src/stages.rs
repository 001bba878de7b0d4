//! The stages of the corridor, one by one, in memory.

use super::lab::{Lab, Label};
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
    let label = |name: &str| Label {
        group: Group::Stage,
        name: name.to_owned(),
        unit: Unit::Text,
        bytes: sample.bytes(),
        floor: Some(Floor::Parse),
    };
    tile(sample)?;
    lab.kernel(&label("segments"), &sample.texts, |text| {
        segments(text).len() as u64
    })?;
    lab.kernel(&label("words"), &sample.texts, |text| {
        folded(words(text).iter().map(|word| word.hash))
    })?;

    let words: Vec<Vec<Word>> = sample.texts.iter().map(|text| words(text)).collect();
    let shingles = format!("shingles of {} words", config.shingle);
    lab.kernel(&label(&shingles), &words, |words| {
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
            lab.kernel(&label(&name), &sets, |set| {
                folded(sketch(set, values).into_iter().map(u64::from))
            })?;
        }
    }
    bands(lab, label, &sets, config.threshold)
}

/// From signatures to buckets, with the banding that a run takes.
fn bands(
    lab: &mut Lab<'_>,
    label: impl Fn(&str) -> Label,
    sets: &[ShingleSet],
    threshold: f64,
) -> Result<()> {
    let banding = Banding::for_threshold(threshold);
    let signer = MinHasher::new(banding.signature_len());
    let signatures: Vec<_> = sets
        .iter()
        .filter(|set| !set.is_empty())
        .map(|set| signer.sign(set))
        .collect();
    let shape = format!("{} bands of {}", banding.bands(), banding.rows());
    lab.kernel(
        &label(&format!("keys of {shape}")),
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
    lab.alone(&label("buckets by sorting"), || {
        let buckets = Buckets::new(entries.clone());
        Ok(buckets.iter().map(|bucket| bucket.len() as u64).sum())
    })?;
    let mut table: AHashMap<u64, u64> = AHashMap::new();
    keys.iter()
        .flatten()
        .for_each(|&key| *table.entry(key).or_default() += 1);
    let found = |keys: &Vec<u64>| {
        keys.iter()
            .map(|key| table.get(key).copied().unwrap_or_default())
            .sum()
    };
    let total: u64 = keys.iter().map(found).sum();
    entries.sort_unstable();
    let expected: u64 = entries
        .chunk_by(|a, b| a.0 == b.0)
        .map(|bucket| (bucket.len() * bucket.len()) as u64)
        .sum();
    same("bucket lookups", total, expected)?;
    lab.kernel(&label("bucket lookups"), &keys, found)
}

/// Segments must be the text again.
fn tile(sample: &Sample) -> Result<()> {
    let length = |text: &String| {
        segments(text)
            .iter()
            .map(|segment| segment.tile().len() as u64)
            .sum::<u64>()
    };
    same(
        "segments",
        sample.texts.iter().map(length).sum(),
        sample.bytes(),
    )
}

fn same(name: &str, found: u64, expected: u64) -> Result<()> {
    let message = || format!("{name}: the answer is {found} and must be {expected}");
    if found == expected {
        Ok(())
    } else {
        Err(Error::new(ErrorKind::Input, message()))
    }
}

/// A number that tells whether all values were made, and in which order.
fn folded(values: impl Iterator<Item = u64>) -> u64 {
    values.fold(0, |sum: u64, value| sum.rotate_left(1) ^ value)
}
