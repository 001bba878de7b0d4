//! The paragraphs of a document in which passages are looked for.

use crate::side::Side;
use copydesk_text::{Document, Span, Spans, effective_words};
use std::ops::Range;
use std::sync::Arc;

/// A document, and the paragraphs of it in which passages are looked for. They leave out text that
/// is cut already, so a paragraph here may be only a part of a paragraph of the text.
///
/// A paragraph is identified by its index in [`spans`](Self::spans) and
/// [`word_ranges`](Self::word_ranges), which have one entry for each paragraph, in the same order.
#[derive(Clone, Debug)]
pub struct Paragraphs<'t> {
    /// Shared with the value that [`Self::without`] returns, which has the same text and words.
    document: Arc<Document<'t>>,
    /// The span of each paragraph in the text.
    spans: Vec<Span>,
    /// The words of each paragraph: a range of indices of words in the document.
    ranges: Vec<Range<usize>>,
}

impl<'t> Paragraphs<'t> {
    /// A document whose paragraphs are these spans.
    #[must_use]
    pub fn new(mut document: Document<'t>, spans: Vec<Span>) -> Self {
        // Callers keep many documents in memory at a time.
        document.shrink_to_fit();
        Self::of(Arc::new(document), spans)
    }

    /// A document whose paragraphs are those of the spans that have at least `least` effective
    /// words.
    #[must_use]
    pub fn long(document: Document<'t>, mut spans: Vec<Span>, least: usize) -> Self {
        spans.retain(|&span| effective_words(&document.words()[document.words_in(span)]) >= least);
        Self::new(document, spans)
    }

    /// A document whose paragraphs are all its segments.
    #[must_use]
    pub fn all(document: Document<'t>) -> Self {
        let segments = document.segments().iter();
        let spans = segments.map(|segment| segment.content()).collect();
        Self::new(document, spans)
    }

    /// A shared document whose paragraphs are these spans. The words of each span are looked up
    /// once here, because every comparison needs them.
    fn of(document: Arc<Document<'t>>, spans: Vec<Span>) -> Self {
        let ranges = spans.iter().map(|&span| document.words_in(span)).collect();
        Self {
            document,
            spans,
            ranges,
        }
    }

    /// A document whose paragraphs are these runs of words. They have no spans.
    #[cfg(test)]
    pub(super) fn of_ranges(document: Arc<Document<'t>>, ranges: Vec<Range<usize>>) -> Self {
        Self {
            document,
            spans: Vec::new(),
            ranges,
        }
    }

    /// The document.
    #[must_use]
    pub fn document(&self) -> &Document<'t> {
        &self.document
    }

    /// The span of each paragraph in the text.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The words of each paragraph: ranges of indices of words in the document.
    #[must_use]
    pub fn word_ranges(&self) -> &[Range<usize>] {
        &self.ranges
    }

    /// The paragraphs without these passages. The parts of a paragraph before and after a passage
    /// become paragraphs of their own, if they have a word. The document is not copied.
    #[must_use]
    pub fn without(&self, passages: &Spans) -> Self {
        let mut spans = Vec::new();
        for &paragraph in &self.spans {
            for remaining in passages.gaps(paragraph) {
                if !self.document.words_in(remaining).is_empty() {
                    spans.push(remaining);
                }
            }
        }
        Self::of(Arc::clone(&self.document), spans)
    }

    /// The document as one side of a comparison.
    pub(super) fn side(&self) -> Side<'_> {
        Side::of(&self.document)
    }
}
