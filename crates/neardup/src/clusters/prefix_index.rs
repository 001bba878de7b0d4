//! Chooses the representatives of a bucket with which a document is compared.
//!
//! Documents are compared only with representatives. So a bucket of a million near-copies takes
//! linear time, because it has only one representative. But in a bucket of documents that match no
//! other (pages around a shared template) all become representatives, and the bucket would take
//! quadratic time. So in a bucket of more than [`MAX_SMALL`] documents the representatives are
//! found by the prefix filter of Chaudhuri, Ganti, Kaushik (2006), as used by Bayardo, Ma, Srikant
//! (2007):
//!
//! 1. Order all shingles from rare to common, in the same order for all documents.
//! 2. The *prefix* of a set of `n` shingles is the first `n − ⌈t·n⌉ + 1` of them.
//! 3. Two sets of Jaccard similarity `t` or more share a shingle of their prefixes: if they shared
//!    none, more than `n − ⌈t·n⌉` shingles of one set would be missing in the other.
//!
//! For example, at a threshold of 0.8 the prefix of a set of ten shingles is its three rarest. A
//! document that has none of the three shares at most seven of the ten, so its similarity is at
//! most 0.7.
//!
//! So an index from the shingles of prefixes to documents finds every match. It finds little else,
//! because these shingles are the rarest. There is one departure: a shingle that only one document
//! has counts for the length of the prefix, but is not stored, because it leads to no other
//! document.
//!
//! **Input that is made to be slow.** Someone who knows the hashes can write documents that share a
//! bucket and their rarest shingles, but are not similar. So a bucket makes at most [`MAX_OFFERED`]
//! offers to a document, and the document is compared with at most [`MAX_COMPARED`]
//! representatives: those that its buckets offer most often, because documents that share more
//! bands are more alike. So the time is in proportion to the number of documents. A duplicate that
//! is missed because of these limits is kept.

use super::{Buckets, Candidates};
use crate::shingles::ShingleSet;
use ahash::AHashMap;
use copydesk_text::Rank;

/// Number of documents of the largest bucket in which a document is compared with every
/// representative.
const MAX_SMALL: usize = 48;

/// `⌈threshold · len⌉`: the fewest shingles that are at least this share (0..=1) of `len`. A
/// product that is just above a whole number because of rounding errors is not rounded up.
pub(super) fn share_of(threshold: f64, len: usize) -> usize {
    ((threshold * len as f64) - 1e-9).ceil().max(0.0) as usize
}

/// Most offers that a large bucket makes to a document. A representative whose prefix shares twenty
/// shingles with the document's prefix is offered twenty times. Pages around a template seldom
/// reach this limit, but documents that were made to be slow do.
const MAX_OFFERED: usize = 256;

/// Most representatives with which a document is compared, of all that its buckets offer.
pub(super) const MAX_COMPARED: usize = 512;

/// Finds the prefixes of sets, by the frequencies of all shingles in large buckets. The frequencies
/// are counted over all large buckets together: the filter works with any order of the shingles, if
/// only all documents use the same order.
pub(super) struct PrefixFilter {
    /// The least Jaccard similarity of a match.
    threshold: f64,
    /// The number of documents that have each shingle. A shingle that only one document has is left
    /// out.
    frequency: AHashMap<u64, u32>,
}

impl PrefixFilter {
    /// Counts the shingles in all large buckets. If there are none, no document is fetched.
    ///
    /// # Errors
    /// If a candidate cannot be fetched.
    pub fn for_buckets<C: Candidates>(
        buckets: &Buckets,
        threshold: f64,
        documents: &C,
    ) -> Result<Self, C::Error> {
        let mut members: Vec<Rank> = Vec::new();
        for bucket in buckets.iter() {
            if bucket.len() > MAX_SMALL {
                members.extend_from_slice(bucket);
            }
        }
        members.sort_unstable();
        members.dedup();
        let mut frequency: AHashMap<u64, u32> = AHashMap::new();
        for rank in members {
            for &shingle in documents.shingles(rank)?.hashes() {
                *frequency.entry(shingle).or_default() += 1;
            }
        }
        // Most shingles are in only one document. Without them the map is small.
        frequency.retain(|_, &mut count| count > 1);
        frequency.shrink_to_fit();
        Ok(Self {
            threshold,
            frequency,
        })
    }

