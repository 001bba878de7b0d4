//! Clusters the documents that share buckets, one by one in order of rank. A bucket is a set of
//! documents that share a band key ([`Buckets`]); rank 0 is preferred to all others.
//!
//! The textbook method makes an edge of every pair that is similar enough, and a cluster of every
//! connected component (union-find). For news that is wrong in two ways. Similarity is not
//! transitive: an article is like its update, the update is like the next one, but the first may
//! have nothing in common with the last. And the document to keep is chosen when a component is
//! complete, without a check whether it tells what the others tell.
//!
//! The method here is the older leader algorithm (Hartigan 1975): each document is compared with
//! the leaders before it, and either joins one of them or becomes a leader. So every document that
//! is dropped was compared with the one that is kept for it. A leader is called a *representative*
//! here. There are four departures:
//!
//! 1. **The order is the rank**, from the document that is preferred to all others. The rank does
//!    not depend on threads or on the order of files, so the result does not either.
//! 2. **Similarity alone drops nothing.** If two documents are similar, their stories are
//!    *related*: compared sentence by sentence ([`Candidates::relate`]). How they relate decides
//!    whether one of them is dropped. If only the representative may be dropped, the pair becomes
//!    an edge and is decided later, when all edges are known.
//! 3. **The most similar representatives are related first**, and at most [`MAX_RELATED`] of them,
//!    because both stories must be read and aligned.
//! 4. **The shingles of a document are compared with those of at most [`MAX_COMPARED`]
//!    representatives.** Each bucket offers some or all of its representatives. If all its buckets
//!    together offer more, those are taken that are offered most often. A duplicate that is missed
//!    for this reason is kept.
//!
//! For example, let A, B and C be documents in order of rank, let B be a copy of A, and let C be
//! similar to B but not to A. A is the first representative. B is compared with A and joins it. C
//! is compared only with A, since B is not a representative. So C becomes a representative,
//! although B tells nearly the same: C may have a fact that A does not have.

use super::buckets::{BucketId, Buckets, Memberships};
use super::prefix_index::{BucketIndex, MAX_COMPARED, PrefixFilter, share_of};
use super::{Candidates, Clusters, Edge, Match};
use crate::shingles::{Overlap, ShingleSet};
use copydesk_text::Rank;
use std::cmp::{Ordering, Reverse};

/// The story of a document is compared with those of at most this many representatives: the most
/// similar ones. Pages around one template may all be similar to each other, although no two tell
/// the same story.
const MAX_RELATED: usize = 32;

/// Clusters the documents of `buckets`. Two documents that share a bucket are compared. If their
/// Jaccard similarity is at least `threshold` (0..=1), their stories are compared as well. How the
/// stories relate decides whether one document is dropped.
///
/// # Errors
/// If a document cannot be fetched.
pub fn cluster<C: Candidates>(
    buckets: &Buckets,
    threshold: f64,
    documents: &C,
) -> Result<Clusters, C::Error> {
    let filter = PrefixFilter::for_buckets(buckets, threshold, documents)?;
    let mut indexes: Vec<BucketIndex> = buckets.iter().map(BucketIndex::for_bucket).collect();
    let memberships = Memberships::of(buckets);
    let mut out = Clusters::default();
    let mut candidates = Vec::new();
    for document in memberships.documents() {
        let own_buckets = memberships.of_document(document);
        let set = &*documents.shingles(document)?;
        let prefix = if any_is_large(&indexes, own_buckets) {
            filter.prefix(set)
        } else {
            Vec::new()
        };
        // The representatives that the document's buckets offer. The vector is reused, so that it
        // is not allocated for each document.
        candidates.clear();
        for bucket in own_buckets {
            indexes[bucket.index()].add_candidates(&prefix, &mut candidates);
        }
        keep_most_offered(&mut candidates);
        let similar = similar_representatives(document, set, &candidates, threshold, documents)?;
        if let Some(joined) = join_first(similar, documents, &mut out)? {
            out.matches.push(joined);
            continue;
        }
        // The document becomes a representative: documents after it are compared with it.
        for bucket in own_buckets {
            indexes[bucket.index()].insert(document, set, &prefix);
        }
    }
    Ok(out)
}

/// Whether any of the buckets is large. Only a large bucket needs the prefix of a document, and to
/// find the prefix takes a lookup for each shingle.
fn any_is_large(indexes: &[BucketIndex], buckets: &[BucketId]) -> bool {
    for bucket in buckets {
        if matches!(indexes[bucket.index()], BucketIndex::Large(_)) {
            return true;
        }
    }
    false
}

