//! Documents that are dropped, and documents whose kept words are the same.

use crate::reason::DropReason;
use ahash::AHashMap;
use copydesk_neardup::Relation;
use copydesk_text::{DocId, Rank};
use serde::{Deserialize, Serialize};

/// Why a document is dropped, and what stays in its place.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct Dropped {
    /// Why.
    pub reason: DropReason,
    /// The document that stays in its place, if there is one.
    pub kept: Option<KeptDocument>,
}

/// The document that stays in place of a dropped one.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
pub struct KeptDocument {
    /// Which it is.
    pub document: DocId,
    /// Exact Jaccard similarity of the two shingle sets, 0..=1.
    pub similarity: f64,
    /// Share of the smaller shingle set that stands in the larger, 0..=1.
    pub containment: f64,
    /// How the dropped document relates to it.
    pub relation: Relation,
}

impl Dropped {
    /// A document without text, or of which other documents keep everything.
    pub const EMPTY: Self = Self {
        reason: DropReason::Empty,
        kept: None,
    };

    /// A document of which its own furniture and repeats, if it has any, leave nothing.
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

/// Documents whose kept words are the same, word for word. They need no comparison: what becomes of
/// the preferred one, the leader, becomes of the others.
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
    leader_of: AHashMap<Rank, Rank>,
}

impl Twins {
    /// Adds documents with the same kept words, the preferred one first.
    pub fn add(&mut self, group: impl IntoIterator<Item = Rank>) {
        let mut group = group.into_iter();
        let Some(leader) = group.next() else { return };
        self.leader_of.extend(group.map(|rank| (rank, leader)));
    }

    /// Whether a document follows another.
    #[must_use]
    pub fn follows(&self, document: Rank) -> bool {
        self.leader_of.contains_key(&document)
    }

    /// Drops every twin for its leader, or, if that is dropped itself, for the same document as its
    /// leader: its shingle set is the same, so what was measured for the leader holds for it.
    /// `by_rank` numbers the documents; `dropped` has a place for each.
    ///
    /// # Panics
    /// If a rank or a number is beyond the tables.
    pub fn follow(&self, by_rank: &[DocId], dropped: &mut [Option<Dropped>]) {
        for (&rank, &leader) in &self.leader_of {
            let (number, leader) = (by_rank[rank.index()], by_rank[leader.index()]);
            let kept = KeptDocument {
                document: leader,
                similarity: 1.0,
                containment: 1.0,
                relation: Relation::Twin,
            };
            let itself = Dropped {
                reason: DropReason::Duplicate,
                kept: Some(kept),
            };
            dropped[number.index()] = Some(dropped[leader.index()].unwrap_or(itself));
        }
    }
}
