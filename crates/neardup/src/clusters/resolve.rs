//! Decides which representatives are dropped for others.
//!
//! An [`Edge`] says that one document, the member, may be dropped for another, the representative.
//! The representative may be the member of another edge. So a document is decided only after all
//! documents for which it may be dropped. Then no document is dropped for one that is dropped
//! itself. If edges form a cycle, no document can be decided in this way; then the one of best rank
//! is decided.
//!
//! For example, let there be edges C → B and B → A, where each arrow means “may be dropped for”.
//! There is no edge from A to another document, so A is kept. B is dropped for A. C may be dropped
//! only for B, which is dropped itself, so C is kept. If there were an edge C → A as well, C would
//! be dropped for A.
//!
//! Documents may have been dropped for a document before: the members of its cluster. Then it is
//! dropped for another only if all its members, compared again, may be dropped for that other
//! document, too. So no news of a member is lost.
//!
//! Without this last rule, the documents that are kept would be the lexicographically first maximal
//! independent set of the graph. Blelloch, Fineman, Shun (2012) show how to compute it in rounds on
//! many threads. There are few edges, so one thread is enough.

use super::{Candidates, Edge, Match};
use ahash::{AHashMap, AHashSet};
use copydesk_text::Rank;
use std::collections::{BTreeMap, BTreeSet};

/// Decides the edges between representatives. Those by which a document is dropped are added to
/// `matches`. Afterwards `matches` are in order of the members' ranks.
///
/// If a representative is dropped for another, the members of its cluster move to the cluster of
/// the other. Each of them is compared with the new representative. If one of them may not be
/// dropped for the new representative, the old one is kept with all its members.
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
    /// For each document, the indices of the edges by which it may be dropped in the list of edges.
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

    /// The edges by which a document may be dropped for a document that is not dropped. They are in
    /// the order in which they are tried ([`Match::largest_share_first`]).
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

    /// Drops the member of an edge, if all documents that were dropped for it may be dropped for
    /// the representative of the edge. Returns whether the member of the edge is dropped now.
    fn try_drop<C: Candidates>(
        &mut self,
        matches: &mut Vec<Match>,
        edge: Edge,
        documents: &C,
    ) -> Result<bool, C::Error> {
        // A document with edges may have been dropped before the first edge is decided.
        if self.dropped.contains(&edge.member) {
            return Ok(true);
        }
        // All own members are compared before anything is changed.
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

/// The match of `member` with its new representative; `None` if it may not be dropped for
/// `representative`.
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
/// in every run. If there are cycles and every undecided document waits, the one of best rank is
/// next as well.
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
    // The undecided documents that wait for none.
    let mut ready: BTreeSet<Rank> = BTreeSet::new();
    for (&rank, waits) in &waits_for {
        if waits.is_empty() {
            ready.insert(rank);
        }
    }
    let mut out = Vec::with_capacity(waits_for.len());
    while let Some(next) = next_of(&mut ready, &waits_for) {
        waits_for.remove(&next);
        out.push(next);
        for waiting in awaited_by.get(&next).into_iter().flatten() {
            // A document that was decided to break a cycle is not in the map any more.
            if let Some(waits) = waits_for.get_mut(waiting) {
                waits.remove(&next);
                if waits.is_empty() {
                    ready.insert(*waiting);
                }
            }
        }
    }
    out
}

/// The document that is decided next: the one of best rank in `ready`; if that is empty, the one of
/// best rank that is left. `None` if no document is left.
fn next_of(ready: &mut BTreeSet<Rank>, waits_for: &BTreeMap<Rank, BTreeSet<Rank>>) -> Option<Rank> {
    let best_ready = ready.pop_first();
    best_ready.or_else(|| waits_for.keys().next().copied())
}
