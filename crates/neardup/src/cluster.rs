//! From band keys to clusters in which every member was measured against its representative.
//!
//! Documents are numbered by rank: 0 is the copy one would most like to keep. They are taken in that order; each is compared with
//! the representatives that share a bucket with it, and either joins the most similar one that passes or becomes a representative
//! itself. No chain A~B~C can arise, and of two documents that pass, at most one stays.
//!
//! **Large buckets.** Comparing only with representatives keeps a bucket of a million near-copies linear. A bucket of many documents
//! that pass with nobody (pages around a shared template) would still be quadratic, so in a bucket of more than [`CROWD`] documents
//! representatives are found through the prefix filter of Chaudhuri, Ganti, Kaushik (2006), as used by Bayardo, Ma, Srikant
//! (2007): order the bucket's shingles from rare to common; two sets of Jaccard similarity ≥ t share one of their first
//! `n − ⌈t·n⌉ + 1` shingles. The filter is exact: up to the bounds that follow it skips only pairs that cannot pass.
//!
//! **Crowds made on purpose.** Whoever knows the hashes can write documents that share a bucket and their rarest shingles, and are
//! alike to no other. A bucket makes no more than [`MAX_OFFERED`] offers, and a document is compared with no more than
//! [`MAX_COMPARED`] of all that are offered: those that most buckets offer, since who shares more bands is more alike. Time stays in
//! proportion to the documents, and what is overlooked stays in the output.

use crate::shingles::{Overlap, ShingleSet};
use crate::updates::Comparison;
use ahash::{AHashMap, AHashSet, RandomState};
use copydesk_text::Rank;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Deref;

/// Bucket size above which the prefix filter takes over.
const CROWD: usize = 48;

/// Documents that share a band, grouped. Built from band keys; buckets with one document are dropped.
#[derive(Debug, Default)]
pub struct Buckets {
    /// Ranks of all buckets, one bucket after the other, ascending inside a bucket.
    ranks: Vec<Rank>,
    /// Where each bucket ends in `ranks`.
    ends: Vec<usize>,
    /// The buckets that are there, by two hashes with seeds of this process: nobody can make two buckets fall together.
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

    /// Adds a bucket: distinct ranks, ascending. One with a single document is no bucket, and one that is there already brings
    /// nobody together anew.
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

/// A document and the representative it was measured against.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Match {
    /// Rank of the document that can go.
    pub member: Rank,
    /// Rank of the copy that stays.
    pub representative: Rank,
    /// What their shingle sets share; the member is on the left.
    pub overlap: Overlap,
}

/// The documents that may match, as clustering asks for them. They may be in memory or have to be fetched, which can fail.
pub trait Candidates {
    /// Why a document cannot be fetched.
    type Error;
    /// A shingle set, or a handle on one.
    type Shingles: Deref<Target = ShingleSet>;

    /// The shingles of a document.
    ///
    /// # Errors
    /// If it cannot be fetched.
    fn shingles(&self, document: Rank) -> Result<Self::Shingles, Self::Error>;

    /// What two documents, left and right, tell differently; `None` if they contradict each other.
    ///
    /// # Errors
    /// If one cannot be fetched.
    fn compare(&self, left: Rank, right: Rank) -> Result<Option<Comparison>, Self::Error>;
}

/// Whether two documents tell the same story: neither contradicts the other, and not both have news of their own.
fn agree<C: Candidates>(candidates: &C, left: Rank, right: Rank) -> Result<bool, C::Error> {
    Ok(candidates
        .compare(left, right)?
        .is_some_and(|found| !found.both_add()))
}

