//! A sample of a dump, and the number of candidates that a banding produces on it. A [`Banding`]
//! says into how many bands a signature is cut, and how long they are.

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
    /// The number of sampled documents that have the same kept words as a compared document. They
    /// need no comparison.
    pub twins: u64,
    /// The number of sampled records that cannot be read or have no words.
    pub without_words: u64,
    /// The number of records in the dump.
    pub of_records: u64,
}

impl Sampled {
    /// The factor by which a document has more candidates in the whole dump than in the sample, if
    /// the sample is representative.
    #[must_use]
    pub fn scale(&self) -> f64 {
        let sampled = self.documents + self.twins + self.without_words;
        if sampled < 2 {
            // There are no pairs to scale.
            1.0
        } else {
            // Candidates grow with the number of *other* documents.
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
    /// to make their shingle sets. Hashes do not depend on the order of the records, so the sample
    /// does not either.
    ///
    /// As in a run, documents with the same kept words count once, and furniture and repeats are
    /// not among the kept words. But recurrence is not used to find furniture, because a sample
    /// does not show what recurs on a site.
    pub(super) fn take(scan: &Scan<'_>, config: &Config, sample_size: usize) -> Result<Self> {
        let (largest_hash, records) = largest_sampled_hash(scan, sample_size)?;
        let analyser = config.analyser()?;
        let mut counts = Sampled {
            of_records: records,
            ..Sampled::default()
        };
        let (mut sets, mut seen_words) = (Vec::new(), HashSet::new());
        // The first function is called with each record, the second with each result, in order.
        scan.run(
            "sample",
            |record| RecordContent::of(record, largest_hash, &analyser),
            |content| {
                match content {
                    RecordContent::NotSampled => {}
                    RecordContent::WithoutWords => counts.without_words += 1,
                    RecordContent::Words(fingerprint, set) => {
                        if seen_words.insert(fingerprint) {
                            sets.push(set);
                        } else {
                            counts.twins += 1;
                        }
                    }
                }
                Ok(())
            },
        )?;
        counts.documents = sets.len() as u64;
        Ok(Self { counts, sets })
    }

    /// The number of pairs of documents that share a band key.
    pub(super) fn candidates(&self, banding: Banding) -> u64 {
        let hasher = MinHasher::new(banding.signature_len());
        // `Buckets` names documents by their ranks. Here a document's rank is its index in `sets`.
        let mut entries = Vec::with_capacity(self.sets.len() * banding.bands());
        for (number, set) in self.sets.iter().enumerate() {
            for key in banding.keys(&hasher.sketch(set)) {
                entries.push((key, Rank::of_index(number)));
            }
        }
        pairs_in_buckets(&Buckets::new(entries), self.sets.len())
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
    fn of(record: &Record<'_>, largest_hash: u64, analyser: &Analyser) -> Self {
        // Equal records have equal hashes, so the sample may be a little larger than was asked.
        if hash64(record.bytes()) > largest_hash {
            return Self::NotSampled;
        }
        let Ok(text) = record.text() else {
            return Self::WithoutWords;
        };
        let document = Document::new(&*text);
        // `None`: nothing is known about recurrence on the site.
        let kept = analyser.kept(&document, None);
        let shingles = ShingleSet::new(kept.words(), analyser.settings().shingle);
        if shingles.is_empty() {
            return Self::WithoutWords;
        }
        Self::Words(Fingerprint::of(kept.words()), shingles)
    }
}

/// The largest hash of a sampled record (0 if there are no records), and the number of records in
/// the dump.
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

/// The number of pairs of documents that share a bucket. A pair that shares several buckets counts
/// once. A set of the counted pairs would be very large, so none is kept.
fn pairs_in_buckets(buckets: &Buckets, documents: usize) -> u64 {
    let buckets: Vec<&[Rank]> = buckets.iter().collect();
    let mut buckets_of: Vec<Vec<usize>> = vec![Vec::new(); documents];
    for (index, bucket) in buckets.iter().enumerate() {
        for document in *bucket {
            buckets_of[document.index()].push(index);
        }
    }
    // For each document, the last later document with which it was counted as a pair.
    let mut counted_with: Vec<Option<Rank>> = vec![None; documents];
    let mut count = 0;
    for (number, its_buckets) in buckets_of.iter().enumerate() {
        let document = Rank::of_index(number);
        for &bucket in its_buckets {
            for &other in buckets[bucket] {
                // Each pair is met from both of its documents. It is counted from the later one.
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
        fn pairs_are_counted_as_in_a_set_of_pairs(
            // Each entry is a band key and the rank of a document.
            entries in proptest::collection::vec((0u64..6, 0u32..9), 0..40)
        ) {
            let mut pairs = BTreeSet::new();
            for (key, rank) in &entries {
                for (other_key, other_rank) in &entries {
                    if key == other_key && rank < other_rank {
                        pairs.insert((rank, other_rank));
                    }
                }
            }
            let buckets = Buckets::new(
                entries.iter().map(|&(key, rank)| (key, Rank::new(rank))).collect(),
            );
            prop_assert_eq!(pairs_in_buckets(&buckets, 9), pairs.len() as u64);
        }
    }
}
