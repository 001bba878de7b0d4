//! The result of a [`Deduper`](crate::Deduper): clusters of texts, with the caller's ids.

use crate::clusters::Match;
use crate::stories::Relation;
use copydesk_text::Rank;
use std::collections::BTreeMap;

/// A set of texts that tell one story.
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
    /// How the story of this text relates to that of the representative.
    pub relation: Relation,
}

/// Groups matches into clusters, in order of their representatives. `ids` are the caller's ids of
/// all texts, in order of rank.
pub(super) fn by_representative<I: Clone>(ids: &[I], matches: &[Match]) -> Vec<Cluster<I>> {
    // The matches are in order of the members, so the members of each cluster are in order, too.
    let mut members_of: BTreeMap<Rank, Vec<Member<I>>> = BTreeMap::new();
    for decided in matches {
        let members = members_of.entry(decided.representative).or_default();
        members.push(Member {
            id: ids[decided.member.index()].clone(),
            similarity: decided.overlap.jaccard(),
            containment: decided.overlap.containment(),
            relation: decided.relation,
        });
    }
    let mut clusters = Vec::with_capacity(members_of.len());
    for (rank, members) in members_of {
        clusters.push(Cluster {
            representative: ids[rank.index()].clone(),
            members,
        });
    }
    clusters
}

/// Removes the members of the clusters from a list, and keeps their representatives. The ids in the
/// clusters are indices in the list.
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
/// If the id of a member is not an index in the list.
pub fn remove_members<T>(texts: &mut Vec<T>, clusters: &[Cluster<usize>]) {
    let mut is_member = vec![false; texts.len()];
    for cluster in clusters {
        for member in &cluster.members {
            is_member[member.id] = true;
        }
    }
    // `retain` visits the texts in order.
    let mut index = 0;
    texts.retain(|_| {
        let is_kept = !is_member[index];
        index += 1;
        is_kept
    });
}
