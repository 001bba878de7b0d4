//! Buckets of many documents: which representatives a document is compared with.
//!
//! Comparing only with representatives keeps a bucket of a million near-copies linear. A bucket of
//! many documents that pass with nobody (pages around a shared template) would still be quadratic,
//! so in a bucket of more than [`CROWD`] documents representatives are found through the prefix
//! filter of Chaudhuri, Ganti, Kaushik (2006), as used by Bayardo, Ma, Srikant (2007): order the
//! bucket's shingles from rare to common; two sets of Jaccard similarity ≥ t share one of their
//! first `n − ⌈t·n⌉ + 1` shingles. The filter is exact: up to the bounds that follow it skips only
//! pairs that cannot pass.
//!
//! **Crowds made on purpose.** Whoever knows the hashes can write documents that share a bucket and
//! their rarest shingles, and are alike to no other. A bucket makes no more than [`MAX_OFFERED`]
//! offers, and a document is compared with no more than [`MAX_COMPARED`] of all that are offered:
//! those that most buckets offer, since who shares more bands is more alike. Time stays in
//! proportion to the documents, and what is overlooked stays in the output.

use super::{Buckets, Candidates};
use crate::shingles::ShingleSet;
use ahash::AHashMap;
use copydesk_text::Rank;

/// Bucket size above which the prefix filter takes over.
const CROWD: usize = 48;

/// The fewest shingles that are at least this share of `len`; a product that lands a rounding error
/// above a whole number is that number.
pub(super) fn share_of(threshold: f64, len: usize) -> usize {
    ((threshold * len as f64) - 1e-9).ceil().max(0.0) as usize
}

/// A crowded bucket offers a document at most so many representatives, one for each rare shingle
/// that the two share: who shares twenty is offered twenty times. Templates seldom come near it;
/// who makes up documents to be compared with each other does.
const MAX_OFFERED: usize = 256;

/// At most so many of the representatives that all its buckets offer are compared with a document.
pub(super) const MAX_COMPARED: usize = 512;

/// How often each shingle stands in the documents of crowded buckets. One count for all of them:
/// the prefix filter works with any order of shingles that is the same for both sides.
pub(super) struct Crowds {
    threshold: f64,
    frequency: AHashMap<u64, u32>,
}

impl Crowds {
    pub fn count<C: Candidates>(
        buckets: &Buckets,
        threshold: f64,
        documents: &C,
    ) -> Result<Self, C::Error> {
        let mut members: Vec<Rank> = buckets
            .iter()
            .filter(|bucket| bucket.len() > CROWD)
            .flatten()
            .copied()
            .collect();
        members.sort_unstable();
        members.dedup();
        let mut frequency: AHashMap<u64, u32> = AHashMap::new();
        for rank in members {
            documents
                .shingles(rank)?
                .hashes()
                .iter()
                .for_each(|&shingle| *frequency.entry(shingle).or_default() += 1);
        }
        frequency.retain(|_, &mut count| count > 1);
        frequency.shrink_to_fit();
        Ok(Self {
            threshold,
            frequency,
        })
    }

    /// The rarest shingles of a set, of which any partner at the threshold shares one. Shingles
    /// that stand in one document only fill their place in the prefix but lead nowhere.
    pub fn prefix(&self, set: &ShingleSet) -> Vec<u64> {
        let len = set.len() - share_of(self.threshold, set.len()).min(set.len()) + 1;
        let known = |shingle: &u64| self.frequency.get(shingle).map(|&count| (count, *shingle));
        let mut shared: Vec<(u32, u64)> = set.hashes().iter().filter_map(known).collect();
        let lonely = set.len() - shared.len();
        shared.sort_unstable();
        shared.truncate(len.saturating_sub(lonely));
        shared.into_iter().map(|(_, shingle)| shingle).collect()
    }
}

/// The representatives of one bucket, found one by one or, in a crowd, through the prefix filter.
pub(super) enum Room {
    Few(Vec<Rank>),
    Crowd(Box<Crowd>),
}

/// Representatives of a crowded bucket, by the shingles of their prefixes.
#[derive(Default)]
pub(super) struct Crowd {
    by_shingle: AHashMap<u64, Vec<Rank>>,
    without_shingles: Vec<Rank>,
}

impl Room {
    pub fn for_bucket(bucket: &[Rank]) -> Self {
        if bucket.len() <= CROWD {
            return Self::Few(Vec::new());
        }
        Self::Crowd(Box::default())
    }

    pub fn candidates(&self, prefix: &[u64], out: &mut Vec<Rank>) {
        match self {
            Self::Few(representatives) => out.extend_from_slice(representatives),
            Self::Crowd(crowd) => {
                let holders = prefix
                    .iter()
                    .filter_map(|shingle| crowd.by_shingle.get(shingle));
                let offered = std::iter::once(&crowd.without_shingles)
                    .chain(holders)
                    .flat_map(|holders| holders.iter().copied());
                out.extend(offered.take(MAX_OFFERED));
            }
        }
    }

    pub fn welcome(&mut self, document: Rank, set: &ShingleSet, prefix: &[u64]) {
        match self {
            Self::Few(representatives) => representatives.push(document),
            Self::Crowd(crowd) if set.is_empty() => crowd.without_shingles.push(document),
            Self::Crowd(crowd) => {
                for &shingle in prefix {
                    let holders = crowd.by_shingle.entry(shingle).or_default();
                    if holders.len() < MAX_OFFERED {
                        holders.push(document);
                    }
                }
            }
        }
    }
}
