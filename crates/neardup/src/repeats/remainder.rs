//! The words that are left in each segment of a document when its furniture is removed.
//!
//! Furniture is removed before repeats are looked for: text that is removed cannot be the copy that
//! stays, and a segment must be compared by its other words. Here `⟦…⟧` is removed:
//!
//! ```text
//! ⟦Share this!⟧ The ferry sank at noon.      left: The ferry sank at noon
//! The ferry ⟦(share this)⟧ sank at noon.     left: no words, because they are not one run
//! ⟦Share this!⟧                              gone: nothing of the segment is left
//! ```

use copydesk_text::{Document, Spans};
use std::ops::Range;

/// What is left of each segment when the furniture is removed. Both vectors have one entry for each
/// segment.
pub(super) struct Remainder {
    /// Whether all text of the segment is removed.
    pub is_gone: Vec<bool>,
    /// The words of the segment that are left, as a range of the document's words. A range cannot
    /// leave out words in its middle. So if such a word is removed, the range is empty.
    pub ranges: Vec<Range<usize>>,
}

impl Remainder {
    /// The remainder of `document` without the spans `removed`.
    pub fn of(document: &Document<'_>, removed: &Spans) -> Self {
        let segments = document.segments();
        if removed.is_empty() {
            return Self {
                is_gone: vec![false; segments.len()],
                ranges: document.word_ranges().to_vec(),
            };
        }
        let mut is_gone = Vec::with_capacity(segments.len());
        let mut ranges = Vec::with_capacity(segments.len());
        for (segment, range) in segments.iter().zip(document.word_ranges()) {
            is_gone.push(removed.contain(segment.content()));
            ranges.push(words_left(document, removed, range));
        }
        Self { is_gone, ranges }
    }
}

/// The words of `range` without those that are removed at its start and its end. Empty if any of
/// the words between is removed, too.
fn words_left(document: &Document<'_>, removed: &Spans, range: &Range<usize>) -> Range<usize> {
    let words = document.words();
    let (mut start, mut end) = (range.start, range.end);
    while start < end && removed.contain(words[start].span) {
        start += 1;
    }
    while end > start && removed.contain(words[end - 1].span) {
        end -= 1;
    }
    let is_torn = words[start..end]
        .iter()
        .any(|word| removed.contain(word.span));
    if is_torn { start..start } else { start..end }
}
