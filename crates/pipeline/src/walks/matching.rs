//! Which documents tell a story that a better copy tells.

use super::gather::{Sample, gather};
use super::guard::unless_it_panics;
use super::{Examined, Survey, Walk};
use crate::error::Result;
use ahash::{AHashMap, AHashSet};
use copydesk_clean::{CutOrKeep, DropReason};
use copydesk_neardup::{Buckets, Comparison, Match, ShingleSet, absorb_contained, cluster, promote_updates};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Why a document goes and what stays in its place.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Matched {
    pub reason: DropReason,
    /// Number of the document that stays, and the exact similarity and containment.
    pub keeper: Option<(u32, f64, f64)>,
}

/// Finds the documents to drop; the result has a place for every document.
pub(crate) fn match_documents(walk: &Walk<'_>, survey: &Survey, examined: &[Examined]) -> Result<Vec<Option<Matched>>> {
    let mut out: Vec<Option<Matched>> = vec![None; examined.len()];
    for (number, document) in examined.iter().enumerate() {
        if document.words == 0 && document.failed.is_none() && survey.documents[number].rejected.is_none() {
            out[number] = Some(Matched { reason: DropReason::Empty, keeper: None });
        }
    }
    if walk.config.policy.duplicates == CutOrKeep::Keep {
        return Ok(out);
    }
    let twins = Twins::find(survey, examined);
    let leaders = |rank: &u32| !twins.leader_of.contains_key(rank);
    let document = |rank: u32| survey.by_rank[rank as usize] as usize;
    let ranks = (0..survey.by_rank.len() as u32).filter(|&rank| examined[document(rank)].words > 0);
    let unique: Vec<u32> = ranks.filter(leaders).collect();
    let entries = || unique.iter().flat_map(|&rank| examined[document(rank)].keys.iter().map(move |&key| (key, rank)));
    let mut buckets = Buckets::new(entries().collect());
    let mut samples = Samples(gather(walk, survey, examined, &buckets.members())?);
    if samples.0.len() < buckets.members().len() {
        // copydesk failed on some; they match nothing.
        buckets = Buckets::new(entries().filter(|(_, rank)| samples.0.contains_key(rank)).collect());
    }
    let threshold = walk.config.threshold;
    let mut matches = cluster(&buckets, threshold, |r| samples.shingles(r), |a, b| samples.agree(a, b));
    promote_updates(&mut matches, threshold, |r| samples.shingles(r), |a, b| samples.agree(a, b), |a, b| samples.adds(a, b));
    let duplicates: AHashSet<u32> = matches.iter().map(|m| m.member).collect();
    let representatives: Vec<u32> = unique.into_iter().filter(|rank| !duplicates.contains(rank)).collect();
    let contained = contained_candidates(survey, examined, &representatives);
    let missing = samples.missing(contained.iter().flat_map(|&(short, long)| [short, long]));
    samples.0.extend(gather(walk, survey, examined, &missing)?);
    let contained: Vec<(u32, u32)> =
        contained.into_iter().filter(|(a, b)| samples.0.contains_key(a) && samples.0.contains_key(b)).collect();
    absorb_contained(&mut matches, &contained, walk.config.containment, |r| samples.shingles(r), |a, b| samples.stands_in(a, b));
    for found in &matches {
        let is_similar = found.overlap.jaccard() >= walk.config.threshold && duplicates.contains(&found.member);
        let reason = if is_similar { DropReason::Duplicate } else { DropReason::Contained };
        out[document(found.member)] = Some(matched(survey, found, reason));
    }
    twins.follow(survey, &mut out);
    Ok(out)
}

/// What the documents that may match are compared by, by rank.
struct Samples(AHashMap<u32, Sample>);

impl Samples {
    fn shingles(&self, rank: u32) -> &ShingleSet {
        &self.0[&rank].shingles
    }

    /// Whether two documents may be one story: they contradict each other in nothing, and not both tell what the other does not.
    fn agree(&self, member: u32, representative: u32) -> bool {
        self.compare(member, representative).is_some_and(|found| !found.both_add())
    }

    /// Whether a document tells more than another that it agrees with.
    fn adds(&self, this: u32, other: u32) -> bool {
        self.compare(this, other).is_some_and(Comparison::left_adds_more)
    }

