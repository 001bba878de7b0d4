//! Which documents share passages.

use super::super::companions::Companions;
use super::super::examination::Posting;
use super::super::pending::PendingDecisions;
use super::super::run_context::RunContext;
use super::super::survey::Survey;
use crate::memory::RELATED_PAIRS;
use copydesk_store::Result;
use copydesk_store::{ExternalSorter, SortedRuns};
use copydesk_text::Rank;

/// Better holders of one passage with which a document is brought together: the more there are, the
/// less the others matter.
const MAX_BETTER: usize = 4;
/// Better documents with which one document is compared.
const MAX_SOURCES: usize = 32;

/// A document and the better documents that share a passage with it, those that share most first.
pub(super) struct Related {
    pub rank: Rank,
    pub sources: Vec<Rank>,
}

/// The kept documents that have better relatives, in order of rank. `prints` are the fingerprints
/// of passages.
pub(super) fn related(
    walk: &RunContext<'_>,
    survey: &Survey,
    prints: &SortedRuns<Posting>,
    companions: &Companions,
    drafts: &PendingDecisions,
) -> Result<Vec<Related>> {
    let pairs: ExternalSorter<(Rank, Rank)> =
        ExternalSorter::new(&walk.means, walk.means.share(RELATED_PAIRS));
    let mut holders: Vec<Rank> = Vec::new();
    prints.for_each_group(
        |a, b| a.0 == b.0,
        |group| {
            holders.clear();
            for &(_, rank) in group {
                if drafts.dropped(survey.at_rank(rank)).is_none() {
                    holders.push(rank);
                }
            }
            for (place, &worse) in holders.iter().enumerate() {
                pairs.extend(
                    holders[..place]
                        .iter()
                        .filter(|&&better| !companions.are_apart(better, worse))
                        .take(MAX_BETTER)
                        .map(|&better| (worse, better)),
                )?;
            }
            Ok(())
        },
    )?;
    let mut out = Vec::new();
    let mut counted: Vec<(u32, Rank)> = Vec::new();
    pairs.finish()?.for_each_group(
        |a, b| a.0 == b.0,
        |of_document| {
            counted.clear();
            let same = of_document.chunk_by(|a, b| a == b);
            counted.extend(same.map(|group| (u32::MAX - group.len() as u32, group[0].1)));
            counted.sort_unstable();
            let sources = counted
                .iter()
                .take(MAX_SOURCES)
                .map(|&(_, better)| better)
                .collect();
            out.push(Related {
                rank: of_document[0].0,
                sources,
            });
            Ok(())
        },
    )?;
    Ok(out)
}
