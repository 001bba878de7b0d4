//! Makes clusters of documents, in which every member was compared with its representative.
//!
//! Documents are numbered by rank: 0 is the document that is preferred to all others. To drop one
//! document *for* another means that the other is the copy that is kept. Callers whose documents do
//! not fit into memory call the steps one by one, for one set of documents at a time that share
//! buckets or passages with each other and with no others; [`Deduper`](crate::Deduper) calls them
//! for all texts at once.
//!
//! 1. [`cluster`] takes the documents that share buckets ([`Buckets`]) in order of rank. It
//!    compares each with the representatives of better rank in its buckets. Either the document is
//!    dropped for one of them, or it becomes a representative itself. If a representative may be
//!    dropped for the document instead, because the document tells more or corrects something, the
//!    pair becomes an [`Edge`]: a match that is decided later.
//! 2. [`relate()`] makes edges of other candidates, such as documents that share passages.
//! 3. [`digests()`] finds documents that hold several others, each in another part: front pages,
//!    roundups. The caller removes the edges by which documents may be dropped for them.
//! 4. [`resolve()`] decides the edges.
//! 5. [`redundant_digests`] finds the digests that can be dropped, because kept documents tell all
//!    of their contents.
//!
//! No document is dropped by a chain (A is like B, and B is like C): it was compared with the very
//! copy that is kept. For a digest there are several copies, the kept documents that tell its
//! parts. It was compared with all of them, and all are named.

mod buckets;
mod digests;
mod greedy;
mod prefix_index;
mod relate;
mod resolve;

pub use buckets::Buckets;
pub use digests::{RedundantDigest, digests, redundant_digests};
pub use greedy::cluster;
pub use relate::{Related, relate};
pub use resolve::resolve;

use crate::shingles::{Overlap, ShingleSet};
use crate::stories::{Relation, Verdict};
use copydesk_text::Rank;
use std::cmp::Ordering;
use std::ops::Deref;

/// A document and a copy for which it is dropped, or may be dropped. The two were compared with
/// each other, shingle by shingle and sentence by sentence.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Match {
    /// Rank of the document that can be dropped.
    pub member: Rank,
    /// Rank of the copy that is kept.
    pub representative: Rank,
    /// The exact overlap of their shingle sets; the left set is that of the member.
    pub overlap: Overlap,
    /// How their stories relate.
    pub relation: Relation,
}

impl Match {
    /// Orders matches of one member. The representative that has the largest share of the member's
    /// shingles comes first; of equals the one of better rank.
    fn largest_share_first(&self, other: &Self) -> Ordering {
        let (share, other_share) = (self.overlap.left_in_right(), other.overlap.left_in_right());
        let larger_first = other_share.total_cmp(&share);
        larger_first.then(self.representative.cmp(&other.representative))
    }
}

/// A match that is not decided yet, because the representative may itself be dropped.
pub type Edge = Match;

/// The result of [`cluster`].
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Clusters {
    /// The matches by which documents are dropped, in order of the members' ranks.
    pub matches: Vec<Match>,
    /// The matches by which representatives may be dropped for others; [`resolve()`] decides them.
    pub edges: Vec<Edge>,
    /// Pairs that tell different facts of the same event, the document of better rank first.
    /// Neither is dropped for the other, and no passage that both have is cut.
    pub apart: Vec<(Rank, Rank)>,
}

/// Access to the documents that are clustered, by rank. They may be in memory or have to be
/// fetched, which can fail. Two calls with the same ranks must give the same result.
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
/// // The update tells more. So only the report may be dropped, which is not decided yet.
/// let mut clusters = cluster(&buckets, 0.4, &&documents).unwrap();
/// assert!(clusters.matches.is_empty());
/// let edge = clusters.edges[0];
/// assert_eq!((edge.member, edge.representative), (first, second));
///
/// resolve(&mut clusters.matches, &clusters.edges, &&documents).unwrap();
/// assert_eq!(clusters.matches, [edge]);
/// ```
pub trait Candidates {
    /// Why a document cannot be fetched.
    type Error;
    /// A shingle set, or a handle on one that keeps it in memory.
    type Shingles: Deref<Target = ShingleSet>;

    /// The shingles of a document.
    ///
    /// # Errors
    /// If the document cannot be fetched.
    fn shingles(&self, document: Rank) -> Result<Self::Shingles, Self::Error>;

    /// The verdict on two documents, left and right: how their stories relate, and which may be
    /// dropped.
    ///
    /// # Errors
    /// If a document cannot be fetched.
    fn relate(&self, left: Rank, right: Rank) -> Result<Verdict, Self::Error>;

    /// Whether the `others` together tell all that `document` tells.
    ///
    /// # Errors
    /// If a document cannot be fetched.
    fn is_told_by(&self, document: Rank, others: &[Rank]) -> Result<bool, Self::Error>;
}
