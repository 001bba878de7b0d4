//! Policies: what the user wants cut, and which of several copies is kept.

use serde::{Deserialize, Serialize};

/// Whether text or documents of one kind are removed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CutOrKeep {
    /// Cut the text, or drop the documents.
    Cut,
    /// Keep them.
    Keep,
}

/// What becomes of paragraphs that several kept documents share.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RepeatsPolicy {
    /// Cut shared background: whole paragraphs that unrelated stories have in common, and that each
    /// of them can do without.
    Background,
    /// Cut every paragraph and run of sentences that a preferred document has too.
    Cut,
    /// Leave them in the text.
    Keep,
}

/// What becomes of an earlier version whose facts a later one corrects.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CorrectionsPolicy {
    /// Drop the earlier version in favour of the later one.
    Supersede,
    /// Keep both versions.
    Keep,
}

/// What becomes of site furniture.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FurniturePolicy {
    /// Cut text that any editor would cut.
    Cut,
    /// Cut also text that is probably, but not certainly, furniture.
    CutUnsure,
    /// Leave furniture in the text.
    Keep,
}

/// Which copy of a story is kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Prefer {
    /// The copy with the earliest date; copies without a date come last.
    Earliest,
    /// The copy with the latest date, for dumps in which stories are updated; copies without a date
    /// come last.
    Newest,
    /// The copy with the most text.
    Longest,
    /// A copy that is not cut off. Of several such copies the one with the longest story, then the
    /// one with the least furniture, then the earliest.
    Complete,
    /// The copy that comes first in the input. This is the only choice that depends on the order of
    /// the input.
    First,
    /// The copy whose source or site comes first in this list.
    Source(Vec<String>),
}

/// The user's decision for each kind of finding: which text is cut, and which documents are
/// dropped.
///
/// ```
/// use copydesk_clean::{CutOrKeep, Policy, RepeatsPolicy};
///
/// let gentle = Policy { repeats: RepeatsPolicy::Keep, ..Policy::default() };
/// assert_eq!(Policy::default().repeats, RepeatsPolicy::Background);
/// assert_eq!(gentle.duplicates, CutOrKeep::Cut);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Policy {
    /// Whether site furniture is cut.
    pub furniture: FurniturePolicy,
    /// Whether paragraphs that several documents share are cut.
    pub repeats: RepeatsPolicy,
    /// Whether repeats inside a document are cut: not only captions, but also standfirsts and
    /// passages scraped twice.
    pub captions: CutOrKeep,
    /// Whether an earlier version is dropped if a later one corrects its facts.
    pub corrections: CorrectionsPolicy,
    /// Whether all but one of the documents that tell the same story are dropped
    /// ([`CutOrKeep::Cut`]).
    pub duplicates: CutOrKeep,
}

impl Policy {
    /// Whether anything is cut because several documents have the same segment. If not, segments
    /// need not be counted.
    ///
    /// ```
    /// use copydesk_clean::{FurniturePolicy, Policy, RepeatsPolicy};
    ///
    /// let documents_only = Policy {
    ///     furniture: FurniturePolicy::Keep,
    ///     repeats: RepeatsPolicy::Keep,
    ///     ..Policy::default()
    /// };
    /// assert!(!documents_only.needs_segments());
    /// ```
    #[must_use]
    pub fn needs_segments(self) -> bool {
        self.furniture != FurniturePolicy::Keep || self.repeats != RepeatsPolicy::Keep
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            furniture: FurniturePolicy::Cut,
            // Two or three documents that share text mostly tell one story, and to cut the shared
            // text would leave fragments. Text that several unrelated stories share is background.
            repeats: RepeatsPolicy::Background,
            captions: CutOrKeep::Cut,
            corrections: CorrectionsPolicy::Supersede,
            duplicates: CutOrKeep::Cut,
        }
    }
}
