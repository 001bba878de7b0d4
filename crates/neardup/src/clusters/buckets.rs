//! Which documents share a band.

use ahash::{AHashSet, RandomState};
use copydesk_text::Rank;

/// Documents that share a band, grouped. Built from band keys; buckets with one document are
/// dropped.
#[derive(Debug, Default)]
pub struct Buckets {
    /// Ranks of all buckets, one bucket after the other, ascending inside a bucket.
    ranks: Vec<Rank>,
    /// Where each bucket ends in `ranks`.
    ends: Vec<usize>,
    /// The buckets that are there, by two hashes with seeds of this process: nobody can make two
    /// buckets fall together.
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
    /// let buckets = Buckets::new([(7, 2), (9, 1), (7, 0)].map(|(key, rank)| (key, Rank::new(rank))).to_vec());
    /// assert_eq!(buckets.iter().collect::<Vec<_>>(), [[Rank::new(0), Rank::new(2)]]);
    /// ```
    #[must_use]
    pub fn new(mut entries: Vec<(u64, Rank)>) -> Self {
        entries.sort_unstable();
        entries.dedup();
        let mut out = Self::default();
        for group in entries.chunk_by(|a, b| a.0 == b.0) {
            out.add(&group.iter().map(|&(_, rank)| rank).collect::<Vec<Rank>>());
        }
        out
    }

    /// Adds a bucket: distinct ranks, ascending. One with a single document is no bucket, and one
    /// that is there already brings nobody together anew.
    ///
    /// ```
    /// use copydesk_text::Rank;
    ///
    /// let mut buckets = copydesk_neardup::Buckets::default();
    /// let pair = [Rank::new(0), Rank::new(2)];
    /// [&pair[..], &[Rank::new(1)], &pair].into_iter().for_each(|ranks| buckets.add(ranks));
    /// assert_eq!(buckets.iter().collect::<Vec<_>>(), [pair]);
    /// ```
    pub fn add(&mut self, ranks: &[Rank]) {
        if ranks.len() > 1
            && self
                .known
                .insert((self.seeds.0.hash_one(ranks), self.seeds.1.hash_one(ranks)))
        {
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

/// In which buckets each document stands.
pub(super) struct Memberships {
    /// Where the buckets of each rank begin in `buckets`.
    starts: Vec<usize>,
    buckets: Vec<u32>,
}

impl Memberships {
    pub fn of(buckets: &Buckets) -> Self {
        let ranks = buckets
            .ranks
            .iter()
            .max()
            .map_or(0, |&rank| rank.index() + 1);
        let mut starts = vec![0; ranks + 1];
        buckets
            .ranks
            .iter()
            .for_each(|&rank| starts[rank.index() + 1] += 1);
        (1..starts.len()).for_each(|rank| starts[rank] += starts[rank - 1]);
        let mut next = starts.clone();
        let mut out = vec![0; buckets.ranks.len()];
        for (number, bucket) in buckets.iter().enumerate() {
            for &rank in bucket {
                out[next[rank.index()]] = number as u32;
                next[rank.index()] += 1;
            }
        }
        Self {
            starts,
            buckets: out,
        }
    }

    /// The documents that stand in a bucket, by rank, each with its buckets.
    pub fn iter(&self) -> impl Iterator<Item = (Rank, &[u32])> {
        let of = |rank: usize| {
            (
                Rank::of_index(rank),
                &self.buckets[self.starts[rank]..self.starts[rank + 1]],
            )
        };
        (0..self.starts.len().saturating_sub(1))
            .map(of)
            .filter(|(_, buckets)| !buckets.is_empty())
    }
}
