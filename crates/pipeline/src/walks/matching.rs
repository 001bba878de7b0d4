//! Which documents tell a story that a better copy tells.

use super::{Examined, Survey, Walk, gather};
use crate::error::Result;
use ahash::{AHashMap, AHashSet};
use copydesk_clean::{CutOrKeep, DropReason};
use copydesk_neardup::{Buckets, Match, absorb_contained, cluster};

/// Why a document goes and what stays in its place.
#[derive(Clone, Copy)]
pub(crate) struct Matched {
    pub reason: DropReason,
    /// Number of the document that stays, and the exact similarity and containment.
    pub keeper: Option<(u32, f64, f64)>,
}

/// Finds the documents to drop; the result has a place for every document.
pub(crate) fn match_documents(walk: &Walk<'_>, survey: &Survey, examined: &[Examined]) -> Result<Vec<Option<Matched>>> {
    let mut out: Vec<Option<Matched>> = vec![None; examined.len()];
    for (number, document) in examined.iter().enumerate() {
        if document.words == 0 && survey.documents[number].rejected.is_none() {
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
    let entries = unique.iter().flat_map(|&rank| examined[document(rank)].keys.iter().map(move |&key| (key, rank)));
    let buckets = Buckets::new(entries.collect());
    let contained = contained_candidates(survey, examined, &unique);
    let mut wanted: AHashSet<u32> = buckets.members().into_iter().collect();
    wanted.extend(contained.iter().flat_map(|&(short, long)| [short, long]));
    let wanted: Vec<u32> = wanted.into_iter().collect();
    let samples = gather(walk, survey, examined, &wanted)?;
    let set = |rank: u32| &samples[&rank].shingles;
    // Other numbers in the same place are other facts: then both stay.
    let agrees = |member: u32, representative: u32| !samples[&member].numbers.contradicts(&samples[&representative].numbers);
    let mut matches = cluster(&buckets, walk.config.threshold, set, agrees);
    let duplicates: AHashSet<u32> = matches.iter().map(|m| m.member).collect();
    absorb_contained(&mut matches, &contained, walk.config.containment, set, agrees);
    for found in &matches {
        let is_similar = found.overlap.jaccard() >= walk.config.threshold && duplicates.contains(&found.member);
        let reason = if is_similar { DropReason::Duplicate } else { DropReason::Contained };
        out[document(found.member)] = Some(matched(survey, found, reason));
    }
    twins.follow(survey, &mut out);
    Ok(out)
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

/// Holders of one paragraph that are paired with its longest holder.
const MAX_HOLDERS: usize = 1000;

/// Pairs (short, long) that share whole paragraphs, enough that the short one may stand in the long one.
fn contained_candidates(survey: &Survey, examined: &[Examined], unique: &[u32]) -> Vec<(u32, u32)> {
    let mut holders: AHashMap<u128, Vec<(u32, u32)>> = AHashMap::new();
    for &rank in unique {
        for paragraph in &examined[survey.by_rank[rank as usize] as usize].shared {
            holders.entry(paragraph.key).or_default().push((rank, paragraph.words));
        }
    }
    let words = |rank: u32| examined[survey.by_rank[rank as usize] as usize].words;
    let mut shared: AHashMap<(u32, u32), u32> = AHashMap::new();
    for holders in holders.values().filter(|h| (2..=MAX_HOLDERS).contains(&h.len())) {
        let mut longest = holders.clone();
        longest.sort_by_key(|&(rank, _)| (u32::MAX - words(rank), rank));
        // The few longest holders are the only ones that can swallow the others.
        for (place, &(long, length)) in longest.iter().take(8).enumerate() {
            for &(short, _) in &longest[place + 1..] {
                *shared.entry((short, long)).or_default() += length;
            }
        }
    }
    let mut out: Vec<(u32, u32)> =
        shared.into_iter().filter(|&((short, _), length)| length * 2 >= words(short)).map(|(pair, _)| pair).collect();
    out.sort_unstable();
    out
}
