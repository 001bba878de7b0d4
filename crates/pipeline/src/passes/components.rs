//! Clusters candidates on all threads, in the pass that compares them.
//!
//! A *bucket* is the set of documents that share a band key, and only documents that are connected
//! by a chain of buckets can get into one cluster. So each connected component of the buckets is
//! clustered by itself.

use copydesk_neardup::{Buckets, Candidates, Clusters, Verdict, cluster};
use copydesk_text::Rank;
use rayon::prelude::*;

/// The components are put together into about this many parts for each thread. With fewer, one
/// thread could be left with much work while the others have none.
const PARTS_PER_THREAD: usize = 8;

/// Clusters candidates as [`cluster`] does, with the same result. `documents` is the number of all
/// documents: every rank is below it.
///
/// # Errors
/// If a candidate cannot be fetched.
pub(super) fn cluster_components<C>(
    buckets: &Buckets,
    documents: usize,
    threshold: f64,
    candidates: &C,
) -> Result<Clusters, C::Error>
where
    C: Candidates + Sync,
    C::Error: Send,
{
    let parts = parts(
        buckets,
        documents,
        rayon::current_num_threads() * PARTS_PER_THREAD,
    );
    let clusters_of_parts: Vec<Clusters> = parts
        .par_iter()
        .map(|part| part.cluster(threshold, candidates))
        .collect::<Result<_, _>>()?;
    let mut all = Clusters::default();
    for clusters in clusters_of_parts {
        all.matches.extend(clusters.matches);
        all.edges.extend(clusters.edges);
        all.apart.extend(clusters.apart);
    }
    // The number of parts depends on the number of threads. The order of the result must not.
    all.matches.sort_unstable_by_key(|found| found.member);
    all.edges
        .sort_unstable_by_key(|edge| (edge.member, edge.representative));
    all.apart.sort_unstable();
    Ok(all)
}

/// Some connected components, as the buckets of which they consist.
#[derive(Default)]
struct Part<'b> {
    buckets: Vec<&'b [Rank]>,
}

impl Part<'_> {
    /// Clusters the documents of this part. They get *local* ranks, without gaps, so that the
    /// tables of [`cluster`] are no longer than the part.
    fn cluster<C: Candidates>(&self, threshold: f64, all: &C) -> Result<Clusters, C::Error> {
        let mut ranks = self.buckets.concat();
        ranks.sort_unstable();
        ranks.dedup();
        let local = LocalCandidates { ranks, all };
        let mut local_buckets = Buckets::default();
        let mut local_bucket = Vec::new();
        for bucket in &self.buckets {
            local_bucket.clear();
            for &rank in *bucket {
                local_bucket.push(local.to_local(rank));
            }
            local_buckets.add(&local_bucket);
        }
        // Local ranks are in the same order as global ones, so ties are decided in the same way.
        let mut clusters = cluster(&local_buckets, threshold, &local)?;
        for pair in clusters.matches.iter_mut().chain(&mut clusters.edges) {
            pair.member = local.to_global(pair.member);
            pair.representative = local.to_global(pair.representative);
        }
        for (left, right) in &mut clusters.apart {
            (*left, *right) = (local.to_global(*left), local.to_global(*right));
        }
        Ok(clusters)
    }
}

/// The candidates of one part, by their local ranks.
struct LocalCandidates<'c, C> {
    /// The global ranks, ascending. A local rank is an index of this list.
    ranks: Vec<Rank>,
    /// All candidates, by their global ranks.
    all: &'c C,
}

impl<C> LocalCandidates<'_, C> {
    /// The local rank of the document with this global rank.
    ///
    /// # Panics
    /// If the document is not in this part.
    fn to_local(&self, rank: Rank) -> Rank {
        let index = self.ranks.binary_search(&rank);
        Rank::of_index(index.expect("the ranks are those of the buckets"))
    }

    /// The global rank of the document with this local rank.
    fn to_global(&self, rank: Rank) -> Rank {
        self.ranks[rank.index()]
    }
}

impl<C: Candidates> Candidates for LocalCandidates<'_, C> {
    type Error = C::Error;
    type Shingles = C::Shingles;

    fn shingles(&self, document: Rank) -> Result<C::Shingles, C::Error> {
        self.all.shingles(self.to_global(document))
    }

    fn relate(&self, left: Rank, right: Rank) -> Result<Verdict, C::Error> {
        self.all.relate(self.to_global(left), self.to_global(right))
    }

    fn is_told_by(&self, document: Rank, others: &[Rank]) -> Result<bool, C::Error> {
        let others: Vec<Rank> = others.iter().map(|&other| self.to_global(other)).collect();
        self.all.is_told_by(self.to_global(document), &others)
    }
}