    /// The prefix of a set: its rarest shingles. The prefix of any match shares at least one of
    /// them. A shingle that only one document has is left out.
    pub fn prefix(&self, set: &ShingleSet) -> Vec<u64> {
        let prefix_len = set.len() - share_of(self.threshold, set.len()).min(set.len()) + 1;
        // The shingles that other documents have as well, each with its frequency.
        let mut by_frequency: Vec<(u32, u64)> = Vec::new();
        for &shingle in set.hashes() {
            if let Some(&count) = self.frequency.get(&shingle) {
                by_frequency.push((count, shingle));
            }
        }
        // Only this document has the other shingles. They are the rarest, so the prefix begins with
        // them.
        let in_one_document = set.len() - by_frequency.len();
        by_frequency.sort_unstable();
        by_frequency.truncate(prefix_len.saturating_sub(in_one_document));
        let mut prefix = Vec::with_capacity(by_frequency.len());
        for (_, shingle) in by_frequency {
            prefix.push(shingle);
        }
        prefix
    }
}

/// The representatives that were found in a bucket so far.
pub(super) enum BucketIndex {
    /// In a small bucket, all representatives are offered.
    Small(Vec<Rank>),
    /// In a large bucket, those are offered whose prefix shares a shingle with the document's
    /// prefix.
    Large(Box<PrefixIndex>),
}

/// The representatives of a large bucket, by the shingles of their prefixes.
#[derive(Default)]
pub(super) struct PrefixIndex {
    /// The representatives that have each shingle in their prefix.
    by_shingle: AHashMap<u64, Vec<Rank>>,
    /// Representatives without shingles. They are similar to each other and to no others.
    empty: Vec<Rank>,
}

impl BucketIndex {
    /// The index of a bucket that has no representative yet.
    pub fn for_bucket(bucket: &[Rank]) -> Self {
        if bucket.len() <= MAX_SMALL {
            return Self::Small(Vec::new());
        }
        Self::Large(Box::default())
    }

    /// Offers representatives to a document with this prefix: adds their ranks to `out`, some of
    /// them several times.
    pub fn add_candidates(&self, prefix: &[u64], out: &mut Vec<Rank>) {
        match self {
            Self::Small(representatives) => out.extend_from_slice(representatives),
            Self::Large(index) => index.add_candidates(prefix, out),
        }
    }

    /// Adds a document of the bucket, with its shingles and its prefix, as a representative.
    pub fn insert(&mut self, document: Rank, set: &ShingleSet, prefix: &[u64]) {
        match self {
            Self::Small(representatives) => representatives.push(document),
            Self::Large(index) if set.is_empty() => index.empty.push(document),
            Self::Large(index) => index.insert(document, prefix),
        }
    }
}

impl PrefixIndex {
    /// Offers the representatives that share a shingle of the prefix, and those without shingles.
    fn add_candidates(&self, prefix: &[u64], out: &mut Vec<Rank>) {
        let max_len = out.len() + MAX_OFFERED;
        add_up_to(max_len, &self.empty, out);
        for shingle in prefix {
            if let Some(representatives) = self.by_shingle.get(shingle) {
                add_up_to(max_len, representatives, out);
            }
        }
    }

    /// Adds a document that has shingles as a representative.
    fn insert(&mut self, document: Rank, prefix: &[u64]) {
        for &shingle in prefix {
            let representatives = self.by_shingle.entry(shingle).or_default();
            // More would never be offered.
            if representatives.len() < MAX_OFFERED {
                representatives.push(document);
            }
        }
    }
}

/// Adds ranks to `out`, which is not made longer than `max_len`.
fn add_up_to(max_len: usize, ranks: &[Rank], out: &mut Vec<Rank>) {
    let remaining = max_len - out.len();
    out.extend_from_slice(&ranks[..ranks.len().min(remaining)]);
}
