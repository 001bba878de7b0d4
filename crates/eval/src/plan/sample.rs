//! A sample of a dump, and the candidates that a banding produces on it.

use copydesk_clean::Analyser;
use copydesk_neardup::{Banding, Buckets, MinHasher, ShingleSet};
use copydesk_pipeline::{Config, Record, Result, Scan};
use copydesk_text::{Document, Fingerprint, Rank, hash64};
use serde::Serialize;
use std::collections::{BinaryHeap, HashSet};

/// The size of a sample.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Sampled {
    /// Sampled documents that are compared.
    pub documents: u64,
    /// Other sampled documents with the same kept words as one of these. They need no comparison.
    pub twins: u64,
    /// Other sampled documents that cannot be read or have no words.
    pub without_words: u64,
    /// Records in the dump.
    pub of_records: u64,
}

impl Sampled {
    /// The factor by which a document has more candidates in the whole dump than in the sample, if
    /// the sample is representative.
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
    /// Reads the dump twice: first to find the `most` records with the smallest hashes, then to
    /// make the shingle sets of those. So the sample depends only on the content of the records,
    /// and not on their order.
    ///
    /// As in a run, documents with the same kept words count once. Furniture is found by rules
    /// only, because a sample does not show what recurs on a site.
    pub(super) fn take(scan: &Scan<'_>, config: &Config, most: usize) -> Result<Self> {
        let (limit, records) = limit(scan, most)?;
        let analyser = config.analyser()?;
        let mut counts = Sampled {
            of_records: records,
            ..Sampled::default()
        };
        let (mut sets, mut contents) = (Vec::new(), HashSet::new());
        scan.run(
            "sample",
            |record| Seen::of(record, limit, &analyser),
            |seen| {
                match seen {
                    Seen::NotSampled => {}
                    Seen::WithoutWords => counts.without_words += 1,
                    Seen::Words(content, set) if contents.insert(content) => sets.push(set),
                    Seen::Words(..) => counts.twins += 1,
                }
                Ok(())
            },
        )?;
        counts.documents = sets.len() as u64;
        Ok(Self { counts, sets })
    }

    /// Number of pairs that share a bucket.
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

/// A record of the dump, as far as the sample needs it.
enum Seen {
    NotSampled,
    /// A sampled record that cannot be read or has no words.
    WithoutWords,
    /// The kept words of a sampled record, and their shingles.
    Words(Fingerprint, ShingleSet),
}

impl Seen {
    fn of(record: &Record<'_>, limit: u64, analyser: &Analyser) -> Self {
        // Equal records have equal hashes, so the sample may be a little larger than asked for.
        if hash64(record.bytes()) > limit {
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

/// The largest hash of a sampled record, and the number of records.
fn limit(scan: &Scan<'_>, most: usize) -> Result<(u64, u64)> {
    let (mut smallest, mut records) = (BinaryHeap::new(), 0);
    scan.run(
        "choose",
        |record| hash64(record.bytes()),
        |hash| {
            records += 1;
            // The heap has the smallest hashes so far, and the largest of them on top.
            smallest.push(hash);
            if smallest.len() > most {
                smallest.pop();
            }
            Ok(())
        },
    )?;
    Ok((smallest.peek().copied().unwrap_or_default(), records))
}

/// The number of pairs that share a bucket. A pair may share several and is counted once, without a
/// set of all pairs, which may be very large.
fn pairs(buckets: &Buckets, documents: usize) -> u64 {
    let buckets: Vec<&[Rank]> = buckets.iter().collect();
    let mut buckets_of: Vec<Vec<usize>> = vec![Vec::new(); documents];
    for (number, bucket) in buckets.iter().enumerate() {
        for document in *bucket {
            buckets_of[document.index()].push(number);
        }
    }
    // For each document the last one with which it was counted as a pair.
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
        fn pairs_are_those_that_a_list_of_them_holds(entries in proptest::collection::vec((0u64..6, 0u32..9), 0..40)) {
            let together = |a: &(u64, u32), b: &(u64, u32)| (a.0 == b.0 && a.1 < b.1).then_some((a.1, b.1));
            let listed: BTreeSet<_> = entries.iter().flat_map(|a| entries.iter().filter_map(move |b| together(a, b))).collect();
            let entries = entries.iter().map(|&(key, rank)| (key, Rank::new(rank))).collect();
            prop_assert_eq!(pairs(&Buckets::new(entries), 9), listed.len() as u64);
        }
    }
}
