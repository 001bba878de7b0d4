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
use std::cmp::Reverse;

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

/// The kept documents that have better relatives, in order of rank. `fingerprints` are those of
/// passages.
pub(super) fn related(
    context: &RunContext<'_>,
    survey: &Survey,
    fingerprints: &SortedRuns<Posting>,
    companions: &Companions,
    pending: &PendingDecisions,
) -> Result<Vec<Related>> {
    let pairs: ExternalSorter<RelatedPair> =
        ExternalSorter::new(&context.budget, context.budget.share(RELATED_PAIRS));
    let mut holders: Vec<Rank> = Vec::new();
    let mut found: Vec<RelatedPair> = Vec::with_capacity(MAX_BETTER);
    // Holders of a fingerprint are in order of rank, so the preferred ones come before each.
    fingerprints.for_each_group(has_same_fingerprint, |group| {
        holders.clear();
        for &(_, rank) in group {
            if pending.dropped(survey.at_rank(rank)).is_none() {
                holders.push(rank);
            }
        }
        for (place, &worse) in holders.iter().enumerate() {
            for &better in &holders[..place] {
                if !companions.are_apart(better, worse) {
                    found.push((worse, better));
                }
                if found.len() == MAX_BETTER {
                    break;
                }
            }
            pairs.extend(found.drain(..))?;
        }
        Ok(())
    })?;
    let mut out = Vec::new();
    pairs.finish()?.for_each_group(has_same_worse, |pairs| {
        out.push(Related {
            rank: pairs[0].0,
            sources: sources(pairs),
        });
        Ok(())
    })?;
    Ok(out)
}

fn has_same_fingerprint(a: &Posting, b: &Posting) -> bool {
    a.0 == b.0
}

/// A document, and a better one that shares a passage with it.
type RelatedPair = (Rank, Rank);

fn has_same_worse(a: &RelatedPair, b: &RelatedPair) -> bool {
    a.0 == b.0
}

/// The better documents of one document, those that share most passages first: each comes once for
/// every passage.
fn sources(pairs: &[RelatedPair]) -> Vec<Rank> {
    let mut counted = Vec::new();
    for same in pairs.chunk_by(PartialEq::eq) {
        counted.push((Reverse(same.len()), same[0].1));
    }
    counted.sort_unstable();
    counted.truncate(MAX_SOURCES);
    counted.into_iter().map(|(_, better)| better).collect()
}
