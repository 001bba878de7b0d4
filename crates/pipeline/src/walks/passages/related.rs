//! Which documents share passages.

use super::super::Survey;
use super::super::decide::Draft;
use ahash::AHashMap;
use rayon::prelude::*;

/// Better holders of one passage with which a document is brought together: the more there are, the less the others matter.
const MAX_BETTER: usize = 4;
/// Better documents with which one document is compared.
const MAX_SOURCES: usize = 32;

/// A document and the better documents that share a passage with it, those that share most first; all by rank.
pub(super) struct Related {
    pub rank: u32,
    pub sources: Vec<u32>,
}

/// The kept documents that have better relatives, in order of rank. `prints` are the documents' passage fingerprints.
pub(super) fn related(survey: &Survey, prints: &[Vec<u64>], drafts: &[Draft]) -> Vec<Related> {
    let kept = (0..survey.by_rank.len() as u32).filter(|&rank| drafts[survey.by_rank[rank as usize] as usize].dropped.is_none());
    let prints_of = |rank: u32| prints[survey.by_rank[rank as usize] as usize].iter().map(move |&print| (print, rank));
    let mut holders: Vec<(u64, u32)> = kept.flat_map(prints_of).collect();
    holders.par_sort_unstable();
    let mut shared: AHashMap<(u32, u32), u32> = AHashMap::new();
    for group in holders.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
        for (place, &(_, worse)) in group.iter().enumerate() {
            group[..place].iter().take(MAX_BETTER).for_each(|&(_, better)| *shared.entry((worse, better)).or_default() += 1);
        }
    }
    let mut pairs: Vec<(u32, u32, u32)> = shared.into_iter().map(|((worse, better), n)| (worse, u32::MAX - n, better)).collect();
    pairs.par_sort_unstable();
    let sources = |group: &[(u32, u32, u32)]| group.iter().take(MAX_SOURCES).map(|&(_, _, better)| better).collect();
    pairs.chunk_by(|a, b| a.0 == b.0).map(|group| Related { rank: group[0].0, sources: sources(group) }).collect()
}
