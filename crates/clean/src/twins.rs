//! Dropped documents, and *twins*: documents with exactly the same kept words. The relation of
//! twins is [`Relation::Twin`], which documents with nearly the same words have as well.

use crate::reason::DropReason;
use ahash::AHashMap;
use copydesk_neardup::Relation;
use copydesk_text::{DocId, Rank};
use serde::{Deserialize, Serialize};

/// Why a document is dropped, and which one is kept in its place.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Dropped {
    /// Why the document is dropped.
    pub reason: DropReason,
    /// The document that is kept in its place, if there is one.
    pub kept: Option<KeptDocument>,
}

/// The document that is kept in place of a dropped one.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct KeptDocument {
    /// The kept document.
    pub document: DocId,
    /// Exact Jaccard similarity of the two shingle sets, 0..=1.
    pub similarity: f64,
    /// Share of the smaller shingle set that is in the larger, 0..=1.
    pub containment: f64,
    /// How the dropped document relates to the kept one.
    pub relation: Relation,
}

impl Dropped {
    /// For a document of which no text is left: it had none, or other documents keep all of it.
    pub const EMPTY: Self = Self {
        reason: DropReason::Empty,
        kept: None,
    };

    /// For a document that has no word left. `was_cut` says whether anything was cut from it. If
    /// not, it had no words from the start.
    ///
    /// ```
    /// use copydesk_clean::{DropReason, Dropped};
    ///
    /// assert_eq!(Dropped::with_nothing_left(true).reason, DropReason::NoArticle);
    /// assert_eq!(Dropped::with_nothing_left(false), Dropped::EMPTY);
    /// ```
    #[must_use]
    pub const fn with_nothing_left(was_cut: bool) -> Self {
        let reason = if was_cut {
            DropReason::NoArticle
        } else {
            DropReason::Empty
        };
        Self { reason, kept: None }
    }
}

/// Groups of documents with exactly the same kept words (the words without furniture and repeats).
/// Only the preferred document of a group, its *leader*, is compared with other documents. The
/// others *follow* it: what is decided about the leader is decided about them.
///
/// ```
/// use copydesk_clean::Twins;
/// use copydesk_text::Rank;
///
/// let mut twins = Twins::default();
/// twins.add([2, 5, 9].map(Rank::new));
/// assert!(twins.follows(Rank::new(5)) && !twins.follows(Rank::new(2)));
/// ```
#[derive(Debug, Default)]
pub struct Twins {
    /// For each document that follows another, its leader. Documents are given by their ranks in
    /// the order of preference.
    leader_of: AHashMap<Rank, Rank>,
}

impl Twins {
    /// Adds a group of documents with the same kept words. The preferred document must be first.
    pub fn add(&mut self, group: impl IntoIterator<Item = Rank>) {
        let mut group = group.into_iter();
        let Some(leader) = group.next() else { return };
        for rank in group {
            self.leader_of.insert(rank, leader);
        }
    }

    /// Whether a document follows another.
    #[must_use]
    pub fn follows(&self, document: Rank) -> bool {
        self.leader_of.contains_key(&document)
    }

    /// Drops every document that follows a leader, in favour of the leader. If the leader is
    /// dropped too, both are dropped in favour of the same document: they have the same shingle
    /// set, so the similarity that was measured for the leader is true of both.
    ///
    /// `by_rank` has the document of each rank, and `dropped` has an element for each document.
    ///
    /// # Panics
    /// If a rank or a document is out of range.
    pub fn follow(&self, by_rank: &[DocId], dropped: &mut [Option<Dropped>]) {
        for (&rank, &leader) in &self.leader_of {
            let (follower, leader) = (by_rank[rank.index()], by_rank[leader.index()]);
            let kept = KeptDocument {
                document: leader,
                similarity: 1.0,
                containment: 1.0,
                relation: Relation::Twin,
            };
            let in_favour_of_leader = Dropped {
                reason: DropReason::Duplicate,
                kept: Some(kept),
            };
            // A leader never follows another document, so this loop does not change its entry, and
            // the order of the map does not matter.
            dropped[follower.index()] =
                Some(dropped[leader.index()].unwrap_or(in_favour_of_leader));
        }
    }
}
