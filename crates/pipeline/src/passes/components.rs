//! Clustering on all threads: documents that no chain of buckets connects are never compared, so
//! each connected component of the buckets is clustered by itself.

use copydesk_neardup::{Buckets, Candidates, Clusters, Verdict, cluster};
use copydesk_text::Rank;
use rayon::prelude::*;

/// The components are put together until each part has this share of the work of a thread, so that
/// no thread is left with much while the others have none.
const PARTS_OF_THREAD: usize = 8;

/// Clusters candidates as [`cluster`] does. `documents` is their number; their ranks are below it.
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
        rayon::current_num_threads() * PARTS_OF_THREAD,
    );
    let found: Vec<Clusters> = parts
        .par_iter()
        .map(|part| part.cluster(threshold, candidates))
        .collect::<Result<_, _>>()?;
    let mut all = Clusters::default();
    for clusters in found {
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

/// Some components.
#[derive(Default)]
struct Part<'b> {
    buckets: Vec<&'b [Rank]>,
}

impl Part<'_> {
    /// Clusters them under ranks of their own, so that nothing is as long as the dump.
    fn cluster<C: Candidates>(&self, threshold: f64, all: &C) -> Result<Clusters, C::Error> {
        let mut ranks = self.buckets.concat();
        ranks.sort_unstable();
        ranks.dedup();
        let own = Renumbered { ranks, all };
        let mut buckets = Buckets::default();
        let mut bucket = Vec::new();
        for ranks in &self.buckets {
            bucket.clear();
            for &rank in *ranks {
                bucket.push(own.own(rank));
            }
            buckets.add(&bucket);
        }
        // These ranks are in the same order as those among all documents, so ties are decided in
        // the same way.
        let mut found = cluster(&buckets, threshold, &own)?;
        for found in found.matches.iter_mut().chain(&mut found.edges) {
            found.member = own.of_all(found.member);
            found.representative = own.of_all(found.representative);
        }
        for (one, another) in &mut found.apart {
            (*one, *another) = (own.of_all(*one), own.of_all(*another));
        }
        Ok(found)
    }
}

/// Candidates under other ranks, which are in the same order.
struct Renumbered<'c, C> {
    /// The ranks among all documents, ascending.
    ranks: Vec<Rank>,
    all: &'c C,
}

impl<C> Renumbered<'_, C> {
    /// # Panics
    /// If it is none of these.
    fn own(&self, rank: Rank) -> Rank {
        let place = self.ranks.binary_search(&rank);
        Rank::of_index(place.expect("the ranks are those of the buckets"))
    }

    fn of_all(&self, rank: Rank) -> Rank {
        self.ranks[rank.index()]
    }
}

impl<C: Candidates> Candidates for Renumbered<'_, C> {
    type Error = C::Error;
    type Shingles = C::Shingles;

    fn shingles(&self, document: Rank) -> Result<C::Shingles, C::Error> {
        self.all.shingles(self.of_all(document))
    }

    fn relate(&self, left: Rank, right: Rank) -> Result<Verdict, C::Error> {
        self.all.relate(self.of_all(left), self.of_all(right))
    }

    fn is_told_by(&self, document: Rank, others: &[Rank]) -> Result<bool, C::Error> {
        let others: Vec<Rank> = others.iter().map(|&other| self.of_all(other)).collect();
        self.all.is_told_by(self.of_all(document), &others)
    }
}

/// The buckets in about so many parts that have no document in common.
fn parts(buckets: &Buckets, documents: usize, count: usize) -> Vec<Part<'_>> {
    let mut forest = Forest::new(documents);
    for bucket in buckets.iter() {
        // Neighbours are enough to put all of a bucket into one tree.
        for ranks in bucket.windows(2) {
            forest.unite(ranks[0], ranks[1]);
        }
    }
    // First the work for each component, by its root; in the next loop, the part that it is in.
    let mut work = vec![0; documents];
    for bucket in buckets.iter() {
        // All documents of a bucket have the same root.
        work[forest.root(bucket[0])] += bucket.len();
    }
    let whole: usize = work.iter().sum();
    let most = whole.div_ceil(count.max(1)).max(1);
    let (mut part, mut in_part) = (0, 0);
    for of_component in &mut work {
        let own = *of_component;
        // A component that is larger than a part cannot be divided, and is a part by itself.
        if in_part + own > most && in_part > 0 {
            (part, in_part) = (part + 1, 0);
        }
        in_part += own;
        *of_component = part;
    }
    let mut parts: Vec<Part<'_>> = Vec::new();
    parts.resize_with(part + 1, Part::default);
    for bucket in buckets.iter() {
        parts[work[forest.root(bucket[0])]].buckets.push(bucket);
    }
    parts
}

/// Documents that are connected, as trees of parents with better ranks.
struct Forest(Vec<u32>);

impl Forest {
    fn new(documents: usize) -> Self {
        Self(
            (0..documents)
                .map(|at| Rank::of_index(at).number())
                .collect(),
        )
    }

    /// The root of a document's tree. Each parent on the way is replaced by the one above it, which
    /// halves the way for the next look (path halving: Tarjan and van Leeuwen 1984).
    fn root(&mut self, rank: Rank) -> usize {
        let mut at = rank.index();
        while self.0[at] as usize != at {
            let parent = self.0[at] as usize;
            self.0[at] = self.0[parent];
            at = self.0[at] as usize;
        }
        at
    }

    fn unite(&mut self, a: Rank, b: Rank) {
        let (a, b) = (self.root(a), self.root(b));
        // The better rank becomes the root, so the forest is the same whatever order pairs come in.
        self.0[a.max(b)] = a.min(b) as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_neardup::{MayDrop, Relation, ShingleSet};
    use proptest::prelude::*;
    use std::convert::Infallible;

    /// Sets of shingles, of which those that are alike tell the same.
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
        fn as_all_at_once(
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