/// Divides the buckets into about `count` parts that have no document in common and about the same
/// amount of work.
fn parts(buckets: &Buckets, documents: usize, count: usize) -> Vec<Part<'_>> {
    let mut forest = Forest::new(documents);
    for bucket in buckets.iter() {
        // Neighbours are enough to put all of a bucket into one tree.
        for ranks in bucket.windows(2) {
            forest.unite(ranks[0], ranks[1]);
        }
    }
    // The work for each component, by the root of its tree: the lengths of its buckets added up. 0
    // for a document that is not a root.
    let mut work = vec![0; documents];
    for bucket in buckets.iter() {
        // All documents of a bucket have the same root.
        work[forest.root(bucket[0])] += bucket.len();
    }
    let total: usize = work.iter().sum();
    // At least 1, even if there are no buckets.
    let max_work_in_part = total.div_ceil(count.max(1)).max(1);
    let (mut current_part, mut work_in_part) = (0, 0);
    // The part of each component, by its root. To save memory, the numbers of parts replace the
    // work. Documents that are not roots also get a number, which is not used.
    let mut part_of = work;
    for entry in &mut part_of {
        let work_of_component = *entry;
        // A component that is larger than a part cannot be divided, and is a part by itself.
        if work_in_part + work_of_component > max_work_in_part && work_in_part > 0 {
            (current_part, work_in_part) = (current_part + 1, 0);
        }
        work_in_part += work_of_component;
        *entry = current_part;
    }
    let mut parts: Vec<Part<'_>> = Vec::new();
    parts.resize_with(current_part + 1, Part::default);
    for bucket in buckets.iter() {
        let part = part_of[forest.root(bucket[0])];
        parts[part].buckets.push(bucket);
    }
    parts
}

/// Which documents are connected: a union-find forest. It holds the parent of each document, by
/// rank. A root is its own parent; every other parent has a better (lower) rank than its child.
struct Forest(Vec<u32>);

impl Forest {
    /// A forest in which no documents are connected.
    fn new(documents: usize) -> Self {
        Self(
            (0..documents)
                .map(|index| Rank::of_index(index).number())
                .collect(),
        )
    }

    /// The index of the root of a document's tree. On the way to the root, the parent of every
    /// second document is replaced by the grandparent, so that the next search takes half as many
    /// steps (path halving: Tarjan and van Leeuwen 1984).
    fn root(&mut self, rank: Rank) -> usize {
        let mut document = rank.index();
        while self.0[document] as usize != document {
            let parent = self.0[document] as usize;
            self.0[document] = self.0[parent];
            document = self.0[document] as usize;
        }
        document
    }

    /// Connects two documents.
    fn unite(&mut self, a: Rank, b: Rank) {
        let (a, b) = (self.root(a), self.root(b));
        // The better rank becomes the root, so the order of the pairs does not change the roots.
        self.0[a.max(b)] = a.min(b) as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_neardup::{MayDrop, Relation, ShingleSet};
    use proptest::prelude::*;
    use std::convert::Infallible;

    /// Candidates that are only sets of shingles. Their verdict depends on their ranks.
    struct Sets(Vec<ShingleSet>);

    impl Candidates for Sets {
        type Error = Infallible;
        type Shingles = Box<ShingleSet>;

        fn shingles(&self, document: Rank) -> Result<Box<ShingleSet>, Infallible> {
            Ok(Box::new(self.0[document.index()].clone()))
        }

        fn relate(&self, left: Rank, right: Rank) -> Result<Verdict, Infallible> {
            let may_drop = match (left.number() + right.number()) % 5 {
                0 => MayDrop::Neither,
                1 => MayDrop::Right,
                _ => MayDrop::Left,
            };
            let relation = Relation::Twin;
            Ok(Verdict { relation, may_drop })
        }

        fn is_told_by(&self, _: Rank, _: &[Rank]) -> Result<bool, Self::Error> {
            Ok(false)
        }
    }

    fn sorted(mut found: Clusters) -> Clusters {
        found.matches.sort_unstable_by_key(|found| found.member);
        found
            .edges
            .sort_unstable_by_key(|edge| (edge.member, edge.representative));
        found.apart.sort_unstable();
        found
    }

    proptest! {
        #[test]
        fn clusters_are_the_same_as_without_dividing_into_components(
            words in proptest::collection::vec(0u32..4, 2..60),
            entries in proptest::collection::vec((0u64..40, 0usize..60), 0..120),
        ) {
            let text = |word: &u32| format!("the ferry number {word} sank off the coast at noon on that day");
            let sets = words.iter().map(|word| {
                let text = text(word);
                let document = copydesk_text::Document::new(text.as_str());
                ShingleSet::new(document.words(), 3)
            });
            let sets = Sets(sets.collect());
            let entries = entries.into_iter().map(|(key, rank)| (key, Rank::of_index(rank % words.len())));
            let buckets = Buckets::new(entries.collect());
            let expected = sorted(cluster(&buckets, 0.5, &sets).unwrap());
            let found = cluster_components(&buckets, words.len(), 0.5, &sets).unwrap();
            prop_assert_eq!(found, expected);
        }
    }
}