    /// Whether a longer document tells all that a shorter one does.
    fn stands_in(&self, short: u32, long: u32) -> bool {
        self.compare(short, long).is_some_and(|found| found.left_adds == 0)
    }

    /// What two documents tell differently, if they do not contradict each other.
    fn compare(&self, left: u32, right: u32) -> Option<Comparison> {
        let (left, right) = (&self.0[&left], &self.0[&right]);
        if left.contradicts(right) {
            return None;
        }
        unless_it_panics(|| Some(left.compare(right))).filter(|found| !found.is_contradiction)
    }

    fn missing(&self, ranks: impl Iterator<Item = u32>) -> Vec<u32> {
        let mut out: Vec<u32> = ranks.filter(|rank| !self.0.contains_key(rank)).collect();
        out.sort_unstable();
        out.dedup();
        out
    }
}

fn matched(survey: &Survey, found: &Match, reason: DropReason) -> Matched {
    let keeper = survey.by_rank[found.representative as usize];
    Matched { reason, keeper: Some((keeper, found.overlap.jaccard(), found.overlap.containment())) }
}

/// Documents whose kept words are the same, word for word: they need no comparison.
struct Twins {
    /// Rank of the best of each group, by the ranks of the others.
    leader_of: AHashMap<u32, u32>,
}

impl Twins {
    fn find(survey: &Survey, examined: &[Examined]) -> Self {
        let mut order: Vec<(u128, u32)> = (0..survey.by_rank.len() as u32)
            .map(|rank| (&examined[survey.by_rank[rank as usize] as usize], rank))
            .filter(|(document, _)| document.words > 0)
            .map(|(document, rank)| (document.content, rank))
            .collect();
        order.sort_unstable();
        let groups = order.chunk_by(|a, b| a.0 == b.0);
        let leader_of = groups.flat_map(|group| group[1..].iter().map(|&(_, rank)| (rank, group[0].1))).collect();
        Self { leader_of }
    }

    /// A twin goes where its leader goes; its shingle set is the same, so what was measured for the leader holds for it.
    fn follow(&self, survey: &Survey, out: &mut [Option<Matched>]) {
        for (&rank, &leader) in &self.leader_of {
            let (number, leader) = (survey.by_rank[rank as usize] as usize, survey.by_rank[leader as usize]);
            let itself = Matched { reason: DropReason::Duplicate, keeper: Some((leader, 1.0, 1.0)) };
            out[number] = Some(out[leader as usize].unwrap_or(itself));
        }
    }
}

/// Holders of one passage that are looked at: what more documents than this hold is a phrase and no passage.
const MAX_HOLDERS: usize = 1000;
/// Of the holders of a passage, the longest so many are taken for documents that may contain the others.
const MAX_CONTAINERS: usize = 8;

/// Pairs (short, long) that share passages, enough that the short one may stand in the long one.
fn contained_candidates(survey: &Survey, examined: &[Examined], ranks: &[u32]) -> Vec<(u32, u32)> {
    let of = |rank: u32| &examined[survey.by_rank[rank as usize] as usize];
    let mut holders: Vec<(u64, u32)> =
        ranks.iter().flat_map(|&rank| of(rank).prints.iter().map(move |&print| (print, rank))).collect();
    holders.par_sort_unstable();
    let mut shared: AHashMap<(u32, u32), u32> = AHashMap::new();
    for group in holders.chunk_by(|a, b| a.0 == b.0).filter(|group| (2..=MAX_HOLDERS).contains(&group.len())) {
        let mut longest: Vec<u32> = group.iter().map(|&(_, rank)| rank).collect();
        longest.sort_by_key(|&rank| (u32::MAX - of(rank).words, rank));
        for (place, &long) in longest.iter().take(MAX_CONTAINERS).enumerate() {
            longest[place + 1..].iter().for_each(|&short| *shared.entry((short, long)).or_default() += 1);
        }
    }
    let is_likely = |short: u32, prints: u32| prints as usize * 2 >= of(short).prints.len();
    let mut out: Vec<(u32, u32)> =
        shared.into_iter().filter(|&((short, _), n)| is_likely(short, n)).map(|(pair, _)| pair).collect();
    out.sort_unstable();
    out
}