/// Makes of the representatives that were offered, some of them several times, a list without
/// duplicates, in order of rank. At most [`MAX_COMPARED`] are kept: those that were offered most
/// often.
fn keep_most_offered(candidates: &mut Vec<Rank>) {
    candidates.sort_unstable();
    if candidates.len() > MAX_COMPARED {
        let mut by_offers: Vec<(Reverse<u32>, Rank)> = Vec::new();
        for offers in candidates.chunk_by(Rank::eq) {
            by_offers.push((Reverse(offers.len() as u32), offers[0]));
        }
        // A representative is offered more often if it shares more bands, or more of its rarest
        // shingles, with the document. Then the two are more alike. Of candidates that are offered
        // equally often, the one of better rank comes first.
        by_offers.sort_unstable();
        by_offers.truncate(MAX_COMPARED);
        candidates.clear();
        for (_, rank) in by_offers {
            candidates.push(rank);
        }
        candidates.sort_unstable();
    }
    candidates.dedup();
}

/// A document and a representative that is similar to it, whose stories are not compared yet.
struct Similar {
    document: Rank,
    representative: Rank,
    /// The overlap of their shingle sets; the left one is that of the document.
    overlap: Overlap,
}

impl Similar {
    /// Orders by similarity. Of equally similar representatives the one of better rank comes first,
    /// so that the order is always the same.
    fn most_similar_first(&self, other: &Self) -> Ordering {
        let similarity = other.overlap.jaccard().total_cmp(&self.overlap.jaccard());
        similarity.then(self.representative.cmp(&other.representative))
    }
}

/// The candidates (representatives, by rank) whose similarity to a document is at least
/// `threshold`, the most similar ones first, at most [`MAX_RELATED`]. `set` are the shingles of the
/// document.
fn similar_representatives<C: Candidates>(
    document: Rank,
    set: &ShingleSet,
    candidates: &[Rank],
    threshold: f64,
    documents: &C,
) -> Result<Vec<Similar>, C::Error> {
    let mut out: Vec<Similar> = Vec::new();
    for &representative in candidates {
        let other = documents.shingles(representative)?;
        // A quick test by the sizes of the two sets, before the sets themselves are compared.
        if !can_reach(threshold, set.len(), other.len()) {
            continue;
        }
        let overlap = set.overlap(&other);
        if overlap.jaccard() >= threshold {
            out.push(Similar {
                document,
                representative,
                overlap,
            });
        }
    }
    out.sort_by(Similar::most_similar_first);
    out.truncate(MAX_RELATED);
    Ok(out)
}

/// The match of a document with the first of the similar representatives for which it may be
/// dropped; `None` if there is none.
///
/// The representatives before that one are recorded in `out`: in its edges, if they may be dropped
/// for the document; else in the pairs that are kept apart, if the two give different facts.
fn join_first<C: Candidates>(
    similar: Vec<Similar>,
    documents: &C,
    out: &mut Clusters,
) -> Result<Option<Match>, C::Error> {
    for Similar {
        document,
        representative,
        overlap,
    } in similar
    {
        // In the verdict the document is the left one, and the representative the right one.
        let verdict = documents.relate(document, representative)?;
        let relation = verdict.relation;
        if verdict.may_drop.left() {
            return Ok(Some(Match {
                member: document,
                representative,
                overlap,
                relation,
            }));
        }
        if verdict.may_drop.right() {
            // In a match the left set is that of the member, which is the representative here.
            let overlap = overlap.flipped();
            out.edges.push(Edge {
                member: representative,
                representative: document,
                overlap,
                relation,
            });
        } else if relation.is_apart() {
            out.apart.push((representative, document));
        }
    }
    Ok(None)
}

