//! Finds the best copy of a run of words in other documents: the index proposes a few paragraphs,
//! alignment decides which of them hold a copy, and the most similar copy is chosen.
//!
//! Whole paragraphs and single sentences are looked for in the same way, so that both are copies by
//! the same measure.

use super::index::SharedShingles;
use super::paragraphs::Paragraphs;
use crate::align::{WordOverlap, find_coverage};
use crate::side::Side;
use copydesk_text::{Document, Span};
use std::ops::Range;

/// A passage that can be cut from a document, and its copy in another document, which is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CopiedPassage {
    /// Index of the paragraph that holds the passage.
    pub paragraph: usize,
    /// Span of the passage: the paragraph, or whole sentences of it.
    pub cut: Span,
    /// Index of the document that holds the copy (the *source*) among the documents that were
    /// searched.
    pub source: usize,
    /// Index of the paragraph of the source that holds the copy.
    pub copy: usize,
    /// Span of the copy in the text of the source.
    pub kept: Span,
    /// How many words of both match.
    pub overlap: WordOverlap,
}

/// Most paragraphs with which a passage is aligned: those that share most shingles (short runs of
/// words) with it.
const MAX_PARTNERS: usize = 4;

/// The copy of the left words `run` among the right words `within`: its span, and how well both
/// agree. `None` if there is no copy with the same wording, or if a difference tells something new.
/// The ranges are indices of words.
#[must_use]
pub fn copied_run(
    left: &Document<'_>,
    run: Range<usize>,
    right: &Document<'_>,
    within: Range<usize>,
) -> Option<(Span, WordOverlap)> {
    copied_run_of(Side::of(left), run, Side::of(right), within)
}

/// Does the work of [`copied_run`], for documents that are given as [`Side`]s, that is, as a text
/// and its words.
fn copied_run_of(
    left: Side<'_>,
    run: Range<usize>,
    right: Side<'_>,
    within: Range<usize>,
) -> Option<(Span, WordOverlap)> {
    let coverage = find_coverage(left, run, right, within)?;
    // The same words in another wording are not a copy, but another report of the same event.
    if !coverage.is_solid {
        return None;
    }
    // Most words of the run match, so the kept part is not empty.
    let first = right.words[coverage.kept.start];
    let last = right.words[coverage.kept.end - 1];
    Some((first.span.join(last.span), coverage.overlap))
}

/// Finds copies of the passages of one document in others.
pub(super) struct PassageFinder<'p> {
    /// The document whose passages are looked for.
    pub document: &'p Paragraphs<'p>,
    /// The documents in which they are looked for; [`CopiedPassage::source`] is an index here.
    pub sources: &'p [&'p Paragraphs<'p>],
    /// The occurrences of the document's shingles in the paragraphs of the sources.
    pub shared: SharedShingles,
}

impl<'p> PassageFinder<'p> {
    /// Indexes the document and reads the sources.
    pub fn new(document: &'p Paragraphs<'p>, sources: &'p [&'p Paragraphs<'p>]) -> Self {
        Self {
            document,
            sources,
            shared: SharedShingles::of(document, sources),
        }
    }

    /// The most similar copy of a run of words of a paragraph. If several are equally similar, it
    /// is the first in the order of the sources. `cut` is the span of the run.
    pub fn best_copy(
        &self,
        paragraph: usize,
        run: Range<usize>,
        cut: Span,
    ) -> Option<CopiedPassage> {
        let side = self.document.side();
        let mut best: Option<CopiedPassage> = None;
        for partner in self.shared.most_shared(&run, MAX_PARTNERS) {
            let (source, copy) = (partner.source as usize, partner.paragraph as usize);
            let other = self.sources[source];
            let within = other.word_ranges()[copy].clone();
            let Some((kept, overlap)) = copied_run_of(side, run.clone(), other.side(), within)
            else {
                continue;
            };
            let candidate = CopiedPassage {
                paragraph,
                cut,
                source,
                copy,
                kept,
                overlap,
            };
            if best.is_none_or(|best| candidate.is_preferred_to(&best)) {
                best = Some(candidate);
            }
        }
        best
    }
}

impl CopiedPassage {
    /// Whether this copy of a passage is preferred to another one: it is more similar, or equally
    /// similar and earlier in the sources. So the order in which copies are found does not matter.
    fn is_preferred_to(&self, other: &Self) -> bool {
        let (similarity, other_similarity) =
            (self.overlap.similarity(), other.overlap.similarity());
        let is_earlier = (self.source, self.copy) < (other.source, other.copy);
        similarity > other_similarity || similarity == other_similarity && is_earlier
    }
}
