//! Policies: what the user wants cut, and which of several copies is kept.

use serde::{Deserialize, Serialize};

/// Whether one kind of finding is cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CutOrKeep {
    /// Cut it.
    Cut,
    /// Leave it in the text.
    Keep,
}

/// What becomes of paragraphs that several kept documents share.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RepeatsPolicy {
    /// Cut shared background: whole paragraphs that unrelated stories have in common.
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
    /// It is dropped in favour of the later version.
    Supersede,
    /// Both are kept.
    Keep,
}

/// What becomes of site furniture.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FurniturePolicy {
    /// Cut what any editor would cut.
    Cut,
    /// Cut also what is probably, but not certainly, furniture.
    CutUnsure,
    /// Leave it in the text.
    Keep,
}

/// Which copy of a story is kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Prefer {
    /// The one with the earliest date; undated ones last.
    Earliest,
    /// The one with the latest date, for dumps in which stories are updated; undated ones last.
    Newest,
    /// The one with the most text.
    Longest,
    /// The one that is not cut off, then the one with the longest story, then the one with the
    /// least furniture, then the earliest.
    Complete,
    /// The one that comes first in the input. The only choice that depends on the order of the
    /// input.
    First,
    /// The one whose source or site comes first in this list.
    Source(Vec<String>),
}

/// What is cut and what is dropped.
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
    /// Site furniture.
    pub furniture: FurniturePolicy,
    /// Paragraphs that several documents share.
    pub repeats: RepeatsPolicy,
    /// Repeats inside a document: captions, standfirsts, passages scraped twice.
    pub captions: CutOrKeep,
    /// Earlier versions whose facts a later one corrects.
    pub corrections: CorrectionsPolicy,
    /// Documents that tell the same story: dropped or kept.
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
    /// assert!(!documents_only.asks_for_segments());
    /// ```
    #[must_use]
    pub fn asks_for_segments(self) -> bool {
        self.furniture != FurniturePolicy::Keep || self.repeats != RepeatsPolicy::Keep
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            furniture: FurniturePolicy::Cut,
            // Two or three documents that share text mostly tell one story, and cutting the shared
            // text would leave fragments. What several unrelated stories share is background.
            repeats: RepeatsPolicy::Background,
            captions: CutOrKeep::Cut,
            corrections: CorrectionsPolicy::Supersede,
            duplicates: CutOrKeep::Cut,
        }
    }
}
