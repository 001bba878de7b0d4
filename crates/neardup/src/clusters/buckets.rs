//! Which documents share a band.

use ahash::{AHashSet, RandomState};
use copydesk_text::Rank;

/// Documents that share a band, grouped: the candidates of [`cluster`](crate::cluster). Built from
/// band keys. A bucket has at least two documents, and no two buckets have the same ones.
#[derive(Debug, Default)]
pub struct Buckets {
    /// Ranks of all buckets, one bucket after the other, ascending inside a bucket.
    ranks: Vec<Rank>,
    /// Where each bucket ends in `ranks`.
    ends: Vec<usize>,
    /// The buckets that are there, by two hashes with seeds of this process. Nobody can write
    /// documents whose buckets have equal hashes, so none is lost. The hashes reach no output.
    known: AHashSet<(u64, u64)>,
    seeds: (RandomState, RandomState),
}

impl Buckets {
    /// Groups `(band key, rank)` entries by key. The order in which they come does not matter.
    ///
    /// ```
    /// use copydesk_neardup::Buckets;
    /// use copydesk_text::Rank;
    ///
    /// let [first, second, third] = [0, 1, 2].map(Rank::new);
    /// let buckets = Buckets::new(vec![(7, third), (9, second), (7, first)]);
    /// assert_eq!(buckets.iter().collect::<Vec<_>>(), [[first, third]]);
    /// ```
    #[must_use]
    pub fn new(mut entries: Vec<(u64, Rank)>) -> Self {
        // By key, and inside a key by rank, as a bucket needs them.
        entries.sort_unstable();
        entries.dedup();
        let mut out = Self::default();
        let mut bucket: Vec<Rank> = Vec::new();
        for group in entries.chunk_by(have_same_key) {
            bucket.clear();
            for &(_, rank) in group {
                bucket.push(rank);
            }
            out.add(&bucket);
        }
        out
    }

    /// Adds a bucket: distinct ranks, ascending. One with a single document is left out, and so is
    /// one with the same documents as an earlier one: equal copies share all their bands.
    ///
    /// ```
    /// use copydesk_text::Rank;
    ///
    /// let mut buckets = copydesk_neardup::Buckets::default();
    /// let pair = [Rank::new(0), Rank::new(2)];
    /// buckets.add(&pair);
    /// buckets.add(&[Rank::new(1)]);
    /// buckets.add(&pair);
    /// assert_eq!(buckets.iter().collect::<Vec<_>>(), [pair]);
    /// ```
    pub fn add(&mut self, ranks: &[Rank]) {
        if ranks.len() < 2 {
            return;
        }
        let key = (self.seeds.0.hash_one(ranks), self.seeds.1.hash_one(ranks));
        if self.known.insert(key) {
            self.ranks.extend_from_slice(ranks);
            self.ends.push(self.ranks.len());
        }
    }

    /// The buckets, each a slice of ascending ranks.
    pub fn iter(&self) -> impl Iterator<Item = &[Rank]> {
        self.ends.iter().scan(0, |start, &end| {
            let bucket = &self.ranks[*start..end];
            *start = end;
            Some(bucket)
        })
    }

    /// Every document that shares a bucket with another, ascending, once.
    #[must_use]
    pub fn members(&self) -> Vec<Rank> {
        let mut all = self.ranks.clone();
        all.sort_unstable();
        all.dedup();
        all
    }
}

fn have_same_key(a: &(u64, Rank), b: &(u64, Rank)) -> bool {
    a.0 == b.0
}

/// The number of a bucket, in the order of [`Buckets::iter`].
#[derive(Clone, Copy, Default)]
pub(super) struct BucketId(u32);

impl BucketId {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// In which buckets each document is: [`Buckets`] turned round. Two vectors, as in a matrix of
/// compressed rows, because a vector for each document would take several times the memory.
///
/// ```text
/// bucket 0: ranks 0, 2        starts     0    2  3    5
/// bucket 1: ranks 0, 1, 2     buckets    0 1  1  0 1
/// ```
pub(super) struct Memberships {
    /// Where the buckets of each rank begin in `buckets`, and at the end its length.
    starts: Vec<usize>,
    /// The buckets of all documents, one document after the other.
    buckets: Vec<BucketId>,
}

impl Memberships {
    /// Counts, adds up, fills in: the counting sort of all ranks.
    pub fn of(buckets: &Buckets) -> Self {
        let ranks = match buckets.ranks.iter().max() {
            Some(last) => last.index() + 1,
            None => 0,
        };
        let mut starts = vec![0; ranks + 1];
        for rank in &buckets.ranks {
            starts[rank.index() + 1] += 1;
        }
        for rank in 1..starts.len() {
            starts[rank] += starts[rank - 1];
        }
        let mut next = starts.clone();
        let mut out = vec![BucketId::default(); buckets.ranks.len()];
        for (number, bucket) in buckets.iter().enumerate() {
            for rank in bucket {
                out[next[rank.index()]] = BucketId(number as u32);
                next[rank.index()] += 1;
            }
        }
        Self {
            starts,
            buckets: out,
        }
    }

    /// The documents that are in a bucket, by rank.
    pub fn documents(&self) -> impl Iterator<Item = Rank> {
        let ranks = self.starts.len() - 1;
        let all = (0..ranks).map(Rank::of_index);
        all.filter(|&rank| !self.of_document(rank).is_empty())
    }

    /// The buckets of a document.
    pub fn of_document(&self, document: Rank) -> &[BucketId] {
        let rank = document.index();
        &self.buckets[self.starts[rank]..self.starts[rank + 1]]
    }
}
