//! What earlier cuts leave of a document's segments.
//!
//! Furniture is cut before repeats are looked for. What is cut is no copy that stays, and what is
//! left of a segment is compared without it.
//!
//! ```text
//! ⟦Share this!⟧ The ferry sank at noon.      left: The ferry sank at noon
//! The ferry ⟦(share this)⟧ sank at noon.     left: no words, because no run of them is whole
//! ⟦Share this!⟧                              gone
//! ```

use copydesk_text::{Document, Spans};
use std::ops::Range;

/// What is left of each segment when the furniture is removed. One entry a segment in both vectors.
pub(super) struct Remainder {
    /// Whether nothing is left of the segment.
    pub gone: Vec<bool>,
    /// The words of the segment from the first to the last that is left; none if something between
    /// them is cut.
    pub ranges: Vec<Range<usize>>,
}

impl Remainder {
    /// What is left of `document` without the spans `removed`.
    pub fn of(document: &Document<'_>, removed: &Spans) -> Self {
        let segments = document.segments();
        if removed.is_empty() {
            return Self {
                gone: vec![false; segments.len()],
                ranges: document.ranges().to_vec(),
            };
        }
        let mut gone = Vec::with_capacity(segments.len());
        let mut ranges = Vec::with_capacity(segments.len());
        for (segment, range) in segments.iter().zip(document.ranges()) {
            gone.push(removed.contain(segment.content()));
            ranges.push(words_left(document, removed, range));
        }
        Self { gone, ranges }
    }
}

/// The words of `range` from the first to the last that is left.
fn words_left(document: &Document<'_>, removed: &Spans, range: &Range<usize>) -> Range<usize> {
    let words = document.words();
    let (mut start, mut end) = (range.start, range.end);
    while start < end && removed.contain(words[start].span) {
        start += 1;
    }
    while end > start && removed.contain(words[end - 1].span) {
        end -= 1;
    }
    // If a segment is cut in its middle, no run of its words is whole any more.
    let is_torn = words[start..end]
        .iter()
        .any(|word| removed.contain(word.span));
    if is_torn { start..start } else { start..end }
}