/// Whether the similarity of two sets of these sizes can be as high as `threshold`. It is highest
/// if the larger set contains the smaller: then it is the ratio of their sizes.
fn can_reach(threshold: f64, left_len: usize, right_len: usize) -> bool {
    let (smaller, larger) = (left_len.min(right_len), left_len.max(right_len));
    smaller >= share_of(threshold, larger)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::{MayDrop, Relation, Verdict};
    use copydesk_text::words;
    use proptest::prelude::*;

    /// Shingle sets of documents that all tell the same, or all contradict each other.
    struct Sets {
        sets: Vec<ShingleSet>,
        /// Whether they tell the same.
        agree: bool,
        /// Number of sets that were fetched.
        fetched: std::cell::Cell<usize>,
    }

    impl Sets {
        fn new(sets: Vec<ShingleSet>, agree: bool) -> Self {
            Self {
                sets,
                agree,
                fetched: std::cell::Cell::new(0),
            }
        }

        fn of(texts: &[String]) -> Self {
            Self::new(
                texts
                    .iter()
                    .map(|t| ShingleSet::new(&words(t), 2))
                    .collect(),
                true,
            )
        }

        fn overlap(&self, left: Rank, right: Rank) -> Overlap {
            self.sets[left.index()].overlap(&self.sets[right.index()])
        }
    }

    impl<'s> Candidates for &'s Sets {
        type Error = std::convert::Infallible;
        type Shingles = &'s ShingleSet;

        fn shingles(&self, document: Rank) -> Result<&'s ShingleSet, Self::Error> {
            self.fetched.set(self.fetched.get() + 1);
            Ok(&self.sets[document.index()])
        }

        fn relate(&self, _: Rank, _: Rank) -> Result<Verdict, Self::Error> {
            Ok(if self.agree {
                Verdict {
                    relation: Relation::Twin,
                    may_drop: MayDrop::Either,
                }
            } else {
                Verdict {
                    relation: Relation::TwoClaims,
                    may_drop: MayDrop::Neither,
                }
            })
        }

        fn is_told_by(&self, _: Rank, _: &[Rank]) -> Result<bool, Self::Error> {
            Ok(self.agree)
        }
    }

    fn clustered(buckets: &Buckets, threshold: f64, sets: &Sets) -> Vec<Match> {
        let Ok(found) = cluster(buckets, threshold, &sets);
        found.matches
    }

    /// All documents in one bucket, so that every pair is a candidate.
    fn one_bucket(n: usize) -> Buckets {
        Buckets::new((0..n).map(|rank| (1, Rank::of_index(rank))).collect())
    }

    /// A measure of the work: the number of sets that are fetched to cluster `n` documents that all
    /// share one bucket.
    fn work(n: u32, shingles_of: impl Fn(u32) -> Vec<u64>, agree: bool) -> usize {
        let word = |hash: u64| {
            let mut word = words("word")[0];
            word.hash = hash;
            word
        };
        let sets: Vec<ShingleSet> = (0..n)
            .map(|d| ShingleSet::new(&shingles_of(d).into_iter().map(word).collect::<Vec<_>>(), 1))
            .collect();
        let sets = Sets::new(sets, agree);
        clustered(&one_bucket(n as usize), 0.8, &sets);
        sets.fetched.get()
    }

    /// Documents that are made to be slow.
    struct Attack<'a> {
        name: &'a str,
        /// The shingles of document number `d`.
        shingles_of: &'a dyn Fn(u32) -> Vec<u64>,
        /// Whether the documents tell the same.
        agree: bool,
    }

    /// Four times as many documents take about four times the work. Quadratic work would be sixteen
    /// times as much.
    #[test]
    fn documents_that_are_made_to_be_slow_take_linear_time() {
        let random = |d: u32, i: u32| copydesk_text::mix64(u64::from(d) << 32 | u64::from(i));
        let attacks = [
            Attack {
                name: "near-copies that contradict each other",
                shingles_of: &|d| (0..40).chain([1000 + u64::from(d)]).collect(),
                agree: false,
            },
            Attack {
                name: "near-copies",
                shingles_of: &|d| (0..40).chain([1000 + u64::from(d)]).collect(),
                agree: true,
            },
            Attack {
                name: "halves of one pool",
                shingles_of: &|d| {
                    (0..60)
                        .filter(|&i| random(d, i) % 2 == 0)
                        .map(u64::from)
                        .collect()
                },
                agree: true,
            },
            Attack {
                name: "a template around words of their own",
                shingles_of: &|d| (0..30).chain((0..10).map(|i| random(d, i))).collect(),
                agree: true,
            },
        ];
        for attack in attacks {
            let few = work(2000, attack.shingles_of, attack.agree);
            let many = work(8000, attack.shingles_of, attack.agree);
            assert!(
                many < 6 * few,
                "{}: {few} sets for 2,000 documents, {many} for 8,000",
                attack.name
            );
        }
    }

    proptest! {
        #[test]
        fn of_every_pair_above_the_threshold_one_is_dropped_and_every_match_is_measured(
            texts in proptest::collection::vec("[a-d]( [a-d]){3,9}", 2..120),
            threshold in 0.3f64..1.0,
        ) {
            let sets = Sets::of(&texts);
            let matches = clustered(&one_bucket(texts.len()), threshold, &sets);
            let dropped: Vec<Rank> = matches.iter().map(|m| m.member).collect();
            for m in &matches {
                prop_assert!(!dropped.contains(&m.representative));
                prop_assert!(m.overlap.jaccard() >= threshold);
                prop_assert_eq!(m.overlap, sets.overlap(m.member, m.representative));
            }
            for a in (0..texts.len()).map(Rank::of_index) {
                for b in (0..a.index()).map(Rank::of_index) {
                    let similar = sets.overlap(a, b).jaccard() >= threshold;
                    prop_assert!(!similar || dropped.contains(&a) || dropped.contains(&b));
                }
            }
        }
    }
}