/// Clusters candidates; returns the matches in order of the member's rank. Two documents match if their Jaccard similarity reaches
/// `threshold` and they agree in what they tell.
///
/// # Errors
/// If a candidate cannot be fetched.
pub fn cluster<C: Candidates>(
    buckets: &Buckets,
    threshold: f64,
    documents: &C,
) -> Result<Vec<Match>, C::Error> {
    let crowds = Crowds::count(buckets, threshold, documents)?;
    let mut rooms: Vec<Room> = buckets.iter().map(Room::for_bucket).collect();
    let memberships = Memberships::of(buckets);
    let mut matches = Vec::new();
    let mut candidates = Vec::new();
    for (document, rooms_of_document) in memberships.iter() {
        let set = &*documents.shingles(document)?;
        let is_crowded = rooms_of_document
            .iter()
            .any(|&room| matches!(rooms[room as usize], Room::Crowd(_)));
        let prefix = if is_crowded {
            crowds.prefix(set)
        } else {
            Vec::new()
        };
        candidates.clear();
        for &room in rooms_of_document {
            rooms[room as usize].candidates(&prefix, &mut candidates);
        }
        most_offered(&mut candidates);
        match best(document, set, &candidates, threshold, documents)? {
            Some(found) => matches.push(found),
            None => rooms_of_document
                .iter()
                .for_each(|&room| rooms[room as usize].welcome(document, set, &prefix)),
        }
    }
    Ok(matches)
}

/// Leaves each candidate once, ascending; of more than [`MAX_COMPARED`] those that came most often.
fn most_offered(candidates: &mut Vec<Rank>) {
    candidates.sort_unstable();
    if candidates.len() > MAX_COMPARED {
        let mut counted: Vec<(u32, Rank)> = candidates
            .chunk_by(|a, b| a == b)
            .map(|same| (u32::MAX - same.len() as u32, same[0]))
            .collect();
        counted.sort_unstable();
        counted.truncate(MAX_COMPARED);
        candidates.clear();
        candidates.extend(counted.into_iter().map(|(_, rank)| rank));
        candidates.sort_unstable();
    }
    candidates.dedup();
}

/// In which buckets each document stands.
struct Memberships {
    /// Where the buckets of each rank begin in `buckets`.
    starts: Vec<usize>,
    buckets: Vec<u32>,
}

