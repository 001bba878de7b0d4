//! Whether one run of words says what another says: alignment, and what its differences mean.
//!
//! [`alignment`] finds which words match, by the common runs of words (`common_runs`, with the
//! index of `seeds`). [`coverage`] decides from that whether a run can be cut because the other one
//! says everything. Repeats inside a document and passages between documents ask the same questions
//! here, so that they agree on what a copy is. Whole stories are compared by sentences instead
//! (`stories`), since desks move them.

mod alignment;
mod common_runs;
mod coverage;
mod long_sentences;
mod seeds;
mod texts;

pub(crate) use coverage::{Cover, find_coverage, least_shared, retold};
pub(crate) use long_sentences::long_sentences;

use crate::facts::Difference;
use copydesk_text::Document;

/// Where two texts differ, in the order of the left one: words that are in one of them only, or
/// that take each other's place. Texts that share no three words in a row differ as a whole.
///
/// ```
/// use copydesk_neardup::differences;
/// use copydesk_text::Document;
///
/// let left = Document::new("Police held 1,700 people in the capital.");
/// let right = Document::new("Police held 3,500 people in the capital on Sunday.");
/// let found = differences(&left, &right);
/// assert_eq!((found[0].left.clone(), found[0].right.clone()), (2..3, 2..3));
/// assert_eq!(found[1].right, 7..9);
/// ```
#[must_use]
pub fn differences(left: &Document<'_>, right: &Document<'_>) -> Vec<Difference> {
    let (left, right) = (left.words(), right.words());
    let (here, there) = (0..left.len(), 0..right.len());
    let Some(found) = alignment::align(left, here.clone(), right, there.clone()) else {
        return vec![Difference {
            left: here,
            right: there,
        }];
    };
    // Alignment leaves out what the right text has before its first match and after its last.
    let mut out = Vec::with_capacity(found.differences.len() + 2);
    if found.right.start > 0 {
        out.push(Difference {
            left: 0..0,
            right: 0..found.right.start,
        });
    }
    out.extend(found.differences);
    if found.right.end < there.end {
        out.push(Difference {
            left: here.end..here.end,
            right: found.right.end..there.end,
        });
    }
    out
}

/// Words of two passages that agree in order: exact, from their alignment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WordOverlap {
    /// Words that are in both, in the same order.
    pub matched: usize,
    /// Words of the passage that is cut.
    pub cut: usize,
    /// Words of the passage that is kept.
    pub kept: usize,
}

impl WordOverlap {
    /// The overlap of two passages of `words` words each that agree in every word.
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

    /// Share of the cut words that are in the kept passage, 0..=1.
    #[must_use]
    pub fn coverage(self) -> f64 {
        self.matched as f64 / self.cut.max(1) as f64
    }

    /// Matched words over all words of either passage, 0..=1.
    #[must_use]
    pub fn similarity(self) -> f64 {
        self.matched as f64 / (self.cut + self.kept - self.matched).max(1) as f64
    }

    /// The overlap of two passages that follow each other in both places.
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
