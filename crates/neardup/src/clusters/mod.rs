//! From candidates to clusters in which every member was compared with its representative.
//!
//! Documents are numbered by rank: 0 is the copy that one would most like to keep. Callers with
//! more documents than memory call the steps one by one, for a connected part of the candidates at
//! a time; [`Deduper`](crate::Deduper) calls them for all texts at once.
//!
//! 1. [`cluster`] takes documents that share buckets ([`Buckets`]) in order of rank, compares each
//!    with the representatives before it, and either drops it for one of them or makes it a
//!    representative. If only the earlier one could be dropped, because the later one tells more or
//!    puts something right, the pair becomes an [`Edge`].
//! 2. Other candidates, such as documents that share passages, become edges by [`relate()`].
//! 3. [`digests()`] finds documents that hold several others, each in a part of its own: front
//!    pages, roundups. The caller removes the edges to them.
//! 4. [`resolve()`] decides the edges.
//! 5. [`told_elsewhere`] finds the digests that can be dropped, because kept documents tell all of
//!    them.
//!
//! No chain A~B~C can arise: every dropped document was compared with the very copy that is kept.
//! Only digests are different: what one tells is in several kept documents, and each is named.

mod buckets;
mod digests;
mod greedy;
mod prefix_index;
mod relate;
mod resolve;

pub use buckets::Buckets;
pub use digests::{ToldElsewhere, digests, told_elsewhere};
pub use greedy::cluster;
pub use relate::{Related, relate};
pub use resolve::resolve;

use crate::shingles::{Overlap, ShingleSet};
use crate::stories::{Relation, Verdict};
use copydesk_text::Rank;
use std::cmp::Ordering;
use std::ops::Deref;

/// A document, and a copy in whose favour it is dropped or may be. The two were compared with each
/// other, shingle by shingle and sentence by sentence.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Match {
    /// Rank of the document that can be dropped.
    pub member: Rank,
    /// Rank of the copy that is kept.
    pub representative: Rank,
    /// What their shingle sets share, counted exactly; the member is on the left.
    pub overlap: Overlap,
    /// How their stories relate.
    pub relation: Relation,
}

impl Match {
    /// Orders matches of one member: the representative that has most of it first, of equal ones
    /// the better rank.
    fn largest_share_first(&self, other: &Self) -> Ordering {
        let share = other.overlap.left_in_right();
        share
            .total_cmp(&self.overlap.left_in_right())
            .then(self.representative.cmp(&other.representative))
    }
}

/// A match that is not decided yet, since the representative may itself be dropped.
pub type Edge = Match;

/// What [`cluster`] finds.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Clusters {
    /// The documents that are dropped, in order of their ranks.
    pub matches: Vec<Match>,
    /// Representatives that may be dropped for others.
    pub edges: Vec<Edge>,
    /// Pairs that tell different facts of the same event, the better rank first: both are kept, and
    /// nothing is cut from one because the other has it.
    pub apart: Vec<(Rank, Rank)>,
}

/// The documents that may match, as clustering asks for them. They may be in memory or have to be
/// fetched, which can fail. All answers about a document must be the same each time.
///
/// ```
/// use copydesk_neardup::{
///     Buckets, Candidates, Comparison, ShingleSet, Story, Verdict, VersionOrder, cluster, resolve,
/// };
/// use copydesk_text::{Document, Rank};
/// use std::convert::Infallible;
///
/// /// Documents in memory, the one with rank 0 first.
/// struct InMemory(Vec<(Document<'static>, ShingleSet)>);
///
/// impl InMemory {
///     fn story(&self, document: Rank) -> Story<'_> {
///         Story::of(&self.0[document.index()].0)
///     }
/// }
///
/// impl<'m> Candidates for &'m InMemory {
///     type Error = Infallible;
///     type Shingles = &'m ShingleSet;
///
///     fn shingles(&self, document: Rank) -> Result<&'m ShingleSet, Infallible> {
///         Ok(&self.0[document.index()].1)
///     }
///
///     fn relate(&self, left: Rank, right: Rank) -> Result<Verdict, Infallible> {
///         let comparison = Comparison::of(&self.story(left), &self.story(right));
///         Ok(comparison.verdict(VersionOrder::Unknown))
///     }
///
///     fn is_told_by(&self, document: Rank, others: &[Rank]) -> Result<bool, Infallible> {
///         let others: Vec<Story<'_>> = others.iter().map(|&other| self.story(other)).collect();
///         Ok(self.story(document).is_told_by(&others))
///     }
/// }
///
/// let report = "The mill at Sarrow burned down on Friday night. No one was in it.";
/// let update = format!("{report} The council will build a new one of brick by the spring.");
/// let read = |text: String| {
///     let document = Document::new(text);
///     let shingles = ShingleSet::new(document.words(), 3);
///     (document, shingles)
/// };
/// let documents = InMemory(vec![read(report.to_owned()), read(update)]);
/// let [first, second] = [0, 1].map(Rank::new);
/// let mut buckets = Buckets::default();
/// buckets.add(&[first, second]);
///
/// // The update tells more. So only the report may be dropped, and that is not decided yet.
/// let mut found = cluster(&buckets, 0.4, &&documents).unwrap();
/// assert!(found.matches.is_empty());
/// assert_eq!((found.edges[0].member, found.edges[0].representative), (first, second));
///
/// resolve(&mut found.matches, &found.edges, &&documents).unwrap();
/// assert_eq!((found.matches[0].member, found.matches[0].representative), (first, second));
/// ```
pub trait Candidates {
    /// Why a document cannot be fetched.
    type Error;
    /// A shingle set, or a handle on one that keeps it in memory.
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

    /// Whether other documents together tell all that a document tells.
    ///
    /// # Errors
    /// If one cannot be fetched.
    fn is_told_by(&self, document: Rank, others: &[Rank]) -> Result<bool, Self::Error>;
}
