//! Buckets: the documents that share a band of their signatures.

use ahash::{AHashSet, RandomState};
use copydesk_text::Rank;

/// The buckets of all documents that [`cluster`](crate::cluster) compares. A bucket is the set of
/// documents that have a band key in common. It has at least two documents, and no two buckets have
/// the same ones.
#[derive(Debug, Default)]
pub struct Buckets {
    /// The ranks in all buckets, one bucket after the other, ascending inside a bucket.
    ranks: Vec<Rank>,
    /// The index in `ranks` at which each bucket ends, exclusive.
    ends: Vec<usize>,
    /// Two hashes of each bucket, by which an equal bucket is recognised. Their seeds are random in
    /// each process. So nobody can write documents by which two different buckets get the same
    /// hashes. The hashes reach no output.
    known: AHashSet<(u64, u64)>,
    /// The seeds of the two hashes.
    seeds: (RandomState, RandomState),
}

impl Buckets {
    /// Groups `(band key, rank)` entries by key. The order of the entries does not matter.
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
        // Sorted by key, and within a key by rank, which is the order in a bucket.
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

    /// Adds a bucket, whose ranks must be distinct and ascending. A bucket with a single document
    /// is left out. So is a bucket with the same documents as an earlier one: copies share all
    /// their bands, so they share many buckets.
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
        let (first, second) = &self.seeds;
        let hashes = (first.hash_one(ranks), second.hash_one(ranks));
        if self.known.insert(hashes) {
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

    /// The distinct documents of all buckets, ascending.
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

/// The buckets that each document is in: the inverse of [`Buckets`]. It has two vectors, like the
/// compressed rows of a sparse matrix, because a vector for each document would take several times
/// the memory.
///
/// ```text
///                             rank       0    1  2    (end)
/// bucket 0: ranks 0, 2        starts     0    2  3    5
/// bucket 1: ranks 0, 1, 2     buckets    0 1  1  0 1
/// ```
pub(super) struct Memberships {
    /// The index in `buckets` at which the buckets of each rank begin. The last element is the
    /// length of `buckets`.
    starts: Vec<usize>,
    /// The buckets of all documents, one document after the other.
    buckets: Vec<BucketId>,
}

impl Memberships {
    /// Inverts `buckets`, by a counting sort of all ranks.
    pub fn of(buckets: &Buckets) -> Self {
        // How many ranks there are up to the last one in a bucket.
        let rank_count = match buckets.ranks.iter().max() {
            Some(last) => last.index() + 1,
            None => 0,
        };
        // First the number of buckets of each rank, then the sums of these numbers.
        let mut starts = vec![0; rank_count + 1];
        for rank in &buckets.ranks {
            starts[rank.index() + 1] += 1;
        }
        for rank in 1..starts.len() {
            starts[rank] += starts[rank - 1];
        }
        // Where the next bucket of each rank is written.
        let mut next = starts.clone();
        let mut by_rank = vec![BucketId::default(); buckets.ranks.len()];
        for (number, bucket) in buckets.iter().enumerate() {
            for rank in bucket {
                by_rank[next[rank.index()]] = BucketId(number as u32);
                next[rank.index()] += 1;
            }
        }
        Self {
            starts,
            buckets: by_rank,
        }
    }

    /// The documents that are in any bucket, in order of rank.
    pub fn documents(&self) -> impl Iterator<Item = Rank> {
        let rank_count = self.starts.len() - 1;
        let all = (0..rank_count).map(Rank::of_index);
        all.filter(|&rank| !self.of_document(rank).is_empty())
    }

    /// The buckets of a document.
    pub fn of_document(&self, document: Rank) -> &[BucketId] {
        let rank = document.index();
        &self.buckets[self.starts[rank]..self.starts[rank + 1]]
    }
}
