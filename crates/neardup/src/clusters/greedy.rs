//! Documents that share buckets, taken one by one in order of rank.
//!
//! The textbook makes an edge of every pair that is similar enough, and a cluster of every
//! connected component (union-find). For news that is wrong in two ways. Similarity is not
//! transitive: an article is like its update, the update like the next one, and the first has
//! nothing in common with the last. And which copy of a component is kept is decided afterwards,
//! without asking whether it tells what the others told.
//!
//! This is the older leader algorithm (Hartigan 1975): each document is compared with the
//! leaders before it, and either joins one of them or becomes a leader. So every document that is
//! dropped was compared with the one that is kept for it. A leader is called a *representative*
//! here. Four departures:
//!
//! 1. **The order is the rank**, from the copy that one would most like to keep. It depends on no
//!    thread and no file, and neither does the result.
//! 2. **Similarity alone drops nothing.** Whether a document is dropped is decided by how the two
//!    stories relate ([`Candidates::relate`]). If only the representative may be dropped, the pair
//!    becomes an edge and is decided later, when all edges are known.
//! 3. **The most similar representatives come first**, and no more than [`MAX_RELATED`]: to relate
//!    two stories means to read and align both.
//! 4. **The work for a document is bounded** ([`MAX_COMPARED`]), whatever the buckets hold. Beyond
//!    that it is compared with those that share most buckets with it. What is overlooked is kept.
//!
//! For example, let the ranks be A ≻ B ≻ C, let B be a copy of A, and let C be similar to B but not
//! to A. A is the first representative. B is compared with A and joins it. C is compared only with
//! A, since B is no representative. It becomes one itself, although B tells nearly the same: C may
//! have a fact that A has not.

use super::buckets::{BucketId, Buckets, Memberships};
use super::prefix_index::{BucketIndex, MAX_COMPARED, PrefixFilter, share_of};
use super::{Candidates, Clusters, Edge, Match};
use crate::shingles::{Overlap, ShingleSet};
use copydesk_text::Rank;
use std::cmp::Ordering;

/// Of the representatives that are similar enough, at most this many are read and related to a
/// document: the most similar ones. Pages around one template may all be similar and none of them
/// the same story.
const MAX_RELATED: usize = 32;

/// Clusters candidates. Two documents are compared if they share a bucket, and related if their
/// Jaccard similarity reaches `threshold`, 0..=1. What follows depends on how their stories relate.
///
/// # Errors
/// If a candidate cannot be fetched.
pub fn cluster<C: Candidates>(
    buckets: &Buckets,
    threshold: f64,
    documents: &C,
) -> Result<Clusters, C::Error> {
    let filter = PrefixFilter::count(buckets, threshold, documents)?;
    let mut indexes: Vec<BucketIndex> = buckets.iter().map(BucketIndex::for_bucket).collect();
    let memberships = Memberships::of(buckets);
    let mut out = Clusters::default();
    let mut candidates = Vec::new();
    for document in memberships.documents() {
        let own_buckets = memberships.of_document(document);
        let set = &*documents.shingles(document)?;
        let prefix = if need_prefix(&indexes, own_buckets) {
            filter.prefix(set)
        } else {
            Vec::new()
        };
        // The vector is used again for each document, and so are its allocations.
        candidates.clear();
        for bucket in own_buckets {
            indexes[bucket.index()].add_candidates(&prefix, &mut candidates);
        }
        keep_most_offered(&mut candidates);
        let similar = similar(document, set, &candidates, threshold, documents)?;
        if let Some(found) = first_to_join(similar, documents, &mut out)? {
            out.matches.push(found);
            continue;
        }
        // A representative now: the documents after it are compared with it.
        for bucket in own_buckets {
            indexes[bucket.index()].insert(document, set, &prefix);
        }
    }
    Ok(out)
}

/// Whether one of the buckets is large. Only large ones look at the prefix of a document, and to
/// find it takes a lookup for each shingle.
fn need_prefix(indexes: &[BucketIndex], buckets: &[BucketId]) -> bool {
    for bucket in buckets {
        if matches!(indexes[bucket.index()], BucketIndex::Large(_)) {
            return true;
        }
    }
    false
}

/// Leaves each candidate once, ascending; of more than [`MAX_COMPARED`] those that occur most
/// often.
fn keep_most_offered(candidates: &mut Vec<Rank>) {
    candidates.sort_unstable();
    if candidates.len() > MAX_COMPARED {
        let mut counted: Vec<(u32, Rank)> = Vec::new();
        for same in candidates.chunk_by(Rank::eq) {
            // The higher the count, the less the key: the most frequent come first, and of those
            // that are equally frequent the better rank.
            counted.push((u32::MAX - same.len() as u32, same[0]));
        }
        // Documents that share more bands are more alike, so the others are left out.
        counted.sort_unstable();
        counted.truncate(MAX_COMPARED);
        candidates.clear();
        for (_, rank) in counted {
            candidates.push(rank);
        }
        candidates.sort_unstable();
    }
    candidates.dedup();
}

/// A document and a representative that is similar to it, not related yet.
struct Similar {
    document: Rank,
    representative: Rank,
    /// The document is on the left.
    overlap: Overlap,
}

