//! Finds the documents that share passages with preferred documents.
//!
//! A passage is found by its *fingerprints*, hashes of some of its runs of words. A [`Posting`] is
//! a fingerprint and the [`Rank`] of a document that has it. The better of two documents is the
//! preferred one: its rank is lower.

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

/// For one fingerprint, a document is paired with at most this many of the better documents that
/// have it: the best ones. They all have the same run of words, so the others are hardly needed.
const MAX_BETTER_HOLDERS: usize = 4;
/// A document is compared with at most this many [sources](Related::sources).
const MAX_SOURCES: usize = 32;

/// A document with its sources: better documents that share a passage with it.
pub(super) struct Related {
    pub rank: Rank,
    /// Those that share the most fingerprints with the document first.
    pub sources: Vec<Rank>,
}

/// The kept documents that have sources, in order of rank. `companions` says which documents tell
/// the same story with different facts.
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
    let mut pairs_of_worse: Vec<RelatedPair> = Vec::with_capacity(MAX_BETTER_HOLDERS);
    // The postings of a fingerprint are in order of rank, so better documents come first.
    fingerprints.for_each_group(has_same_fingerprint, |group| {
        holders.clear();
        for &(_, rank) in group {
            if pending.dropped(survey.at_rank(rank)).is_none() {
                holders.push(rank);
            }
        }
        for (index, &worse) in holders.iter().enumerate() {
            for &better in &holders[..index] {
                // Nothing may be cut between documents that give different facts.
                if !companions.are_apart(better, worse) {
                    pairs_of_worse.push((worse, better));
                }
                if pairs_of_worse.len() == MAX_BETTER_HOLDERS {
                    break;
                }
            }
            pairs.extend(pairs_of_worse.drain(..))?;
        }
        Ok(())
    })?;
    let mut out = Vec::new();
    pairs.finish()?.for_each_group(has_same_worse, |pairs| {
        let (rank, _) = pairs[0];
        out.push(Related {
            rank,
            sources: sources(pairs),
        });
        Ok(())
    })?;
    Ok(out)
}

fn has_same_fingerprint(&(fingerprint, _): &Posting, &(next, _): &Posting) -> bool {
    fingerprint == next
}

/// A document, and a better one that has one of its fingerprints.
type RelatedPair = (Rank, Rank);

fn has_same_worse(&(worse, _): &RelatedPair, &(next, _): &RelatedPair) -> bool {
    worse == next
}

/// The sources of one document, from all its pairs. The pairs are sorted, and a source is in as
/// many of them as it shares fingerprints with the document.
fn sources(pairs: &[RelatedPair]) -> Vec<Rank> {
    let mut counted = Vec::new();
    for equal_pairs in pairs.chunk_by(PartialEq::eq) {
        let (_, better) = equal_pairs[0];
        counted.push((Reverse(equal_pairs.len()), better));
    }
    counted.sort_unstable();
    counted.truncate(MAX_SOURCES);
    counted.into_iter().map(|(_, better)| better).collect()
}