impl Memberships {
    fn of(buckets: &Buckets) -> Self {
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
    fn iter(&self) -> impl Iterator<Item = (Rank, &[u32])> {
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

fn best<C: Candidates>(
    document: Rank,
    set: &ShingleSet,
    candidates: &[Rank],
    threshold: f64,
    documents: &C,
) -> Result<Option<Match>, C::Error> {
    let mut passing: Vec<Match> = Vec::new();
    for &rank in candidates {
        let other = documents.shingles(rank)?;
        if !can_reach(threshold, set.len(), other.len()) {
            continue;
        }
        let overlap = set.overlap(&other);
        if overlap.jaccard() >= threshold {
            passing.push(Match {
                member: document,
                representative: rank,
                overlap,
            });
        }
    }
    passing.sort_by(|a, b| {
        b.overlap
            .jaccard()
            .total_cmp(&a.overlap.jaccard())
            .then(a.representative.cmp(&b.representative))
    });
    for found in passing {
        if agree(documents, found.member, found.representative)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

fn can_reach(threshold: f64, left: usize, right: usize) -> bool {
    left.min(right) >= share_of(threshold, left.max(right))
}

/// The fewest shingles that are at least this share of `len`; a product that lands a rounding error above a whole number is that
/// number.
fn share_of(threshold: f64, len: usize) -> usize {
    ((threshold * len as f64) - 1e-9).ceil().max(0.0) as usize
}

/// A crowded bucket offers a document at most so many representatives, one for each rare shingle that the two share: who shares twenty
/// is offered twenty times. Templates seldom come near it; who makes up documents to be compared with each other does.
const MAX_OFFERED: usize = 256;

/// At most so many of the representatives that all its buckets offer are compared with a document.
const MAX_COMPARED: usize = 512;

/// How often each shingle stands in the documents of crowded buckets. One count for all of them: the prefix filter works with any
/// order of shingles that is the same for both sides.
struct Crowds {
    threshold: f64,
    frequency: AHashMap<u64, u32>,
}

impl Crowds {
    fn count<C: Candidates>(
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

    /// The rarest shingles of a set, of which any partner at the threshold shares one. Shingles that stand in one document only
    /// fill their place in the prefix but lead nowhere.
    fn prefix(&self, set: &ShingleSet) -> Vec<u64> {
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
enum Room {
    Few(Vec<Rank>),
    Crowd(Box<Crowd>),
}

/// Representatives of a crowded bucket, by the shingles of their prefixes.
#[derive(Default)]
struct Crowd {
    by_shingle: AHashMap<u64, Vec<Rank>>,
    without_shingles: Vec<Rank>,
}

impl Room {
    fn for_bucket(bucket: &[Rank]) -> Self {
        if bucket.len() <= CROWD {
            return Self::Few(Vec::new());
        }
        Self::Crowd(Box::default())
    }

    fn candidates(&self, prefix: &[u64], out: &mut Vec<Rank>) {
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

    fn welcome(&mut self, document: Rank, set: &ShingleSet, prefix: &[u64]) {
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

/// Makes updates representatives, after [`cluster`]: of a cluster in which some member tells what its representative does not, the
/// member with the largest set becomes the representative if all others, measured anew, are near enough to it and add nothing
/// to it. Where that cannot be, the members that add something leave the cluster and stay.
///
/// # Errors
/// If a candidate cannot be fetched.
pub fn promote_updates<C: Candidates>(
    matches: Vec<Match>,
    threshold: f64,
    documents: &C,
) -> Result<Vec<Match>, C::Error> {
    let mut clusters: BTreeMap<Rank, Vec<Match>> = BTreeMap::new();
    for found in matches {
        clusters
            .entry(found.representative)
            .or_default()
            .push(found);
    }
    let mut out = Vec::new();
    for (representative, members) in clusters {
        let (mut updates, mut others) = (Vec::new(), Vec::new());
        for &found in &members {
            let is_update = adds_more(documents, found.member, representative)?;
            if is_update {
                updates.push(found);
            } else {
                others.push(found);
            }
        }
        let Some(best) = largest(documents, &updates)? else {
            out.extend(members);
            continue;
        };
        let rest = std::iter::once(representative)
            .chain(members.iter().map(|m| m.member))
            .filter(|&rank| rank != best);
        out.extend(measured_anew(documents, threshold, rest, best)?.unwrap_or(others));
    }
    out.sort_unstable_by_key(|found| found.member);
    Ok(out)
}

/// Whether the left document tells more that the right one does not than the reverse.
fn adds_more<C: Candidates>(documents: &C, left: Rank, right: Rank) -> Result<bool, C::Error> {
    Ok(documents
        .compare(left, right)?
        .is_some_and(Comparison::left_adds_more))
}

/// The member with the largest set, of equal ones the preferred one.
fn largest<C: Candidates>(documents: &C, matches: &[Match]) -> Result<Option<Rank>, C::Error> {
    let mut best: Option<(usize, Rank)> = None;
    for found in matches {
        let key = (
            usize::MAX - documents.shingles(found.member)?.len(),
            found.member,
        );
        best = Some(best.map_or(key, |best| best.min(key)));
    }
    Ok(best.map(|(_, rank)| rank))
}

/// The matches of all `members` with one representative; `None` if one of them does not match it, or tells more than it does.
fn measured_anew<C: Candidates>(
    documents: &C,
    threshold: f64,
    members: impl Iterator<Item = Rank>,
    representative: Rank,
) -> Result<Option<Vec<Match>>, C::Error> {
    let mut out = Vec::new();
    for member in members {
        let overlap = documents
            .shingles(member)?
            .overlap(&*documents.shingles(representative)?);
        let is_match = overlap.jaccard() >= threshold
            && agree(documents, member, representative)?
            && !adds_more(documents, member, representative)?;
        if !is_match {
            return Ok(None);
        }
        out.push(Match {
            member,
            representative,
            overlap,
        });
    }
    Ok(Some(out))
}

/// Drops representatives whose text stands almost whole in a longer one, after [`cluster`].
///
/// `pairs` are candidates (short, long). A representative is absorbed only if every member of its cluster stands in the
/// longer document too and tells nothing that it does not, so that each keeps a representative it was measured against.
///
/// # Errors
/// If a candidate cannot be fetched.
pub fn absorb_contained<C: Candidates>(
    matches: &mut Vec<Match>,
    pairs: &[(Rank, Rank)],
    containment: f64,
    documents: &C,
) -> Result<(), C::Error> {
    let mut gone: AHashMap<Rank, usize> = matches
        .iter()
        .enumerate()
        .map(|(i, m)| (m.member, i))
        .collect();
    let mut members: AHashMap<Rank, Vec<usize>> = AHashMap::new();
    matches
        .iter()
        .enumerate()
        .for_each(|(i, m)| members.entry(m.representative).or_default().push(i));
    for candidate in containable(pairs, containment, documents)? {
        let (short, long) = (candidate.member, candidate.representative);
        if gone.contains_key(&short)
            || gone.contains_key(&long)
            || !adds_nothing(documents, short, long)?
        {
            continue;
        }
        let followers = members.get(&short).cloned().unwrap_or_default();
        let mut moved: Vec<(usize, Overlap)> = Vec::new();
        for &i in &followers {
            let member = matches[i].member;
            let overlap = documents
                .shingles(member)?
                .overlap(&*documents.shingles(long)?);
            if overlap.left_in_right() >= containment && adds_nothing(documents, member, long)? {
                moved.push((i, overlap));
            }
        }
        if moved.len() < followers.len() {
            continue;
        }
        for (i, overlap) in moved {
            matches[i] = Match {
                representative: long,
                overlap,
                ..matches[i]
            };
            members.entry(long).or_default().push(i);
        }
        members.remove(&short);
        gone.insert(short, matches.len());
        members.entry(long).or_default().push(matches.len());
        matches.push(candidate);
    }
    Ok(())
}

/// The pairs whose first document is contained in the second, those with the longest second document first: what it absorbs cannot
/// absorb in turn.
fn containable<C: Candidates>(
    pairs: &[(Rank, Rank)],
    containment: f64,
    documents: &C,
) -> Result<Vec<Match>, C::Error> {
    let mut found: Vec<(Reverse<usize>, Match)> = Vec::new();
    for &(short, long) in pairs.iter().filter(|(short, long)| short != long) {
        let longer = documents.shingles(long)?;
        let overlap = documents.shingles(short)?.overlap(&longer);
        if overlap.left_in_right() >= containment {
            found.push((
                Reverse(longer.len()),
                Match {
                    member: short,
                    representative: long,
                    overlap,
                },
            ));
        }
    }
    found.sort_by_key(|(len, m)| (*len, m.representative, m.member));
    Ok(found.into_iter().map(|(_, found)| found).collect())
}

/// Whether the left document tells nothing that the right one does not.
fn adds_nothing<C: Candidates>(documents: &C, left: Rank, right: Rank) -> Result<bool, C::Error> {
    Ok(documents
        .compare(left, right)?
        .is_some_and(|found| found.left_adds == 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use copydesk_text::words;
    use proptest::prelude::*;

    /// Shingle sets of documents that are all said to tell the same, or all to contradict each other.
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

        fn compare(&self, _: Rank, _: Rank) -> Result<Option<Comparison>, Self::Error> {
            let same = Comparison {
                is_contradiction: false,
                left_adds: 0,
                right_adds: 0,
            };
            Ok(self.agree.then_some(same))
        }
    }

    fn clustered(buckets: &Buckets, threshold: f64, sets: &Sets) -> Vec<Match> {
        let Ok(matches) = cluster(buckets, threshold, &sets);
        matches
    }

    /// All documents in one bucket: the hardest case for whoever wants to skip pairs.
    fn one_bucket(n: usize) -> Buckets {
        Buckets::new((0..n).map(|rank| (1, Rank::of_index(rank))).collect())
    }

    /// Sets handed out while `n` documents are clustered that all share one bucket: the work, counted.
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

    /// Documents that are made to be compared with each other do not take the square of their number: four times as many take no
    /// more than four times the work, and a little.
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

        #[test]
        fn absorbed_documents_keep_a_measured_representative(texts in proptest::collection::vec("[a-c]( [a-c]){2,12}", 2..20)) {
            let sets = Sets::of(&texts);
            let mut matches = clustered(&one_bucket(texts.len()), 0.8, &sets);
            let ranks = || (0..texts.len()).map(Rank::of_index);
            let pairs: Vec<(Rank, Rank)> = ranks().flat_map(|a| ranks().map(move |b| (a, b))).filter(|(a, b)| a != b).collect();
            let Ok(()) = absorb_contained(&mut matches, &pairs, 0.9, &&sets);
            let gone: Vec<Rank> = matches.iter().map(|m| m.member).collect();
            for m in &matches {
                prop_assert!(!gone.contains(&m.representative));
                prop_assert_eq!(m.overlap, sets.overlap(m.member, m.representative));
                prop_assert!(m.overlap.jaccard() >= 0.8 || m.overlap.left_in_right() >= 0.9);
            }
        }
    }
}
