//! Groups documents into stories. Two documents tell one story if they share enough text that is
//! not on many other pages. A document is known by its *rank*, a number from 0 on.
//!
//! First each document gets its weight ([`Weights`]), the sum of the weights of its segments. A
//! segment weighs its number of words divided by the number of documents of the site that hold it.
//! Then the caller adds up, for each pair of documents, the weights of the segments that both have.
//! The caller may use the disk for that. [`Stories::join`] decides for each pair whether the sum is
//! enough.

use super::table::SegmentOccurrence;
use ahash::AHashMap;
use copydesk_text::{Rank, SiteId};
use std::sync::atomic::{AtomicU64, Ordering};

/// Two documents tell one story if what they share has at least this part of the weight of the
/// lighter one.
const SAME_STORY: f64 = 0.5;
/// The weight of one word in a segment that only one document has. Weights are whole numbers,
/// because sums of floating-point numbers depend on the order of addition, and so on the timing of
/// threads.
const WORD_WEIGHT: u64 = 1 << 20;

/// The weight of each document: how much text it has that is not on many other pages. Several
/// threads may add segments at the same time.
#[derive(Debug)]
pub struct Weights(Vec<AtomicU64>);

impl Weights {
    /// The weights of this many documents, all zero.
    #[must_use]
    pub fn new(documents: usize) -> Self {
        let mut weights = Vec::with_capacity(documents);
        weights.resize_with(documents, AtomicU64::default);
        Self(weights)
    }

    /// Adds all occurrences of one segment on one site, which are one for each document that holds
    /// it. Returns the pairs of documents that share the segment: the first document with each of
    /// the others. The number beside each pair is the weight of the segment.
    ///
    /// # Panics
    /// If the group is empty, or the rank of a document is not below the number of documents.
    pub fn add<'g>(
        &self,
        group: &'g [SegmentOccurrence],
    ) -> impl Iterator<Item = (Rank, Rank, u64)> + use<'g> {
        // A segment without words (`* * *`) counts as one word, since it also distinguishes
        // documents a little.
        let weight = u64::from(group[0].words.max(1)) * WORD_WEIGHT / group.len() as u64;
        for occurrence in group {
            // Relaxed is enough: the sums are read when all threads are done.
            self.0[occurrence.document.index()].fetch_add(weight, Ordering::Relaxed);
        }
        let first = group[0].document;
        group
            .iter()
            .map(|occurrence| occurrence.document)
            .filter(move |&document| document != first)
            .map(move |document| (first, document, weight))
    }

    /// Makes each document a story of its own. [`Stories::join`] then joins them.
    #[must_use]
    pub fn into_stories(self) -> Stories {
        Stories {
            parents: (0..self.0.len() as u32).collect(),
            weights: self.0.into_iter().map(AtomicU64::into_inner).collect(),
        }
    }
}

/// Documents grouped into stories: a union-find forest over the ranks of the documents. Each tree
/// is a story.
///
/// The parent of a document has a smaller rank than the document; only a root is its own parent. So
/// the root of a story is its document with the smallest rank, in whatever order its documents were
/// joined.
#[derive(Debug, Default)]
pub struct Stories {
    /// For each document, the rank of its parent.
    parents: Vec<u32>,
    /// The weight of each document, from [`Weights`]; empty once all documents are joined.
    weights: Vec<u64>,
}

impl Stories {
    /// Makes two documents one story if they share enough. `shared` is the sum of the weights of
    /// all segments that both have.
    pub fn join(&mut self, a: Rank, b: Rank, shared: u64) {
        let lighter = self.weights[a.index()].min(self.weights[b.index()]);
        if shared as f64 >= SAME_STORY * lighter as f64 {
            self.unite(a.number(), b.number());
        }
    }

    /// The same stories, with every document directly below its root, so that finding a root takes
    /// at most one step. One pass in order is enough, because parents come before their children.
    /// Nothing can be joined afterwards.
    pub(super) fn settled(mut self) -> Self {
        self.weights = Vec::new();
        for document in 0..self.parents.len() {
            self.parents[document] = self.parents[self.parents[document] as usize];
        }
        self
    }

    /// The root of the story that a document tells. Both are ranks.
    pub(super) fn root(&self, mut document: u32) -> u32 {
        while self.parents[document as usize] != document {
            document = self.parents[document as usize];
        }
        document
    }

    /// The same as [`Self::root`]. It also makes every second document on the path a child of its
    /// grandparent (path halving, Tarjan and van Leeuwen 1984), so paths stay short.
    fn root_halving(&mut self, mut document: u32) -> u32 {
        while self.parents[document as usize] != document {
            let parent = self.parents[document as usize];
            self.parents[document as usize] = self.parents[parent as usize];
            document = self.parents[document as usize];
        }
        document
    }

    /// Joins the stories of two documents. The smaller root stays the root, so the result does not
    /// depend on the order of the unions.
    fn unite(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root_halving(a), self.root_halving(b));
        // If both documents are of one story already, this changes nothing.
        self.parents[a.max(b) as usize] = a.min(b);
    }

    /// The number of distinct stories of each site, by the site's number. All documents of a story
    /// are of the same site, because segments of different sites are never in one group.
    pub(super) fn count_by_site(&self, sites: &[SiteId]) -> AHashMap<u32, u32> {
        let mut count = AHashMap::new();
        for (document, site) in (0..).zip(sites) {
            if self.parents[document as usize] == document {
                *count.entry(site.number()).or_default() += 1;
            }
        }
        count
    }
}
