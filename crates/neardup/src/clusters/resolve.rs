//! Decides which representatives are dropped for others.
//!
//! An [`Edge`] says that one document may be dropped for another, and a third may be dropped for
//! the first. So a document is decided only after all documents for which it may be dropped; then
//! none is dropped for one that is dropped itself. If edges form a cycle, the document of best rank
//! is decided first, before those for which it may be dropped.
//!
//! For example, let A ≻ B ≻ C be ranks and let there be edges C → B and B → A, where each arrow
//! means “may be dropped for”. A has no edge to others and is kept. B is dropped for A. C may be
//! dropped only for B, which is dropped itself, so C is kept, unless it has an edge to A as well.
//!
//! A document with a cluster of its own is dropped only if all members of the cluster, compared
//! anew, may be dropped for the same other document. So no news of a member is lost.
//!
//! In this order of decisions, the documents that are kept are the lexicographically first maximal
//! independent set of the graph. Blelloch, Fineman, Shun (2012) show how to compute it in rounds on
//! many threads. There are few edges, so one thread is enough.

use super::{Candidates, Edge, Match};
use ahash::{AHashMap, AHashSet};
use copydesk_text::Rank;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Decides the edges between representatives. Those by which a document is dropped are added to
/// `matches`, which are afterwards in order of the members' ranks. If a representative is dropped,
/// the members of its cluster get its new representative, with which each of them is compared; if
/// one of them may not be dropped for it, neither is the old representative.
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
    matches.sort_unstable_by_key(|decided| decided.member);
    Ok(())
}

/// The decisions made so far, for lookups in the lists of matches and edges.
struct State {
    /// The documents that are dropped.
    dropped: AHashSet<Rank>,
    /// For each representative, the indices of its matches in the list of matches.
    members: AHashMap<Rank, Vec<usize>>,
    /// For each document, the indices in the list of edges of those by which it may be dropped.
    outgoing: AHashMap<Rank, Vec<usize>>,
}

impl State {
    /// The decisions of [`cluster`](crate::cluster), and the edges that are to be decided.
    fn new(matches: &[Match], edges: &[Edge]) -> Self {
        let mut state = Self {
            dropped: AHashSet::with_capacity(matches.len()),
            members: AHashMap::new(),
            outgoing: AHashMap::new(),
        };
        for (index, decided) in matches.iter().enumerate() {
            state.dropped.insert(decided.member);
            let members = state.members.entry(decided.representative).or_default();
            members.push(index);
        }
        for (index, edge) in edges.iter().enumerate() {
            state.outgoing.entry(edge.member).or_default().push(index);
        }
        state
    }

    /// The edges by which a document may be dropped for one that is kept, in the order in which
    /// they are tried ([`Match::largest_share_first`]).
    fn edges_of(&self, document: Rank, edges: &[Edge]) -> Vec<Edge> {
        let Some(indices) = self.outgoing.get(&document) else {
            return Vec::new();
        };
        let mut out = Vec::with_capacity(indices.len());
        for &index in indices {
            if !self.dropped.contains(&edges[index].representative) {
                out.push(edges[index]);
            }
        }
        out.sort_by(Match::largest_share_first);
        out
    }

    /// Drops the member of an edge, if the members of its own cluster may be dropped for the same
    /// representative. Returns whether it is dropped now.
    fn try_drop<C: Candidates>(
        &mut self,
        matches: &mut Vec<Match>,
        edge: Edge,
        documents: &C,
    ) -> Result<bool, C::Error> {
        if self.dropped.contains(&edge.member) {
            return Ok(true);
        }
        // Nothing is changed before it is known that all of them may be dropped.
        let own_members = self.members.get(&edge.member).cloned().unwrap_or_default();
        let mut new_matches: Vec<(usize, Match)> = Vec::with_capacity(own_members.len());
        for index in own_members {
            match match_with(matches[index].member, edge.representative, documents)? {
                Some(new_match) => new_matches.push((index, new_match)),
                None => return Ok(false),
            }
        }
        // The match of each member with the old representative is replaced.
        let members = self.members.entry(edge.representative).or_default();
        for (index, new_match) in new_matches {
            matches[index] = new_match;
            members.push(index);
        }
        members.push(matches.len());
        self.members.remove(&edge.member);
        self.dropped.insert(edge.member);
        matches.push(edge);
        Ok(true)
    }
}

/// The match of a document with a new representative; `None` if it may not be dropped for it.
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

/// All documents that have an edge, each after those for which it may be dropped. This is a
/// topological sort (Kahn 1962) in which a document *waits for* those for which it may be dropped.
/// Of several documents that wait for none, the one of best rank is next, so the order is the same
/// in every run. If all wait for each other in cycles, the one of best rank is next as well.
fn decision_order(edges: &[Edge]) -> Vec<Rank> {
    // The undecided documents, each with the undecided ones for which it waits.
    let mut waits_for: BTreeMap<Rank, BTreeSet<Rank>> = BTreeMap::new();
    // For each document, those that wait for it.
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
            // A document by which a cycle was broken is decided already, so it is not in the map.
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

/// The document that is decided next: of those that wait for none, the one of best rank; if there
/// are none, the one of best rank of all; `None` if there is no document left.
fn next_of(
    ready: &mut BTreeSet<Reverse<Rank>>,
    waits_for: &BTreeMap<Rank, BTreeSet<Rank>>,
) -> Option<Rank> {
    match ready.pop_last() {
        Some(Reverse(rank)) => Some(rank),
        None => waits_for.keys().next().copied(),
    }
}
