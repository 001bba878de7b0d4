//! Whether one run of words says what another says: alignment, and what its differences mean.
//!
//! `align` finds which words answer each other, with the index of `seeds`. `cover` decides from
//! that whether a run can go because the other one says everything. Repeats inside a document,
//! passages between documents and facts of two stories all ask these three files, so that they
//! agree on what a copy is.

mod align;
mod cover;
mod seeds;

pub(crate) use cover::{Cover, cover, least_shared, long_sentences, retold};

use crate::facts::Difference;
use copydesk_text::Document;

/// Where two texts part, in the order of the left one: what stands in one of them only, or
/// otherwise. Texts that share no three words in a row part as a whole.
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
    let Some(found) = align::align(left, here.clone(), right, there.clone()) else {
        return vec![Difference {
            left: here,
            right: there,
        }];
    };
    // Alignment leaves out what the right text has in front of its first match and behind its last.
    let mut out = found.differences;
    let (front, back) = (0..found.right.start, found.right.end..there.end);
    if !front.is_empty() {
        out.insert(
            0,
            Difference {
                left: 0..0,
                right: front,
            },
        );
    }
    if !back.is_empty() {
        out.push(Difference {
            left: here.end..here.end,
            right: back,
        });
    }
    out
}

/// Words of two passages that agree in order: exact, from their alignment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WordOverlap {
    /// Words that stand in both, in the same order.
    pub matched: usize,
    /// Words of the passage that goes.
    pub cut: usize,
    /// Words of the passage that stays.
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

    /// Share of the cut words that stand in the kept passage, 0..=1.
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
    /// let [first, next] = [(8, 8, 9), (5, 6, 5)].map(|(matched, cut, kept)| WordOverlap { matched, cut, kept });
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
