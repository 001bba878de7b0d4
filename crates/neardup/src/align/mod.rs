//! Aligns two runs of words, and decides whether one says all that the other says.
//!
//! [`alignment`] finds which words match, by the runs of words that both have in common
//! (`common_runs`, with the index of `seeds`). From the alignment, [`coverage`] decides whether one
//! run can be cut because the other says everything. Repeats inside a document and passages between
//! documents both use this module, so that they agree on what a copy is. Whole stories are compared
//! sentence by sentence instead (`stories`), since editors move sentences.

mod alignment;
mod common_runs;
mod coverage;
mod long_sentences;
mod seeds;
mod texts;

pub(crate) use coverage::{Coverage, find_coverage, least_shared, retold};
pub(crate) use long_sentences::long_sentences;

use crate::facts::Difference;
use copydesk_text::Document;

/// The differences of two texts, in the order of the left one: places where only one of them has
/// words, or where the two have different words. Texts that do not share three words in a row are
/// one difference as a whole.
///
/// ```
/// use copydesk_neardup::differences;
/// use copydesk_text::Document;
///
/// let left = Document::new("Police held 1,700 people in the capital.");
/// let right = Document::new("Police held 3,500 people in the capital on Sunday.");
/// let found = differences(&left, &right);
/// // The third words differ: `1,700` and `3,500`.
/// assert_eq!((found[0].left.clone(), found[0].right.clone()), (2..3, 2..3));
/// // The right text has two more words at the end: `on Sunday`.
/// assert_eq!(found[1].right, 7..9);
/// ```
#[must_use]
pub fn differences(left: &Document<'_>, right: &Document<'_>) -> Vec<Difference> {
    let (left, right) = (left.words(), right.words());
    let (all_left, all_right) = (0..left.len(), 0..right.len());
    let aligned = alignment::align(left, all_left.clone(), right, all_right.clone());
    let Some(alignment) = aligned else {
        return vec![Difference {
            left: all_left,
            right: all_right,
        }];
    };
    // An alignment has only a part of the right text. What is before and after that part is a
    // difference, too.
    let mut out = Vec::with_capacity(alignment.differences.len() + 2);
    if alignment.right.start > 0 {
        out.push(Difference {
            left: 0..0,
            right: 0..alignment.right.start,
        });
    }
    out.extend(alignment.differences);
    if alignment.right.end < all_right.end {
        out.push(Difference {
            left: all_left.end..all_left.end,
            right: alignment.right.end..all_right.end,
        });
    }
    out
}

/// How many words two passages have, and how many of them match in their alignment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WordOverlap {
    /// Number of words that are in both, in the same order.
    pub matched: usize,
    /// Number of words of the passage that is cut.
    pub cut: usize,
    /// Number of words of the passage that is kept.
    pub kept: usize,
}

impl WordOverlap {
    /// The overlap of two passages of `words` words each, all of which match.
    ///
    /// ```
    /// use copydesk_neardup::WordOverlap;
    ///
    /// assert_eq!(WordOverlap::equal(12).similarity(), 1.0);
    /// ```
    #[must_use]
    pub fn equal(words: usize) -> Self {
        Self {
            matched: words,
            cut: words,
            kept: words,
        }
    }

    /// Share of the cut words that are in the kept passage, 0..=1; 0 if nothing is cut.
    #[must_use]
    pub fn coverage(self) -> f64 {
        self.matched as f64 / self.cut.max(1) as f64
    }

    /// The matched words divided by all words of both passages, where a matched word counts once;
    /// 0..=1.
    #[must_use]
    pub fn similarity(self) -> f64 {
        self.matched as f64 / (self.cut + self.kept - self.matched).max(1) as f64
    }

    /// The overlap of two longer passages: these two, each joined with the passage that follows it.
    /// The overlap of the two following passages is `next`.
    ///
    /// ```
    /// use copydesk_neardup::WordOverlap;
    ///
    /// let first = WordOverlap { matched: 8, cut: 8, kept: 9 };
    /// let next = WordOverlap { matched: 5, cut: 6, kept: 5 };
    /// assert_eq!(first.and(next), WordOverlap { matched: 13, cut: 14, kept: 14 });
    /// ```
    #[must_use]
    pub fn and(self, next: Self) -> Self {
        Self {
            matched: self.matched + next.matched,
            cut: self.cut + next.cut,
            kept: self.kept + next.kept,
        }
    }
}
