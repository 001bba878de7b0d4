//! The types of a verdict on two documents: how they relate, and which of them may be dropped.

use serde::{Deserialize, Serialize};

/// How two documents relate. Each pair has one relation: the first one in this table whose row
/// applies. *News* is content that only one of the documents has, if it is more than a few words of
/// headlines and the like.
///
/// | relation | facts that differ | who has news | what may be dropped |
/// |---|---|---|---|
/// | [`FormReport`](Self::FormReport) | half of the numbers, at least two | irrelevant | nothing |
/// | [`Corrected`](Self::Corrected) | a few¹ in versions of one report | neither | the earlier |
/// | [`Updated`](Self::Updated) | a few¹ in versions of one report | the later | the earlier |
/// | [`TwoClaims`](Self::TwoClaims) | any others | irrelevant | nothing |
/// | [`Twin`](Self::Twin) | none | neither | either |
/// | [`Contained`](Self::Contained) | none | one of them | the one without news |
/// | [`OwnNews`](Self::OwnNews) | none | both | nothing |
///
/// ¹ No name and no date among them: with another name or date it is another report.
///
/// ```
/// use copydesk_neardup::Relation;
///
/// assert_eq!(Relation::TwoClaims.name(), "two-claims");
/// // If both have news, a passage that both have may be cut from one. For two claims it may not.
/// assert!(Relation::TwoClaims.is_apart() && !Relation::OwnNews.is_apart());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// Both are reports that are the same each time except for their numbers: dam levels, closing
    /// prices, results.
    FormReport,
    /// The later version corrects a few facts.
    Corrected,
    /// The later version changes a few facts and continues the story.
    Updated,
    /// Both give different facts.
    TwoClaims,
    /// Both tell the same.
    Twin,
    /// One tells all that the other tells, and more.
    Contained,
    /// Each tells something that the other does not.
    OwnNews,
}

impl Relation {
    /// The name of the relation in the file of decisions.
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

    /// Whether the two give different facts, and neither corrects the other. Then text that both
    /// have may not be cut from either of them.
    #[must_use]
    pub const fn is_apart(self) -> bool {
        matches!(self, Self::FormReport | Self::TwoClaims)
    }
}

/// Which of two documents may be dropped for the other. If either may be, the caller chooses, for
/// example by rank.
///
/// ```
/// use copydesk_neardup::MayDrop;
///
/// assert!(MayDrop::Either.left() && MayDrop::Either.right());
/// assert_eq!(MayDrop::Left.mirrored(), MayDrop::Right);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum MayDrop {
    /// Only the left one.
    Left,
    /// Only the right one.
    Right,
    /// Either of them, but not both.
    Either,
    /// Neither of them.
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

/// The verdict on two documents, from [`Comparison::verdict`](crate::Comparison::verdict).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Verdict {
    /// How the two relate.
    pub relation: Relation,
    /// Which of them may be dropped.
    pub may_drop: MayDrop,
}

/// Whether two documents are known to be versions of one report, and which is the later one. Two
/// documents are versions if they have the same publisher or the same address, and both are dated.
/// Only a later version can correct another document.
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
/// let comparison = Comparison::of(&Story::of(&early), &Story::of(&late));
///
/// // Two papers that give different numbers are two claims.
/// assert_eq!(comparison.verdict(VersionOrder::Unknown).relation, Relation::TwoClaims);
/// // One paper that gives another number later has corrected the first.
/// let verdict = comparison.verdict(VersionOrder::RightIsLater);
/// assert_eq!((verdict.relation, verdict.may_drop), (Relation::Corrected, MayDrop::Left));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum VersionOrder {
    /// They are not versions of one report, or it is not known which is later.
    #[default]
    Unknown,
    /// They are versions, and the left one is later.
    LeftIsLater,
    /// They are versions, and the right one is later.
    RightIsLater,
}
