//! Which documents share passages.

use super::super::drafts::Drafts;
use super::super::{Survey, Walk};
use crate::memory::RELATED_PAIRS;
use copydesk_store::{Result, Sorted, Sorter};

/// Better holders of one passage with which a document is brought together: the more there are, the less the others matter.
const MAX_BETTER: usize = 4;
/// Better documents with which one document is compared.
const MAX_SOURCES: usize = 32;

/// A document and the better documents that share a passage with it, those that share most first; all by rank.
pub(super) struct Related {
    pub rank: u32,
    pub sources: Vec<u32>,
}

/// The kept documents that have better relatives, in order of rank. `prints` are the fingerprints of passages, each with a rank.
pub(super) fn related(walk: &Walk<'_>, survey: &Survey, prints: &Sorted<(u64, u32)>, drafts: &Drafts) -> Result<Vec<Related>> {
    let is_kept = |rank: u32| drafts.dropped[survey.by_rank[rank as usize] as usize].is_none();
    let mut pairs: Sorter<(u32, u32)> = Sorter::new(&walk.means, walk.means.share(RELATED_PAIRS));
    let mut holders: Vec<u32> = Vec::new();
    prints.for_each_group(
        |a, b| a.0 == b.0,
        |group| {
            holders.clear();
            holders.extend(group.iter().map(|&(_, rank)| rank).filter(|&rank| is_kept(rank)));
            let worse = holders.iter().enumerate();
            let mut pair = worse.flat_map(|(place, &worse)| holders[..place].iter().take(MAX_BETTER).map(move |&b| (worse, b)));
            pair.try_for_each(|pair| pairs.push(pair))
        },
    )?;
    let mut out = Vec::new();
    let mut counted: Vec<(u32, u32)> = Vec::new();
    pairs.finish()?.for_each_group(
        |a, b| a.0 == b.0,
        |of_document| {
            counted.clear();
            let same = of_document.chunk_by(|a, b| a == b);
            counted.extend(same.map(|group| (u32::MAX - group.len() as u32, group[0].1)));
            counted.sort_unstable();
            let sources = counted.iter().take(MAX_SOURCES).map(|&(_, better)| better).collect();
            out.push(Related { rank: of_document[0].0, sources });
            Ok(())
        },
    )?;
    Ok(out)
}
