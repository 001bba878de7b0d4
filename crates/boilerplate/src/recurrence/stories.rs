//! Groups documents into stories, by what they share that is particular to them.
//!
//! First each document gets its weight: the weights of its segments, added up. Then what each pair
//! of documents shares is added up by the caller, who may do so on disk, and [`Stories::join`]
//! decides pair by pair.

use super::table::SegmentOccurrence;
use ahash::AHashMap;
use copydesk_text::{Rank, SiteId};
use std::sync::atomic::{AtomicU64, Ordering};

/// Share of the smaller document's weight that makes two documents one story.
const SAME_STORY: f64 = 0.5;
/// Weights are whole multiples of one word over this number. Sums of floating-point numbers would
/// depend on the order of addition, and so on threads.
const WEIGHT_UNIT: u64 = 1 << 20;

/// How much each document says that is its own, added up segment by segment. Several threads may
/// add at the same time: sums of whole numbers do not depend on the order.
#[derive(Debug)]
pub struct Weights(Vec<AtomicU64>);

impl Weights {
    /// Weights of this many documents, all zero.
    #[must_use]
    pub fn new(documents: usize) -> Self {
        let mut weights = Vec::with_capacity(documents);
        weights.resize_with(documents, AtomicU64::default);
        Self(weights)
    }

    /// Adds all occurrences of one segment on one site. Returns what each of its documents shares
    /// with the first: the first, the other, and the segment's weight.
    ///
    /// # Panics
    /// If the group is empty, or one of its documents has no weight here.
    pub fn add<'g>(
        &self,
        group: &'g [SegmentOccurrence],
    ) -> impl Iterator<Item = (Rank, Rank, u64)> + use<'g> {
        // A segment of no words still tells documents apart a little.
        let weight = u64::from(group[0].words.max(1)) * WEIGHT_UNIT / group.len() as u64;
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

    /// Stories to be joined, one for each document so far.
    #[must_use]
    pub fn into_stories(self) -> Stories {
        Stories {
            parents: (0..self.0.len() as u32).collect(),
            weights: self.0.into_iter().map(AtomicU64::into_inner).collect(),
        }
    }
}

/// Documents grouped into stories: a union-find forest over document numbers.
///
/// The parent of a document has no larger number than the document, and a root is its own parent.
/// So a story is named by its smallest document, in whatever order its documents were joined.
#[derive(Debug, Default)]
pub struct Stories {
    parents: Vec<u32>,
    /// What each document says that is its own, in [units](WEIGHT_UNIT); empty once all are joined.
    weights: Vec<u64>,
}

impl Stories {
    /// Makes two documents one story if what they share, all of it together, is enough.
    pub fn join(&mut self, a: Rank, b: Rank, shared: u64) {
        let smaller = self.weights[a.index()].min(self.weights[b.index()]);
        if shared as f64 >= SAME_STORY * smaller as f64 {
            self.unite(a.number(), b.number());
        }
    }

    /// The same stories, with every document right below its root, so that looking one up is two
    /// steps. One pass in order is enough, because parents come before their children.
    pub(super) fn settled(mut self) -> Self {
        self.weights = Vec::new();
        for document in 0..self.parents.len() {
            self.parents[document] = self.parents[self.parents[document] as usize];
        }
        self
    }

    /// The document by which the story of a document is named.
    pub(super) fn root(&self, mut document: u32) -> u32 {
        while self.parents[document as usize] != document {
            document = self.parents[document as usize];
        }
        document
    }

    /// The same, and makes every second document on the way a child of its grandparent (path
    /// halving, Tarjan and van Leeuwen 1984), so that a long chain of joins makes no long ways.
    fn root_halving(&mut self, mut document: u32) -> u32 {
        while self.parents[document as usize] != document {
            let parent = self.parents[document as usize];
            self.parents[document as usize] = self.parents[parent as usize];
            document = self.parents[document as usize];
        }
        document
    }

    /// The smaller number becomes the root, so the outcome does not depend on the order of unions.
    fn unite(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root_halving(a), self.root_halving(b));
        self.parents[a.max(b) as usize] = a.min(b);
    }

    /// Distinct stories of each site, by the site's number. A story belongs to the site of the
    /// document that it is named by; segments are joined within one site only.
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
