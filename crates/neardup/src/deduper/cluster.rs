//! The result of a [`Deduper`](crate::Deduper): clusters of texts under the caller's ids.

use crate::clusters::Match;
use crate::stories::Relation;
use copydesk_text::Rank;
use std::collections::BTreeMap;

/// Texts that tell one story.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct Cluster<I> {
    /// The text that is kept.
    pub representative: I,
    /// The texts that can be removed, in the order in which they were given.
    pub members: Vec<Member<I>>,
}

/// A text that can be removed.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub struct Member<I> {
    /// The caller's id.
    pub id: I,
    /// Exact Jaccard similarity with the representative, 0..=1.
    pub similarity: f64,
    /// Share of the smaller shingle set that is also in the larger, 0..=1.
    pub containment: f64,
    /// How its story relates to that of the representative.
    pub relation: Relation,
}

/// The clusters of matches, in order of their representatives, with the caller's ids. `ids` is in
/// order of rank.
pub(super) fn by_representative<I: Clone>(ids: &[I], matches: &[Match]) -> Vec<Cluster<I>> {
    // Matches come in order of the members, so the members of a cluster are in order, too.
    let mut members: BTreeMap<Rank, Vec<Member<I>>> = BTreeMap::new();
    for found in matches {
        let of_representative = members.entry(found.representative).or_default();
        of_representative.push(Member {
            id: ids[found.member.index()].clone(),
            similarity: found.overlap.jaccard(),
            containment: found.overlap.containment(),
            relation: found.relation,
        });
    }
    let mut clusters = Vec::with_capacity(members.len());
    for (rank, members) in members {
        clusters.push(Cluster {
            representative: ids[rank.index()].clone(),
            members,
        });
    }
    clusters
}

/// Removes the members of the clusters from a list. The ids of the clusters are positions in it.
///
/// ```
/// use copydesk_neardup::{Deduper, remove_members};
///
/// let mut headlines = vec!["Rain on Monday", "Library opens", "Rain on Monday!"];
/// let clusters = Deduper::default().clusters(headlines.iter().enumerate());
/// remove_members(&mut headlines, &clusters);
/// assert_eq!(headlines, ["Rain on Monday", "Library opens"]);
/// ```
///
/// # Panics
/// If an id is not a position in the list.
pub fn remove_members<T>(texts: &mut Vec<T>, clusters: &[Cluster<usize>]) {
    let mut is_member = vec![false; texts.len()];
    for cluster in clusters {
        for member in &cluster.members {
            is_member[member.id] = true;
        }
    }
    // `retain` visits the texts in order, so the answers are taken one by one.
    let mut is_member = is_member.into_iter();
    texts.retain(|_| !is_member.next().unwrap_or(false));
}
