//! Which representatives of a bucket a document is compared with.
//!
//! Documents are compared only with representatives, which keeps a bucket of a million near-copies
//! linear: it has one. A bucket of many documents that match nobody (pages around a shared
//! template) would still be quadratic, since all of them become representatives. So in a bucket of
//! more than [`MAX_SMALL`] documents they are found by the prefix filter of Chaudhuri, Ganti,
//! Kaushik (2006), as used by Bayardo, Ma, Srikant (2007):
//!
//! 1. Order all shingles from rare to common, in any order that is the same for all documents.
//! 2. The *prefix* of a set of `n` shingles is the first `n − ⌈t·n⌉ + 1` of them.
//! 3. Two sets of Jaccard similarity `t` or more share a shingle of their prefixes: if they shared
//!    none, more than `n − ⌈t·n⌉` shingles of one set would be missing in the other.
//!
//! For example, at a threshold of 0.8 the prefix of a set of ten shingles is its three rarest. A
//! document that has none of the three shares at most seven of the ten, so its similarity is at
//! most 0.7.
//!
//! So an index from the shingles of prefixes to documents finds every match, and since these are
//! the rarest shingles, it finds little else. One departure: shingles that are in one document only
//! count for the length of a prefix but are not kept, because no other document has them.
//!
//! **Input that is built to be slow.** Whoever knows the hashes can write documents that share a
//! bucket and their rarest shingles, and are similar to no other. A bucket makes no more than
//! [`MAX_OFFERED`] offers, and a document is compared with no more than [`MAX_COMPARED`] of all
//! that are offered: those that most buckets offer, since documents that share more bands are more
//! alike. Time stays in proportion to the documents. What is overlooked is kept.

use super::{Buckets, Candidates};
use crate::shingles::ShingleSet;
use ahash::AHashMap;
use copydesk_text::Rank;

/// Documents of the largest bucket in which representatives are compared one by one.
const MAX_SMALL: usize = 48;

/// The fewest shingles that are at least this share of `len`. A product that is a rounding error
/// above a whole number is that number.
pub(super) fn share_of(threshold: f64, len: usize) -> usize {
    ((threshold * len as f64) - 1e-9).ceil().max(0.0) as usize
}

/// A large bucket offers a document at most this many representatives, one for each shingle of both
/// prefixes: one that shares twenty is offered twenty times. Templates seldom come near this limit;
/// documents that were made up to be compared with each other do.
const MAX_OFFERED: usize = 256;

/// Of all representatives that its buckets offer, a document is compared with at most this many.
pub(super) const MAX_COMPARED: usize = 512;

/// In how many documents of large buckets each shingle is, and so which shingles are rare. One
/// count for all large buckets: the filter works with any order that is the same for both sides.
pub(super) struct PrefixFilter {
    threshold: f64,
    /// Shingles that are in one document only are left out.
    frequency: AHashMap<u64, u32>,
}

impl PrefixFilter {
    /// Counts the shingles of all large buckets. Without any it fetches no document.
    ///
    /// # Errors
    /// If a candidate cannot be fetched.
    pub fn count<C: Candidates>(
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
        // Most shingles are in one document only. Without them the map is small.
        frequency.retain(|_, &mut count| count > 1);
        frequency.shrink_to_fit();
        Ok(Self {
            threshold,
            frequency,
        })
    }

    /// The prefix of a set: its rarest shingles, of which any match shares one. Those that are in
    /// one document only are left out.
    pub fn prefix(&self, set: &ShingleSet) -> Vec<u64> {
        let len = set.len() - share_of(self.threshold, set.len()).min(set.len()) + 1;
        let mut shared: Vec<(u32, u64)> = Vec::new();
        for &shingle in set.hashes() {
            if let Some(&count) = self.frequency.get(&shingle) {
                shared.push((count, shingle));
            }
        }
        // They are the rarest of all, so they come first in the prefix.
        let in_one_document = set.len() - shared.len();
        shared.sort_unstable();
        shared.truncate(len.saturating_sub(in_one_document));
        let mut prefix = Vec::with_capacity(shared.len());
        for (_, shingle) in shared {
            prefix.push(shingle);
        }
        prefix
    }
}

/// The representatives of one bucket that were found so far.
pub(super) enum BucketIndex {
    /// Compared one by one.
    Small(Vec<Rank>),
    /// Found by their prefixes.
    Large(Box<PrefixIndex>),
}

/// Representatives of a large bucket, by the shingles of their prefixes.
#[derive(Default)]
pub(super) struct PrefixIndex {
    by_shingle: AHashMap<u64, Vec<Rank>>,
    /// Representatives without shingles. They are similar to each other and to nothing else.
    empty: Vec<Rank>,
}

impl BucketIndex {
    /// The index of a bucket, without a representative yet.
    pub fn for_bucket(bucket: &[Rank]) -> Self {
        if bucket.len() <= MAX_SMALL {
            return Self::Small(Vec::new());
        }
        Self::Large(Box::default())
    }

    /// Adds the representatives with which a document of this prefix is compared, some of them
    /// several times.
    pub fn add_candidates(&self, prefix: &[u64], out: &mut Vec<Rank>) {
        match self {
            Self::Small(representatives) => out.extend_from_slice(representatives),
            Self::Large(index) => index.add_candidates(prefix, out),
        }
    }

    /// Makes a document of the bucket a representative.
    pub fn insert(&mut self, document: Rank, set: &ShingleSet, prefix: &[u64]) {
        match self {
            Self::Small(representatives) => representatives.push(document),
            Self::Large(index) if set.is_empty() => index.empty.push(document),
            Self::Large(index) => index.insert(document, prefix),
        }
    }
}

impl PrefixIndex {
    /// Offers the representatives that share a shingle of the prefix.
    fn add_candidates(&self, prefix: &[u64], out: &mut Vec<Rank>) {
        let most = out.len() + MAX_OFFERED;
        add_up_to(most, &self.empty, out);
        for shingle in prefix {
            if let Some(representatives) = self.by_shingle.get(shingle) {
                add_up_to(most, representatives, out);
            }
        }
    }

    /// Makes a document with shingles a representative.
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

/// Adds ranks until there are `most`.
fn add_up_to(most: usize, ranks: &[Rank], out: &mut Vec<Rank>) {
    let left = most - out.len();
    out.extend_from_slice(&ranks[..ranks.len().min(left)]);
}
