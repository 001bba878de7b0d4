//! The words for what a comparison says: how two documents relate, and which of them may be
//! dropped.

use serde::{Deserialize, Serialize};

/// How two documents relate. The rows are tested in this order; each pair has one relation. *News*
/// includes more than a little of other words of a document's own.
///
/// | relation | facts that differ | news | what is dropped |
/// |---|---|---|---|
/// | [`FormReport`](Self::FormReport) | most of the numbers | in any | nothing |
/// | [`Corrected`](Self::Corrected) | a few, in versions of one page | in none | the earlier |
/// | [`Updated`](Self::Updated) | a few, in versions of one page | in the later | the earlier |
/// | [`TwoClaims`](Self::TwoClaims) | any others | in any | nothing |
/// | [`Twin`](Self::Twin) | none | in none | either |
/// | [`Contained`](Self::Contained) | none | in one | the other |
/// | [`OwnNews`](Self::OwnNews) | none | in both | nothing |
///
/// ```
/// use copydesk_neardup::Relation;
///
/// assert_eq!(Relation::TwoClaims.name(), "two-claims");
/// // Text that both have is cut from one of two documents with news, but not from two claims.
/// assert!(Relation::TwoClaims.is_apart() && !Relation::OwnNews.is_apart());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The same form with other figures: dam levels, closing prices, results.
    FormReport,
    /// A later version puts a few facts right.
    Corrected,
    /// A later version changes a few facts and goes on with the story.
    Updated,
    /// Two accounts that give different facts.
    TwoClaims,
    /// One story, told by both.
    Twin,
    /// One tells all that the other tells.
    Contained,
    /// Both tell something that the other does not.
    OwnNews,
}

impl Relation {
    /// The name in the decisions file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FormReport => "form-report",
            Self::Corrected => "corrected",
            Self::Updated => "updated",
            Self::TwoClaims => "two-claims",
            Self::Twin => "twin",
            Self::Contained => "contained",
            Self::OwnNews => "own-news",
        }
    }

    /// Whether the two tell different facts of the same event, so that nothing may be cut between
    /// them.
    #[must_use]
    pub const fn is_apart(self) -> bool {
        matches!(self, Self::FormReport | Self::TwoClaims)
    }
}

/// Which of two documents may be dropped in favour of the other. Which one of two that are equal is
/// dropped is the caller's choice: by rank, for example.
///
/// ```
/// use copydesk_neardup::MayDrop;
///
/// assert!(MayDrop::Either.left() && MayDrop::Either.right());
/// assert_eq!(MayDrop::Left.mirrored(), MayDrop::Right);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum MayDrop {
    /// The left one.
    Left,
    /// The right one.
    Right,
    /// One of them, whichever.
    Either,
    /// Neither.
    Neither,
}

impl MayDrop {
    /// The same with left and right exchanged.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
            same => same,
        }
    }

    /// Whether the left document may be dropped.
    #[must_use]
    pub fn left(self) -> bool {
        matches!(self, Self::Left | Self::Either)
    }

    /// Whether the right document may be dropped.
    #[must_use]
    pub fn right(self) -> bool {
        matches!(self, Self::Right | Self::Either)
    }
}

/// A relation, and what may be dropped by it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Verdict {
    /// How the two relate.
    pub relation: Relation,
    /// Which of them may be dropped.
    pub may_drop: MayDrop,
}

/// Whether two documents are versions of one page: of one publisher or one address, and dated. Only
/// of two versions can one correct the other.
///
/// ```
/// use copydesk_neardup::{Comparison, MayDrop, Relation, Story, VersionOrder};
/// use copydesk_text::Document;
///
/// let story = "The last ferry of the season left Port Ambry on Sunday with 40 people on board. \
///     It was three hours late. The harbour master, Ines Tolland, said that the engine had been \
///     cold and that nobody had thought to light the stove. The passengers sang to keep warm, and \
///     one of them proposed to another somewhere off the lighthouse of Skerrow.";
/// let early = Document::new(story);
/// let late = Document::new(story.replace("40 people", "43 people"));
/// let found = Comparison::of(&Story::of(&early), &Story::of(&late));
///
/// // Two papers that give different numbers are two claims.
/// assert_eq!(found.verdict(VersionOrder::Unknown).relation, Relation::TwoClaims);
/// // One paper that gives another number later has corrected the first.
/// let verdict = found.verdict(VersionOrder::RightIsLater);
/// assert_eq!((verdict.relation, verdict.may_drop), (Relation::Corrected, MayDrop::Left));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum VersionOrder {
    /// They are not, or it is not known which is later.
    #[default]
    Unknown,
    /// They are, and the left one is later.
    LeftIsLater,
    /// They are, and the right one is later.
    RightIsLater,
}
