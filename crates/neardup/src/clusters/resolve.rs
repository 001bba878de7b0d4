//! Which representatives go for others.
//!
//! An [`Edge`] says that one document may go for another. Edges can meet: A may go for B, and B for
//! C. A document is decided after all documents in whose favour it may go, so that none goes for
//! one that goes itself; where edges form a circle, the document with the best rank in it is
//! decided first, and stays. Given this order the outcome is the first of the maximal sets of
//! documents that may stay together, as in Blelloch, Fineman, Shun (2012), and could be computed in
//! rounds.

use super::{Candidates, Edge, Match};
use ahash::AHashMap;
use copydesk_text::Rank;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// How two documents relate, as far as clustering is concerned.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Related {
    /// One may go for the other.
    Edge(Edge),
    /// They tell different facts of the same: nothing may be cut between them.
    Apart,
    /// Both stay.
    Loosely,
}

/// Relates two documents, if at least `containment` of the smaller shingle set is in the larger. Of
/// twins the one with the worse rank may go.
///
/// # Errors
/// If a candidate cannot be fetched.
pub fn relate<C: Candidates>(
    documents: &C,
    left: Rank,
    right: Rank,
    containment: f64,
) -> Result<Related, C::Error> {
    let overlap = {
        let here = documents.shingles(left)?;
        here.overlap(&*documents.shingles(right)?)
    };
    if overlap.containment() < containment {
        return Ok(Related::Loosely);
    }
    let verdict = documents.relate(left, right)?;
    let (may_left, may_right) = (verdict.goes.may_left(), verdict.goes.may_right());
    let goes_left = may_left && (!may_right || right < left);
    let relation = verdict.relation;
    Ok(if goes_left {
        Related::Edge(Edge {
            member: left,
            representative: right,
            overlap,
            relation,
        })
    } else if may_right {
        let overlap = overlap.flipped();
        Related::Edge(Edge {
            member: right,
            representative: left,
            overlap,
            relation,
        })
    } else if relation.is_apart() {
        Related::Apart
    } else {
        Related::Loosely
    })
}

/// Decides the edges between representatives and adds those that go to `matches`, which stay in
/// order of the member's rank. A representative goes only if all that went for it can go for the
/// same document as itself: each is compared with it anew.
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
    /// Where the match of each dropped document is in the list of matches.
    gone: AHashMap<Rank, usize>,
    /// Where the matches with each representative are there.
    members: AHashMap<Rank, Vec<usize>>,
    /// The edges of each document, as places in the list of edges.
    outgoing: AHashMap<Rank, Vec<usize>>,
}

impl State {
    fn new(matches: &[Match], edges: &[Edge]) -> Self {
        let mut members: AHashMap<Rank, Vec<usize>> = AHashMap::new();
        for (place, found) in matches.iter().enumerate() {
            members.entry(found.representative).or_default().push(place);
        }
        let mut outgoing: AHashMap<Rank, Vec<usize>> = AHashMap::new();
        for (place, edge) in edges.iter().enumerate() {
            outgoing.entry(edge.member).or_default().push(place);
        }
        let places = matches.iter().enumerate();
        Self {
            gone: places.map(|(place, found)| (found.member, place)).collect(),
            members,
            outgoing,
        }
    }

    /// The edges of a document to documents that stay: the one that holds most of it first.
    fn edges_of(&self, document: Rank, edges: &[Edge]) -> Vec<Edge> {
        let places = self.outgoing.get(&document).map_or(&[][..], Vec::as_slice);
        let mut out: Vec<Edge> = places
            .iter()
            .map(|&place| edges[place])
            .filter(|edge| !self.gone.contains_key(&edge.representative))
            .collect();
        out.sort_by(|a, b| {
            let share = |edge: &Edge| edge.overlap.left_in_right();
            share(b)
                .total_cmp(&share(a))
                .then(a.representative.cmp(&b.representative))
        });
        out
    }

    /// Drops the member of an edge, if it is there and those that went for it can follow. Whether
    /// it is gone now.
    fn try_drop<C: Candidates>(
        &mut self,
        matches: &mut Vec<Match>,
        edge: Edge,
        documents: &C,
    ) -> Result<bool, C::Error> {
        if self.gone.contains_key(&edge.member) {
            return Ok(true);
        }
        let followers = self.members.get(&edge.member).cloned().unwrap_or_default();
        let mut moved: Vec<(usize, Match)> = Vec::with_capacity(followers.len());
        for place in followers {
            match self.follow(matches[place].member, edge.representative, documents)? {
                Some(found) => moved.push((place, found)),
                None => return Ok(false),
            }
        }
        let of_representative = self.members.entry(edge.representative).or_default();
        for (place, found) in moved {
            matches[place] = found;
            of_representative.push(place);
        }
        of_representative.push(matches.len());
        self.members.remove(&edge.member);
        self.gone.insert(edge.member, matches.len());
        matches.push(edge);
        Ok(true)
    }

    /// The match of a document with another representative, if it may go for it.
    fn follow<C: Candidates>(
        &self,
        member: Rank,
        representative: Rank,
        documents: &C,
    ) -> Result<Option<Match>, C::Error> {
        let verdict = documents.relate(member, representative)?;
        if !verdict.goes.may_left() {
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
}

/// All documents that have an edge, each after those in whose favour it may go; circles are broken
/// at the best rank.
fn decision_order(edges: &[Edge]) -> Vec<Rank> {
    let mut waits_for: BTreeMap<Rank, BTreeSet<Rank>> = BTreeMap::new();
    let mut awaited_by: AHashMap<Rank, Vec<Rank>> = AHashMap::new();
    for edge in edges {
        waits_for
            .entry(edge.member)
            .or_default()
            .insert(edge.representative);
        waits_for.entry(edge.representative).or_default();
        awaited_by
            .entry(edge.representative)
            .or_default()
            .push(edge.member);
    }
    let mut ready: BTreeSet<Reverse<Rank>> = waits_for
        .iter()
        .filter(|(_, waits)| waits.is_empty())
        .map(|(&rank, _)| Reverse(rank))
        .collect();
    let mut out = Vec::with_capacity(waits_for.len());
    while let Some(next) = next_of(&mut ready, &waits_for) {
        waits_for.remove(&next);
        out.push(next);
        for waiting in awaited_by.get(&next).into_iter().flatten() {
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