impl Similar {
    /// Of equally similar ones the better rank comes first, so that nothing is left to chance.
    fn most_similar_first(&self, other: &Self) -> Ordering {
        let similarity = other.overlap.jaccard().total_cmp(&self.overlap.jaccard());
        similarity.then(self.representative.cmp(&other.representative))
    }
}

/// The representatives that are similar enough, the most similar ones first.
fn similar<C: Candidates>(
    document: Rank,
    set: &ShingleSet,
    candidates: &[Rank],
    threshold: f64,
    documents: &C,
) -> Result<Vec<Similar>, C::Error> {
    let mut out: Vec<Similar> = Vec::new();
    for &representative in candidates {
        let other = documents.shingles(representative)?;
        // Two lengths are compared at once, the sets element by element.
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

/// The match with the first representative for which the document may be dropped. Where it is the
/// other way round, or both must be kept, that is added to `out`.
fn first_to_join<C: Candidates>(
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

/// Whether sets of these sizes can be so similar at all: at best the smaller one is in the larger.
fn can_reach(threshold: f64, left: usize, right: usize) -> bool {
    left.min(right) >= share_of(threshold, left.max(right))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::{MayDrop, Relation, Verdict};
    use copydesk_text::words;
    use proptest::prelude::*;

    /// Shingle sets of documents that are all said to tell the same, or all to contradict each
    /// other.
    struct Sets {
        sets: Vec<ShingleSet>,
        agree: bool,
        /// How many sets were handed out.
        asked: std::cell::Cell<usize>,
    }

    impl Sets {
        fn new(sets: Vec<ShingleSet>, agree: bool) -> Self {
            Self {
                sets,
                agree,
                asked: std::cell::Cell::new(0),
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
            self.asked.set(self.asked.get() + 1);
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

    /// All documents in one bucket: the hardest case for whoever wants to skip pairs.
    fn one_bucket(n: usize) -> Buckets {
        Buckets::new((0..n).map(|rank| (1, Rank::of_index(rank))).collect())
    }

    /// Sets handed out while `n` documents are clustered that all share one bucket: the work,
    /// counted.
    fn work(n: u32, shingles_of: impl Fn(u32) -> Vec<u64>, accepts: bool) -> usize {
        let word = |hash: u64| {
            let mut word = words("word")[0];
            word.hash = hash;
            word
        };
        let sets: Vec<ShingleSet> = (0..n)
            .map(|d| ShingleSet::new(&shingles_of(d).into_iter().map(word).collect::<Vec<_>>(), 1))
            .collect();
        let sets = Sets::new(sets, accepts);
        clustered(&one_bucket(n as usize), 0.8, &sets);
        sets.asked.get()
    }

    /// Documents that are made to be compared with each other do not take the square of their
    /// number: four times as many take no more than four times the work, and a little.
    #[test]
    fn crowds_made_on_purpose_take_time_in_proportion() {
        let mixed = |d: u32, i: u32| copydesk_text::mix64(u64::from(d) << 32 | u64::from(i));
        type Attack<'a> = (&'a str, &'a dyn Fn(u32) -> Vec<u64>, bool);
        let attacks: [Attack<'_>; 4] = [
            (
                "near-copies, and somebody says no to all",
                &|d| (0..40).chain([1000 + u64::from(d)]).collect(),
                false,
            ),
            (
                "near-copies",
                &|d| (0..40).chain([1000 + u64::from(d)]).collect(),
                true,
            ),
            (
                "halves of one pool",
                &|d| {
                    (0..60)
                        .filter(|&i| mixed(d, i) % 2 == 0)
                        .map(u64::from)
                        .collect()
                },
                true,
            ),
            (
                "a template around words of their own",
                &|d| (0..30).chain((0..10).map(|i| mixed(d, i))).collect(),
                true,
            ),
        ];
        for (name, shingles_of, accepts) in attacks {
            let (few, many) = (
                work(2000, shingles_of, accepts),
                work(8000, shingles_of, accepts),
            );
            assert!(
                many < 6 * few,
                "{name}: {few} sets for 2,000 documents, {many} for 8,000"
            );
        }
    }

    proptest! {
        #[test]
        fn no_pair_above_the_threshold_survives_and_every_match_is_measured(
            texts in proptest::collection::vec("[a-d]( [a-d]){3,9}", 2..120),
            threshold in 0.3f64..1.0,
        ) {
            let sets = Sets::of(&texts);
            let matches = clustered(&one_bucket(texts.len()), threshold, &sets);
            let gone: Vec<Rank> = matches.iter().map(|m| m.member).collect();
            for m in &matches {
                prop_assert!(!gone.contains(&m.representative));
                prop_assert!(m.overlap.jaccard() >= threshold);
                prop_assert_eq!(m.overlap, sets.overlap(m.member, m.representative));
            }
            for a in (0..texts.len()).map(Rank::of_index) {
                for b in (0..a.index()).map(Rank::of_index) {
                    let similar = sets.overlap(a, b).jaccard() >= threshold;
                    prop_assert!(!similar || gone.contains(&a) || gone.contains(&b));
                }
            }
        }
    }
}
