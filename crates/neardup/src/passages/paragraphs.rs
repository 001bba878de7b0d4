//! The paragraphs of a document that passages are looked for in.

use crate::side::Side;
use copydesk_text::{Document, Span, Spans, effective_words};
use std::ops::Range;
use std::sync::Arc;

/// The paragraphs of a document that may be copies, or of which there may be copies: those that are
/// still there, as far as they are.
///
/// A paragraph is given by its number. [`spans`](Self::spans) and [`ranges`](Self::ranges) have one
/// entry for each, in the order in which the paragraphs were given.
#[derive(Clone, Debug)]
pub struct Paragraphs<'t> {
    /// Shared with what [`Self::without`] makes of it, which has the same text and words.
    document: Arc<Document<'t>>,
    /// Where each paragraph is, in bytes of the text.
    spans: Vec<Span>,
    /// The words of each paragraph.
    ranges: Vec<Range<usize>>,
}

impl<'t> Paragraphs<'t> {
    /// These parts of a document as its paragraphs.
    #[must_use]
    pub fn new(mut document: Document<'t>, spans: Vec<Span>) -> Self {
        // Callers hold many of these at a time.
        document.shrink_to_fit();
        Self::of(Arc::new(document), spans)
    }

    /// The same without the paragraphs of fewer than `least` effective words.
    #[must_use]
    pub fn long(document: Document<'t>, mut spans: Vec<Span>, least: usize) -> Self {
        spans.retain(|&span| effective_words(&document.words()[document.words_in(span)]) >= least);
        Self::new(document, spans)
    }

    /// All segments of a document.
    #[must_use]
    pub fn all(document: Document<'t>) -> Self {
        let segments = document.segments().iter();
        let spans = segments.map(|segment| segment.content()).collect();
        Self::new(document, spans)
    }

    /// The spans are turned into words here once, because every comparison asks for words.
    fn of(document: Arc<Document<'t>>, spans: Vec<Span>) -> Self {
        let ranges = spans.iter().map(|&span| document.words_in(span)).collect();
        Self {
            document,
            spans,
            ranges,
        }
    }

    /// Runs of words as paragraphs, wherever they are.
    #[cfg(test)]
    pub(super) fn of_ranges(document: Arc<Document<'t>>, ranges: Vec<Range<usize>>) -> Self {
        Self {
            document,
            spans: Vec::new(),
            ranges,
        }
    }

    /// The document that they are paragraphs of.
    #[must_use]
    pub fn document(&self) -> &Document<'t> {
        &self.document
    }

    /// Where each paragraph is, in bytes of the text.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// The words of each paragraph, as ranges of the document's words.
    #[must_use]
    pub fn ranges(&self) -> &[Range<usize>] {
        &self.ranges
    }

    /// The paragraphs without these passages: what is before one and what follows it are
    /// paragraphs of their own from then on, if they hold a word. The document is not copied.
    #[must_use]
    pub fn without(&self, passages: &Spans) -> Self {
        let mut spans = Vec::new();
        for &paragraph in &self.spans {
            for left in passages.gaps(paragraph) {
                // A gap of white space or signs says nothing.
                if !self.document.words_in(left).is_empty() {
                    spans.push(left);
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
