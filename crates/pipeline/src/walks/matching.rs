//! Which documents tell a story that a better copy tells.

use super::gather::Samples;
use super::{Examination, Survey, Walk};
use crate::memory::{CONTAINED_PAIRS, CONTENTS};
use ahash::{AHashMap, AHashSet};
use copydesk_clean::{CutOrKeep, DropReason};
use copydesk_neardup::{Buckets, Comparison, Match, absorb_contained, cluster, promote_updates};
use copydesk_store::{Result, Sorter};
use serde::{Deserialize, Serialize};

/// Why a document goes and what stays in its place.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Matched {
    pub reason: DropReason,
    /// Number of the document that stays, and the exact similarity and containment.
    pub keeper: Option<(u32, f64, f64)>,
}

/// Finds the documents to drop; the result has a place for every document.
pub(crate) fn match_documents(walk: &Walk<'_>, survey: &Survey, examined: &Examination) -> Result<Vec<Option<Matched>>> {
    let mut out: Vec<Option<Matched>> = vec![None; examined.documents.len()];
    for (number, document) in examined.documents.iter().enumerate() {
        let is_sound = !survey.rejected.contains_key(&(number as u32)) && !examined.failed.contains_key(&(number as u32));
        if document.words == 0 && is_sound {
            out[number] = Some(Matched { reason: DropReason::Empty, keeper: None });
        }
    }
    if walk.config.policy.duplicates == CutOrKeep::Keep {
        return Ok(out);
    }
    let document = |rank: u32| survey.by_rank[rank as usize] as usize;
    let (twins, mut samples) = (Twins::find(walk, survey, examined)?, Samples::new(walk));
    let is_unique = |rank: u32| examined.documents[document(rank)].words > 0 && !twins.leader_of.contains_key(&rank);
    let buckets = candidates(walk, survey, examined, is_unique, &mut samples)?;
    let mut matches = walk.step("match", || cluster_buckets(walk, buckets, &samples));
    let duplicates: AHashSet<u32> = matches.iter().map(|m| m.member).collect();
    let is_left = |rank| is_unique(rank) && !duplicates.contains(&rank);
    let mut contained = walk.step("match", || contained_candidates(walk, survey, examined, is_left))?;
    let mut missing: Vec<u32> = contained.iter().flat_map(|&(short, long)| [short, long]).filter(|&r| !samples.has(r)).collect();
    missing.sort_unstable();
    missing.dedup();
    samples.gather(walk, survey, examined, &missing)?;
    contained.retain(|&(short, long)| samples.has(short) && samples.has(long));
    let stands_in = |short, long| samples.compare(short, long).is_some_and(|found| found.left_adds == 0);
    walk.step("match", || {
        absorb_contained(&mut matches, &contained, walk.config.containment, |r| samples.shingles(r), stands_in);
    });
    samples.check()?;
    for found in &matches {
        let is_similar = found.overlap.jaccard() >= walk.config.threshold && duplicates.contains(&found.member);
        let reason = if is_similar { DropReason::Duplicate } else { DropReason::Contained };
        out[document(found.member)] = Some(matched(survey, found, reason));
    }
    twins.follow(survey, &mut out);
    Ok(out)
}

/// The documents that may match, in buckets, and samples of them.
fn candidates(
    walk: &Walk<'_>,
    survey: &Survey,
    examined: &Examination,
    is_unique: impl Fn(u32) -> bool,
    samples: &mut Samples,
) -> Result<Buckets> {
    let all = walk.step("match", || buckets(examined, &is_unique))?;
    let members = all.members();
    samples.gather(walk, survey, examined, &members)?;
    if members.iter().all(|&rank| samples.has(rank)) {
        return Ok(all);
    }
    // copydesk failed on some; they match nothing.
    buckets(examined, |rank| is_unique(rank) && samples.has(rank))
}

fn cluster_buckets(walk: &Walk<'_>, buckets: Buckets, samples: &Samples) -> Vec<Match> {
    let threshold = walk.config.threshold;
    let agree = |a, b| samples.compare(a, b).is_some_and(|found| !found.both_add());
    let adds = |a, b| samples.compare(a, b).is_some_and(Comparison::left_adds_more);
    let mut matches = cluster(&buckets, threshold, |r| samples.shingles(r), agree);
    drop(buckets);
    promote_updates(&mut matches, threshold, |r| samples.shingles(r), agree, adds);
    matches
}

/// The documents that share a band key, of those that are wanted.
fn buckets(examined: &Examination, is_wanted: impl Fn(u32) -> bool) -> Result<Buckets> {
    let mut buckets = Buckets::default();
    let mut bucket: Vec<u32> = Vec::new();
    examined.keys.for_each_group(
        |a, b| a.0 == b.0,
        |group| {
            bucket.clear();
            bucket.extend(group.iter().map(|&(_, rank)| rank).filter(|&rank| is_wanted(rank)));
            bucket.dedup();
            buckets.add(&bucket);
            Ok(())
        },
    )?;
    Ok(buckets)
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
    fn find(walk: &Walk<'_>, survey: &Survey, examined: &Examination) -> Result<Self> {
        let mut contents = Sorter::new(&walk.means, walk.means.share(CONTENTS));
        for (rank, &number) in survey.by_rank.iter().enumerate() {
            let document = &examined.documents[number as usize];
            if document.words > 0 {
                contents.push((document.content, rank as u32))?;
            }
        }
        let mut leader_of = AHashMap::new();
        contents.finish_recurring(|row| row.0 as u64, walk.means.share(CONTENTS))?.for_each_group(
            |a, b| a.0 == b.0,
            |group| {
                leader_of.extend(group[1..].iter().map(|&(_, rank)| (rank, group[0].1)));
                Ok(())
            },
        )?;
        Ok(Self { leader_of })
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

/// Pairs (short, long) of the wanted documents that share passages, enough that the short one may stand in the long one.
fn contained_candidates(
    walk: &Walk<'_>,
    survey: &Survey,
    examined: &Examination,
    is_wanted: impl Fn(u32) -> bool,
) -> Result<Vec<(u32, u32)>> {
    let of = |rank: u32| &examined.documents[survey.by_rank[rank as usize] as usize];
    let mut pairs: Sorter<(u32, u32)> = Sorter::new(&walk.means, walk.means.share(CONTAINED_PAIRS));
    let mut longest: Vec<u32> = Vec::new();
    examined.prints.for_each_group(
        |a, b| a.0 == b.0,
        |group| {
            longest.clear();
            longest.extend(group.iter().map(|&(_, rank)| rank).filter(|&rank| is_wanted(rank)));
            if !(2..=MAX_HOLDERS).contains(&longest.len()) {
                return Ok(());
            }
            longest.sort_by_key(|&rank| (u32::MAX - of(rank).words, rank));
            let containers = longest.iter().take(MAX_CONTAINERS).enumerate();
            containers
                .flat_map(|(place, &long)| longest[place + 1..].iter().map(move |&short| (short, long)))
                .try_for_each(|pair| pairs.push(pair))
        },
    )?;
    let mut out = Vec::new();
    pairs.finish()?.for_each_group(
        |a, b| a == b,
        |shared| {
            out.extend(shared.first().filter(|(short, _)| shared.len() * 2 >= of(*short).prints as usize));
            Ok(())
        },
    )?;
    Ok(out)
}
