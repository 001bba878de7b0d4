//! A sample of a dump, and the number of candidates that a banding produces on it.

use copydesk_clean::Analyser;
use copydesk_neardup::{Banding, Buckets, MinHasher, ShingleSet};
use copydesk_pipeline::{Config, Record, Result, Scan};
use copydesk_text::{Document, Fingerprint, Rank, hash64};
use serde::Serialize;
use std::collections::{BinaryHeap, HashSet};

/// The size of a sample.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Sampled {
    /// The number of sampled documents that are compared.
    pub documents: u64,
    /// The number of sampled documents whose kept words are the same as those of a document that is
    /// compared. They need no comparison.
    pub twins: u64,
    /// The number of sampled records that cannot be read or have no words.
    pub without_words: u64,
    /// The number of records in the dump.
    pub of_records: u64,
}

impl Sampled {
    /// How many times as many candidates a document has in the whole dump as in the sample, if the
    /// sample is representative.
    #[must_use]
    pub fn scale(&self) -> f64 {
        let sampled = self.documents + self.twins + self.without_words;
        if sampled < 2 {
            1.0
        } else {
            // A document can be paired with every other one, but not with itself.
            (self.of_records.saturating_sub(1)) as f64 / (sampled - 1) as f64
        }
    }
}

/// The shingle sets of the sampled documents.
pub(super) struct Sample {
    pub counts: Sampled,
    sets: Vec<ShingleSet>,
}

impl Sample {
    /// Reads the dump twice: first to find the `sample_size` records with the smallest hashes, then
    /// to make their shingle sets (hashes of all runs of a few words). So the sample depends only
    /// on the content of the records, and not on their order.
    ///
    /// As in a run, documents with the same kept words count once, and furniture and repeats are
    /// not among the kept words. But furniture is found by rules only, because a sample does not
    /// show what recurs on a site.
    pub(super) fn take(scan: &Scan<'_>, config: &Config, sample_size: usize) -> Result<Self> {
        let (largest_sampled_hash, records) = largest_sampled_hash(scan, sample_size)?;
        let analyser = config.analyser()?;
        let mut counts = Sampled {
            of_records: records,
            ..Sampled::default()
        };
        let (mut sets, mut contents) = (Vec::new(), HashSet::new());
        scan.run(
            "sample",
            |record| RecordContent::of(record, largest_sampled_hash, &analyser),
            |content| {
                match content {
                    RecordContent::NotSampled => {}
                    RecordContent::WithoutWords => counts.without_words += 1,
                    RecordContent::Words(words, set) if contents.insert(words) => sets.push(set),
                    RecordContent::Words(..) => counts.twins += 1,
                }
                Ok(())
            },
        )?;
        counts.documents = sets.len() as u64;
        Ok(Self { counts, sets })
    }

    /// The number of pairs of documents that share a bucket, that is, a band key.
    pub(super) fn candidates(&self, banding: Banding) -> u64 {
        let hasher = MinHasher::new(banding.signature_len());
        let mut entries = Vec::with_capacity(self.sets.len() * banding.bands());
        for (number, set) in self.sets.iter().enumerate() {
            for key in banding.keys(&hasher.sketch(set)) {
                entries.push((key, Rank::of_index(number)));
            }
        }
        pairs(&Buckets::new(entries), self.sets.len())
    }
}

/// The content of a record, as far as the sample needs it.
enum RecordContent {
    /// The record is not in the sample.
    NotSampled,
    /// A sampled record that cannot be read or has no words.
    WithoutWords,
    /// The fingerprint of a sampled record's kept words, and their shingles.
    Words(Fingerprint, ShingleSet),
}

impl RecordContent {
    fn of(record: &Record<'_>, largest_sampled_hash: u64, analyser: &Analyser) -> Self {
        // Equal records have equal hashes, so the sample may be a little larger than `sample_size`.
        if hash64(record.bytes()) > largest_sampled_hash {
            return Self::NotSampled;
        }
        let Ok(text) = record.text() else {
            return Self::WithoutWords;
        };
        let document = Document::new(&*text);
        let kept = analyser.kept(&document, None);
        let shingles = ShingleSet::new(kept.words(), analyser.settings().shingle);
        if shingles.is_empty() {
            return Self::WithoutWords;
        }
        Self::Words(Fingerprint::of(kept.words()), shingles)
    }
}

/// The largest hash of a sampled record, and the number of records in the dump.
fn largest_sampled_hash(scan: &Scan<'_>, sample_size: usize) -> Result<(u64, u64)> {
    let (mut smallest, mut records) = (BinaryHeap::new(), 0);
    scan.run(
        "choose",
        |record| hash64(record.bytes()),
        |hash| {
            records += 1;
            // The heap has the smallest hashes so far. `pop` removes the largest of them.
            smallest.push(hash);
            if smallest.len() > sample_size {
                smallest.pop();
            }
            Ok(())
        },
    )?;
    Ok((smallest.peek().copied().unwrap_or_default(), records))
}

/// The number of pairs of documents that share a bucket. A pair that shares several counts once. No
/// set of pairs is kept for that, because it may be very large.
fn pairs(buckets: &Buckets, documents: usize) -> u64 {
    let buckets: Vec<&[Rank]> = buckets.iter().collect();
    let mut buckets_of: Vec<Vec<usize>> = vec![Vec::new(); documents];
    for (number, bucket) in buckets.iter().enumerate() {
        for document in *bucket {
            buckets_of[document.index()].push(number);
        }
    }
    // For each document, the last one with which it was counted as a pair.
    let mut counted_with: Vec<Option<Rank>> = vec![None; documents];
    let mut count = 0;
    for (document, numbers) in buckets_of.iter().enumerate() {
        let document = Rank::of_index(document);
        for &number in numbers {
            for &other in buckets[number] {
                // Only the later of two documents counts the pair.
                if other < document && counted_with[other.index()] != Some(document) {
                    counted_with[other.index()] = Some(document);
                    count += 1;
                }
            }
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn pairs_are_counted_as_in_a_list_without_repeats(entries in proptest::collection::vec((0u64..6, 0u32..9), 0..40)) {
            let together = |a: &(u64, u32), b: &(u64, u32)| (a.0 == b.0 && a.1 < b.1).then_some((a.1, b.1));
            let listed: BTreeSet<_> = entries.iter().flat_map(|a| entries.iter().filter_map(move |b| together(a, b))).collect();
            let entries = entries.iter().map(|&(key, rank)| (key, Rank::new(rank))).collect();
            prop_assert_eq!(pairs(&Buckets::new(entries), 9), listed.len() as u64);
        }
    }
}
