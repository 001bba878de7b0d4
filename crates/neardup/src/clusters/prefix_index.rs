//! Chooses the representatives of a bucket with which a document is compared.
//!
//! A bucket is a set of documents that share a band key ([`Buckets`]). They are compared one after
//! the other. A document that is not dropped becomes a *representative*, and documents after it are
//! compared only with representatives. So a bucket of a million near-copies takes linear time,
//! because it has only one representative. But in a bucket of documents that match no other (pages
//! around a shared template) all become representatives, and the bucket would take quadratic time.
//! So in a *large* bucket, of more than [`MAX_SMALL`] documents, a document is compared only with
//! the representatives that it may match. These are found by the prefix filter of Chaudhuri, Ganti,
//! Kaushik (2006), as used by Bayardo, Ma, Srikant (2007):
//!
//! 1. Order all shingles from rare to common, in the same order for all documents.
//! 2. The *prefix* of a set of `n` shingles is the first `n − ⌈t·n⌉ + 1` of them.
//! 3. If two sets have a Jaccard similarity of `t` or more, their prefixes have a shingle in
//!    common. For suppose that they have none, and take the set whose prefix ends earlier in the
//!    order. No shingle of this prefix is in the other set, because it would be in the other prefix
//!    as well. So of the `n` shingles of the set at most `⌈t·n⌉ − 1` are in the other set, and the
//!    similarity is less than `t`.
//!
//! For example, at a threshold of 0.8 the prefix of a set of ten shingles is its three rarest. A
//! document that has none of the three shares at most seven of the ten, so its similarity is at
//! most 0.7.
//!
//! So an index from the shingles of prefixes to documents finds every match. It finds little else,
//! because these shingles are the rarest. There is one departure: a shingle that only one document
//! has takes one of the places in the prefix, but is not stored there, because it leads to no other
//! document.
//!
//! **Input that is made to be slow.** Someone who knows the hashes can write documents that share a
//! bucket and their rarest shingles, but are not similar. So there are two limits. A bucket
//! *offers* a document at most [`MAX_OFFERED`] representatives to be compared with. And of all
//! representatives that its buckets offer, a document is compared with at most [`MAX_COMPARED`]
//! (they are chosen in `greedy.rs`). So the time is in proportion to the number of documents. A
//! duplicate that is missed because of these limits is kept.

use super::{Buckets, Candidates};
use crate::shingles::ShingleSet;
use ahash::AHashMap;
use copydesk_text::Rank;

/// Most documents of a small bucket, which offers a document all its representatives.
const MAX_SMALL: usize = 48;

/// `⌈threshold · len⌉`: the fewest shingles that are at least the share `threshold` (0..=1) of
/// `len` shingles. A product that is just above a whole number because of rounding errors is not
/// rounded up.
pub(super) fn share_of(threshold: f64, len: usize) -> usize {
    ((threshold * len as f64) - 1e-9).ceil().max(0.0) as usize
}

/// Most offers that a large bucket makes to a document. A representative whose prefix shares twenty
/// shingles with the document's prefix is offered twenty times, and each time counts. Pages around
/// a template seldom reach this limit, but documents that were made to be slow do.
const MAX_OFFERED: usize = 256;

/// Most representatives with which a document is compared, of all that its buckets offer.
pub(super) const MAX_COMPARED: usize = 512;

/// Finds the prefixes of sets. Shingles are ordered by their frequency in all large buckets
/// together. The filter would work with any other order, too, if it is the same for all documents.
pub(super) struct PrefixFilter {
    /// The least Jaccard similarity of a match.
    threshold: f64,
    /// In how many documents of large buckets each shingle is. A shingle that is in only one
    /// document is left out.
    frequency: AHashMap<u64, u32>,
}

impl PrefixFilter {
    /// Counts the shingles of the documents in large buckets. Without large buckets, no document is
    /// fetched.
    ///
    /// # Errors
    /// If a document cannot be fetched.
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

    /// The prefix of the shingle set of a document: its rarest shingles, without those that no
    /// other document has. The prefix of every other document that matches has one of them.
    pub fn prefix(&self, set: &ShingleSet) -> Vec<u64> {
        // Every match has at least this many shingles of the set. With a threshold of at most 1
        // these are never more than the set has.
        let least_shared = share_of(self.threshold, set.len());
        let prefix_len = set.len().saturating_sub(least_shared) + 1;
        // The shingles that other documents have as well, each with its frequency.
        let mut by_frequency: Vec<(u32, u64)> = Vec::new();
        for &shingle in set.hashes() {
            if let Some(&count) = self.frequency.get(&shingle) {
                by_frequency.push((count, shingle));
            }
        }
        // Only this document has the other shingles. They are the rarest, so the prefix begins with
        // them. They may fill it: then no other document matches.
        let in_one_document = set.len() - by_frequency.len();
        let places_left = prefix_len.saturating_sub(in_one_document);
        by_frequency.sort_unstable();
        by_frequency.truncate(places_left);
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
    /// Representatives without shingles. They have no prefix, but their similarity to other
    /// documents without shingles is 1. So they are offered to every document.
    empty: Vec<Rank>,
}

impl BucketIndex {
    /// The empty index of a bucket, before its first representative is added.
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
    /// Offers the representatives that have a shingle of `prefix` in their own prefix, and those
    /// without shingles.
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
            // A bucket makes no more offers than this, so further ones would never be made.
            if representatives.len() < MAX_OFFERED {
                representatives.push(document);
            }
        }
    }
}

/// Adds as many of the ranks to `out` as it can take without getting longer than `max_len`. `out`
/// is not longer than that before.
fn add_up_to(max_len: usize, ranks: &[Rank], out: &mut Vec<Rank>) {
    let remaining = max_len - out.len();
    out.extend_from_slice(&ranks[..ranks.len().min(remaining)]);
}
