//! From candidates to clusters in which every member was compared with its representative.
//!
//! Documents are numbered by rank: 0 is the copy one would most like to keep. [`cluster`] takes
//! those that share buckets in that order, compares each with the representatives before it, and
//! either drops it for one of them or makes it a representative. What may go only the other way
//! round, because the later document tells more or puts something right, it hands back as
//! [`Edge`]s; other candidates, such as documents that share passages, become edges by [`relate`].
//! [`resolve`] then decides the edges.
//!
//! A document that holds several others, each in a part of its own, is a digest: a front page, a
//! roundup, a list. It stands for none of them ([`digests`]), and goes itself only if they tell all
//! of it ([`told_elsewhere`]).
//!
//! No chain A~B~C can arise: every dropped document was compared with the very copy that stays.

mod buckets;
mod crowds;
mod digests;
mod greedy;
mod resolve;

pub use buckets::Buckets;
pub use digests::{ToldElsewhere, digests, told_elsewhere};
pub use greedy::cluster;
pub use resolve::{Related, relate, resolve};

use crate::shingles::{Overlap, ShingleSet};
use crate::stories::{Relation, Verdict};
use copydesk_text::Rank;
use std::ops::Deref;

/// A document, and a copy in whose favour it may go or goes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Match {
    /// Rank of the document that can go.
    pub member: Rank,
    /// Rank of the copy that stays.
    pub representative: Rank,
    /// What their shingle sets share; the member is on the left.
    pub overlap: Overlap,
    /// How their stories relate.
    pub relation: Relation,
}

/// A match that is not decided yet: the representative may itself go.
pub type Edge = Match;

/// What [`cluster`] finds.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Clusters {
    /// The documents that go, in order of their ranks.
    pub matches: Vec<Match>,
    /// Representatives that may go for others.
    pub edges: Vec<Edge>,
    /// Pairs that tell different facts of the same, the better rank first: both stay, and nothing
    /// is cut from one because the other has it.
    pub apart: Vec<(Rank, Rank)>,
}

/// The documents that may match, as clustering asks for them. They may be in memory or have to be
/// fetched, which can fail.
pub trait Candidates {
    /// Why a document cannot be fetched.
    type Error;
    /// A shingle set, or a handle on one.
    type Shingles: Deref<Target = ShingleSet>;

    /// The shingles of a document.
    ///
    /// # Errors
    /// If it cannot be fetched.
    fn shingles(&self, document: Rank) -> Result<Self::Shingles, Self::Error>;

    /// How the stories of two documents, left and right, relate.
    ///
    /// # Errors
    /// If one cannot be fetched.
    fn relate(&self, left: Rank, right: Rank) -> Result<Verdict, Self::Error>;

    /// Whether other documents between them tell all that a document tells.
    ///
    /// # Errors
    /// If one cannot be fetched.
    fn is_told_by(&self, document: Rank, others: &[Rank]) -> Result<bool, Self::Error>;
}
