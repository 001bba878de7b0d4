//! Which representatives are dropped in favour of others.
//!
//! An [`Edge`] says that one document may be dropped for another. Edges can meet: A may be dropped
//! for B, and B for C. So a document is decided after all documents for which it may be dropped;
//! then none is dropped for one that is dropped itself. Where edges form a circle, the document
//! with the best rank in it is decided first, and is kept.
//!
//! For example, let A ≻ B ≻ C be ranks and let there be edges C → B and B → A, where each arrow
//! means “may be dropped for”. A has no edge and is kept. B is dropped for A. C may be dropped only
//! for B, which is dropped itself, so C is kept, unless it has an edge to A as well.
//!
//! A document with a cluster of its own is dropped only if every member of it, compared anew, may
//! be dropped for the same other document. So nothing is lost that the members told.
//!
//! Given this order, the outcome is the first of the maximal sets of documents that may be kept
//! together (the lexicographically first maximal independent set). Blelloch, Fineman, Shun (2012)
//! show how it could be computed in rounds on many threads. Edges are few, and one thread does.

use super::{Candidates, Edge, Match};
use ahash::AHashMap;
use copydesk_text::Rank;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Decides the edges between representatives and adds those by which a document is dropped to
/// `matches`, which are then in order of the member's rank. A representative is dropped only if all
/// members of its cluster can be dropped for the same other document: each is compared with it.
///
/// # Errors
/// If a candidate cannot be fetched.
pub fn resolve<C: Candidates>(
    matches: &mut Vec<Match>,
    edges: &[Edge],
    documents: &C,
) -> Result<(), C::Error> {
    let mut state = State::new(matches, edges);
    for document in decision_order(edges) {
        for edge in state.edges_of(document, edges) {
            if state.try_drop(matches, edge, documents)? {
                break;
            }
        }
    }
    matches.sort_unstable_by_key(|found| found.member);
    Ok(())
}

/// What is decided so far.
struct State {
    /// The position of the match of each dropped document in the list of matches.
    dropped: AHashMap<Rank, usize>,
    /// The positions of the matches with each representative there.
    members: AHashMap<Rank, Vec<usize>>,
    /// The positions of the edges of each document in the list of edges.
    outgoing: AHashMap<Rank, Vec<usize>>,
}

impl State {
    /// What [`cluster`](crate::cluster) has decided.
    fn new(matches: &[Match], edges: &[Edge]) -> Self {
        let mut state = Self {
            dropped: AHashMap::with_capacity(matches.len()),
            members: AHashMap::new(),
            outgoing: AHashMap::new(),
        };
        for (at, found) in matches.iter().enumerate() {
            state.dropped.insert(found.member, at);
            let members = state.members.entry(found.representative).or_default();
            members.push(at);
        }
        for (at, edge) in edges.iter().enumerate() {
            state.outgoing.entry(edge.member).or_default().push(at);
        }
        state
    }

    /// The edges of a document to documents that are kept: the one that has most of it first.
    fn edges_of(&self, document: Rank, edges: &[Edge]) -> Vec<Edge> {
        let Some(positions) = self.outgoing.get(&document) else {
            return Vec::new();
        };
        let mut out = Vec::with_capacity(positions.len());
        for &at in positions {
            if !self.dropped.contains_key(&edges[at].representative) {
                out.push(edges[at]);
            }
        }
        out.sort_by(Match::largest_share_first);
        out
    }

    /// Drops the member of an edge, if the members of its own cluster can follow. Returns whether
    /// it is dropped now.
    fn try_drop<C: Candidates>(
        &mut self,
        matches: &mut Vec<Match>,
        edge: Edge,
        documents: &C,
    ) -> Result<bool, C::Error> {
        if self.dropped.contains_key(&edge.member) {
            return Ok(true);
        }
        // Nothing is changed before all of them are known to follow.
        let followers = self.members.get(&edge.member).cloned().unwrap_or_default();
        let mut moved: Vec<(usize, Match)> = Vec::with_capacity(followers.len());
        for at in followers {
            match match_with(matches[at].member, edge.representative, documents)? {
                Some(found) => moved.push((at, found)),
                None => return Ok(false),
            }
        }
        // Each of them has a match with the new representative now, in the place of the old one.
        let of_representative = self.members.entry(edge.representative).or_default();
        for (at, found) in moved {
            matches[at] = found;
            of_representative.push(at);
        }
        of_representative.push(matches.len());
        self.members.remove(&edge.member);
        self.dropped.insert(edge.member, matches.len());
        matches.push(edge);
        Ok(true)
    }
}

/// The match of a document with another representative than before, if it may be dropped for it.
fn match_with<C: Candidates>(
    member: Rank,
    representative: Rank,
    documents: &C,
) -> Result<Option<Match>, C::Error> {
    let verdict = documents.relate(member, representative)?;
    if !verdict.may_drop.left() {
        return Ok(None);
    }
    let set = documents.shingles(member)?;
    let overlap = set.overlap(&*documents.shingles(representative)?);
    Ok(Some(Match {
        member,
        representative,
        overlap,
        relation: verdict.relation,
    }))
}

/// All documents that have an edge, each after those for which it may be dropped; circles are
/// broken at the best rank. This is a topological sort (Kahn 1962); of several documents that wait
/// for none, the one with the best rank is next, so the order is the same in every run.
fn decision_order(edges: &[Edge]) -> Vec<Rank> {
    let mut waits_for: BTreeMap<Rank, BTreeSet<Rank>> = BTreeMap::new();
    let mut awaited_by: AHashMap<Rank, Vec<Rank>> = AHashMap::new();
    for edge in edges {
        let (member, representative) = (edge.member, edge.representative);
        waits_for.entry(member).or_default().insert(representative);
        waits_for.entry(representative).or_default();
        awaited_by.entry(representative).or_default().push(member);
    }
    let mut ready: BTreeSet<Reverse<Rank>> = BTreeSet::new();
    for (&rank, waits) in &waits_for {
        if waits.is_empty() {
            ready.insert(Reverse(rank));
        }
    }
    let mut out = Vec::with_capacity(waits_for.len());
    while let Some(next) = next_of(&mut ready, &waits_for) {
        waits_for.remove(&next);
        out.push(next);
        for waiting in awaited_by.get(&next).into_iter().flatten() {
            // A document of a circle that was broken is out already.
            if let Some(waits) = waits_for.get_mut(waiting) {
                waits.remove(&next);
                if waits.is_empty() {
                    ready.insert(Reverse(*waiting));
                }
            }
        }
    }
    out
}

/// A document that waits for none; if all wait for each other, the one with the best rank.
fn next_of(
    ready: &mut BTreeSet<Reverse<Rank>>,
    waits_for: &BTreeMap<Rank, BTreeSet<Rank>>,
) -> Option<Rank> {
    match ready.pop_last() {
        Some(Reverse(rank)) => Some(rank),
        None => waits_for.keys().next().copied(),
    }
}
